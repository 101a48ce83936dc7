"""`always` and `never`: one person, everybody cooperating, every lawful sequence of moves.

A breadth-first search over the states of one person and of the world around her (section 8 of docs/semantics.md): first
over those in which she keeps each seat that she need not leave, and only if that leads nowhere over all.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from constdsl.capture.deed import PERSON, Deed
from constdsl.capture.deeds import Deeds
from constdsl.capture.history import Move
from constdsl.capture.lives import Fact, Society, State, TooMany, Vacant, Want, lapsing, wants
from constdsl.capture.membership import seat, seated
from constdsl.capture.permission import Need
from constdsl.logic.evaluate import compares
from constdsl.model.conditions import (
    TRUE,
    Compare,
    Condition,
    Equals,
    Holds,
    Member,
    Raised,
    Sitting,
    atoms,
)
from constdsl.model.entities import Constitution, GroupRef
from constdsl.patience import checkpoint

__all__ = ["MAX_STATES", "PERSON", "Reached", "TooMany", "reach_condition"]

MAX_STATES = 100_000
"""Kinds of persons from whom one question may start."""

@frozen
class Reached:
    """A lawful sequence of moves after which a person meets a condition, and who that person is at the start."""

    start: str
    moves: tuple[Move, ...]
    statuses: frozenset[str] = frozenset()
    numbers: tuple[tuple[str, int], ...] = ()
    values: tuple[tuple[str, str], ...] = ()


def reach_condition(constitution: Constitution, goal: Condition) -> Reached | None:
    """A shortest lawful way for one person to meet a condition, everybody cooperating; None when there is none.

    Raises TooMany when that takes too much.
    """
    society = Society(constitution)
    goal = society.plain(goal)
    if not society.logic.satisfiable(goal):
        return None
    return _Search(society, goal).run()


class _Search:
    def __init__(self, society: Society, goal: Condition) -> None:
        self.society = society
        self.goal = society.hers(goal)
        self.wanted = goal
        self.deeds = Deeds(society)
        self.before: dict[State, tuple[State, Deed] | None] = {}

    def run(self) -> Reached | None:
        deeds, wanted = _Relevance(self.society, self.deeds).of(self.wanted)
        starts = list(dict.fromkeys(self.starts([fact for fact, _ in wanted])))
        clinging = frozenset(
            deed.ends for deed in deeds if deed.ends is not None and (seat(deed.ends), False) not in wanted
        )
        found = self.searched(starts, deeds, clinging)
        if found is None and clinging:
            found = self.searched(starts, deeds, frozenset())
        return found

    def searched(
        self, starts: Iterable[State], deeds: Sequence[Deed], clinging: frozenset[GroupRef]
    ) -> Reached | None:
        """A shortest way on which no term ends in groups in which she sits and which she need not leave, `clinging`."""
        self.before = dict.fromkeys(starts)
        queue = deque(self.before)
        places = {ref: seat(ref) for ref in clinging}
        kept = [ref for ref, retain in self.society.retained.items() if retain != TRUE]
        each = 20 + len(self.society.groups) + 6 * len(kept)
        while queue:
            checkpoint()
            state = queue.popleft()
            if self.goal(state):
                return self.told(state)
            for deed in deeds:
                if deed.ends in places and places[deed.ends] in state.person:
                    continue
                if not deed.lawful(state):
                    continue
                self.society.spend(each)
                after = deed.effect(state)
                if after.beginning and not deed.founding:
                    after = evolve(after, beginning=False)
                after = self.society.settled(after)
                if after not in self.before:
                    self.before[after] = (state, deed)
                    queue.append(after)
        return None

    def starts(self, matter: Sequence[Fact]) -> Iterator[State]:
        """Whoever the person may be, as far as it matters; fewest statuses first, so that she is a plain one."""
        matter = list(dict.fromkeys(matter))
        statuses = [fact for fact in matter if isinstance(fact, Holds)]
        cuts: dict[str, set[int]] = {}
        named: dict[str, None] = {}
        for fact in matter:
            if isinstance(fact, Compare):
                cuts.setdefault(fact.attribute, set()).update((fact.value - 1, fact.value, fact.value + 1))
            elif isinstance(fact, Equals):
                named[fact.attribute] = None
        declared = dict(self.society.constitution.axioms.values)
        numbers = [[(name, value) for value in sorted(values)] for name, values in cuts.items()]
        values = [[(name, value) for value in declared[name]] for name in named]
        if (1 << len(statuses)) * _product(map(len, numbers)) * _product(map(len, values)) > MAX_STATES:
            raise TooMany
        within = self.society.within
        for size in range(len(statuses) + 1):
            for held in itertools.combinations(statuses, size):
                facts = frozenset(held)
                if any(Holds(within[atom.status]) not in facts for atom in held if atom.status in within):
                    continue
                for number in itertools.product(*numbers):
                    for value in itertools.product(*values):
                        person = facts.union(_true(matter, dict(number), dict(value)))
                        start = evolve(self.deeds.first, numbers=number, values=value, person=person)
                        yield self.society.settled(start)

    def told(self, state: State) -> Reached:
        steps: list[tuple[State, Deed]] = []
        while (found := self.before[state]) is not None:
            state = found[0]
            steps.append(found)
        years = Fraction(0)
        moves: list[Move] = []
        for before, deed in reversed(steps):
            years += deed.wait
            if deed.ends is not None and seat(deed.ends) not in before.person:
                continue  # Time passes for somebody else, which shows in the date of what follows.
            done = (deed.act, PERSON if deed.hers else "")
            moves.append(Move(years, deed.actor, deed.act, deed.clause, deed.text, deed=done))
        held = frozenset(atom.status for atom in state.person if isinstance(atom, Holds))
        return Reached(self.describe(state), tuple(moves), held, state.numbers, state.values)

    def describe(self, state: State) -> str:
        held = [f"`{atom.status}`" for atom in sorted(state.person, key=str) if isinstance(atom, Holds)]
        parts = [f"holds {' and '.join(held)}"] if held else []
        parts += [f"has {name} {number}" for name, number in state.numbers]
        parts += [f"has {name} {value}" for name, value in state.values]
        if not parts:
            return f"At the start {PERSON} is anybody at all."
        return f"At the start {PERSON} {' and '.join(parts)}."


class _Relevance:
    """Which deeds can matter to a question.

    Nobody is hindered by what is not done. So a deed matters only where it brings about something that is wanted, by
    the question or by a deed that matters; and what is so from the start needs no deed until one undoes it.
    """

    def __init__(self, society: Society, deeds: Deeds) -> None:
        self.society = society
        self.deeds = deeds.all
        self.bringing: dict[Want, list[int]] = {}
        for number, deed in enumerate(self.deeds):
            for want in deed.touches:
                self.bringing.setdefault(want, []).append(number)
        self.keeping = {
            ref: frozenset(_world(atoms(society.with_seats(seat(ref))))) - {Vacant(ref)}
            for ref, retain in society.retained.items()
            if retain != TRUE
        }

    def of(self, goal: Condition) -> tuple[list[Deed], dict[Want, None]]:
        """The deeds that matter, in their order, and the facts that do, as they are wanted."""
        wanted: dict[Want, None] = {}
        chosen: set[int] = set()
        undone: set[Fact] = set()
        # What is so from the start, by the facts that would have to change before it needs a deed.
        resting: dict[Fact, list[Want]] = {}
        needs: dict[Fact, list[Need]] = {}
        pending = list(wants(goal))
        while pending:
            want = pending.pop()
            if want in wanted:
                continue
            wanted[want] = None
            pending += self.behind(want)
            if self.at_first(want) and want[0] not in undone:
                resting.setdefault(want[0], []).append(want)
                continue
            roused = [want]
            while roused:
                for number in self.bringing.get(roused.pop(), ()):
                    if number in chosen:
                        continue
                    chosen.add(number)
                    for need in self.deeds[number].needs:
                        if need.rests is None or need.rests & undone:
                            pending += need.wants
                        else:
                            for fact in need.rests:
                                needs.setdefault(fact, []).append(need)
                    for fact in sorted(self.undone_by(self.deeds[number]) - undone, key=repr):
                        undone.add(fact)
                        roused += resting.pop(fact, ())
                        pending += (each for need in needs.pop(fact, ()) for each in need.wants)
        return [self.deeds[number] for number in sorted(chosen)], wanted

    def at_first(self, want: Want) -> bool:
        """Whether a fact is as wanted at every start; of statuses and attributes starts differ."""
        match want:
            case (Raised() | Member(), so):
                return not so
            case (Sitting(), so):
                return so
            case (Vacant(ref), so):
                return so is not self.society.held_at_first(self.society.groups[ref])
        return False

    def undone_by(self, deed: Deed) -> frozenset[Fact]:
        """The facts that a deed can make otherwise than at the start, at once or by what ends of itself."""
        found = {fact for fact, so in deed.touches if not self.at_first((fact, so))}
        while True:
            # A seat is vacated with what `while` demands of who holds it; when she takes it, also of her.
            more = {
                Vacant(ref) for ref, facts in self.keeping.items() if facts & found or seat(ref) in found
            } - found  # fmt: skip
            if not more:
                return frozenset(found)
            found |= more

    def behind(self, want: Want) -> Iterator[Want]:
        """What brings a fact about without any deed of its own."""
        match want:
            case (Holds(status), _) if status in self.society.within:
                yield Holds(self.society.within[status]), True
            case (Member() as atom, so):
                yield from wants(self.society.retained[seated(atom)], so)
            case (Vacant(ref), True):
                # Others lose their seats where the world is no longer as `while` demands.
                yield from ((fact, so) for fact in self.keeping.get(ref, ()) for so in (True, False))
            case (Raised(flag), so) if flag in self.society.constitution.flags:
                yield from wants(self.society.plain(self.society.constitution.flags[flag].condition), so)
            case (Raised() as lapse, so):
                for item in self.society.constitution.emergencies:
                    if lapse == lapsing(item.article):
                        yield Raised(item.flag), so


def _true(facts: Iterable[Fact], numbers: dict[str, int], values: dict[str, str]) -> Iterator[Compare | Equals]:
    """What attributes make true."""
    for fact in facts:
        match fact:
            case Compare(attribute) if compares(numbers[attribute], fact):
                yield fact
            case Equals(attribute, value) if values[attribute] == value:
                yield fact


def _world(found: Iterable[Fact]) -> Iterator[Fact]:
    """What a condition on somebody else turns on: what is so in the world, and who sits where."""
    for fact in found:
        if isinstance(fact, Member):
            yield Vacant(seated(fact))
        elif isinstance(fact, Raised | Sitting):
            yield fact


def _product(sizes: Iterable[int]) -> int:
    total = 1
    for size in sizes:
        total *= size
    return total
