"""Lawful play by everybody: explicit persons in explicit seats, and whatever anybody may lawfully do next.

Everybody cooperates: consents are given, voters agree to what is put to them, nobody vetoes or undoes anything. Who
wants elections to be decided otherwise picks other moves. Nominating is part of the choosing: whoever is chosen is
nominated by somebody who may do so at that moment. The text is never amended.

Time passes by the end of a term, and dates are the latest: a term of N years ends at the latest N years on. When time
passes, others fill the vacancies in their gift; outgoing members act until their successors are chosen.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from attrs import evolve

from constdsl.model.conditions import Compare, Condition, atoms
from constdsl.model.entities import Constitution
from constdsl.play.names import name
from constdsl.play.open_position import Move, Person, Position, Step, Unlawful
from constdsl.play.open_world import World

__all__ = ["Move", "Person", "Play", "Position", "Step", "Unlawful", "after", "ages", "moves", "someone", "start"]


def start(constitution: Constitution, persons: Iterable[Person]) -> Position:
    """The position at the start: no person has a seat yet, and everybody else's seats are held by others.

    ValueError for persons of one name, and for statuses that the constitution does not have or allow together.
    """
    found = tuple(persons)
    if len({person.name for person in found}) < len(found):
        raise ValueError("two persons have the same name")
    within = dict(constitution.axioms.within)
    for person in found:
        for status in sorted(person.statuses):
            if status not in constitution.statuses:
                raise ValueError(f"{person.name} has `{status}`, which is no status of the text")
            if status in within and within[status] not in person.statuses:
                raise ValueError(f"{person.name} has `{status}` without `{within[status]}`")
    world = World(constitution, found)
    return world.settled(world.start())


def moves(position: Position) -> tuple[Move, ...]:
    """Every lawful move, in a fixed order: first what brings persons to seats, last the passing of time."""
    found = []
    for rule in position.world.rules:
        for need in rule.needs:
            if not need.test(position):
                break
        else:
            found.append(rule.move)
    return tuple(found)


def after(position: Position, move: Move) -> Position:
    """The position when a move has been made, and all has ended that ends of itself. Raises Unlawful."""
    rule = position.world.by_move.get(move)
    if rule is None:
        raise Unlawful("no rule of the text gives this power", move.clause)
    for need in rule.needs:
        if not need.test(position):
            raise Unlawful(need.reason, need.clause)
    made = rule.effect(position)
    return position.world.settled(made if rule.founding else evolve(made, beginning=False))


class Play:
    """A play that remembers how it went.

    `persons` are the persons with names, or how many to invent: their statuses and attributes follow from `seed`.
    """

    def __init__(self, constitution: Constitution, persons: int | Iterable[Person] = 4, seed: int = 0) -> None:
        if isinstance(persons, int):
            rng = random.Random(seed)
            persons = [someone(constitution, rng, number) for number in range(persons)]
        self._positions = [start(constitution, persons)]
        self._history: list[Step] = []

    @property
    def position(self) -> Position:
        """Who holds what now."""
        return self._positions[-1]

    @property
    def history(self) -> tuple[Step, ...]:
        """The moves made, numbered from 1 and dated."""
        return tuple(self._history)

    def moves(self) -> tuple[Move, ...]:
        """Every lawful move now, in a fixed order: first what brings persons to seats, last the passing of time."""
        return moves(self.position)

    def apply(self, move: Move) -> Position:
        """Make a move. Raises Unlawful when it is not lawful now; then nothing has changed."""
        self._positions.append(after(self.position, move))
        self._history.append(Step(len(self._history) + 1, self.position.date, move))
        return self.position

    def undo(self) -> Position:
        """Take back the last move. IndexError when there is none."""
        self._history.pop()
        self._positions.pop()
        return self.position

    def random_move(self, rng: random.Random) -> Move | None:
        """One of the lawful moves, each as likely as any other; None when nothing can be done."""
        found = self.moves()
        return rng.choice(found) if found else None

    def holds(self, condition: Condition, person: str) -> bool:
        """Whether a condition is true of a person, by name, now. KeyError for no such person."""
        world = self.position.world
        names = [each.name for each in world.persons]
        if person not in names:
            raise KeyError(person)
        return world.facts.of(world.facts.plain(condition), names.index(person))(self.position)


# --- persons ---------------------------------------------------------------------------------------------------------


def someone(constitution: Constitution, rng: random.Random, number: int) -> Person:
    """An invented person of any kind the axioms allow, whose numbers lie at the bounds that the text sets."""
    within = dict(constitution.axioms.within)
    chosen = {status for status in constitution.statuses if rng.random() < 0.5}
    for status in sorted(chosen):
        while status in within:
            status = within[status]
            chosen.add(status)
    return Person(
        name(number), chosen,
        {attribute: rng.choice(values) for attribute, values in ages(constitution).items()},
        {attribute: rng.choice(values) for attribute, values in constitution.axioms.values},
    )  # fmt: skip


def ages(constitution: Constitution, *more: Condition) -> dict[str, tuple[int, ...]]:
    """For each numeric attribute, numbers that the text and further conditions can tell apart."""
    cuts: dict[str, set[int]] = {}
    for condition in (*_conditions(constitution), *more):
        for atom in atoms(condition):
            if isinstance(atom, Compare):
                cuts.setdefault(atom.attribute, set()).update((atom.value - 1, atom.value, atom.value + 1))
    numeric = [attribute for attribute, kind in constitution.attributes.items() if isinstance(kind, str)]
    return {attribute: tuple(sorted(cuts.get(attribute, {0}))) for attribute in numeric}


def _conditions(constitution: Constitution) -> Iterator[Condition]:
    for power in constitution.powers:
        yield from (power.subject_condition, power.scope, power.act.whom)
    for norm in constitution.norms:
        yield from (norm.subject_condition, norm.scope, norm.act.whom)
    for body in constitution.bodies.values():
        for group in body.groups:
            yield from (group.eligible, group.retain)
    yield from (item.condition for item in constitution.classes.values())
    yield from (flag.condition for flag in constitution.flags.values())
