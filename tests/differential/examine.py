"""Everything that a differential run wants to know of one constitution, as one small value."""

from __future__ import annotations

from attrs import frozen

from constdsl.capture.history import tell
from constdsl.check.asking import PROMISES_ONLY
from constdsl.check.program import check
from constdsl.model.entities import Constitution, GoalKind
from constdsl.play.lawbook import Lawbook
from constdsl.play.people import People, TooLarge
from constdsl.play.replay import Claim
from constdsl.source import Source
from constdsl.verdict.replays import Disagreement, replayed
from tests.differential.compare import Comparison, Difference, compare, selected, wording
from tests.differential.lives import Life, lives
from tests.differential.rules import exercised

__all__ = ["FORMS", "Examined", "examine"]

FORMS = (*(kind.value for kind in GoalKind), "always", "never")
"""The forms of promises."""


@frozen
class Examined:
    """What came of one constitution; `too_large` tells that the player gave up, and that nothing was compared."""

    seed: int
    questions: int = 0
    undecided: int = 0
    differences: tuple[Difference, ...] = ()
    lives: tuple[Life, ...] = ()
    histories: int = 0
    stuck: tuple[str, ...] = ()
    """Histories that the simulator could not follow."""
    unplayed: int = 0
    """Histories too large to be followed."""
    reaches: bool = False
    """Whether some coalition reaches something beyond itself."""
    rules: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    """Forms of promises put to both engines."""
    reached: tuple[str, ...] = ()
    """Forms of goals that somebody reaches, and of lasting promises that are broken."""
    verdicts: tuple[str, ...] = ()
    too_large: bool = False

    @property
    def findings(self) -> tuple[str, ...]:
        """Every disagreement, in words."""
        found = [*map(str, self.differences), *(str(life) for life in self.lives if life.differs), *self.stuck]
        return tuple(found)


def examine(text: str, seed: int = 0) -> Examined:
    """Compare the engines on a text in every way, and see what was exercised on the way."""
    constitution = selected(text)
    try:
        found = compare(constitution)
    except TooLarge:
        return Examined(seed, too_large=True)
    lived = lives(constitution)
    histories, stuck, unplayed = _follow(constitution, found)
    forms = {False: "never", True: "always"}
    asked = [goal.kind.value for goal, _ in found.asked] + [forms[life.always] for life in lived if not life.undecided]
    reached = [found.asked[hit.asked][0].kind.value for hit in found.reached if hit.asked is not None]
    reached += [forms[life.always] for life in lived if life.calculus and not life.undecided]
    report = check([Source("grown.const", text)], lambda name: f"there is no {name}", {}, PROMISES_ONLY)
    return Examined(
        seed,
        questions=found.questions + len(lived),
        undecided=found.undecided + sum(life.undecided for life in lived),
        differences=found.differences,
        lives=lived,
        histories=histories,
        stuck=(*stuck, *(f"{a.property}: {a.disagreement}" for a in report.answers if a.disagreement is not None)),
        unplayed=unplayed,
        reaches=any(hit.asked is None for hit in found.reached),
        rules=exercised(found),
        asked=tuple(dict.fromkeys(asked)),
        reached=tuple(dict.fromkeys(reached)),
        verdicts=tuple(dict.fromkeys(str(answer.verdict) for answer in report.answers)),
    )  # fmt: skip


def _follow(constitution: Constitution, found: Comparison) -> tuple[int, tuple[str, ...], int]:
    """Play the history of every goal that is reached: how many there are, where the simulator sticks, and how many
    are too large to be played."""
    people = People(Lawbook(constitution))
    histories = unplayed = 0
    stuck: list[str] = []
    for hit in found.reached:
        if hit.asked is None:
            continue
        assert hit.forced.closure is not None
        goal, every = asked = found.asked[hit.asked]
        moves = tell(found.calculus, hit.forced.closure, hit.node, hit.coalition)
        claim = Claim(hit.coalition, goal, every, hit.contested, years=hit.forced.years)
        histories += 1
        try:
            replayed(constitution, people, claim, moves)
        except Disagreement as failure:
            play = "contested" if hit.contested else "acquiescent"
            stuck.append(f"{' and '.join(hit.coalition)}, {play}: history of {wording(asked)}: {failure}")
        except TooLarge:
            unplayed += 1
    return histories, tuple(stuck), unplayed
