"""Persons told apart by what the rules can see of them, and the steps by which acts change that.

A *kind* of person is the set of the facts that are true of them, among those that a question turns on. Persons are
plentiful: of every kind that the axioms allow there is somebody, loyal and free (section 2 of docs/semantics.md).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from constdsl.logic.evaluate import compares, holds
from constdsl.model.conditions import (
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
)
from constdsl.model.entities import GroupRef, Power
from constdsl.play.lawbook import Lawbook, seat, seated
from constdsl.syntax.tree import Verb

__all__ = ["MAX_KINDS", "Kind", "People", "TooLarge", "true_of"]

MAX_KINDS = 4_096
"""Kinds of persons that one question may tell apart."""

Kind = frozenset[Literal]
"""The facts that are true of a person; all others that the question turns on are false."""


class TooLarge(Exception):
    """A question would tell apart more persons, or visit more positions, than the plain player can look at."""


class People:
    """The persons of one constitution."""

    def __init__(self, law: Lawbook) -> None:
        self.law = law
        self._kinds: dict[frozenset[Literal], tuple[Kind, ...]] = {}
        self._wide: dict[frozenset[Literal], frozenset[Literal]] = {}
        self.leading = tuple(
            power for power in law.constitution.powers if power.act.verb in (Verb.CONFER, Verb.REVOKE, Verb.REMOVE)
        )
        self._changing: dict[Literal, list[Power]] = {}
        for power in self.leading:
            for atom in self._changed_by(power):
                self._changing.setdefault(atom, []).append(power)
        self._ways: dict[frozenset[Literal], tuple[Power, ...]] = {}
        self._entailing: dict[tuple[Condition, Condition], bool] = {}

    # --- who there is --------------------------------------------------------------------------------------------

    def kinds(self, mentioned: frozenset[Literal]) -> tuple[Kind, ...]:
        """Every kind of person, as far as some facts and whatever may change them can tell.

        Raises TooLarge beyond `MAX_KINDS`.
        """
        relevant = self.widen(mentioned)
        found = self._kinds.get(relevant)
        if found is None:
            found = self._kinds[relevant] = tuple(self._enumerate(relevant))
        return found

    def widen(self, mentioned: frozenset[Literal]) -> frozenset[Literal]:
        """The facts mentioned, and those on which changing them turns."""
        found = self._wide.get(mentioned)
        if found is not None:
            return found
        relevant: set[Literal] = set()
        pending = list(mentioned)
        while pending:
            atom = pending.pop()
            if atom in relevant or isinstance(atom, Raised | Sitting):
                continue
            relevant.add(atom)
            if isinstance(atom, Holds):
                outer = self.law.within.get(atom.status)
                if outer is not None:
                    pending.append(Holds(outer))
            elif isinstance(atom, Member):
                pending += self.law.mentions(self.law.demands(seated(atom)))
            for power in self._changing.get(atom, ()):
                pending += self.reads(power)
        self._wide[mentioned] = frozenset(relevant)
        return self._wide[mentioned]

    def reads(self, power: Power) -> frozenset[Literal]:
        """The person facts on which it turns whether a power can be used on somebody."""
        users = (norm.subject_condition for norm in self.law.prohibitions(power, power.act))
        return self.law.mentions(*self.law.turning(power), *users)

    def _acting_on(self, relevant: frozenset[Literal]) -> tuple[Power, ...]:
        found = self._ways.get(relevant)
        if found is None:
            powers = {id(power) for atom in relevant for power in self._changing.get(atom, ())}
            found = self._ways[relevant] = tuple(power for power in self.leading if id(power) in powers)
        return found

    def _changed_by(self, power: Power) -> Iterator[Literal]:
        """The facts that using a power on somebody can change."""
        act = power.act
        if act.verb is Verb.CONFER and act.name is not None:
            yield Holds(act.name)
        elif act.verb is Verb.REVOKE and act.name is not None:
            yield from (Holds(status) for status in sorted(self.law.statuses_within(act.name)))
        elif act.verb is Verb.REMOVE:
            yield from (seat(ref) for ref in self._left(power))

    def _left(self, power: Power) -> list[GroupRef]:
        """The groups from which a power removes."""
        refs = self.law.groups_of.get(power.act.body or "", ())
        return [ref for ref in refs if power.act.group in (None, ref.index)]

    def entail(self, condition: Condition, other: Condition) -> bool:
        """Whether somebody can meet a condition, and everybody who does meets another.

        Raises TooLarge like `kinds`.
        """
        found = self._entailing.get((condition, other))
        if found is None:
            found = self._entailing[condition, other] = self.law.related(condition, other) and self._all_of(
                self.law.plain(condition), self.law.plain(other)
            )
        return found

    def _all_of(self, condition: Condition, other: Condition) -> bool:
        those = [kind for kind in self.kinds(self.law.mentions(condition, other)) if true_of(kind, condition)]
        return bool(those) and all(true_of(kind, other) for kind in those)

    def _enumerate(self, relevant: frozenset[Literal]) -> Iterator[Kind]:
        ordered = sorted(relevant, key=repr)
        plain = [atom for atom in ordered if isinstance(atom, Holds | Member | Candidate)]
        numbers = sorted({atom.attribute for atom in ordered if isinstance(atom, Compare)})
        cells = [list(_cells(name, ordered)) for name in numbers]
        values = dict(self.law.constitution.axioms.values)
        for name in sorted({atom.attribute for atom in ordered if isinstance(atom, Equals)}):
            asked = [atom for atom in ordered if isinstance(atom, Equals) and atom.attribute == name]
            cells.append([frozenset(a for a in asked if a.value == value) for value in values.get(name, ())])
        size = 1 << len(plain)
        for cell in cells:
            size *= max(1, len(cell))
        if size > MAX_KINDS * 16:
            raise TooLarge(f"{size:,} kinds of persons")
        demands = {atom: self.law.demands(seated(atom)) for atom in plain if isinstance(atom, Member)}
        asking = {atom: demand for atom, demand in demands.items() if demand != TRUE}
        for truths in itertools.product((False, True), repeat=len(plain)):
            held = frozenset(atom for atom, true in zip(plain, truths, strict=True) if true)
            if any(
                isinstance(atom, Holds)
                and (outer := self.law.within.get(atom.status)) is not None
                and Holds(outer) not in held
                for atom in held
            ):
                continue
            for choice in itertools.product(*cells):
                kind = held.union(*choice)
                if all(true_of(kind, demand) for atom, demand in asking.items() if atom in held):
                    yield kind

    def keeps(self, kind: Kind, member: Member) -> bool:
        """Whether somebody of this kind meets what `while` asks for a seat."""
        return true_of(kind, self.law.demands(seated(member)))

    # --- what acts do to them ------------------------------------------------------------------------------------

    def changed(self, kind: Kind, power: Power) -> Kind | None:
        """What becomes of somebody on whom a power to confer, revoke or remove is used; None when nothing does."""
        act = power.act
        if act.verb is Verb.CONFER:
            assert act.name is not None
            outer = self.law.within.get(act.name)
            if Holds(act.name) in kind or (outer is not None and Holds(outer) not in kind):
                return None
            after = kind | {Holds(act.name)}
        elif act.verb is Verb.REVOKE:
            assert act.name is not None
            after = kind - {Holds(status) for status in self.law.statuses_within(act.name)}
        else:
            after = kind - {seat(ref) for ref in self._left(power)}
        after = self.settled(after)
        return None if after == kind else after

    def settled(self, kind: Kind) -> Kind:
        """Seats are lost with what `while` asks."""
        while True:
            lost = {atom for atom in kind if isinstance(atom, Member) and not self.keeps(kind, atom)}
            if not lost:
                return kind
            kind -= lost

    def ways(
        self, kind: Kind, able: Callable[[Power, Kind], bool], relevant: frozenset[Literal] | None = None
    ) -> Iterator[Kind]:
        """Everything that acts, one after another, can make of somebody; `able` says which can be done to them.

        Where only some facts are relevant, acts that change others are left alone.
        """
        leading = self.leading if relevant is None else self._acting_on(relevant)
        seen, pending = {kind}, [kind]
        while pending:
            current = pending.pop()
            yield current
            for power in leading:
                after = self.changed(current, power)
                if after is not None and after not in seen and able(power, current):
                    seen.add(after)
                    pending.append(after)


def _cells(name: str, relevant: list[Literal]) -> Iterator[Kind]:
    """The sets of comparisons that one number can make true together."""
    asked = [atom for atom in relevant if isinstance(atom, Compare) and atom.attribute == name]
    numbers = sorted({atom.value + step for atom in asked for step in (-1, 0, 1)})
    yield from dict.fromkeys(frozenset(atom for atom in asked if compares(number, atom)) for number in numbers)


def true_of(kind: Kind, condition: Condition) -> bool:
    """Whether a condition without flags and sittings is true of a person of a kind; at first no flag is up and
    every body sits."""
    return holds(condition, lambda atom: isinstance(atom, Sitting) or atom in kind)


