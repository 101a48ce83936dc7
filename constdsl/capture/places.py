"""How one person, and others, come to seats and leave them, everybody cooperating (sections 1 and 5 of
docs/semantics.md)."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from constdsl.capture.deed import PERSON, Deed, Effect, a_seat, by_power, losing, same
from constdsl.capture.history import agree
from constdsl.capture.lives import Society, State, Test, Vacant
from constdsl.capture.membership import seat
from constdsl.capture.permission import Need, Permission, Permissions, any_of
from constdsl.model.conditions import FALSE, TRUE, Condition, Literal, Sitting, atoms, conjunction, negation, substitute
from constdsl.model.entities import Act, Clause, Filling, Group, GroupRef
from constdsl.syntax.tree import Verb

__all__ = ["Places"]


@frozen(eq=False)
class _Way:
    """A way to fill a group: who does it, in which words, by which rule, and what it takes."""

    actor: str
    verb: str
    act: str
    clause: Clause
    leave: Permission


class Places:
    """The deeds by which seats are filled and vacated."""

    def __init__(self, society: Society, leave: Permissions) -> None:
        self.society = society
        self.constitution = society.constitution
        self.index = society.index
        self.leave = leave
        groups = society.groups.values()
        self._ways = {group.ref: tuple(self._find_ways(group)) for group in groups}
        self._nominations = {group.ref: tuple(self._find_nominations(group)) for group in groups}
        self._refills = {
            group.ref: any_of([*way.leave.needs, *self._others_for(group, way)] for way in self._ways[group.ref])
            for group in groups
        }
        self._turning_on: dict[Literal, list[GroupRef]] = {}
        """The groups, by what their `while` speaks of."""
        for ref in society.groups:
            for atom in dict.fromkeys(atoms(society.retained[ref])):
                self._turning_on.setdefault(atom, []).append(ref)

    # --- filling -----------------------------------------------------------------------------------------------------

    def _find_ways(self, group: Group) -> Iterator[_Way]:
        leave = self.leave
        common = list(leave.agreed(group.consent))
        if group.funders:
            common.append(any_of([leave.able(label)] for label in group.funders))
        standing = tuple(leave.standing(group.fill_clause))
        if group.filling is Filling.LOT:
            act = f"draw lots for {group.label}"
            yield _Way("The lot", "brings", act, group.fill_clause, Permission(TRUE, (*standing, *common)))
        if group.filling is Filling.ELECTED:
            by = " and ".join(group.by)
            needs = (*standing, *map(leave.able, group.by), *common)
            yield _Way(by, agree(by, "elects"), f"elect {group.label}", group.fill_clause, Permission(TRUE, needs))
        for power in self.index.group_powers(Verb.APPOINT, group):
            act_of = Act(Verb.APPOINT, body=group.ref.body, group=group.ref.index)
            given = leave.over_person(power, act_of, candidate=True)
            by = power.subject or "Somebody"
            yield _Way(
                by, agree(by, "appoints"), f"appoint somebody to {group.label}", power.clause,
                evolve(given, needs=(*given.needs, *common)),
            )  # fmt: skip

    def _find_nominations(self, group: Group) -> Iterator[Permission]:
        act = Act(Verb.NOMINATE, body=group.ref.body, group=group.ref.index)
        for power in self.index.group_powers(Verb.NOMINATE, group):
            yield self.leave.over_person(power, act, candidate=True)

    def _once_there(self, group: Group) -> Condition:
        """What `while` asks of who has the seat: for that very seat it need not ask (section 5)."""
        own = seat(group.ref)
        return substitute(self.society.retained[group.ref], lambda atom: TRUE if atom == own else None)

    def _standing_for(self, group: Group, acting: bool = True) -> Iterator[Need]:
        """What she needs to be chosen, whoever chooses; `acting` asks that who nominates can do so now."""
        yield self.leave.of_her(self.society.plain(group.eligible, candidate=True))
        yield self.leave.of_her(self._once_there(group))
        if self._nominations[group.ref]:
            yield any_of(
                [self.leave.of_her(given.asked), *(given.needs if acting else ())]
                for given in self._nominations[group.ref]
            )

    def _others_for(self, group: Group, way: _Way) -> Iterator[Need]:
        """That somebody else can be chosen."""
        asked = (self.society.plain(group.eligible, candidate=True), self._once_there(group), way.leave.asked)
        if not self._nominations[group.ref]:
            yield self.leave.of_somebody(*asked)
        else:
            yield any_of(
                [*given.needs, self.leave.of_somebody(given.asked, *asked)] for given in self._nominations[group.ref]
            )

    def _not_there(self, ref: GroupRef) -> Need:
        return Need(lambda state: seat(ref) not in state.person, ())

    def _room(self, ref: GroupRef) -> Need:
        society, number = self.society, self.society.number[ref]
        return Need(
            lambda state: society.vacant(state, ref) > 0 or (state.ended == ref and state.others[number] > 0),
            ((Vacant(ref), True),),
        )  # fmt: skip

    def choices(self) -> Iterator[Deed]:
        """She comes to a seat that is vacant, or of which the term has ended."""
        for ref, group in self.society.groups.items():
            common = (self._not_there(ref), *self._standing_for(group), self._room(ref))
            for way in self._ways[ref]:
                yield Deed(
                    (*common, self.leave.of_her(way.leave.asked), *way.leave.needs), self._taking(ref),
                    ((seat(ref), True), (Vacant(ref), False), (Sitting(ref.body), True)), way.actor, way.act,
                    f"{way.actor} {way.verb} {PERSON} {_to(way)}{a_seat(group)}.", way.clause,
                )  # fmt: skip

    def _taking(self, ref: GroupRef) -> Effect:
        society, number = self.society, self.society.number[ref]

        def effect(state: State) -> State:
            if not society.vacant(state, ref):
                state = society.with_others(state, ref, state.others[number] - 1)
            return evolve(state, person=state.person | {seat(ref)}, dissolved=state.dissolved - {ref.body})

        return effect

    def fillings(self) -> Iterator[Deed]:
        """Others fill what is vacant at once, a dissolved body too; somebody may leave another seat for that."""
        for ref, group in self.society.groups.items():
            vacant = Need(self._lacking(ref), ((Vacant(ref), True),))
            for way in self._ways[ref]:
                needs = (*way.leave.needs, *self._others_for(group, way))
                words = f"{way.actor} {way.verb}"
                yield Deed(
                    (vacant, *needs), self._filling(ref),
                    ((Vacant(ref), False), (Sitting(ref.body), True)), way.actor, way.act,
                    f"{words} others {_to(way)}what is vacant in {group.label}.", way.clause,
                )  # fmt: skip
                deed = Deed(
                    (self._room(ref), *needs), same, (), way.actor, way.act,
                    f"{words} {{}} {_to(way)}{a_seat(group)}.", way.clause,
                )  # fmt: skip
                yield from self.leaving_others(deed, TRUE, negation(seat(ref)), {seat(ref): TRUE})

    def _filling(self, ref: GroupRef) -> Effect:
        return lambda state: self._filled(ref, state)

    def _filled(self, ref: GroupRef, state: State) -> State:
        number = self.society.number[ref]
        state = self.society.with_others(state, ref, state.others[number] + self.society.vacant(state, ref))
        return evolve(state, dissolved=state.dissolved - {ref.body}) if ref.body in state.dissolved else state

    # --- vacating ----------------------------------------------------------------------------------------------------

    def removals(self) -> Iterator[Deed]:
        for ref, group in self.society.groups.items():
            act = Act(Verb.REMOVE, body=ref.body, group=ref.index)
            for power in self.index.group_powers(Verb.REMOVE, group):
                if not self.society.ever_there(power.subject):
                    continue
                given = self.leave.over_person(power, act)
                her = self.leave.of_her(conjunction(seat(ref), given.asked))
                yield by_power(
                    power, f"removes {PERSON} from {group.label}", (her, *given.needs),
                    losing(seat(ref)),
                    ((seat(ref), False), (Vacant(ref), True)),
                )  # fmt: skip
                somebody = self.leave.of_somebody(seat(ref), given.asked)
                yield by_power(
                    power, f"removes somebody else from {group.label}", (self._spare(ref), somebody, *given.needs),
                    self._vacating(ref), ((Vacant(ref), True),),
                )  # fmt: skip
                deed = by_power(power, f"removes {{}} from {group.label}", given.needs, same, ())
                yield from self.leaving_others(deed, given.asked, seat(ref), {seat(ref): FALSE})

    def _lacking(self, ref: GroupRef) -> Test:
        return lambda state: self.society.vacant(state, ref) > 0

    def complete(self, ref: GroupRef) -> Test:
        """The test that no seat of a group is vacant."""
        return lambda state: not self.society.vacant(state, ref)

    def _spare(self, ref: GroupRef) -> Need:
        # She takes one vacancy; more of them help nobody.
        society, number = self.society, self.society.number[ref]
        return Need(lambda state: state.others[number] > 0 and not society.vacant(state, ref), ((Vacant(ref), False),))

    def _vacating(self, ref: GroupRef) -> Effect:
        society, number = self.society, self.society.number[ref]
        return lambda state: society.with_others(state, ref, state.others[number] - 1)

    def leaving_others(
        self, deed: Deed, asked: Condition, before: Condition, change: dict[Literal, Condition]
    ) -> Iterator[Deed]:
        """The same done to somebody else, from whom it takes what `while` demands in a seat (section 5).

        `asked` and `before` are what must be so of that person, `change` which facts are what afterwards.
        """
        concerned = {ref for fact in change for ref in self._turning_on.get(fact, ())}
        for ref in sorted(concerned, key=self.society.number.__getitem__):
            group = self.society.groups[ref]
            retain = self.society.retained[ref]
            after = substitute(retain, change.get)
            if after == retain or seat(ref) in change:
                continue
            whom = self.leave.of_somebody(asked, seat(ref), retain, before, negation(after))
            yield evolve(
                deed, needs=(self._spare(ref), whom, *deed.needs), effect=self._vacating(ref),
                touches=((Vacant(ref), True),),
                text=_closed(deed.text.format(f"somebody, who so loses {a_seat(group)},")),
            )  # fmt: skip

    def terms(self) -> Iterator[Deed]:
        """Time passes: others fill what is vacant, and one group is filled anew (section 1)."""
        # Vacancies could be filled without waiting; only what time alone brings back is a reason to wait.
        restored = [
            (Sitting(body.name), True) for body in self.constitution.bodies.values()
            if body.every is not None or not any(group.ref in self.society.groups for group in body.groups)
        ]  # fmt: skip
        for ref, group in self.society.groups.items():
            if group.term is None or not self.society.held_at_first(group):
                continue
            needs = tuple(self.leave.standing(group.fill_clause))
            deed = Deed(
                needs, self._ending(ref), ((seat(ref), False), (Vacant(ref), True), *restored), group.label,
                f"leave {group.label}", f"The term of {PERSON} in {group.label} ends.", group.clause, group.term, ref,
            )  # fmt: skip
            yield deed
            told = evolve(deed, ends=None, text=f"The term of {{}} in {group.label} ends.")
            yield from self.leaving_others(told, TRUE, seat(ref), {seat(ref): FALSE})

    def _ending(self, ref: GroupRef) -> Effect:
        society, number = self.society, self.society.number[ref]

        def effect(state: State) -> State:
            state = self._passing(state)
            renewed = self._refills[ref].test(state)
            state = evolve(state, person=state.person - {seat(ref)}, ended=ref)
            return society.with_others(state, ref, state.seats[number]) if renewed else state

        return effect

    def _passing(self, state: State) -> State:
        """When time passes, others fill the vacancies in their gift, and bodies meet that must meet."""
        for ref in self.society.groups:
            if ref != state.ended and not self.society.vacant(state, ref):
                continue
            if self._refills[ref].test(state):
                state = self._filled(ref, state)
            elif ref == state.ended:
                # The outgoing members stay until they are succeeded, and go when nobody succeeds them.
                state = self.society.with_others(state, ref, 0)
        if not state.dissolved and not state.adjourned:
            return state
        bodies = self.constitution.bodies
        joint = {name for name in state.dissolved if not any(ref.body == name for ref in self.society.groups)}
        regular = {name for name in state.adjourned if bodies[name].every is not None}
        return evolve(state, dissolved=state.dissolved - joint, adjourned=state.adjourned - regular)

    # --- the start ---------------------------------------------------------------------------------------------------

    def asked_for(self, ref: GroupRef) -> Iterator[Literal]:
        group = self.society.groups[ref]
        yield from atoms(self.society.plain(conjunction(group.eligible, group.retain)))
        for leave in (*(way.leave for way in self._ways[ref]), *self._nominations[ref]):
            yield from atoms(leave.asked)


    def founding(self, ref: GroupRef) -> Deed:
        """She has always sat in a group."""
        group, number = self.society.groups[ref], self.society.number[ref]
        place = a_seat(group)
        first = Need(lambda state: state.beginning and state.others[number] > 0, ())
        # Who chose her need not be there any more; whom they could choose is known.
        ways = [[self.leave.of_her(way.leave.asked)] for way in self._ways[ref]]
        chosen = [any_of(ways)] if ways else []

        def effect(state: State) -> State:
            state = self.society.with_others(state, ref, state.others[number] - 1)
            return evolve(state, person=state.person | {seat(ref)})

        return Deed(
            (first, self._not_there(ref), *self._standing_for(group, acting=False), *chosen), effect,
            ((seat(ref), True),), PERSON, f"hold {group.label}", f"{PERSON} has held {place} from the start.",
            group.clause, founding=True,
        )  # fmt: skip


def _to(way: _Way) -> str:
    return "" if way.verb == "brings" else "to "


def _closed(sentence: str) -> str:
    """A sentence without the comma that a clause leaves before its end."""
    return sentence.replace(",.", ".")
