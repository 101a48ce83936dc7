"""Seats and decisions: which seats act for a coalition, which bodies it decides in, blocks and silences.

Rules 1 (start), 2 (composition), 3 (gift), 4 (gatekeeping), 5 (discipline) and 7 (direction) of the calculus;
sections 3 and 5 of docs/semantics.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import lcm
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from constdsl.capture.compiler import NO_CONTEXT, Context
from constdsl.capture.membership import by_groups, seated
from constdsl.capture.modes import Mode
from constdsl.capture.notes import Bound, Count, Excluded, Filled, Opened, Refused
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Condition,
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
from constdsl.model.entities import (
    MAJORITY,
    Act,
    Assumption,
    Binding,
    Body,
    Class,
    Clause,
    Filling,
    Free,
    Group,
    GroupRef,
    Power,
    Threshold,
)
from constdsl.syntax.tree import Base, Verb

if TYPE_CHECKING:
    from constdsl.capture.compiler import Compiler

__all__ = ["Seats", "Slot", "holder"]


@frozen
class Slot:
    """Seats of a body as they are counted: the group in which they are filled, the groups through which they sit
    here (ex officio or jointly; the last is the body's own), and how many they are."""

    origin: GroupRef
    through: tuple[GroupRef, ...]
    seats: int


MAX_MEMBERSHIPS = 6
"""Memberships in one condition of which every combination is looked at; with more the answer is not known."""

_Weighted = list[tuple[int, int]]


@frozen
class _View:
    """One way to count the seats that act for a coalition: weighted nodes, slot by slot when `aligned`."""

    parts: tuple[_Weighted, ...]
    aligned: bool


class Seats:
    """The rules about seats, over the shared compiler."""

    def __init__(self, compiler: Compiler) -> None:
        self.c = compiler
        self.constitution = compiler.constitution
        self._slots: dict[GroupRef, tuple[Slot, ...]] = {}
        self._known: dict[Condition, Condition] = {}
        self._bound_members: dict[str, list[Binding]] = {}
        for binding in self.constitution.bindings:
            if binding.member_of is not None:
                self._bound_members.setdefault(binding.member_of, []).append(binding)
        self._free: dict[str, list[Free]] = {}
        for free in self.constitution.free:
            self._free.setdefault(free.member_of, []).append(free)
        self._assumptions: dict[str, list[Assumption]] = {}
        for assumption in self.constitution.assumptions:
            # The same people named twice are not twice as many: of one ally, or one status, the larger part counts.
            others = self._assumptions.setdefault(assumption.of, [])
            twin = next((o for o in others if (o.side, o.status) == (assumption.side, assumption.status)), None)
            if twin is None:
                others.append(assumption)
            elif self._assumed(twin) < self._assumed(assumption):
                others[others.index(twin)] = assumption

    def _assumed(self, assumption: Assumption) -> int:
        """How many seats are assumed, to compare; of a class whose number is not known, of a thousand."""
        refs = self.constitution.labels.get(assumption.of)
        if refs is None:
            return self._amount(assumption, self.constitution.classes[assumption.of].numbering or 1_000)
        return self._amount(assumption, sum(slot.seats for slot in self.slots(assumption.of)))

    # --- seats and where they are filled -------------------------------------------------------------------------

    def slots(self, label: str) -> list[Slot]:
        """The seats behind a label, each with the group in which it is filled."""
        return [slot for ref in self.constitution.labels[label] for slot in self.group_slots(ref)]

    def group_slots(self, ref: GroupRef) -> tuple[Slot, ...]:
        """The seats of a group; chains of joint bodies are followed without recursion."""
        pending = [ref]
        while pending:
            current = pending[-1]
            if current in self._slots:
                pending.pop()
                continue
            group = self.constitution.group(current)
            if group.filling not in (Filling.HELD, Filling.JOINING):
                self._slots[current] = (Slot(current, (current,), group.seats),)
                continue
            inner = [found for label in group.by for found in self.constitution.labels[label]]
            missing = [found for found in inner if found not in self._slots]
            if missing:
                pending.extend(missing)
                continue
            self._slots[current] = tuple(
                Slot(slot.origin, (*slot.through, current), slot.seats)
                for found in inner
                for slot in self._slots[found]
            )
        return self._slots[ref]

    def fillable(self, group: Group) -> bool:
        """Whether anybody at all fills a group."""
        return group.filling is not Filling.NOBODY or bool(self.c.index.group_powers(Verb.APPOINT, group))

    def filled(self, group: Group) -> bool:
        """Whether a group has members at the start: somebody fills it, or it is held for life."""
        return group.for_life or self.fillable(group)

    # --- loyalty -------------------------------------------------------------------------------------------------

    def loyal(self, ref: GroupRef) -> int:
        """Every seat of a group is held by the coalition's own people."""
        return self.c.fact(("loyal", ref), lambda node: self._loyal(node, ref))

    def _loyal(self, node: int, ref: GroupRef) -> None:
        c, group = self.c, self.constitution.group(ref)
        ways = [c.source(("in", ref.body)), self.opened(ref.body)]
        if group.name is not None:
            ways.append(c.source(("in", group.label)))
        if group.filling in (Filling.HELD, Filling.JOINING):
            ways.append(c.every(self.loyal(slot.origin) for slot in self.group_slots(ref)))
            c.define_some(node, ways)
            return
        now = c.some([self.emptied(ref), self.dissolved(ref.body)])
        clause = group.fill_clause
        for how, ready in (("gift", self.gift(ref)), ("gate", self.gate(ref))):
            if ready == c.never:
                continue
            filled = [c.every([ready, now], note=Filled(ref, how, False, clause))]
            if group.term is not None:
                waiting = c.every([ready, self.expires(group)])
                filled.append(c.every([waiting], c.delay(group.term), Filled(ref, how, True, clause)))
            if clause.article is not None and how == "gate":
                c.relies |= dict.fromkeys(filled, (("article", clause.article),))
            elif clause.article is not None:
                # A gift rests on the article of whoever gives it, and a term's end on that of the term.
                c.relies |= dict.fromkeys(filled[1:], (("article", clause.article),))
            ways += filled
        c.define_some(node, ways)

    def opened(self, name: str) -> int:
        """A body or class is captured by amending the article that defines it (rule 8)."""
        entity = self.constitution.bodies.get(name) or self.constitution.classes[name]
        amend = self.c.powers.amendable_at(entity.clause)
        if amend == self.c.never:
            return amend
        return self.c.fact(
            ("opened", name),
            lambda node: self._noted(node, [amend], Opened(name, entity.clause)),
        )

    def _noted(self, node: int, premises: list[int], note: Opened | Bound | Excluded) -> None:
        self.c.define_every(node, premises)
        self.c.notes[node] = note

    def expires(self, group: Group) -> int:
        """No outsider can put off the end of the term by extending it."""
        act = Act(Verb.EXTEND, body=group.ref.body, group=group.ref.index)
        return self.c.every(
            self.c.unless_used(self.c.powers.disabled(power), [holder(power)]) for power in self.c.index.powers(act)
        )

    def emptied(self, ref: GroupRef) -> int:
        """Every free holder of a seat in a group can be made to leave it."""
        return self.c.fact(("emptied", ref), lambda node: self._emptied(node, ref))

    def _emptied(self, node: int, ref: GroupRef) -> None:
        group = self.constitution.group(ref)
        if not self.filled(group) or not self.sits(group, TRUE):
            self.c.define_every(node, [])  # nobody sits there
            return
        self.c.define_every(node, [self.removal(group, TRUE, every=True)])

    def _since(self, group: Group) -> Condition:
        """What is still known of who was chosen for a group."""
        return _since(by_groups(self.constitution, group.eligible))

    def sits(self, group: Group, whom: Condition) -> bool:
        """Whether somebody of a selection can hold a seat in a group."""
        return self.c.logic.satisfiable(self.known(conjunction(self._since(group), group.retain, whom)))

    def removal(self, group: Group, whom: Condition, every: bool) -> int:
        """Holders of seats in a group, as described, can be removed or lose what `while` asks: every kind, or some."""
        targets = [
            (grant.person, grant.node)
            for power in self.c.index.group_powers(Verb.REMOVE, group)
            for grant in self.c.powers.grants(power)
        ]
        if group.retain != TRUE:
            targets.append((negation(group.retain), self.c.sure))
        base = conjunction(self._since(group), group.retain, whom)
        if not self.sits(group, whom):
            return self.c.never
        return self.c.persons.led(base, targets, every=every)

    def dissolved(self, name: str) -> int:
        """The coalition can dissolve a body."""
        return self.c.powers.can(Act(Verb.DISSOLVE, body=name))

    # --- rules 3 and 4: how a group is filled --------------------------------------------------------------------

    def gift(self, ref: GroupRef) -> int:
        """Those who fill a group act for the coalition, and somebody loyal can be chosen."""
        return self.c.fact(("gift", ref), lambda node: self._gift(node, ref))

    def _gift(self, node: int, ref: GroupRef) -> None:
        c, group = self.c, self.constitution.group(ref)
        ways: list[int] = []
        reach = self.reachable(ref)
        if group.filling is Filling.ELECTED:
            electors = [self.decides(label, None, Mode.VOTE) for label in group.by]
            if group.secret:
                secret = c.every(self.decides(label, None, Mode.SECRET) for label in group.by)
                lapsed = c.every([*electors, c.powers.lapsed(group.clause, NO_CONTEXT)])
                choosing = c.some([secret, lapsed])
            else:
                choosing = c.every(electors)
            election = [choosing, reach, self.unchecked(group)]
            ways.append(c.fact(("elected", ref), lambda node: c.define_every(node, election)))
            if group.fill_clause.article is not None:
                c.relies[ways[-1]] = (("article", group.fill_clause.article),)
        for power in c.index.group_powers(Verb.APPOINT, group):
            for grant in c.powers.grants(power, self.filling_act(group)):
                chosen = self.membership(conjunction(grant.person, group.eligible, group.retain))
                ways.append(c.every([grant.node, reach, chosen]))
        c.define_some(node, ways)

    def filling_act(self, group: Group) -> Act:
        """The act by which a group is filled."""
        return Act(
            Verb.APPOINT, group.eligible, group.ref.body, group.ref.index, text=f"appoint somebody to {group.label}"
        )

    def unchecked(self, group: Group) -> int:
        """No outsider's veto or annulment stands against the filling of a group, and none can suspend its article."""
        act = self.filling_act(group)
        vetoes = [
            self.c.unless_used(self.c.powers.disabled(check), [holder(check)]) for check in self.c.index.checks(act)
        ]
        electors = group.by if group.filling is Filling.ELECTED else ()
        allowed = [self.c.powers.allowed(label, act, group.fill_clause) for label in electors]
        return self.c.every([*vetoes, *allowed, *self.c.powers.unsuspended(group.fill_clause, NO_CONTEXT, act)])

    def gate(self, ref: GroupRef) -> int:
        """No free person can reach the seats of a group, somebody loyal can, and somebody fills it."""
        group = self.constitution.group(ref)
        if not self.fillable(group):
            return self.c.never
        return self.c.every([self.monopoly(ref), self.unchecked(group)])

    def monopoly(self, ref: GroupRef, *, standing: bool = False) -> int:
        """No free person can reach the seats of a group (or the ballot, when `standing`), and somebody loyal can."""
        closed = self.c.persons.closed
        named = self.c.every([closed(ref, standing=standing), self._reachable_by(ref, openly=False)])
        openly = self._reachable_by(ref, openly=True)
        if openly == self.c.never:
            return named
        return self.c.some([named, self.c.every([closed(ref, standing=standing, openly=True), openly])])

    def reachable(self, ref: GroupRef) -> int:
        """Somebody loyal can be chosen for a group (section 5)."""
        return self.c.some([self._reachable_by(ref, openly=False), self._reachable_by(ref, openly=True)])

    def _reachable_by(self, ref: GroupRef, *, openly: bool) -> int:
        """The same, `openly` where all powers to nominate are suspended, so that everybody eligible may stand."""
        if openly:
            nominations = self.c.index.group_powers(Verb.NOMINATE, self.constitution.group(ref))
            lapsed = self.c.every(self.c.powers.suspended(power.clause) for power in nominations)
            group = self.constitution.group(ref)
            elected = group.filling is Filling.ELECTED and group.fill_clause.article is not None
            moot = (
                elected
                and not self.c.index.group_powers(Verb.APPOINT, group)
                and any(power.clause.article == group.fill_clause.article for power in nominations)
            )
            if not nominations or moot or lapsed == self.c.never:
                return self.c.never
        return self.c.fact(("reachable", ref, openly), lambda node: self._reachable(node, ref, openly))

    def _reachable(self, node: int, ref: GroupRef, openly: bool) -> None:
        c, group = self.c, self.constitution.group(ref)
        chosen = conjunction(group.eligible, group.retain)
        needs = [self.membership(chosen)]
        needs += [c.consents(label) for label in group.consent]
        if group.funders:
            needs.append(c.some(self.decides(label, None, Mode.VOTE) for label in group.funders))
        nominations = c.index.group_powers(Verb.NOMINATE, group)
        if openly:
            needs += [c.powers.suspended(power.clause) for power in nominations]
        elif nominations:
            offered = [
                (person, node)
                for power in nominations
                for person, node in (
                    *((grant.person, grant.node) for grant in c.powers.grants(power)), *c.powers.owed(power)
                )
            ]  # fmt: skip
            routes = [c.every([node, self.membership(conjunction(person, chosen))]) for person, node in offered]
            nameable = conjunction(group.eligible, disjunction(*(c.persons.nameable(power) for power in nominations)))
            # Or of those who can be named only loyal persons are left.
            gone = c.persons.led(nameable, [(negation(group.eligible), c.sure)], every=True)
            routes += [
                c.every([self.membership(conjunction(person, chosen)), lapsed, gone])
                for power in nominations
                for person, lapsed in c.powers.permitted(power, c.persons.nameable(power))
            ]
            needs.append(c.some(routes))
        needs += [
            c.unless_used(c.powers.disabled(power), [holder(power)])
            for power in c.index.group_powers(Verb.STRIKE, group)
        ]
        if group.settler is not None and group.most_candidates is not None:
            # Others must be able to name too many, and the settler to strike those the coalition names.
            quiet = c.every(c.powers.disabled(power) for power in nominations) if nominations else c.never
            safe = c.some([self.muted(group.settler, None, Mode.VOTE, NO_CONTEXT), quiet])
            needs.append(c.unless_used(safe, [group.settler]))
        c.define_every(node, needs)

    def membership(self, condition: Condition) -> int:
        """Somebody loyal can meet a condition: for some way to meet it, each body whose member one must be has one."""
        c = self.c
        plain = self.known(condition)
        members = list(dict.fromkeys(atom for atom in atoms(plain) if isinstance(atom, Member)))
        if not members:
            return c.sure if c.logic.satisfiable(plain) else c.never
        if len(members) > MAX_MEMBERSHIPS:
            return self._too_many(len(members))
        ways: list[int] = []
        for truths in itertools.product((False, True), repeat=len(members)):
            if c.logic.satisfiable(substitute(plain, _given(dict[Literal, bool](zip(members, truths, strict=True))))):
                ways.append(
                    c.every(self.loyal(seated(atom)) for atom, true in zip(members, truths, strict=True) if true)
                )
        return c.some(ways)

    def _too_many(self, memberships: int) -> int:
        """What hangs on more memberships than can be told apart is not known."""
        node = self.c.graph.add()
        self.c.limits[node] = f"a condition turns on {memberships} memberships; the limit is {MAX_MEMBERSHIPS}"
        return node

    def known(self, condition: Condition) -> Condition:
        """A condition with its memberships written out, and with what every membership demands of who has it."""
        found = self._known.get(condition)
        if found is None:
            found = self._known[condition] = self._spelled_out(condition)
        return found

    def _spelled_out(self, condition: Condition) -> Condition:
        plain = by_groups(self.constitution, condition)
        if not any(isinstance(atom, Member) for atom in atoms(plain)):
            return plain
        demanded: dict[Member, Condition] = {}
        pending = [atom for atom in atoms(plain) if isinstance(atom, Member)]
        while pending:
            member = pending.pop()
            if member not in demanded:
                retain = by_groups(self.constitution, self.constitution.group(seated(member)).retain)
                demanded[member] = retain
                pending += [atom for atom in atoms(retain) if isinstance(atom, Member)]
        rules = (disjunction(negation(member), retain) for member, retain in demanded.items() if retain != TRUE)
        return conjunction(plain, *rules)

    # --- rules 5 and 7: seats that vote the coalition's way ------------------------------------------------------

    def votes(self, slot: Slot, mode: Mode) -> int:
        """The seats of a slot act for the coalition in decisions of a mode."""
        ways = [self.group_votes(ref, mode, own=ref == slot.origin) for ref in slot.through]
        return self.c.some(ways)

    def group_votes(self, ref: GroupRef, mode: Mode, own: bool = True) -> int:
        """All seats of a group act for the coalition: loyal, bound or directed."""
        if mode is Mode.SECRET:
            return self.loyal(ref)
        return self.c.fact(("votes", ref, mode, own), lambda node: self._group_votes(node, ref, mode, own))

    def _group_votes(self, node: int, ref: GroupRef, mode: Mode, own: bool) -> None:
        c, group = self.c, self.constitution.group(ref)
        if own or group.filling not in (Filling.HELD, Filling.JOINING):
            ways = [self.loyal(ref)]
        else:
            ways = [c.source(("in", ref.body)), self.opened(ref.body)]
            if group.name is not None:
                ways.append(c.source(("in", group.label)))
        for binding in self.bindings(group, mode):
            master = self.decides(binding.by, None, Mode.VOTE)
            free = self.obedient(group, binding.clause)
            ways.append(c.every([master, free], note=Bound(group.label, binding)))
        for power in c.index.powers(Act(Verb.DIRECT, body=ref.body, group=ref.index)):
            free = self.obedient(group, power.clause)
            ways += [c.every([grant.node, free]) for grant in c.powers.grants(power)]
        c.define_some(node, ways)

    def bindings(self, group: Group, mode: Mode) -> Iterator[Binding]:
        """The bindings that hold every member of a group in decisions of a mode."""
        for label in dict.fromkeys((group.ref.body, group.label)):
            yield from (binding for binding in self._bound_members.get(label, ()) if _binds(binding, mode))
        entails, possible = self.c.logic.entails, self.c.logic.satisfiable
        chosen, kept = self.known(group.eligible), self.known(group.retain)
        near = {id(found): found for asked in (chosen, kept) for found in self.c.index.bindings(asked)}
        for binding in near.values():
            if not _binds(binding, mode):
                continue
            bound = by_groups(self.constitution, binding.condition)
            if any(possible(asked) and entails(asked, bound) for asked in (chosen, kept)):
                yield binding

    def obedient(self, group: Group, order: Clause) -> int:
        """No free mandate shields the members of a group from an order."""
        return self.c.every(
            self.c.powers.lapsed(free.clause, NO_CONTEXT)
            for label in dict.fromkeys((group.ref.body, group.label))
            for free in self._free.get(label, ())
            if not self.c.index.outranks(order, free.clause)
        )

    # --- rule 2: counting ----------------------------------------------------------------------------------------

    def decides(self, label: str, threshold: Threshold | None, mode: Mode) -> int:
        """A body, group or class decides as the coalition wishes: its seats suffice, and it can meet."""
        acts = self.acts(label, threshold, mode)
        body = self.constitution.bodies.get(label.split(".")[0])
        if body is None or not body.convened:
            return acts
        return self.c.every([acts, self.meets(body)])

    def acts(self, label: str, threshold: Threshold | None, mode: Mode) -> int:
        """The seats (or the share of a class) that act for the coalition reach a threshold."""
        if label in self.constitution.classes:
            found = self.constitution.classes[label]
            return self.c.fact(
                ("class acts", label, threshold, mode), lambda node: self._class_acts(node, found, threshold, mode)
            )
        return self.c.fact(("acts", label, threshold, mode), lambda node: self._acts(node, label, threshold, mode))

    def blocks(self, label: str, threshold: Threshold | None, mode: Mode, *, emptying: bool = True) -> int:
        """The seats that do not act for the coalition cannot reach a threshold, even all together.

        `emptying` tells whether seats that the coalition can vacate count as well.
        """
        if label in self.constitution.classes:
            found = self.constitution.classes[label]
            return self.c.fact(
                ("class blocks", label, threshold, mode), lambda node: self._class_blocks(node, found, threshold, mode)
            )
        return self.c.fact(
            ("blocks", label, threshold, mode, emptying),
            lambda node: self._blocks(node, label, threshold, mode, emptying),
        )

    def usual(self, label: str, threshold: Threshold | None) -> Threshold:
        """The threshold by which a body decides where a rule names none."""
        body = self.constitution.bodies.get(label.split(".")[0])
        return threshold or (body.decides if body else MAJORITY)

    def _acts(self, node: int, label: str, threshold: Threshold | None, mode: Mode) -> None:
        c = self.c
        wanted = self.usual(label, threshold)
        body = self.constitution.bodies[label.split(".")[0]]
        slots = self.slots(label)
        ways = []
        for view in self._views(label, slots, mode):
            ready = self._reaches(label, wanted, view, slots)
            if body.quorum is not None:
                ready = c.every([ready, self._reaches(label, body.quorum, view, slots, "make the quorum")])
            ways.append(ready)
        if label == body.name and wanted.share < 1:
            ways.append(self._packed(body))
        c.define_some(node, ways)

    def _reaches(
        self, label: str, wanted: Threshold, view: _View, slots: list[Slot], what: str = "decide"
    ) -> int:
        """Seats that act for the coalition reach a threshold.

        With share p/q of the members, c seats acting and e opponents' seats emptied, q·c ≥ p·(total − e) is
        q·c + p·e ≥ p·total: seats that act or leave weigh p, and those that act another q − p.
        """
        c = self.c
        total = sum(slot.seats for slot in slots)
        needed = wanted.needed(total)
        seats = [pair for part in view.parts for pair in part]
        gone = self._leaving(wanted, slots) if view.aligned and wanted.number is None else []
        if all(leaving == c.never for leaving in gone):
            return self._count(Count(label, what, tuple(seats), (), needed, total, wanted.where), needed, seats)
        p, q = wanted.share.numerator, wanted.share.denominator
        weighted: _Weighted = []
        for part, leaving, slot in zip(view.parts, gone, slots, strict=True):
            for acting, weight in part:
                weighted.append((c.some([acting, leaving]), p * weight))
                weighted.append((acting, (q - p) * weight))
            weighted.append((leaving, p * (slot.seats - sum(weight for _, weight in part))))
        emptied = tuple((leaving, slot.seats) for leaving, slot in zip(gone, slots, strict=True))
        count = Count(label, what, tuple(seats), emptied, needed, total, wanted.where)
        node = self._count(count, p * total + (1 if wanted.strict else 0), weighted)
        return c.every([node, c.some(acting for acting, weight in seats if weight)])

    def _count(self, count: Count, needed: int, weighted: Iterable[tuple[int, int]]) -> int:
        """A threshold node over weighted premises, shared between equal counts."""
        c = self.c
        merged: dict[int, int] = {}
        for premise, weight in weighted:
            if premise != c.never and weight > 0:
                merged[premise] = merged.get(premise, 0) + weight
        needed -= merged.pop(c.sure, 0)
        if needed <= 0:
            return c.sure
        if not merged:
            return c.never
        whole = bool(count.seats) and count.seats[0][1] == count.of and sum(merged.values()) >= needed
        if len(merged) == 1 and whole:
            return next(iter(merged))
        # A count that is out of reach gets a node too, so that the nearest miss can be told.
        node = c.fact(
            ("count", count.label, needed, tuple(merged.items())),
            lambda node: c.graph.define(node, needed, merged.items()),
        )
        c.counts.setdefault(node, count)
        return node

    def _leaving(self, wanted: Threshold, slots: list[Slot]) -> list[int]:
        """For each slot, that its opponents leave the base: emptied, with base members; led out of `where`."""
        c = self.c
        gone: list[int] = []
        for slot in slots:
            ways: list[int] = []
            group = self.constitution.group(slot.origin)
            if wanted.base is not Base.SEATS:
                ways.append(self.emptied(slot.origin))
            if wanted.where != TRUE:
                base = conjunction(group.eligible, group.retain, wanted.where)
                ways.append(c.persons.led(base, [(negation(wanted.where), c.sure)], every=True))
            gone.append(c.some(ways))
        return gone

    def _views(self, label: str, slots: list[Slot], mode: Mode) -> list[_View]:
        """Ways to count the seats that act for the coalition; overlaps between them are not known (section 3)."""
        whole = [self.votes(slot, mode) for slot in slots]
        plain = _View(tuple([(acting, slot.seats)] for acting, slot in zip(whole, slots, strict=True)), True)
        views = [plain]
        names: dict[str, None] = {}
        for ref in dict.fromkeys(ref for slot in slots for ref in slot.through):
            names |= dict.fromkeys((ref.body, self.constitution.group(ref).label))
        assumed = [item for name in names for item in self._assumptions.get(name, ())]
        if not assumed:
            return views
        by_slot: dict[int, list[Assumption]] = {}
        wider: dict[tuple[int, ...], list[Assumption]] = {}
        for item in assumed:
            refs = set(self.constitution.labels[item.of])
            covered = tuple(number for number, slot in enumerate(slots) if refs & set(slot.through))
            if len(covered) == 1 and not refs - set(slots[covered[0]].through):
                by_slot.setdefault(covered[0], []).append(item)
            elif covered:
                wider.setdefault(covered, []).append(item)
        for covered, items in wider.items():
            # Seats spread over several groups: they stand in for those groups, and add up with all others.
            others = [(acting, slots[n].seats) for n, acting in enumerate(whole) if n not in covered]
            total = sum(slots[number].seats for number in covered)
            allies = [self._sided(item, total) for item in items if item.side is not None]
            if allies:
                views.append(_View(([*allies, *others],), False))
            views += [
                _View(([self._held(item, total, mode), *others],), False) for item in items if item.status is not None
            ]
        if by_slot:
            for prefer_allies in (True, False):
                parts = tuple(
                    self._partly(acting, slot, by_slot.get(number, []), mode, prefer_allies)
                    for number, (acting, slot) in enumerate(zip(whole, slots, strict=True))
                )
                views.append(_View(parts, True))
        return views

    def _partly(
        self, whole: int, slot: Slot, assumptions: list[Assumption], mode: Mode, prefer_allies: bool
    ) -> _Weighted:
        """The seats of one slot when part of them hold a status or side with somebody.

        All count once the slot is captured. Short of that allies add up, and of several bound statuses the larger
        share counts; where there are both, one of the two is looked at, as `prefer_allies` says.
        """
        c = self.c
        allies = [self._sided(item, slot.seats) for item in assumptions if item.side is not None]
        held = [self._held(item, slot.seats, mode) for item in assumptions if item.status is not None]
        steps: _Weighted = []
        left = slot.seats
        if allies and (prefer_allies or not held):
            for node, weight in allies:
                left -= weight
                steps.append((c.some([whole, node]), weight))
            return [*steps, (whole, max(0, left))]
        ordered = sorted([*held, (whole, slot.seats)], key=lambda pair: pair[1])
        before = 0
        for index, (_, weight) in enumerate(ordered):
            if weight > before:
                steps.append((c.some(node for node, _ in ordered[index:]), weight - before))
                before = weight
        return steps

    def _amount(self, assumption: Assumption, total: int) -> int:
        if assumption.number is not None:
            return min(assumption.number, total)
        assert assumption.share is not None
        return int(assumption.share * total)

    def _sided(self, assumption: Assumption, total: int) -> tuple[int, int]:
        assert assumption.side is not None
        return self.decides(assumption.side, None, Mode.VOTE), self._amount(assumption, total)

    def _held(self, assumption: Assumption, total: int, mode: Mode) -> tuple[int, int]:
        """A share of seats held by people with a status that is bound, unless their mandate is free."""
        c = self.c
        assert assumption.status is not None
        groups = [self.constitution.group(ref) for ref in self.constitution.labels.get(assumption.of, ())]
        ways = [
            c.every(
                [
                    self.decides(binding.by, None, Mode.VOTE),
                    *(self.obedient(group, binding.clause) for group in groups),
                ],
                note=Bound(assumption.of, binding, self._amount(assumption, total)),
            )
            for binding in c.index.bindings(Holds(assumption.status))
            if _binds(binding, mode) and c.logic.entails(Holds(assumption.status), binding.condition)
        ]
        return c.some(ways), self._amount(assumption, total)

    def _blocks(self, node: int, label: str, threshold: Threshold | None, mode: Mode, emptying: bool) -> None:
        c = self.c
        wanted = self.usual(label, threshold)
        slots = self.slots(label)
        gone = [self.emptied(slot.origin) if emptying else c.never for slot in slots]
        ways = [
            prevented
            for view in self._views(label, slots, mode)
            for prevented in self._prevented(label, wanted, view, gone, slots)
        ]
        body = self.constitution.bodies[label.split(".")[0]]
        if label == body.name and wanted.number is None:
            ways.append(self._packed(body))
        c.define_some(node, ways)

    def _prevented(
        self, label: str, wanted: Threshold, view: _View, gone: list[int], slots: list[Slot]
    ) -> Iterator[int]:
        """Others fall short of a threshold, or of the quorum."""
        yield self._prevents(label, wanted, view, gone, slots)
        quorum = self.constitution.bodies[label.split(".")[0]].quorum
        if quorum is not None:
            yield self._prevents(label, quorum, view, gone, slots)

    def _packed(self, body: Body) -> int:
        """As many new seats as it takes can be made and filled."""
        return self.c.fact(("packed", body.name), lambda node: self._fill_new_seats(node, body))

    def _fill_new_seats(self, node: int, body: Body) -> None:
        fillable = self.c.some(self.gift(group.ref) for group in body.groups)
        self.c.define_every(node, [self.c.powers.can(Act(Verb.ENLARGE, body=body.name)), fillable])
        self.c.prompt.add(node)

    def _prevents(self, label: str, wanted: Threshold, view: _View, gone: list[int], slots: list[Slot]) -> int:
        """What is left to others does not reach a threshold.

        On all seats, others need n of them: total − n + 1 acting or emptied seats prevent it. On a share p/q of the
        members, they fail when q·(total − c − e) < p·(total − e), that is q·c + (q − p)·e > (q − p)·total: seats
        that act or leave weigh q − p, and those that act another p.
        """
        c = self.c
        total = sum(slot.seats for slot in slots)
        plain = total - wanted.needed(total) + 1
        seats = [pair for part in view.parts for pair in part]
        leaving = gone if view.aligned else []
        p, q = wanted.share.numerator, wanted.share.denominator
        on_seats = wanted.number is not None or wanted.base is Base.SEATS
        either, extra = (1, 0) if on_seats else (q - p, p)
        needed = plain if on_seats else (q - p) * total + (0 if wanted.strict else 1)
        weighted: _Weighted = []
        for index, part in enumerate(view.parts):
            left = leaving[index] if leaving else c.never
            for acting, weight in part:
                weighted.append((c.some([acting, left]), either * weight))
                weighted.append((acting, extra * weight))
            if leaving:
                weighted.append((left, either * (slots[index].seats - sum(weight for _, weight in part))))
        emptied = tuple((left, slot.seats) for left, slot in zip(leaving, slots, strict=False) if left != c.never)
        count = Count(label, "block", tuple(seats), emptied, plain, total, wanted.where)
        node = self._count(count, needed, weighted)
        if on_seats or not leaving or c.never in leaving:
            return node
        # Whatever the share, nobody decides for a body without members.
        return c.some([node, c.every(leaving)])

    # --- classes -------------------------------------------------------------------------------------------------

    def whole_class(self, found: Class, mode: Mode) -> int:
        """All of a class acts for the coalition."""
        return self.c.fact(("class", found.name, mode), lambda node: self._whole_class(node, found, mode))

    def _whole_class(self, node: int, found: Class, mode: Mode) -> None:
        c = self.c
        ways = [c.source(("in", found.name)), self.opened(found.name)]
        gone = c.never
        anybody = c.logic.satisfiable(self.known(found.condition))
        if anybody:
            gone = c.persons.led(found.condition, [(negation(found.condition), c.sure)], every=True)
        if gone != c.never:
            ways.append(c.every([gone], note=Excluded(found.name, found.clause)))
        if mode is not Mode.SECRET and anybody:
            known = self.known(found.condition)
            for binding in c.index.bindings(known):
                bound = by_groups(self.constitution, binding.condition)
                if _binds(binding, mode) and c.logic.entails(known, bound):
                    master = self.decides(binding.by, None, Mode.VOTE)
                    ways.append(c.every([master], note=Bound(found.name, binding)))
            for power in c.index.powers(Act(Verb.DIRECT, body=found.name)):
                ways += [grant.node for grant in c.powers.grants(power)]
        c.define_some(node, ways)

    def _class_shares(self, found: Class, wanted: Threshold, mode: Mode) -> tuple[list[_Weighted], int]:
        """A class counted like a body: in its own number, or in the least number that makes every share whole."""
        assumptions = self._assumptions.get(found.name, [])
        shares = [assumption.share for assumption in assumptions if assumption.share is not None]
        total = found.numbering or lcm(wanted.share.denominator, 2, *(share.denominator for share in shares))
        views: list[_Weighted] = [[(self.whole_class(found, mode), total)]]
        views += [[self._held(item, total, mode)] for item in assumptions if item.status is not None]
        sides = [self._sided(item, total) for item in assumptions if item.side is not None]
        if sides:
            views.append(sides)
        return views, total

    def _class_acts(self, node: int, found: Class, threshold: Threshold | None, mode: Mode) -> None:
        wanted = self.usual(found.name, threshold)
        views, total = self._class_shares(found, wanted, mode)
        needed = wanted.needed(total) if wanted.number is None else min(wanted.number, total)
        count = Count(found.name, "decide", (), (), needed, total, wanted.where)
        self.c.define_some(node, [self._count(evolve(count, seats=tuple(view)), needed, view) for view in views])

    def _class_blocks(self, node: int, found: Class, threshold: Threshold | None, mode: Mode) -> None:
        wanted = self.usual(found.name, threshold)
        views, total = self._class_shares(found, wanted, mode)
        # Of a class whose number is not known, others can always find some votes: only the whole class blocks.
        needed = total if wanted.number is not None else total - wanted.needed(total) + 1
        count = Count(found.name, "block", (), (), needed, total, wanted.where)
        self.c.define_some(node, [self._count(evolve(count, seats=tuple(view)), needed, view) for view in views])

    # --- meeting and silence -------------------------------------------------------------------------------------

    def meets(self, body: Body) -> int:
        """A body that must be convened can be made to meet."""
        return self.c.fact(("meets", body.name), lambda node: self._meets(node, body))

    def _meets(self, node: int, body: Body) -> None:
        c = self.c
        ways = [c.acquiescent]
        powers = c.index.powers(Act(Verb.CONVENE, body=body.name))
        for power in powers:
            ways += [node for _, node in c.powers.owed(power)]
            ways += [grant.node for grant in c.powers.grants(power)]
        if body.every is not None:
            ways.append(c.every([c.sure], c.delay(body.every)))
        c.define_some(node, ways)
        c.guards[node] = tuple(dict.fromkeys(holder(power) for power in powers))

    def silenced(self, name: str) -> int:
        """A body can be kept from acting: dissolved, emptied so far that it cannot decide, or never convened."""
        return self.c.fact(("silenced", name), lambda node: self._silenced(node, name))

    def _silenced(self, node: int, name: str) -> None:
        c, body = self.c, self.constitution.bodies[name]
        ways = [self.dissolved(name)]
        slots = self.slots(name)
        if slots:
            nobody = _View(tuple([(c.never, slot.seats)] for slot in slots), True)
            # A seat from a body that is dissolved is gone too.
            gone = [c.some([self.emptied(slot.origin), self.dissolved(slot.origin.body)]) for slot in slots]
            ways += self._prevented(name, body.decides, nobody, gone, slots)
        if body.convened and body.every is None:
            convenors = c.index.powers(Act(Verb.CONVENE, body=name))
            refused = [c.powers.disabled(power) for power in convenors]
            clause = convenors[0].clause if convenors else body.clause
            ways.append(c.every(refused, note=Refused(name, clause)))
        c.define_some(node, ways)

    def muted(self, label: str, threshold: Threshold | None, mode: Mode, context: Context) -> int:
        """A holder of a power cannot use it: blocked, or silenced where that does not defeat the purpose."""
        name = label.split(".")[0]
        if name not in self.constitution.bodies:
            return self.blocks(label, threshold, mode)
        if name in context.sitting:
            return self.blocks(label, threshold, mode, emptying=False)
        return self.c.some([self.blocks(label, threshold, mode), self.silenced(name)])


def holder(power: Power) -> str:
    """Who has a power, in the language's own words."""
    return power.who or power.subject or "anyone"


def _binds(binding: Binding, mode: Mode) -> bool:
    if mode is Mode.SECRET:
        return False
    return "voting" in binding.modes or (mode is Mode.NOMINATE and "nominating" in binding.modes)


def _given(truths: Mapping[Literal, bool]) -> Callable[[Literal], Condition | None]:
    def value(atom: Literal) -> Condition | None:
        if atom not in truths:
            return None
        return TRUE if truths[atom] else FALSE

    return value


def _since(condition: Condition) -> Condition:
    """What is still known of somebody chosen under a condition: seats had elsewhere may have been lost or won since,
    flags raised or lifted."""
    passing = list(dict.fromkeys(atom for atom in atoms(condition) if isinstance(atom, Member | Raised | Sitting)))
    if len(passing) > MAX_MEMBERSHIPS:
        return TRUE
    return disjunction(
        *(
            substitute(condition, _given(dict[Literal, bool](zip(passing, truths, strict=True))))
            for truths in itertools.product((True, False), repeat=len(passing))
        )
    )
