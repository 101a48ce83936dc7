"""Words on which rights hang that two define, or that are defined through each other."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import TRUE, Condition, Holds, conjunction, negation
from constdsl.model.entities import Act, Constitution, Power
from constdsl.rules.common.independence import is_judge
from constdsl.rules.common.statuses import harmful
from constdsl.rules.definitions._words import statuses
from constdsl.rules.repairs import cut, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["plural_or_circular"]


@rule(code="W1", severity="warning", since="0.1")
def plural_or_circular(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is a word on which rights hang defined by two who cannot correct each other, or through itself?"""
    yield from _plural(constitution, capture)
    yield from _circular(constitution, capture)


# --- by two ------------------------------------------------------------------------------------------------------


def _plural(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    for status in sorted(harmful(constitution) & constitution.statuses.keys(), key=list(constitution.statuses).index):
        defining = Act(Verb.CONFER, name=status)
        own = {
            power.subject: power for power in reversed(capture.index.powers(defining))
            if power.subject is not None and capture.body_of(power.subject) is not None and not power.consent
        }  # fmt: skip
        if len(own) < 2:
            continue
        revoking = capture.index.powers(Act(Verb.REVOKE, name=status))
        lasting = {power.subject for power in (*capture.index.checks(defining), *revoking)}
        if not lasting <= own.keys() or len(lasting) == 1:
            continue  # somebody has the last word
        first, second = next(_rivals(capture, list(reversed(own.values()))), (None, None))
        if first is None or second is None:
            continue
        yield Finding(
            f"`{first.subject}` and `{second.subject}` each say who is `{status}`, and neither can correct the other",
            at=second.clause,
            labels=((first.clause, "the other definition"),),
            reason=(f"Whoever is `{status}` for one of them loses rights, whatever the other one finds.",),
            repairs=(
                cut(first.clause, f"let `{second.subject}` alone say it"),
                cut(second.clause, f"let `{first.subject}` alone say it"),
            ),
            cause=("definition", status),
            subject=("two", status),
        )


def _rivals(capture: Capture, powers: list[Power]) -> Iterator[tuple[Power, Power]]:
    """Pairs of powers over the same people in different hands, one at least of a body that is no court."""
    for number, first in enumerate(powers):
        for second in powers[number + 1 :]:
            one, other = str(first.subject), str(second.subject)
            if is_judge(capture, one) and is_judge(capture, other):
                continue  # courts of equal rank are many everywhere
            if not capture.can_meet(first.act.whom, second.act.whom, first.scope, second.scope):
                continue
            if other not in capture.reach(one) and one not in capture.reach(other):
                yield first, second


# --- through itself ----------------------------------------------------------------------------------------------


def _circular(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    ways = {name: list(_ways(constitution, capture, name)) for name in constitution.statuses}
    left = {name for name, found in ways.items() if found}
    # Whoever can come by a status without having one of those left is none of them; what remains goes in circles.
    while True:
        free = {name for name in left if any(not _asks(capture, way, left) for way in ways[name])}
        if not free:
            break
        left -= free
    told: set[str] = set()
    for name in constitution.statuses:
        if name not in left or name in told:
            continue
        round_: list[str] = []
        current = name
        while current not in round_:
            round_.append(current)
            current = _asks(capture, ways[current][0], left)[0]
        told |= set(round_)
        through = ", ".join(f"`{each}`" for each in [*round_[1:], round_[0]])
        yield Finding(
            f"only whoever is {through} already can become `{name}`" if len(round_) == 1
            else f"`{name}` is defined in a circle, through {through}",
            at=constitution.statuses[name].clause,
            labels=tuple((constitution.statuses[each].clause, "on the way round") for each in round_[1:]),
            reason=("Nobody can enter the circle from outside, and whoever is inside decides what the words mean.",),
            help=(f"let one of the words be defined without the others: `… may confer {name} on anyone`",),
            repairs=tuple(_opened(capture, name)),
            cause=("circle", *sorted(round_)),
            subject=("circle", *sorted(round_)),
        )  # fmt: skip


def _opened(capture: Capture, status: str) -> Iterator[Repair]:
    """Let whoever confers a status confer it on anybody."""
    for power in capture.index.powers(Act(Verb.CONFER, name=status)):
        if power.subject and power.threshold is None and power.scope == TRUE and not (power.consent or power.exclusive):
            words = f"{power.who} may confer {status} on anyone"
            yield Repair(f"let `{power.who}` call anybody `{status}`", (put(power.clause, words),))


def _ways(constitution: Constitution, capture: Capture, status: str) -> Iterator[Condition]:
    """What somebody must be to come by a status, for each way."""
    for power in capture.index.powers(Act(Verb.CONFER, name=status)):
        yield conjunction(power.act.whom, power.scope)
    for act in constitution.acts.values():
        if act.makes == status:
            for power in capture.index.powers(Act(Verb.PERFORM, name=act.name)):
                doer = constitution.classes.get(power.subject or "")
                yield conjunction(power.subject_condition, power.scope, doer.condition if doer else TRUE)


def _asks(capture: Capture, way: Condition, among: set[str]) -> list[str]:
    """Which of some statuses one must have for a way to be open."""
    named = [status for status in statuses(way) if status in among]
    return [status for status in named if not capture.can_meet(way, negation(Holds(status)))]

