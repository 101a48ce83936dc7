"""One body accuses, defines, punishes and hears the appeal."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Condition, Holds, atoms, conjunction, negation
from constdsl.model.entities import Act, Constitution, Power
from constdsl.rules.common.statuses import harmful, required
from constdsl.rules.repairs import cut, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, control, perform
from constdsl.syntax.tree import Verb

__all__ = ["judge_of_own_accusation"]


@rule(code="H3", severity="error", since="0.1")
def judge_of_own_accusation(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Are accuser, definer, judge and court of appeal one body?"""
    harming = harmful(constitution)
    for sanction in constitution.powers:
        if sanction.subject is None or not _harms(sanction, harming):
            continue
        for charge in _charges(capture, sanction):
            body, status = str(charge.subject).split(".")[0], charge.act.name
            if capture.is_class(body) or not _same_hand(capture, body, sanction) or _listed(capture, charge, sanction):
                continue
            appeals = dict.fromkeys(_appeals(capture, charge, sanction))
            if any(_free(capture, each, body) for each in appeals):
                continue
            goal = perform(sanction.act)
            if capture.forces(body, goal=goal, contested=True) != 0:
                continue
            history = capture.history(body, goal=goal, words=sanction.act.text, contested=True)
            if history is None:
                continue
            others = [each for each in appeals if each.split(".")[0] != body]
            heard = f", and has {' and '.join(others)} in hand, who might undo it" if others else ""
            yield Finding(
                f"`{body}` accuses, says what the charge means, punishes, and answers to no appeal",
                at=sanction.clause,
                labels=((charge.clause, f"the charge: `{status}`"),),
                reason=(f"{body} alone says who is `{status}`{heard}.",),
                history=history,
                repairs=tuple(_ways_out(capture, body, charge, sanction)),
                cause=("accusation", status, body),
                subject=(status, sanction.act.text, body),
            )


def _harms(power: Power, harming: frozenset[str]) -> bool:
    """Whether a power takes something from people."""
    match power.act.verb:
        case Verb.CONFER:
            return power.act.name in harming
        case Verb.REVOKE:
            return power.act.name not in harming
        case _:
            return power.act.verb in (Verb.REMOVE, Verb.STRIKE)


def _charges(capture: Capture, sanction: Power) -> Iterator[Power]:
    """The powers to say of people that without which the sanction cannot hit them, and which serves nothing else."""
    hit = conjunction(sanction.act.whom, sanction.scope)
    serving = capture.once("statuses that serve a right", lambda: frozenset(_serving(capture)))
    for status in dict.fromkeys(atom.status for atom in atoms(hit) if isinstance(atom, Holds)):
        if status == sanction.act.name or not _needs(capture, hit, status):
            continue
        if status not in serving:
            yield from (power for power in capture.index.powers(Act(Verb.CONFER, name=status)) if power.subject)


def _serving(capture: Capture) -> Iterator[str]:
    """The statuses without which somebody has no vote or cannot stand."""
    rights = [found.condition for found in capture.constitution.classes.values()]
    rights += [group.eligible for group in capture.groups()]
    for right in dict.fromkeys(rights):
        if capture.can_meet(right):
            yield from required(capture, right)


def _needs(capture: Capture, condition: Condition, status: str) -> bool:
    return capture.can_meet(condition) and not capture.can_meet(condition, negation(Holds(status)))


def _same_hand(capture: Capture, body: str, sanction: Power) -> bool:
    """Whether who punishes is who accuses, or does what it says at once."""
    holder = str(sanction.subject)
    return holder.split(".")[0] == body or capture.reach(body, contested=True).get(holder) == 0


def _listed(capture: Capture, charge: Power, sanction: Power) -> bool:
    """Whether one must have done a listed thing, or been found so by somebody else, to be charged: then the accuser
    does not say what the charge means."""
    body = str(charge.subject).split(".")[0]
    whom = conjunction(charge.act.whom, charge.scope)
    made = {act.makes for act in capture.constitution.acts.values()}
    for status in dict.fromkeys(atom.status for atom in atoms(whom) if isinstance(atom, Holds)):
        if status == sanction.act.name or not _needs(capture, whom, status):
            continue
        finders = [power.subject for power in capture.index.powers(Act(Verb.CONFER, name=status))]
        if status in made or (finders and not any(str(each).split(".")[0] == body for each in finders)):
            return True
    return False


def _appeals(capture: Capture, charge: Power, sanction: Power) -> Iterator[str]:
    """Who may undo the charge or the sentence, or must agree to one of them."""
    powers = [*capture.index.checks(charge.act), *capture.index.checks(sanction.act)]
    powers += capture.index.powers(Act(Verb.REVOKE, name=charge.act.name))
    name = sanction.act.name
    if sanction.act.verb is Verb.CONFER:
        powers += capture.index.powers(Act(Verb.REVOKE, name=name))
    if sanction.act.verb is Verb.REVOKE:
        # To admit again whoever was punished is an appeal; to admit people in general is none.
        again = capture.index.powers(Act(Verb.CONFER, name=name))
        powers += [power for power in again if _needs(capture, power.act.whom, str(charge.act.name))]
    for power in powers:
        if power.subject is not None:
            yield power.subject
    yield from (*charge.consent, *sanction.consent)


def _free(capture: Capture, label: str, body: str) -> bool:
    """Whether somebody is neither formed, commanded nor kept from meeting by a body, whatever others do against it."""
    if label.split(".")[0] == body or capture.forces(body, goal=control(label), contested=True) is not None:
        return False
    judge = capture.body_of(label)
    return judge is None or capture.silences(body, body=judge.name, contested=True) is None


def _ways_out(capture: Capture, body: str, charge: Power, sanction: Power) -> Iterator[Repair]:
    judges = [name for name in capture.constitution.bodies if _free(capture, name, body)]
    for name in judges[:3]:
        words = f"{name} may annul {sanction.act.text}"
        yield Repair(f"let `{name}` hear the appeal", (insert(sanction.clause, words),))
    yield cut(charge.clause, f"let nobody be called `{charge.act.name}`")
