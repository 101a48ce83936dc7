"""A history of one person told by somebody else, tried in open play: is each step lawful, and is it true at the end?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Protocol

from attrs import evolve

from constdsl.model.conditions import Condition, Literal, Sitting
from constdsl.model.entities import Clause, Constitution
from constdsl.play.lifetime import persons, timeless
from constdsl.play.open_facts import Test
from constdsl.play.open_position import Person, Position
from constdsl.play.open_rules import Rule
from constdsl.play.open_world import World
from constdsl.play.replay import Failure

__all__ = ["Told", "retell"]


class Told(Protocol):
    """A step as it is told: the latest date in years, the clause that allows it, what is done, and the person's name
    where it is done to her or by her. A step without a clause and without a deed only says who she is."""

    @property
    def years(self) -> Fraction: ...
    @property
    def clause(self) -> Clause | None: ...
    @property
    def deed(self) -> tuple[str, str] | None: ...


def retell(
    constitution: Constitution, condition: Condition, told: Sequence[Told], who: Person | None = None
) -> Failure | None:
    """None when some person can lawfully go through all of a history in time and meets the condition at its end.

    Whoever the person may be at the start is tried, unless it is told who she is. Terms end between the steps without
    being told. Of the failures, that of the person who came furthest; its step is the number in `told`, from 0, or None
    when only the condition fails.
    """
    worlds: dict[Person, World] = {}
    furthest: tuple[int, Failure] | None = None
    for person in persons(constitution, condition) if who is None else (who,):
        cell = evolve(person, statuses=frozenset())
        if cell not in worlds:
            worlds[cell] = World(constitution, [cell])
        world = worlds[cell]
        start = world.settled(evolve(world.start(), statuses=(person.statuses,)))
        failure = _tried(world, start, told, world.facts.of(world.facts.plain(condition), 0))
        if failure is None:
            return None
        reached = len(told) if failure.step is None else failure.step
        if furthest is None or reached > furthest[0]:
            furthest = (reached, failure)
    return furthest[1] if furthest else Failure(None, "the axioms allow no person at all")


def _tried(world: World, start: Position, told: Sequence[Told], goal: Test) -> Failure | None:
    reached: tuple[Position, ...] = (start,)
    ends = _ends_of_terms(world)
    for number, step in enumerate(told):
        if step.clause is None and step.deed is None:
            continue
        hers = bool(step.deed and step.deed[1])
        rules = [rule for rule in world.rules if rule.move.clause == step.clause and _may_be(rule, hers)]
        waited = _waited(reached, *_awaited(ends, rules), step.years)
        later = [
            position for before in waited for rule in rules
            if (position := _made(before, rule)) is not None
            and position.date <= step.years and (not hers or _happens_to_her(rule, before, position))
        ]  # fmt: skip
        if not later:
            return Failure(number, _reason(waited, rules), step.clause)
        reached = _earliest(later)
    if not any(goal(position) for position in reached):
        return Failure(None, "every step stands, but at the end the condition is not true of her")
    return None


def _may_be(rule: Rule, hers: bool) -> bool:
    return hers or rule.move.person is None


def _happens_to_her(rule: Rule, before: Position, after: Position) -> bool:
    """The end of a term names nobody, and is hers when she loses the seat."""
    return rule.move.person is not None or before.seats != after.seats


def _ends_of_terms(world: World) -> list[Rule]:
    """The ends of terms, the shortest first."""
    terms = {group.clause: group.term for group in world.law.groups.values() if group.term is not None}
    ends = [rule for rule in world.rules if rule.move.actor == "time" and rule.move.clause in terms]
    return sorted(ends, key=lambda rule: terms[rule.move.clause] if rule.move.clause else Fraction(0))


def _awaited(ends: Sequence[Rule], rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Of the ends of terms, those on which it can turn whether one of some moves can be made, and the others."""
    facts: set[Literal] = set()
    chosen: set[int] = set()
    pending = [fact for rule in rules for need in rule.needs for fact in need.reads]
    while pending:
        facts.update(fact for fact in pending if not isinstance(fact, Sitting))
        left = [number for number in range(len(ends)) if number not in chosen]
        more = [number for number in left if not facts.isdisjoint(ends[number].touches)]
        chosen.update(more)
        pending = [fact for number in more for need in ends[number].needs for fact in need.reads if fact not in facts]
    return [ends[number] for number in sorted(chosen)], [e for number, e in enumerate(ends) if number not in chosen]


def _waited(
    positions: Iterable[Position], awaited: Sequence[Rule], others: Sequence[Rule], limit: Fraction
) -> tuple[Position, ...]:
    """The positions, and those after the ends of terms in time: of any awaited, and of the shortest of the others, as
    it is all one by which of them time passes."""
    found = list(positions)
    earliest = {timeless(position): position.date for position in found}
    for position in found:
        passed = next((later for rule in others if (later := _made(position, rule)) is not None), None)
        for later in (passed, *(_made(position, rule) for rule in awaited)):
            if later is None or later.date > limit:
                continue
            known = earliest.get(timeless(later))
            if known is None or later.date < known:
                earliest[timeless(later)] = later.date
                found.append(later)
    return _earliest(found)


def _earliest(positions: Iterable[Position]) -> tuple[Position, ...]:
    """Of positions that differ by date alone, the first."""
    found: dict[Position, Position] = {}
    for position in positions:
        known = found.get(timeless(position))
        if known is None or position.date < known.date:
            found[timeless(position)] = position
    return tuple(found.values())


def _made(position: Position, rule: Rule) -> Position | None:
    if any(not need.test(position) for need in rule.needs):
        return None
    made = rule.effect(position)
    return position.world.settled(made if rule.founding else evolve(made, beginning=False))


def _reason(positions: Iterable[Position], rules: Sequence[Rule]) -> str:
    """Why none of some moves can be made: what stands in the way of the one that lacks least."""
    if not rules:
        return "no rule of the text gives this power"
    lacking = [each for position in positions for rule in rules for each in _lacking(position, rule)]
    return max(lacking, key=lambda each: each[0])[1] if lacking else "it is not possible in time"


def _lacking(position: Position, rule: Rule) -> Iterator[tuple[int, str]]:
    for number, need in enumerate(rule.needs):
        if not need.test(position):
            yield number, need.reason
            return
