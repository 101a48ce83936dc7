"""Everything that can lawfully happen to one person and around her, everybody cooperating (sections 1 and 4 of
docs/semantics.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from attrs import evolve

from constdsl.capture.deed import (
    PERSON,
    Deed,
    Effect,
    a_seat,
    adjourning,
    by_power,
    convening,
    exists,
    gaining,
    losing,
    lowering,
    raising,
    same,
    suspending,
)
from constdsl.capture.lives import Society, State, Vacant, lapsing
from constdsl.capture.membership import seat, seated
from constdsl.capture.permission import Need, Permissions
from constdsl.capture.places import Places
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Condition,
    Holds,
    Member,
    Raised,
    Sitting,
    atoms,
    conjunction,
    negation,
)
from constdsl.model.entities import Act, GroupRef, Power
from constdsl.syntax.tree import Verb

__all__ = ["Deeds"]

_SEATS_ADDED = 2
"""Seats more than so many make no difference to anybody's majority."""


class Deeds:
    """The deeds under one constitution, in a fixed order: first what brings her to seats, last the passing of time."""

    def __init__(self, society: Society) -> None:
        self.society = society
        self.constitution = society.constitution
        self.index = society.index
        groups = society.groups.values()
        self.first = State(
            (), (), frozenset(), tuple(group.seats for group in groups),
            tuple(group.seats if society.held_at_first(group) else 0 for group in groups),
        )  # fmt: skip
        self.leave = Permissions(society, self.first)
        self.places = Places(society, self.leave)
        self.all = self._all()

    def _all(self) -> tuple[Deed, ...]:
        found = [
            *self.places.choices(), *self._statuses(), *self._customs(), *self.places.removals(), *self._flags(),
            *self._meetings(), *self._enlargements(), *self._suspensions(), *self.places.fillings(),
            *self.places.terms(),
        ]  # fmt: skip
        return (*(self.places.founding(ref) for ref in self._founded(found)), *found)

    def _powers(self, verb: Verb, **parts: str) -> Iterator[tuple[Power, Act]]:
        act = Act(verb, **parts)  # type: ignore[arg-type]
        for power in self.index.powers(act):
            if self.society.ever_there(power.subject):
                yield power, act

    # --- the start ---------------------------------------------------------------------------------------------------

    def _founded(self, deeds: Iterable[Deed]) -> list[GroupRef]:
        """Seats that may be hers from the start: those that never open, and those one needs to be chosen for them."""
        possible = [deed for deed in deeds if deed.possible and not deed.adds]
        opening = self._opening(possible)
        changed = {fact for deed in possible for fact, _ in deed.touches if isinstance(fact, Raised | Sitting)}
        emptied = {seat(ref) for deed in possible for ref in deed.empties}
        pending: list[GroupRef] = []
        for ref, group in self.society.groups.items():
            kept_by = set(atoms(self.society.retained[ref]))
            ends = kept_by & (changed | emptied - {seat(ref)})
            if ref not in opening and not ends and self.society.held_at_first(group):
                pending.append(ref)
        found: dict[GroupRef, None] = {}
        while pending:
            ref = pending.pop()
            if ref not in found:
                found[ref] = None
                pending += [seated(atom) for atom in self.places.asked_for(ref) if isinstance(atom, Member)]
        return [ref for ref in self.society.groups if ref in found]

    def _opening(self, deeds: Iterable[Deed]) -> set[GroupRef]:
        """The groups in which a seat is ever vacant; what needs a vacancy to be made waits for that one."""
        found = {ref for ref, group in self.society.groups.items() if not self.society.held_at_first(group)}
        making = [
            (
                {fact.group for need in deed.needs for fact, so in need.wants if so and isinstance(fact, Vacant)},
                {fact.group for fact, so in deed.touches if so and isinstance(fact, Vacant)},
            )
            for deed in deeds
        ]
        while True:
            more = {ref for needed, made in making if needed <= found for ref in made} - found
            if not more:
                return found
            found |= more

    # --- statuses ----------------------------------------------------------------------------------------------------

    def _statuses(self) -> Iterator[Deed]:
        for status in self.constitution.statuses:
            inside = self._inside(status)
            for power, act in self._powers(Verb.CONFER, name=status):
                given = self.leave.over_person(power, act)
                before = conjunction(inside, negation(Holds(status)))
                her = self.leave.of_her(conjunction(before, given.asked))
                yield by_power(
                    power, f"confers `{status}` on {PERSON}", (her, *given.needs), gaining(status),
                    ((Holds(status), True),),
                )  # fmt: skip
                deed = by_power(power, f"confers `{status}` on {{}}", given.needs, same, ())
                yield from self.places.leaving_others(deed, given.asked, before, {Holds(status): TRUE})
            lost = [Holds(name) for name in self.constitution.statuses if self._within(name, status)]
            for power, act in self._powers(Verb.REVOKE, name=status):
                given = self.leave.over_person(power, act)
                her = self.leave.of_her(conjunction(Holds(status), given.asked))
                yield by_power(
                    power, f"takes `{status}` from {PERSON}", (her, *given.needs),
                    losing(*lost),
                    [(fact, False) for fact in lost],
                )  # fmt: skip
                deed = by_power(power, f"takes `{status}` from {{}}", given.needs, same, ())
                yield from self.places.leaving_others(deed, given.asked, Holds(status), dict.fromkeys(lost, FALSE))

    def _inside(self, status: str) -> Condition:
        outer = self.society.within.get(status)
        return Holds(outer) if outer else TRUE

    def _within(self, status: str | None, outer: str) -> bool:
        while status is not None and status != outer:
            status = self.society.within.get(status)
        return status == outer

    def _customs(self) -> Iterator[Deed]:
        """An act gives its status to whoever does it, within the axioms: a person, or the holder of an office."""
        for custom in self.constitution.acts.values():
            if custom.makes is None:
                continue
            made, inside = custom.makes, self._inside(custom.makes)
            for power, act in self._powers(Verb.PERFORM, name=custom.name):
                body = self.constitution.bodies.get(power.subject or "")
                if power.subject is not None and (body is None or not body.office):
                    continue  # What many do together, none of them has done.
                asked = self.leave.asked_of_actor(power, act)
                if power.subject is None:
                    needs = (*self.leave.standing(power.clause), *self.leave.agreed(power.consent))
                else:
                    asked = conjunction(self.leave.among(power.subject), asked)
                    needs = tuple(self.leave.by_actor(power, act))
                her = self.leave.of_her(conjunction(inside, asked))
                yield evolve(
                    by_power(power, "", (her, *needs), gaining(made), ((Holds(made), True),)),
                    actor=PERSON, text=f"{PERSON} does `{custom.name}`.",
                )  # fmt: skip
                deed = evolve(by_power(power, "", needs, same, ()), text=f"It is {{}} who does `{custom.name}`.")
                before = conjunction(inside, negation(Holds(made)))
                yield from self.places.leaving_others(deed, asked, before, {Holds(made): TRUE})

    # --- the world ---------------------------------------------------------------------------------------------------

    def _flags(self) -> Iterator[Deed]:
        for name, flag in self.constitution.flags.items():
            stands = self.leave.of_anybody(self.society.plain(flag.condition))
            lapses = [lapsing(item.article) for item in self.constitution.emergencies if item.flag == name]
            for power, act in self._powers(Verb.DECLARE, name=name):
                yield by_power(
                    power, f"declares {name}", (stands, *self.leave.by_actor(power, act)),
                    raising(name),
                    ((Raised(name), True), *((lapse, True) for lapse in lapses)),
                )  # fmt: skip
            for power, act in self._powers(Verb.LIFT, name=name):
                yield by_power(
                    power, f"lifts {name}", tuple(self.leave.by_actor(power, act)),
                    lowering(name),
                    ((Raised(name), False), *((lapse, False) for lapse in lapses)),
                )  # fmt: skip

    def _meetings(self) -> Iterator[Deed]:
        for name, body in self.constitution.bodies.items():
            own = tuple(group.ref for group in body.groups if group.ref in self.society.groups)
            there = Need(exists(name), ((Sitting(name), True),))
            for power, act in self._powers(Verb.DISSOLVE, body=name):
                touched = [(seat(ref), False) for ref in own] + [(Vacant(ref), True) for ref in own]
                yield evolve(
                    by_power(
                        power, f"dissolves {name}", (there, *self.leave.by_actor(power, act)),
                        partial(self._dissolved, name, own),
                        ((Sitting(name), False), *touched),
                    ),
                    empties=own,
                )  # fmt: skip
            if not body.convened:
                continue
            yield Deed(
                (there,), adjourning(name),
                ((Sitting(name), False),), name, f"convene {name}", f"Nobody convenes {name}.", body.clause,
            )  # fmt: skip
            for power, act in self._powers(Verb.CONVENE, body=name):
                yield by_power(
                    power, f"convenes {name}", tuple(self.leave.by_actor(power, act)),
                    convening(name),
                    ((Sitting(name), True),),
                )  # fmt: skip

    def _dissolved(self, name: str, own: Iterable[GroupRef], state: State) -> State:
        for ref in own:
            state = self.society.with_others(state, ref, 0)
        gone = {seat(ref) for ref in own}
        return evolve(state, person=state.person - gone, dissolved=state.dissolved | {name})

    def _enlargements(self) -> Iterator[Deed]:
        for ref, group in self.society.groups.items():
            if self.constitution.bodies[ref.body].office:
                continue
            act = Act(Verb.ENLARGE, body=ref.body, group=ref.index)
            full = Need(self.places.complete(ref), ((Vacant(ref), False),))
            for power in self.index.powers(act):
                if self.society.ever_there(power.subject):
                    deed = by_power(
                        power, f"adds {a_seat(group)}", (full, *self.leave.by_actor(power, act)),
                        self._enlarging(ref), ((Vacant(ref), True),),
                    )  # fmt: skip
                    yield evolve(deed, adds=True)

    def _enlarging(self, ref: GroupRef) -> Effect:
        number, group = self.society.number[ref], self.society.groups[ref]

        def effect(state: State) -> State:
            if state.seats[number] >= group.seats + _SEATS_ADDED:
                # Of ever more seats, one that is vacant is all that matters.
                return self.society.with_others(state, ref, state.others[number] - 1)
            size = state.seats[number] + 1
            return evolve(state, seats=(*state.seats[:number], size, *state.seats[number + 1 :]))

        return effect

    def _suspensions(self) -> Iterator[Deed]:
        """What is suspended stays so: no act puts it in force again."""
        for key, article in self.constitution.articles.items():
            for power, act in self._powers(Verb.SUSPEND, article=key):
                yield by_power(
                    power, f"suspends {article.label}", tuple(self.leave.by_actor(power, act)),
                    suspending(key), ((lapsing(key), True),),
                )  # fmt: skip
