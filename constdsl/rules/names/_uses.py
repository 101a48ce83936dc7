"""Where the things that a text declares are used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from constdsl.model.conditions import TRUE, Both, Condition, Either, Negation
from constdsl.model.entities import Ability, Act, Constitution, Invariant, Norm, Power, Promise
from constdsl.rules.view import Capture

__all__ = ["Parts", "conditions", "constitutions", "has_options", "labels", "promised_acts"]


def constitutions(capture: Capture) -> tuple[Constitution, ...]:
    """What the text says, read in every way."""
    return tuple(case.constitution for case in capture.readings.values()) or (capture.constitution,)


def has_options(capture: Capture) -> bool:
    """Whether the drafter can choose: what one choice leaves unused another may use."""
    unclear = {found.name for each in constitutions(capture) for found in each.ambiguities}
    return any(name not in unclear for name, _ in capture.constitution.selection)


def conditions(found: Constitution) -> Iterator[Condition]:
    """Every condition in a constitution, those of classes left out."""
    for body in found.bodies.values():
        yield body.decides.where
        yield body.quorum.where if body.quorum else TRUE
        for group in body.groups:
            yield group.eligible
            yield group.retain
    for power in found.powers:
        yield from (power.subject_condition, power.scope, power.threshold.where if power.threshold else TRUE)
        yield from _of_act(power.act)
    for norm in found.norms:
        yield from (norm.subject_condition, norm.scope)
        yield from _of_act(norm.act)
    yield from (binding.condition for binding in found.bindings)
    yield from (flag.condition for flag in found.flags.values())
    for promise in found.promises:
        match promise.property:
            case Invariant(condition=condition):
                yield condition
            case Ability(goal=goal):
                yield goal.whom
                yield from _of_act(goal.act) if goal.act else ()


def _of_act(act: Act) -> Iterator[Condition]:
    current: Act | None = act
    while current is not None:
        yield current.whom
        current = current.inner


def promised_acts(promises: tuple[Promise, ...]) -> Iterator[Act]:
    """The acts that promises are about, and what is vetoed or annulled in them."""
    for promise in promises:
        current = promise.property.goal.act if isinstance(promise.property, Ability) else None
        while current is not None:
            yield current
            current = current.inner


def labels(found: Constitution, *, promises: bool = True) -> Iterator[str]:
    """Every body, class or group that has a part in something, by label, as often as it has."""
    for body in found.bodies.values():
        for group in body.groups:
            if group.by != (body.name,):
                yield from group.by
            yield from (*group.consent, *group.funders, *group.counted_with)
            yield from (group.settler,) if group.settler else ()
            yield from (group.per[2],) if group.per else ()
    rules: tuple[Power | Norm, ...] = (*found.powers, *found.norms)
    for each in rules:
        yield from (each.subject,) if each.subject else ()
        yield from each.consent
    yield from (binding.by for binding in found.bindings)
    yield from (assumed.side for assumed in found.assumptions if assumed.side)
    for unclear in found.ambiguities:
        yield from (unclear.interpreter,) if unclear.interpreter else ()
        yield from unclear.consent
    for promise in found.promises if promises else ():
        if isinstance(promise.property, Ability):
            yield from (*promise.property.coalition.members, *promise.property.coalition.excepting)
            yield from (promise.property.goal.body,) if promise.property.goal.body else ()


class Parts:
    """What conditions are made of, to tell whether another one was written into them."""

    def __init__(self, found: Iterable[Condition]) -> None:
        self._times: Counter[Condition] = Counter()
        self._joined: defaultdict[tuple[type, Condition], list[frozenset[Condition]]] = defaultdict(list)
        pending = list(found)
        while pending:
            condition = pending.pop()
            self._times[condition] += 1
            match condition:
                case Negation(operand):
                    pending.append(operand)
                case Both(operands) | Either(operands):
                    pending += operands
                    # A condition joined into a longer one has become part of it, and its first operand of that.
                    whole = frozenset(operands)
                    for operand in operands:
                        self._joined[type(condition), operand].append(whole)

    def times(self, condition: Condition) -> int:
        """How often a condition may have been written, as a whole, denied, or joined with others."""
        inner = condition.operand if isinstance(condition, Negation) else None
        found = self._times[condition] + (self._times[inner] if inner is not None else 0)
        if isinstance(condition, Both | Either):
            operands = frozenset(condition.operands)
            longer = self._joined[type(condition), condition.operands[0]]
            found += sum(1 for whole in longer if operands < whole)
        return found
