"""`always` and `never` by brute force: every position that one person can bring about, everybody cooperating."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import evolve, frozen

from constdsl.model.conditions import Condition, Holds, Literal, Raised, Sitting, atoms
from constdsl.model.entities import Constitution
from constdsl.play.names import name
from constdsl.play.open import ages
from constdsl.play.open_facts import in_force, vacancy
from constdsl.play.open_position import Move, Person, Position
from constdsl.play.open_rules import Rule
from constdsl.play.open_world import World

__all__ = ["Life", "TooLarge", "find", "live", "persons", "timeless"]


class TooLarge(Exception):
    """There are more positions than the search was allowed to visit."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"one person can be in more than {limit:,} positions")
        self.limit = limit


@frozen
class Life:
    """Who a person is at the start, and the moves after which the condition is true."""

    person: Person
    moves: tuple[Move, ...]


def find(constitution: Constitution, condition: Condition, limit: int = 20_000) -> tuple[Move, ...] | None:
    """A shortest lawful history after which some person meets the condition; None when there is none.

    Raises TooLarge when more than `limit` positions would be visited, those of all kinds of persons together.
    """
    found = live(constitution, condition, limit)
    return None if found is None else found.moves


def live(constitution: Constitution, condition: Condition, limit: int = 20_000) -> Life | None:
    """As `find`, with the person it happens to. Persons with fewer statuses come first."""
    worlds: dict[Person, World] = {}
    queue: deque[_Node] = deque()
    visited = 0
    for person in persons(constitution, condition):
        cell = evolve(person, statuses=frozenset())
        if cell not in worlds:
            worlds[cell] = World(constitution, [cell])
        visited += 1
        if visited > limit:
            raise TooLarge(limit)
        world = worlds[cell]
        queue.append(_Node(world.settled(evolve(world.start(), statuses=(person.statuses,))), person, None, None))
    goals = {cell: world.facts.of(world.facts.plain(condition), 0) for cell, world in worlds.items()}
    rules = {cell: _relevant(world, condition) for cell, world in worlds.items()}
    known = {(node.position.world.persons[0], timeless(node.position)) for node in queue}
    while queue:
        node = queue.popleft()
        position = node.position
        cell = position.world.persons[0]
        if goals[cell](position):
            return Life(node.person, _told(node))
        for rule in rules[cell]:
            later = _after(position, rule)
            if later is None or (cell, later) in known:
                continue
            known.add((cell, later))
            visited += 1
            if visited > limit:
                raise TooLarge(limit)
            queue.append(_Node(later, node.person, node, rule.move))
    return None


@frozen(eq=False)
class _Node:
    position: Position
    person: Person
    before: _Node | None
    move: Move | None


def _told(node: _Node) -> tuple[Move, ...]:
    found: list[Move] = []
    at: _Node | None = node
    while at is not None and at.move is not None:
        found.append(at.move)
        at = at.before
    return tuple(reversed(found))


def _after(position: Position, rule: Rule) -> Position | None:
    for need in rule.needs:
        if not need.test(position):
            return None
    made = rule.effect(position)
    return timeless(position.world.settled(made if rule.founding else evolve(made, beginning=False)))


def timeless(position: Position) -> Position:
    """The position without what can make no difference to one person: the date, and ever more seats for others."""
    size = []
    for number, ref in enumerate(position.world.refs):
        size.append(min(position.size[number], position.world.law.groups[ref].seats + 2))
    return evolve(position, date=Fraction(0), size=tuple(size))


# --- who and what matters --------------------------------------------------------------------------------------------


def persons(constitution: Constitution, condition: Condition) -> Iterator[Person]:
    """Every kind of person the axioms allow, those with fewest statuses first."""
    within = dict(constitution.axioms.within)
    numbers = [[(key, value) for value in values] for key, values in ages(constitution, condition).items()]
    values = [[(key, value) for value in given] for key, given in constitution.axioms.values]
    for size in range(len(constitution.statuses) + 1):
        for held in itertools.combinations(constitution.statuses, size):
            if any(status in within and within[status] not in held for status in held):
                continue
            for number in itertools.product(*numbers):
                for value in itertools.product(*values):
                    yield Person(name(0), held, number, value)


def _relevant(world: World, condition: Condition) -> tuple[Rule, ...]:
    """The moves that can matter: those that change a fact on which the condition, or a move that matters, turns.

    Nobody is hindered by a move that is not made, so leaving out the others loses nothing.
    """
    facts: set[Literal] = set()
    chosen: set[int] = set()
    pending: list[Literal] = list(atoms(world.facts.plain(condition)))
    touching: dict[Literal, list[int]] = {}
    for number, rule in enumerate(world.rules):
        for atom in rule.touches:
            touching.setdefault(atom, []).append(number)
    while pending:
        atom = pending.pop()
        if atom in facts:
            continue
        facts.add(atom)
        pending += _behind(world, atom)
        for number in touching.get(atom, ()):
            if number not in chosen:
                chosen.add(number)
                pending += (fact for need in world.rules[number].needs for fact in need.reads)
    return tuple(world.rules[number] for number in sorted(chosen))


def _behind(world: World, atom: Literal) -> Iterable[Literal]:
    """The facts on which another rests without any move; what `while` asks of a seat is read by who takes it."""
    match atom:
        case Holds(status):
            outer = world.law.within.get(status)
            return [Holds(outer)] if outer else []
        case Raised(flag) if flag in world.constitution.flags:
            return list(atoms(world.facts.plain(world.constitution.flags[flag].condition)))
    for ref in world.refs:
        if atom == vacancy(ref):
            # A body that loses members may have to be filled again before it can act.
            return [Sitting(ref.body)]
    for key in world.constitution.articles:
        if atom == in_force(key):
            return [Raised(flag) for flag in world.emergencies.get(key, ())]
    return []
