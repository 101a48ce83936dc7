"""What the rules on limited liberties share: whose they are, and who has the words in hand that limit them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from constdsl.capture.notes import Lapsed, Opened, Used
from constdsl.model.conditions import Condition, Holds, atoms, conjunction
from constdsl.model.entities import Act, Goal, Power
from constdsl.rules.common.independence import is_judge
from constdsl.rules.common.statuses import containing
from constdsl.rules.view import Capture, bar_from
from constdsl.syntax.tree import Verb
from constdsl.verdict.answers import Step

__all__ = ["PROMPT", "Definer", "definers", "liberties", "statuses"]

PROMPT = Fraction(5)
"""Years. Who needs longer than a parliament sits to get hold of a word has no grip on those who speak today."""



@frozen
class Definer:
    """A body that alone decides whom a word hits, the power by which it does, and how it shuts everybody up."""

    name: str
    way: Power
    history: tuple[Step, ...]
    master: str | None = None
    """A body that commands it, where it seems to be a mere court."""

    @property
    def hold(self) -> str:
        """Why nobody else can help, in half a sentence."""
        return f"{self.master} has it in hand" if self.master else "nobody can overrule it"


def liberties(capture: Capture) -> Iterator[tuple[Power, str, Condition]]:
    """What each person of a kind may do alone (acts that the text names itself): the power, the act, the kind."""
    for power in capture.constitution.powers:
        whom = conjunction(power.subject_condition, power.scope)
        if power.subject is None and power.act.verb is Verb.PERFORM and power.act.name and capture.can_meet(whom):
            yield power, power.act.name, whom


def statuses(condition: Condition) -> list[str]:
    """The statuses that a condition names, each once."""
    return list(dict.fromkeys(atom.status for atom in atoms(condition) if isinstance(atom, Holds)))


def definers(capture: Capture, liberty: Power, whom: Condition, verb: Verb, status: str) -> Iterator[Definer]:
    """The bodies other than courts that, each alone, soon and against every check, keep everybody from a liberty, and
    that can confer or revoke the status on which it turns.

    Everybody: who can keep off only those that meet listed facts has no free hand.
    """
    names = _containing(capture, verb, status)
    powers = [power for name in names for power in capture.index.powers(Act(verb, name=name))]
    if not powers or liberty.act.name is None:
        return
    goal = bar_from(whom, liberty.act.name)
    found = capture.who_alone_can(goal, contested=True, every=True)
    soon = {name: date for name, date in found.items() if date <= PROMPT and not _rewrites(capture, name, goal)}
    for name in _masters(capture, soon):
        way = next((power for power in powers if capture.may_use(name, power=power, contested=True) is not None), None)
        words = f"bar {liberty.who} from {liberty.act.name}"
        history = capture.history(name, goal=goal, words=words, contested=True, every=True) if way else None
        if way is not None and history is not None:
            rulers = (by for by in soon if not is_judge(capture, by) and name in capture.reach(by, contested=True))
            yield Definer(name, way, history, next(rulers, None) if is_judge(capture, name) else None)


def _masters(capture: Capture, found: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """Of some bodies those that do not need another one of them, courts that nobody of them commands left out."""

    def commanded(name: str, by: str) -> bool:
        return by != name and name in capture.reach(by, contested=True)

    rulers = [name for name in found if not is_judge(capture, name)]
    left = {name: found[name] for name in found if name in rulers or any(commanded(name, by) for by in rulers)}
    return capture.nearest(left, contested=True)


def _rewrites(capture: Capture, name: str, goal: Goal) -> bool:
    """Whether a body gets there by putting articles out of force: that is no matter of definitions."""
    steps = capture.steps(name, goal=goal, contested=True, every=True)
    return any(
        isinstance(step, Lapsed | Opened) or (isinstance(step, Used) and step.act.verb in (Verb.AMEND, Verb.SUSPEND))
        for step in steps
    )


def _containing(capture: Capture, verb: Verb, status: str) -> list[str]:
    """The statuses by losing (or getting) which one loses (or gets) a status: it, and those that contain it."""
    return containing(capture, status) if verb is Verb.REVOKE else [status]

