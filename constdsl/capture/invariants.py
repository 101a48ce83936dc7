"""`always` and `never`: one person, everybody cooperating, every lawful sequence of moves.

A breadth-first search over the states of one person and of what the condition asks of the world (section 8 of
docs/semantics.md), so that the history found is a shortest one.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import field, frozen

from constdsl.capture.history import Move, agree
from constdsl.capture.index import Index
from constdsl.capture.membership import by_groups, seated
from constdsl.logic.decide import Logic
from constdsl.logic.evaluate import compares, holds
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Candidate,
    Compare,
    Condition,
    Equals,
    Holds,
    Literal,
    Member,
    Raised,
    Sitting,
    atoms,
    conjunction,
    disjunction,
    negation,
    substitute,
)
from constdsl.model.entities import Act, Clause, Constitution, Filling, Group, GroupRef, Power
from constdsl.syntax.tree import Verb

__all__ = ["MAX_STATES", "PERSON", "Reached", "TooMany", "reach_condition"]

MAX_STATES = 100_000
"""States of one person and the world that one question may visit."""

PERSON = "Vera Orlova"
"""The invented name of the person in such histories."""


class TooMany(Exception):
    """The question would visit more than `MAX_STATES` states."""


@frozen
class Reached:
    """A lawful sequence of moves after which a person meets a condition, and who that person is at the start."""

    start: str
    moves: tuple[Move, ...]


@frozen
class _State:
    """The truth of every atom that changes: facts that are true, and whether the first move was made."""

    facts: frozenset[Literal]
    numbers: tuple[tuple[str, int], ...] = field(eq=True)
    values: tuple[tuple[str, str], ...]
    started: bool = False


@frozen
class _Change:
    """A possible move: what must be true, what becomes true and false, when at the latest, and the words for it."""

    needs: Condition
    adds: frozenset[Literal]
    drops: frozenset[Literal]
    wait: Fraction
    only_at_start: bool
    actor: str
    act: str
    text: str
    clause: Clause | None


class _Search:
    def __init__(self, constitution: Constitution) -> None:
        self.constitution = constitution
        self.index = Index(constitution)
        self.logic = Logic(constitution.axioms)
        self.within = dict(constitution.axioms.within)
        self.founding = self.founded()

    def opens(self, group: Group) -> bool:
        """Whether the seats of a group ever become vacant."""
        return (
            group.term is not None
            or bool(self.index.group_powers(Verb.REMOVE, group))
            or bool(self.index.powers(Act(Verb.DISSOLVE, body=group.ref.body)))
        )

    def founded(self) -> frozenset[GroupRef]:
        """Seats that somebody may have from the start: those that never open, and those one needs to be chosen."""
        groups = [group for body in self.constitution.bodies.values() for group in body.groups]
        pending = [group for group in groups if not self.opens(group)]
        found: set[GroupRef] = set()
        while pending:
            group = pending.pop()
            if group.ref not in found:
                found.add(group.ref)
                needed = atoms(by_groups(self.constitution, group.eligible))
                pending += [self.constitution.group(seated(atom)) for atom in needed if isinstance(atom, Member)]
        return frozenset(found)

    # --- what matters --------------------------------------------------------------------------------------------

    def by_groups(self, condition: Condition) -> Condition:
        """Membership written out as seats in the groups that are filled; nobody is a candidate in these questions."""
        plain = substitute(condition, lambda atom: FALSE if isinstance(atom, Candidate) else None)
        return by_groups(self.constitution, plain)

    def relevant(self, goal: Condition) -> tuple[dict[Literal, None], list[_Change]]:
        relevant: dict[Literal, None] = {}
        changes: list[_Change] = []
        pending = list(atoms(goal))
        while pending:
            atom = pending.pop(0)
            if atom in relevant:
                continue
            relevant[atom] = None
            found = list(self.changes(atom))
            for change in found:
                if change not in changes:
                    changes.append(change)
                    pending += [*atoms(change.needs), *change.adds]
            if isinstance(atom, Holds) and atom.status in self.within:
                pending.append(Holds(self.within[atom.status]))
            if isinstance(atom, Member):
                pending += atoms(self.retain(atom))
            if isinstance(atom, Raised):
                pending += atoms(self.by_groups(self.constitution.flags[atom.flag].condition))
        return relevant, changes

    def retain(self, atom: Member) -> Condition:
        return self.by_groups(self.constitution.group(seated(atom)).retain)

    # --- moves ---------------------------------------------------------------------------------------------------

    def changes(self, atom: Literal) -> Iterator[_Change]:
        match atom:
            case Holds(status):
                yield from self.status_changes(status)
            case Member():
                yield from self.seat_changes(atom)
            case Raised(flag):
                for power in self.index.powers(Act(Verb.DECLARE, name=flag)):
                    yield self.by_power(power, f"declares {flag}", adds=[atom])
                for power in self.index.powers(Act(Verb.LIFT, name=flag)):
                    yield self.by_power(power, f"lifts {flag}", drops=[atom])
            case Sitting(body):
                for power in self.index.powers(Act(Verb.DISSOLVE, body=body)):
                    yield self.by_power(power, f"dissolves {body}", drops=[atom])
                if self.constitution.bodies[body].convened:
                    clause = self.constitution.bodies[body].clause
                    yield _Change(
                        TRUE, frozenset(), frozenset([atom]), Fraction(0), False, body, f"convene {body}",
                        f"Nobody convenes {body}.", clause,
                    )  # fmt: skip
            case _:
                return

    def status_changes(self, status: str) -> Iterator[_Change]:
        outer = self.within.get(status)
        inside: Condition = Holds(outer) if outer else TRUE
        for power in self.index.powers(Act(Verb.CONFER, name=status)):
            yield self.by_power(power, f"confers `{status}` on {PERSON}", inside, adds=[Holds(status)])
        revoked: str | None = status
        while revoked is not None:
            for power in self.index.powers(Act(Verb.REVOKE, name=revoked)):
                lost = [Holds(name) for name in self.constitution.statuses if self.inside(name, revoked)]
                yield self.by_power(power, f"takes `{revoked}` from {PERSON}", drops=lost)
            revoked = self.within.get(revoked)
        for custom in self.constitution.acts.values():
            if custom.makes == status:
                for power in self.index.powers(Act(Verb.PERFORM, name=custom.name)):
                    if power.subject is None:
                        needs = conjunction(power.subject_condition, inside)
                        yield self.by_power(power, f"does `{custom.name}`", needs, adds=[Holds(status)])

    def inside(self, status: str | None, outer: str) -> bool:
        while status is not None:
            if status == outer:
                return True
            status = self.within.get(status)
        return False

    def seat_changes(self, atom: Member) -> Iterator[_Change]:
        group = self.constitution.group(seated(atom))
        appointers = self.index.group_powers(Verb.APPOINT, group)
        if group.filling is Filling.NOBODY and not appointers and not group.for_life:
            return
        removers = self.index.group_powers(Verb.REMOVE, group)
        dissolvers = self.index.powers(Act(Verb.DISSOLVE, body=atom.body))
        needs = self.by_groups(conjunction(group.eligible, group.retain, *self.routes(group, appointers)))
        actor, text, act = self.choosing(group, appointers)
        if group.ref in self.founding:
            sits = f"{PERSON} has held {_a_seat(group)} from the start."
            yield _Change(
                needs, frozenset([atom]), frozenset(), Fraction(0), True, actor, act, sits, group.fill_clause
            )
        if self.opens(group):
            wait = Fraction(0) if removers or dissolvers or group.term is None else group.term
            yield _Change(
                needs, frozenset([atom]), frozenset(), wait, False, actor, act, text + ".", group.fill_clause
            )
        for power in removers:
            yield self.by_power(power, f"removes {PERSON} from {group.label}", drops=[atom])
        if group.term is not None:
            yield _Change(
                TRUE, frozenset(), frozenset([atom]), group.term, False, group.label, f"leave {group.label}",
                f"The term of {PERSON} in {group.label} ends.", group.clause,
            )  # fmt: skip

    def routes(self, group: Group, appointers: list[Power]) -> Iterator[Condition]:
        """Whom somebody may nominate for a group, where anybody must, and whom somebody may appoint to it."""
        nominators = self.index.group_powers(Verb.NOMINATE, group)
        if nominators:
            yield disjunction(*(self.permitted(power) for power in nominators))
        if appointers and group.filling in (Filling.APPOINTED, Filling.NOBODY):
            yield disjunction(*(self.permitted(power) for power in appointers))

    def permitted(self, power: Power) -> Condition:
        """The persons and states in which a power can lawfully be used."""
        act = power.act
        asked = conjunction(power.scope, act.whom)
        for norm in self.index.prohibitions(power, act):
            if norm.subject == power.subject and not self.index.outranks(power.clause, norm.clause):
                forbidden = conjunction(norm.scope, norm.act.whom)
                if norm.subject is None and act.verb is Verb.PERFORM:
                    forbidden = conjunction(forbidden, norm.subject_condition)
                asked = conjunction(asked, negation(forbidden))
        return asked

    def choosing(self, group: Group, appointers: list[Power]) -> tuple[str, str, str]:
        place = _a_seat(group)
        if group.filling is Filling.LOT:
            return group.label, f"The lot brings {PERSON} {place}", f"draw lots for {group.label}"
        if group.filling is Filling.ELECTED:
            by = " and ".join(group.by)
            return by, f"{by} {agree(by, 'elects')} {PERSON} to {place}", f"elect {group.label}"
        by = appointers[0].subject or "somebody" if appointers else "somebody"
        return by, f"{by} {agree(by, 'appoints')} {PERSON} to {place}", f"appoint somebody to {group.label}"

    def by_power(
        self,
        power: Power,
        deed: str,
        needs: Condition = TRUE,
        adds: Iterable[Literal] = (),
        drops: Iterable[Literal] = (),
    ) -> _Change:
        act = power.act
        asked = conjunction(needs, self.permitted(power))
        actor = power.subject or PERSON
        return _Change(
            self.by_groups(asked), frozenset(adds), frozenset(drops), Fraction(0), False, actor,
            act.text or act.verb.value, f"{actor} {agree(actor, deed)}.", power.clause,
        )  # fmt: skip

    # --- the search ----------------------------------------------------------------------------------------------

    def run(self, goal: Condition) -> Reached | None:
        goal = self.by_groups(goal)
        if not self.logic.satisfiable(goal):
            return None
        relevant, changes = self.relevant(goal)
        before: dict[_State, tuple[_State, _Change] | None] = {}
        queue: deque[_State] = deque()
        for start in self.starts(relevant):
            if start not in before:
                before[start] = None
                queue.append(start)
        while queue:
            state = queue.popleft()
            if self.true(goal, state):
                return self.told(state, before)
            for change in changes:
                after = self.apply(change, state)
                if after is not None and after not in before:
                    if len(before) >= MAX_STATES:
                        raise TooMany
                    before[after] = (state, change)
                    queue.append(after)
        return None

    def starts(self, relevant: dict[Literal, None]) -> Iterator[_State]:
        statuses = [atom for atom in relevant if isinstance(atom, Holds)]
        sitting = frozenset(atom for atom in relevant if isinstance(atom, Sitting))
        cuts: dict[str, set[int]] = {}
        named: dict[str, dict[str, None]] = {}
        for atom in relevant:
            if isinstance(atom, Compare):
                cuts.setdefault(atom.attribute, set()).update((atom.value - 1, atom.value, atom.value + 1))
            elif isinstance(atom, Equals):
                named.setdefault(atom.attribute, {})
        declared = dict(self.constitution.axioms.values)
        numbers = [[(name, value) for value in sorted(values)] for name, values in cuts.items()]
        values = [[(name, value) for value in declared[name]] for name in named]
        if (1 << len(statuses)) * _product(map(len, numbers)) * _product(map(len, values)) > MAX_STATES:
            raise TooMany
        # Fewest statuses first, so that the person of the history is a plain one.
        for size in range(len(statuses) + 1):
            for held in itertools.combinations(statuses, size):
                facts = frozenset(held)
                if any(Holds(self.within[atom.status]) not in facts for atom in held if atom.status in self.within):
                    continue
                for number in itertools.product(*numbers):
                    for value in itertools.product(*values):
                        yield _State(facts | sitting, number, value)

    def true(self, condition: Condition, state: _State) -> bool:
        numbers, values = dict(state.numbers), dict(state.values)

        def fact(atom: Literal) -> bool:
            match atom:
                case Compare(attribute):
                    return compares(numbers.get(attribute, 0), atom)
                case Equals(attribute, value):
                    return values.get(attribute) == value
                case _:
                    return atom in state.facts

        return holds(condition, fact)

    def apply(self, change: _Change, state: _State) -> _State | None:
        if change.only_at_start and state.started:
            return None
        if change.adds <= state.facts and not (change.drops & state.facts):
            return None
        if not self.true(change.needs, state):
            return None
        facts = (state.facts - change.drops) | change.adds
        after = _State(facts, state.numbers, state.values, state.started or not change.only_at_start)
        while True:
            lost = {
                atom
                for atom in after.facts
                if (isinstance(atom, Member) and not self.true(self.retain(atom), after))
                or (
                    isinstance(atom, Raised)
                    and not self.true(self.by_groups(self.constitution.flags[atom.flag].condition), after)
                )
            }
            if not lost:
                return after
            after = _State(after.facts - lost, after.numbers, after.values, after.started)

    def told(self, state: _State, before: dict[_State, tuple[_State, _Change] | None]) -> Reached:
        steps: list[_Change] = []
        while (found := before[state]) is not None:
            state, change = found
            steps.append(change)
        years = Fraction(0)
        moves: list[Move] = []
        for change in reversed(steps):
            years += change.wait
            moves.append(Move(years, change.actor, change.act, change.clause, change.text))
        return Reached(self.describe(state), tuple(moves))

    def describe(self, state: _State) -> str:
        held = [f"`{atom.status}`" for atom in sorted(state.facts, key=str) if isinstance(atom, Holds)]
        parts = [f"holds {' and '.join(held)}"] if held else []
        parts += [f"has {name} {number}" for name, number in state.numbers]
        parts += [f"has {name} {value}" for name, value in state.values]
        if not parts:
            return f"At the start {PERSON} is anybody at all."
        return f"At the start {PERSON} {' and '.join(parts)}."


def _a_seat(group: Group) -> str:
    return f"the seat of {group.label}" if group.seats == 1 else f"a seat in {group.label}"


def _product(sizes: Iterable[int]) -> int:
    total = 1
    for size in sizes:
        total *= size
    return total


def reach_condition(constitution: Constitution, goal: Condition) -> Reached | None:
    """A shortest lawful way for one person to meet a condition, everybody cooperating; None when there is none.

    Raises TooMany when more than `MAX_STATES` states would be visited.
    """
    return _Search(constitution).run(goal)
