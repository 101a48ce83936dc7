"""One person's facts: whom a coalition can exclude, remove or keep off, by exact search.

Rules 4 (gatekeeping) and 6 (exclusion) of the calculus; section 6 of docs/semantics.md. The search is the user-role
reachability question of administrative role-based access control (Sandhu et al. 1999), over the statuses that
matter to one question; it is written into the same graph, so that dates and histories come with it.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from attrs import frozen

from constdsl.capture.compiler import NO_CONTEXT, Context
from constdsl.capture.membership import by_groups, seated
from constdsl.capture.modes import Mode
from constdsl.capture.notes import Kept
from constdsl.capture.powers import MAX_WORLD, Grant, initially
from constdsl.capture.seats import holder
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
    Truth,
    atoms,
    conjunction,
    disjunction,
    negation,
    substitute,
)
from constdsl.model.entities import Act, Group, GroupRef, Power
from constdsl.syntax.tree import Verb

if TYPE_CHECKING:
    from constdsl.capture.compiler import Compiler

__all__ = ["MAX_KINDS", "Kinds", "Persons"]

MAX_KINDS = 4096
"""Combinations of statuses and attributes that one question may tell apart."""

MAX_PATTERN = 8
"""Conditions of which every combination is looked at, where kinds are too many."""

Kind = tuple[int, ...]
"""One kind of person: for each variable of a question, the number of its value."""


@frozen
class _Move:
    """A step that changes a person: the statuses gained or lost or the seat lost, on whom, and the node."""

    gains: str | None
    loses: frozenset[str]
    leaves: Member | None
    person: Condition
    node: int


class Kinds:
    """The kinds of persons that a question tells apart, each with the truth of every atom that matters."""

    def __init__(self, compiler: Compiler, relevant: Iterable[Literal]) -> None:
        self.c = compiler
        self.variables: list[Literal | str] = []
        self.ranges: list[int] = []
        self.cuts: dict[str, list[int]] = {}
        self.values: dict[str, list[str]] = {}
        compared: dict[str, set[int]] = {}
        equal: dict[str, dict[str, None]] = {}
        for atom in dict.fromkeys(relevant):
            match atom:
                case Compare(attribute, _, value):
                    compared.setdefault(attribute, set()).update((value, value + 1))
                case Equals(attribute, value):
                    equal.setdefault(attribute, {})[value] = None
                case Holds() | Member() | Candidate():
                    self.variables.append(atom)
                    self.ranges.append(2)
                case _:
                    pass
        for attribute, cuts in compared.items():
            self.cuts[attribute] = sorted(cuts)
            self.variables.append(attribute)
            self.ranges.append(len(cuts) + 1)
        declared = dict(compiler.constitution.axioms.values)
        for attribute, mentioned in equal.items():
            others = [value for value in declared.get(attribute, ()) if value not in mentioned]
            self.values[attribute] = [*mentioned, *others[:1]]
            self.variables.append(attribute)
            self.ranges.append(len(self.values[attribute]))
        self.place = {variable: number for number, variable in enumerate(self.variables)}
        self.count = prod(self.ranges)
        # Pairs of variables of which the first implies the second.
        self._implied: list[tuple[int, int]] = []
        within = compiler.within
        for number, variable in enumerate(self.variables):
            implied: Literal | None = None
            if isinstance(variable, Holds) and variable.status in within:
                implied = Holds(within[variable.status])
            if implied is not None and implied in self.place:
                self._implied.append((number, self.place[implied]))

    def all(self) -> Iterator[Kind]:
        """Every kind that the axioms allow."""
        for kind in itertools.product(*(range(size) for size in self.ranges)):
            if self.possible(kind):
                yield kind

    def possible(self, kind: Kind) -> bool:
        """Whether a kind respects `within`."""
        return all(kind[outer] or not kind[inner] for inner, outer in self._implied)

    def truth(self, kind: Kind, atom: Literal, otherwise: bool = False) -> bool:
        """Whether an atom is true of a kind, and of the world at the start; `otherwise` for atoms not looked at."""
        match atom:
            case Compare(attribute):
                if attribute not in self.cuts:
                    return otherwise
                cuts = self.cuts[attribute]
                region = kind[self.place[attribute]]
                # Region 0 lies below every cut; region i starts at cut i − 1.
                sample = cuts[region - 1] if region else cuts[0] - 1
                return compares(sample, atom)
            case Equals(attribute, value):
                if attribute not in self.values:
                    return otherwise
                return self.values[attribute][kind[self.place[attribute]]] == value
            case Raised():
                return False
            case Sitting():
                return True
            case _:
                number = self.place.get(atom)
                return otherwise if number is None else bool(kind[number])

    def meets(self, kind: Kind, condition: Condition) -> bool:
        """Whether a kind meets a condition."""
        return holds(condition, lambda atom: self.truth(kind, atom))

    def changed(self, kind: Kind, changes: dict[Literal, bool]) -> Kind:
        """The kind with some facts changed."""
        found = list(kind)
        for atom, value in changes.items():
            if atom in self.place:
                found[self.place[atom]] = int(value)
        return tuple(found)


Target = tuple[Condition, int]
"""What a person is to be led to, and the node that must be true for it to count."""


@frozen
class Barrier:
    """Ways open to persons, all of which must be closed: whom each covers, the node that closes it, and its holder.

    `group` tells that the ways are nominations for a group.
    """

    ways: tuple[tuple[Condition, int, str], ...]
    group: GroupRef | None = None


class Persons:
    """The rules about persons, over the shared compiler."""

    def __init__(self, compiler: Compiler) -> None:
        self.c = compiler
        self.constitution = compiler.constitution
        self._within = compiler.within
        self._demands: dict[Member, Condition] = {}
        self._plainly: dict[Condition, Condition] = {}
        self._obstacles: dict[tuple[GroupRef, bool], tuple[Target, ...]] = {}
        self._shut_nodes: dict[tuple[str, GroupRef, tuple[int, ...]], int] = {}
        self._inner: dict[str, set[str]] = {}
        for status in self.constitution.statuses:
            outer = self._within.get(status)
            while outer is not None:
                self._inner.setdefault(outer, set()).add(status)
                outer = self._within.get(outer)

    # --- rule 6 --------------------------------------------------------------------------------------------------

    def led(
        self, base: Condition, targets: Sequence[Target], barrier: Barrier | None = None, *, every: bool
    ) -> int:
        """Free persons of every kind (or of some kind) that meets `base` can be led to one of the targets.

        A target counts when its node is true and the person meets its condition; so does being where every way of
        the barrier that covers the person is closed. Exact up to `MAX_KINDS`.
        """
        key = ("led", base, tuple(targets), barrier, every)
        return self.c.fact(key, lambda node: self._led(node, base, targets, barrier, every))

    def _led(
        self, node: int, base: Condition, targets: Sequence[Target], barrier: Barrier | None, every: bool
    ) -> None:
        c = self.c
        found = self.reached(base, targets, barrier, vacuous=every)
        if found is None:
            c.limits[node] = f"more than {MAX_KINDS} kinds of persons would have to be told apart"
            c.define_some(node, [])
        elif every:
            c.define_every(node, found.values())
        else:
            c.define_some(node, found.values())

    def reached(
        self,
        base: Condition,
        targets: Sequence[Target],
        barrier: Barrier | None = None,
        extra: Iterable[Literal] = (),
        *,
        vacuous: bool = True,
    ) -> dict[Kind, int] | None:
        """For each kind of free person that meets `base`, the node that they can be led to a target.

        None when too many kinds would have to be told apart. `extra` atoms are told apart as well. `vacuous` tells
        that kinds of which no free person is left count as led.
        """
        c = self.c
        expanded = [
            (by_groups(self.constitution, case.person), c.every([node, *case.premises]))
            for condition, node in targets
            if node != c.never
            for case in c.powers.cases(condition)
        ]
        expanded = [(condition, node) for condition, node in expanded if node != c.never]
        written = (by_groups(self.constitution, atom) for atom in extra)
        ways = [(self._plain(condition), node, who) for condition, node, who in barrier.ways] if barrier else []
        conditions = [*(condition for condition, _ in expanded), *(condition for condition, _, _ in ways)]
        if len(conditions) > MAX_PATTERN and _certainly_too_many(conditions):
            return None
        base = self._plain(base)
        conditions = [base, *conditions]
        relevant, moves = self._relevant(conditions, [atom for each in written for atom in atoms(each)])
        if extra:
            relevant.sort(key=repr)  # kinds are to be compared between questions
        if vacuous:
            # Where all who sit are loyal, no free person does.
            expanded += [(atom, c.seats.loyal(seated(atom))) for atom in relevant if isinstance(atom, Member)]
        kinds = Kinds(c, relevant)
        if kinds.count > MAX_KINDS:
            return None if moves or extra else self._still(base, expanded, ways, barrier)
        starts = [kind for kind in kinds.all() if kinds.meets(kind, base) and self._settle(kinds, kind) == kind]
        arrived: dict[Kind, list[int]] = {}
        steps: dict[Kind, list[tuple[int, Kind]]] = {}
        pending = list(starts)
        while pending:
            kind = pending.pop()
            if kind in arrived:
                continue
            arrived[kind] = [node for condition, node in expanded if kinds.meets(kind, condition)]
            if barrier is not None:
                covering = tuple(number for number, way in enumerate(ways) if kinds.meets(kind, way[0]))
                arrived[kind].append(self._shut(barrier, covering))
            if c.sure in arrived[kind]:
                steps[kind] = []
                continue
            steps[kind] = list(self._steps(kinds, kind, moves))
            pending += [after for _, after in steps[kind]]
        nodes = self._nodes(arrived, steps)
        return {kind: nodes[kind] for kind in starts}

    def _plain(self, condition: Condition) -> Condition:
        """A condition at the start, its memberships written out."""
        found = self._plainly.get(condition)
        if found is None:
            found = self._plainly[condition] = by_groups(self.constitution, substitute(condition, initially))
        return found

    def _still(
        self,
        base: Condition,
        targets: Sequence[Target],
        ways: Sequence[tuple[Condition, int, str]],
        barrier: Barrier | None,
    ) -> dict[Kind, int] | None:
        """The same where nothing can change a person: kinds are told apart by the conditions they meet already."""
        conditions = [*(condition for condition, _ in targets), *(condition for condition, _, _ in ways)]
        if len(conditions) > MAX_PATTERN:
            return None
        c = self.c
        found: dict[Kind, int] = {}
        for pattern in itertools.product((1, 0), repeat=len(conditions)):
            met = zip(pattern, conditions, strict=True)
            person = conjunction(base, *(condition if yes else negation(condition) for yes, condition in met))
            if not c.logic.satisfiable(person):
                continue
            nodes = [node for yes, (_, node) in zip(pattern, targets, strict=False) if yes]
            if barrier is not None:
                closed = pattern[len(targets) :]
                nodes.append(self._shut(barrier, tuple(number for number, yes in enumerate(closed) if yes)))
            found[pattern] = c.some(nodes)
        return found

    def _shut(self, barrier: Barrier, covering: tuple[int, ...]) -> int:
        """Every way that covers a person is closed."""
        ways = [barrier.ways[number] for number in covering]
        node = self.c.every(closed for _, closed, _ in ways)
        if barrier.group is None or node in (self.c.sure, self.c.never):
            return node
        key = ("shut", barrier.group, covering)
        shut = self._shut_nodes.get(key)
        if shut is None:
            group = self.constitution.group(barrier.group)
            who = tuple(dict.fromkeys(holder for _, _, holder in ways))
            shut = self._shut_nodes[key] = self._kept(node, group, "nomination", who)
        return shut

    def _nodes(
        self, arrived: dict[Kind, list[int]], steps: dict[Kind, list[tuple[int, Kind]]]
    ) -> dict[Kind, int]:
        """A node for every kind: it has arrived, or a step leads to a kind from which one arrives."""
        c = self.c
        nodes: dict[Kind, int] = {}
        moving = dict.fromkeys(kind for kind in arrived if steps[kind] and c.sure not in arrived[kind])
        for kind in arrived:
            if kind not in moving:
                nodes[kind] = c.some(arrived[kind])
        direct = {
            kind: c.some(
                [
                    *arrived[kind],
                    *(c.every([move, nodes[after]]) for move, after in steps[kind] if after in nodes),
                ]
            )
            for kind in moving
        }
        circling = dict.fromkeys(kind for kind in moving if any(after not in nodes for _, after in steps[kind]))
        for kind in moving:
            nodes[kind] = c.graph.add() if kind in circling else direct[kind]
        for kind in circling:
            onward = [c.every([move, nodes[after]]) for move, after in steps[kind] if after in moving]
            c.define_some(nodes[kind], [direct[kind], *onward])
        return nodes

    def _steps(self, kinds: Kinds, kind: Kind, moves: list[_Move]) -> Iterator[tuple[int, Kind]]:
        for move in moves:
            if not kinds.meets(kind, move.person):
                continue
            changes: dict[Literal, bool] = {}
            if move.gains is not None:
                outer = self._within.get(move.gains)
                if outer is not None and not kinds.truth(kind, Holds(outer), True):
                    continue
                changes[Holds(move.gains)] = True
            changes |= {Holds(status): False for status in move.loses}
            if move.leaves is not None:
                changes[move.leaves] = False
            after = self._settle(kinds, kinds.changed(kind, changes))
            if after != kind:
                yield move.node, after

    def _settle(self, kinds: Kinds, kind: Kind) -> Kind:
        """Seats are lost with what `while` asks."""
        while True:
            lost: dict[Literal, bool] = {}
            for number, variable in enumerate(kinds.variables):
                if not isinstance(variable, Member) or not kind[number]:
                    continue
                if not kinds.meets(kind, self._demanded(variable)):
                    lost[variable] = False
            if not lost:
                return kind
            kind = kinds.changed(kind, lost)

    def _relevant(
        self, conditions: Iterable[Condition], extra: Iterable[Literal]
    ) -> tuple[list[Literal], list[_Move]]:
        """The atoms on which an answer can depend, and the moves that change them: a least fixpoint."""
        c = self.c
        relevant: dict[Literal, None] = {}
        pending = deque(atom for condition in conditions for atom in atoms(condition))
        pending += extra
        moves: dict[_Move, None] = {}
        while pending:
            atom = pending.popleft()
            if atom in relevant:
                continue
            relevant[atom] = None
            found: list[_Move] = []
            match atom:
                case Holds(status):
                    if status in self._within:
                        pending.append(Holds(self._within[status]))
                    found = [*self._gains(status), *self._losses(status)]
                case Member():
                    found = list(self._leaves(atom))
                    pending += atoms(self._demanded(atom))
                case _:
                    pass
            for move in found:
                if move not in moves and move.node != c.never:
                    moves[move] = None
                    pending += atoms(move.person)
        return list(relevant), list(moves)

    def _gains(self, status: str) -> Iterator[_Move]:
        for power in self.c.index.powers(Act(Verb.CONFER, name=status)):
            for grant in self.c.powers.grants(power):
                yield self._move(status, frozenset(), None, grant)

    def _losses(self, status: str) -> Iterator[_Move]:
        outer: str | None = status
        while outer is not None:
            for power in self.c.index.powers(Act(Verb.REVOKE, name=outer)):
                lost = frozenset({outer}) | frozenset(self._inner.get(outer, ()))
                for grant in self.c.powers.grants(power):
                    yield self._move(None, lost, None, grant)
            outer = self._within.get(outer)

    def _leaves(self, member: Member) -> Iterator[_Move]:
        for power in self.c.index.group_powers(Verb.REMOVE, self.constitution.group(seated(member))):
            for grant in self.c.powers.grants(power):
                yield self._move(None, frozenset(), member, grant)

    def _demanded(self, member: Member) -> Condition:
        """What `while` asks of whoever has a seat."""
        found = self._demands.get(member)
        if found is None:
            found = self._demands[member] = self._plain(self.constitution.group(seated(member)).retain)
        return found

    def _move(self, gains: str | None, loses: frozenset[str], leaves: Member | None, grant: Grant) -> _Move:
        return _Move(gains, loses, leaves, by_groups(self.constitution, grant.person), grant.node)

    # --- rule 4 --------------------------------------------------------------------------------------------------

    def closed(self, ref: GroupRef, *, standing: bool = False, openly: bool = False) -> int:
        """No free person can reach the seats of a group and keep them; or, `standing`, even be on the ballot.

        `openly` tells that nobody's nomination is needed.
        """
        key = ("closed", ref, standing, openly)
        return self.c.fact(key, lambda node: self._closed(node, ref, standing, openly))

    def _closed(self, node: int, ref: GroupRef, standing: bool, openly: bool) -> None:
        group = self.constitution.group(ref)
        asked = group.eligible if standing else conjunction(group.eligible, group.retain)
        targets = self.obstacles(group)
        if not standing and group.retain != TRUE:
            targets = (*targets, (negation(group.retain), self.c.sure))
        barrier = None if openly else self.nominations(group)
        self.c.define_every(node, [self.led(asked, targets, barrier, every=True)])

    def obstacles(self, group: Group, *, orders: bool = True) -> tuple[Target, ...]:
        """The ways in which a coalition keeps persons off a group, as targets to lead them to.

        `orders` tells whether to count those who are bound not to stand without leave.
        """
        key = (group.ref, orders)
        found = self._obstacles.get(key)
        if found is None:
            found = self._obstacles[key] = tuple(self._kept_off(group, orders))
        return found

    def _kept_off(self, group: Group, orders: bool) -> list[Target]:
        c = self.c
        targets: list[Target] = []
        if group.eligible != TRUE:
            targets.append((negation(group.eligible), c.sure))
        for power in c.index.group_powers(Verb.STRIKE, group):
            targets += [(grant.person, grant.node) for grant in c.powers.grants(power)]
        naming = Act(Verb.NOMINATE, TRUE, group.ref.body, group.ref.index)
        for check in c.index.checks(naming):
            # Vetoing whoever nominates somebody is as good as striking them.
            whom = check.act.inner.whom if check.act.inner is not None else TRUE
            targets += [(whom, grant.node) for grant in c.powers.grants(check)]
        for label in group.consent:
            blocked = c.seats.muted(label, None, Mode.VOTE, NO_CONTEXT)
            targets.append((TRUE, self._kept(blocked, group, "consent", (label,))))
        if group.funders:
            closed = c.every(c.seats.muted(label, None, Mode.VOTE, NO_CONTEXT) for label in group.funders)
            targets.append((TRUE, self._kept(closed, group, "funding", group.funders)))
        if group.settler is not None and group.most_candidates is not None:
            settled = c.every([c.seats.decides(group.settler, None, Mode.VOTE), self._surplus(group)])
            targets.append((TRUE, self._kept(settled, group, "surplus", (group.settler,))))
        if orders and self._standing:
            mentioned = [group.eligible, group.retain, *(condition for condition, _ in targets)]
            mentioned += [power.act.whom for power in c.index.group_powers(Verb.NOMINATE, group)]
            targets += self._ordered_off(group, conjunction(*mentioned))
        return [(condition, node) for condition, node in targets if node != c.never]

    def _kept(self, node: int, group: Group, reason: str, who: tuple[str, ...]) -> int:
        if node == self.c.never:
            return node
        return self.c.every([node], note=Kept(group.ref, reason, who, group.clause))

    def nominations(self, group: Group) -> Barrier | None:
        """The ways onto the ballot of a group; None where everybody eligible is on it."""
        powers = self.c.index.group_powers(Verb.NOMINATE, group)
        if not powers:
            return None
        return Barrier(tuple(way for power in powers for way in self._namings(power, powers)), group.ref)

    def _namings(self, power: Power, powers: list[Power]) -> Iterator[tuple[Condition, int, str]]:
        """Whom a nominator can put forward, with the node that closes that way.

        Some are closed only while a prohibition holds that turns on flags or sittings.
        """
        ways = [(self.nameable(power), self._cannot_name(power, powers))]
        for condition, forbidden in self.c.powers.passing_prohibitions(power):
            split: list[tuple[Condition, int]] = []
            for whom, closed in ways:
                spared = conjunction(whom, negation(condition))
                split += [(spared, closed)] if self.c.logic.satisfiable(spared) else []
                split.append((conjunction(whom, condition), self.c.some([closed, forbidden])))
            ways = split
        for whom, closed in ways:
            yield whom, closed, holder(power)

    def nameable(self, power: Power) -> Condition:
        """Whom a power to nominate could put forward, in some state of flags and sittings."""
        return conjunction(self.possible(conjunction(power.scope, power.act.whom)), *self._never_named(power))

    def _never_named(self, power: Power) -> Iterator[Condition]:
        """Whom a nominator is forbidden to name, whatever flags are up, negated."""
        for norm in self.c.powers.prohibitions(power, power.act):
            forbidden = conjunction(norm.scope, norm.act.whom)
            if not norm.consent and not self.c.powers.passing(norm):
                yield negation(forbidden)

    @staticmethod
    def possible(scope: Condition) -> Condition:
        """A scope with flags and sittings as others like them: whoever could be named under some state can be."""
        world = list(dict.fromkeys(atom for atom in atoms(scope) if isinstance(atom, Raised | Sitting)))
        if len(world) > MAX_WORLD:
            return TRUE
        truths = itertools.product((False, True), repeat=len(world))
        states = (dict(zip(world, values, strict=True)) for values in truths)
        return disjunction(
            *(
                substitute(scope, lambda a, then=then: Truth(then[a]) if a in then else None)  # type: ignore[misc]
                for then in states
            )
        )

    def _cannot_name(self, power: Power, powers: list[Power]) -> int:
        """A nominator is disabled or in the coalition's hands; suspending its article must leave another route."""
        c = self.c
        closed = c.powers.disabled(power, Context(article=power.clause.article))
        ways = [c.fact(("unnamed by", id(power)), lambda node: c.define_every(node, [closed]))]
        if power.clause.article is not None:
            # Where no power to nominate is in force, anybody may stand.
            c.relies[ways[0]] = (("article", power.clause.article),)
        elsewhere = [
            grant.node
            for other in powers
            if other.clause.article != power.clause.article
            for grant in c.powers.grants(other)
        ]
        if elsewhere:
            ways.append(c.every([c.powers.suspended(power.clause), c.some(elsewhere)]))
        return c.some(ways)

    def _ordered_off(self, group: Group, mentioned: Condition) -> Iterator[Target]:
        """Persons bound in standing by a body that acts for the coalition do not stand unless it wishes.

        A bond by something that no other condition mentions, and that nobody can confer, leaves persons without it,
        and so helps to close nothing.
        """
        c = self.c
        for binding in c.index.bindings(conjunction(mentioned, *self._conferrable(mentioned))):
            if "standing" in binding.modes and not c.logic.disjoint(binding.condition, group.eligible):
                master = c.seats.decides(binding.by, None, Mode.VOTE)
                if master != c.never:
                    note = Kept(group.ref, "standing", (binding.by,), binding.clause)
                    yield binding.condition, c.every([master], note=note)

    @cached_property
    def _standing(self) -> bool:
        """Whether anybody at all is bound in standing."""
        return any("standing" in binding.modes for binding in self.constitution.bindings)

    def _conferrable(self, mentioned: Condition) -> list[Condition]:
        """Statuses that can be conferred on persons of whom no more is known than some conditions mention."""
        asked, by_atom = self._conferring
        known: set[Literal] = set()
        given: list[Condition] = []
        pending = list(dict.fromkeys(atoms(mentioned)))
        ready = [power for power, needs in asked if not needs]
        while pending or ready:
            if ready:
                power = ready.pop()
                assert power.act.name is not None
                if Holds(power.act.name) not in known:
                    given.append(Holds(power.act.name))
                    pending.append(Holds(power.act.name))
                continue
            atom = pending.pop()
            if atom in known:
                continue
            known.add(atom)
            if isinstance(atom, Holds) and atom.status in self._within:
                pending.append(Holds(self._within[atom.status]))
            ready += [power for power, needs in by_atom.get(atom, ()) if needs <= known]
        return given

    @cached_property
    def _conferring(
        self,
    ) -> tuple[list[tuple[Power, frozenset[Literal]]], dict[Literal, list[tuple[Power, frozenset[Literal]]]]]:
        """The powers to confer with the atoms they turn on, those that turn on nothing first; and again by atom."""
        asked = [
            (power, _needs(self.possible(_asked(power))) - {Holds(power.act.name or "")})
            for power in self.constitution.powers
            if power.act.verb is Verb.CONFER
        ]
        together: dict[str, list[Power]] = {}
        for power, _ in asked:
            together.setdefault(power.act.name or "", []).append(power)
        for status, powers in together.items():
            # Several powers to confer a status may cover everybody between them.
            missed = [negation(self.possible(_asked(power))) for power in powers]
            if len(powers) > 1 and not self.c.logic.satisfiable(*missed, negation(Holds(status))):
                asked.append((powers[0], frozenset()))
        by_atom: dict[Literal, list[tuple[Power, frozenset[Literal]]]] = {}
        for power, needs in asked:
            for atom in needs:
                by_atom.setdefault(atom, []).append((power, needs))
        return [(power, needs) for power, needs in asked if not needs], by_atom

    def _surplus(self, group: Group) -> int:
        """The coalition can put forward so many names that the list overflows.

        Others name at least one free person, or none would be on the ballot; so as many as the list holds suffice.
        """
        c = self.c
        cap = group.most_candidates or 0
        powers = c.index.group_powers(Verb.NOMINATE, group)
        if not powers:
            return c.sure
        each = cap if group.naming is None else min(group.naming, cap)
        weighted: list[tuple[int, int]] = []
        for power in powers:
            names = cap if power.subject is None else each
            grants = c.some(grant.node for grant in c.powers.grants(power))
            if grants == c.sure and names >= cap:
                return c.sure
            weighted.append((grants, names))
        merged: dict[int, int] = {}
        for node, names in weighted:
            merged[node] = merged.get(node, 0) + names
        merged.pop(c.never, None)
        needed = cap - merged.pop(c.sure, 0)
        if needed <= 0:
            return c.sure
        key = ("surplus", group.ref)
        return c.fact(key, lambda node: c.graph.define(node, needed, merged.items()))


def _certainly_too_many(conditions: Iterable[Condition]) -> bool:
    """Whether conditions alone tell more than `MAX_KINDS` kinds apart; looks no further than it must."""
    told: set[Literal] = set()
    for condition in conditions:
        told.update(atom for atom in atoms(condition) if isinstance(atom, Holds | Member | Candidate))
        if 2 ** len(told) > MAX_KINDS:
            return True
    return False


def _asked(power: Power) -> Condition:
    """What a power asks of the person it is used on."""
    return conjunction(power.scope, power.act.whom)


def _needs(condition: Condition) -> frozenset[Literal]:
    """The facts of a person on which a condition turns, seats apart: whoever has them may be loyal to a man."""
    return frozenset(atom for atom in atoms(condition) if not isinstance(atom, Member))
