"""Two offices of one weight, and terms that start again at the change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from constdsl.capture.index import covers
from constdsl.model.conditions import (
    TRUE,
    Both,
    Compare,
    Condition,
    Either,
    Equals,
    Negation,
    conjunction,
    disjunction,
    negation,
)
from constdsl.model.entities import Constitution, Group, Power
from constdsl.rules.repairs import put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture

__all__ = ["clock_reset"]


@rule(code="Y1", severity="warning", since="0.1")
def clock_reset(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can somebody who has served all terms in one office go on with the same powers in another?"""
    limited = [
        group for group in capture.groups()
        if group.term_limit is not None and constitution.bodies[group.ref.body].seats == 1
    ]  # fmt: skip
    if len(limited) < 2:
        return
    powers = {group.ref: _powers(constitution, group) for group in limited}
    for first, second in combinations(limited, 2):
        if _counted(first, second) and _counted(second, first):
            continue
        shared = [power for power in powers[first.ref] if any(_same(power, other) for other in powers[second.ref])]
        # Two offices that share little are two careers, and a politician may have both.
        if not shared or 2 * len(shared) < min(len(powers[first.ref]), len(powers[second.ref])):
            continue
        people = conjunction(_lasting(first.eligible, True), _lasting(second.eligible, True))
        if not capture.can_meet(people):
            continue
        one, other = first.ref.body, second.ref.body
        both = (first.term_limit or 0) + (second.term_limit or 0)
        yield Finding(
            f"the limit of terms starts again between `{one}` and `{other}`, which hold the same powers",
            at=second.part("terms"),
            labels=(
                (first.part("terms"), "counted by itself"),
                *((power.clause, f"so may `{other}`") for power in shared[:2]),
            ),
            reason=(
                f"Whoever has served {_times(first.term_limit)} as {one} may be {other} next, and no rule counts "
                "these terms together.",
                f"{both} terms of {', '.join(power.act.text for power in shared[:2])} come of limits of "
                f"{first.term_limit} and {second.term_limit}.",
            ),
            repairs=(_jointly(first, second),),
            cause=("terms", one, other),
            subject=(one, other),
        )


def _times(limit: int | None) -> str:
    return "one term" if limit == 1 else f"{limit} terms"


def _powers(constitution: Constitution, group: Group) -> list[Power]:
    return [power for power in constitution.powers if power.subject == group.ref.body and not power.sugar]


def _same(power: Power, other: Power) -> bool:
    """Whether two offices may do one act, of their own power."""
    return covers(power.act, other.act) and covers(other.act, power.act)


def _counted(group: Group, other: Group) -> bool:
    """Whether terms in the other office count towards the limit of this one."""
    return any(label.split(".")[0] == other.ref.body for label in group.counted_with)


def _lasting(condition: Condition, wanted: bool) -> Condition:
    """What a condition asks of attributes, which never change; statuses and seats come and go."""
    match condition:
        case Compare() | Equals():
            return condition if wanted else negation(condition)
        case Negation(operand):
            return _lasting(operand, not wanted)
        case Both(operands) | Either(operands):
            join = conjunction if isinstance(condition, Both) == wanted else disjunction
            return join(*(_lasting(operand, wanted) for operand in operands))
        case _:
            return TRUE


def _jointly(first: Group, second: Group) -> Repair:
    edits = tuple(
        put(group.part("terms"), f"at most {group.term_limit} terms together with {', '.join(labels)}")
        for group, other in ((first, second), (second, first))
        for labels in (dict.fromkeys([*group.counted_with, other.ref.body]),)
    )
    return Repair(f"count the terms as `{first.ref.body}` and as `{second.ref.body}` together", edits, safe=True)
