"""The moves of a constitution, each with what it needs and what it changes: seats first, then all other acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import evolve, frozen

from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Condition,
    Literal,
    Sitting,
    atoms,
    conjunction,
    negation,
    substitute,
)
from constdsl.model.entities import Act, Filling, Group, GroupRef, Power
from constdsl.play.lawbook import Lawbook, seat
from constdsl.play.open_effects import Effect, leaving, refill, refilling, taking, vacating, with_seats
from constdsl.play.open_facts import Facts, Test, vacancy
from constdsl.play.open_permits import Ask, Need, Permits, any_way
from constdsl.play.open_position import Move, Position
from constdsl.play.open_words import Deed, a_seat, actor_of, agreeing, by_power, capital, chosen_for, ended, wording
from constdsl.syntax.tree import Verb

__all__ = ["Rule", "Seating"]


@frozen
class Rule:
    """A move, its needs in the order in which they are looked at, its effect, and the facts it can change."""

    move: Move
    needs: tuple[Need, ...]
    effect: Effect
    touches: tuple[Literal, ...]
    founding: bool = False
    empties: tuple[GroupRef, ...] = ()
    """Groups that it leaves without members."""
    adds: bool = False
    """Whether it adds seats, rather than vacating those there are."""

    @property
    def possible(self) -> bool:
        """Whether it is not plain that the move can never be made."""
        return all(need.possible for need in self.needs)


@frozen
class _Way:
    """A way to fill a group: who does it, in which words, by which clause; what it asks, and what else it needs."""

    actor: str
    verb: str
    power: Power | None
    asks: tuple[Ask, ...]
    needs: tuple[Need, ...]


class Seating:
    """The moves by which seats are filled and vacated."""

    def __init__(self, law: Lawbook, facts: Facts, permits: Permits) -> None:
        self.law = law
        self.facts = facts
        self.permits = permits
        self.groups = {ref: group for ref, group in law.groups.items() if ref in facts.numbers}
        self._asking: dict[Literal, list[GroupRef]] = {}
        """The groups by what `while` asks of those who sit there."""
        for ref, group in self.groups.items():
            for fact in dict.fromkeys(atoms(facts.plain(group.retain))):
                self._asking.setdefault(fact, []).append(ref)
        self._ways = {ref: tuple(self._find_ways(group)) for ref, group in self.groups.items()}
        self._nominations = {ref: tuple(self._find_nominations(ref)) for ref in self.groups}

    # --- who fills a group ---------------------------------------------------------------------------------------

    def _find_ways(self, group: Group) -> Iterator[_Way]:
        common = (*self.permits.agreed(group.consent, group.fill_clause), *self._funding(group))
        standing = tuple(self.permits.standing(group.fill_clause))
        if group.filling is Filling.LOT:
            yield _Way("the lot", "brings", None, (), (*standing, *common))
        if group.filling is Filling.ELECTED:
            electors = " and ".join(group.by)
            acting = tuple(self.permits.acts(label) for label in group.by)
            verb = agreeing(electors, "elects") if len(group.by) == 1 else "elect"
            yield _Way(electors, verb, None, (), (*standing, *acting, *common))
        for power in self.law.over(Verb.APPOINT, group.ref):
            act = Act(Verb.APPOINT, body=group.ref.body, group=group.ref.index)
            asks, needs = self.permits.on_person(power, act, candidate=True)
            yield _Way(actor_of(power), agreeing(actor_of(power), "appoints"), power, asks, (*needs, *common))

    def _funding(self, group: Group) -> Iterator[Need]:
        if group.funders:
            ways = [[self.permits.acts(label)] for label in group.funders]
            yield any_way(ways, f"nobody can fund a candidate for {group.label}", group.clause)

    def _find_nominations(self, ref: GroupRef) -> Iterator[tuple[tuple[Ask, ...], tuple[Need, ...]]]:
        act = Act(Verb.NOMINATE, body=ref.body, group=ref.index)
        for power in self.law.over(Verb.NOMINATE, ref):
            yield self.permits.on_person(power, act, candidate=True)

    def _standing_for(self, group: Group, number: int, acting: bool = True) -> Iterator[Need]:
        """What a named person needs to be chosen, whoever chooses; `acting` asks that nominators can act now."""
        whom = self.facts.persons[number].name
        eligible = self.facts.plain(group.eligible, candidate=True)
        retain = self._once_there(group)
        asks = (
            Ask(eligible, "{whom} does not meet what is asked of a candidate", group.clause),
            Ask(retain, "{whom} could not keep the seat", group.clause),
        )
        yield from self.permits.named(asks, number)
        if self.law.over(Verb.NOMINATE, group.ref):
            ways = [
                (*self.permits.named(asks, number), *(needs if acting else ()))
                for asks, needs in self._nominations[group.ref]
            ]
            yield any_way(ways, f"nobody may nominate {whom} for {group.label}", group.clause)

    def _once_there(self, group: Group) -> Condition:
        """What `while` asks of somebody who has the seat: that very seat it need not ask for."""
        own = seat(group.ref)
        return substitute(self.facts.plain(group.retain), lambda atom: TRUE if atom == own else None)

    def _filled_by_others(self, group: Group, way: _Way) -> tuple[Need, ...]:
        """What it needs to fill a group with persons without names."""
        conditions = [self.facts.plain(group.eligible, candidate=True), self._once_there(group)]
        if not self.law.over(Verb.NOMINATE, group.ref):
            return (*way.needs, self.permits.unnamed(way.asks, *conditions))
        ways = [
            (*needs, self.permits.unnamed((*way.asks, *asks), *conditions))
            for asks, needs in self._nominations[group.ref]
        ]
        return (*way.needs, any_way(ways, f"nobody may nominate anybody for {group.label}", group.clause))

    def refilled(self, group: Group) -> Need:
        """That others fill the vacancies of a group when time passes."""
        ways = [self._filled_by_others(group, way) for way in self._ways[group.ref]]
        return any_way(ways, f"nobody can fill {group.label}", group.fill_clause)

    # --- taking seats --------------------------------------------------------------------------------------------

    def choices(self) -> Iterator[Rule]:
        """Named persons come to seats that are vacant, or open at the end of a term."""
        for ref, group in self.groups.items():
            number = self.facts.numbers[ref]
            room = self._room(group, number)
            for index, person in enumerate(self.facts.persons):
                common = (self._not_there(ref, index), *self._standing_for(group, index), room)
                for way in self._ways[ref]:
                    move = Move(
                        way.actor, way.power.act.text if way.power else f"{way.verb} {group.label}",
                        way.power.clause if way.power else group.fill_clause, person.name,
                        f"{capital(way.actor)} {way.verb} {person.name} to {a_seat(group)}.",
                    )  # fmt: skip
                    needs = (*common, *self.permits.named(way.asks, index), *way.needs)
                    yield Rule(move, needs, taking(index, ref, number), (seat(ref), Sitting(ref.body)))

    def _not_there(self, ref: GroupRef, index: int) -> Need:
        whom = self.facts.persons[index].name
        return Need(lambda position: ref not in position.seats[index], f"{whom} sits there already")

    def _room(self, group: Group, number: int) -> Need:
        ref = group.ref

        def test(position: Position) -> bool:
            return position.vacant[number] > 0 or (ref in position.open and position.others(number) > 0)

        return Need(test, f"no seat of {group.label} is vacant", group.clause, (vacancy(ref),))

    def foundings(self, ref: GroupRef) -> Iterator[Rule]:
        """A person may hold from the start a seat that never opens, and one needed to be chosen for such a seat."""
        group, number = self.groups[ref], self.facts.numbers[ref]
        first = Need(lambda position: position.beginning, "only at the start can somebody be said to have sat there")
        room = Need(lambda position: position.others(number) > 0, "somebody else holds the seat", group.clause)
        for index, person in enumerate(self.facts.persons):
            # Who chose before the start need not be able to choose today; whom they could choose is known.
            ways = [tuple(self.permits.named(way.asks, index)) for way in self._ways[ref]]
            chosen = [any_way(ways, f"nobody could choose {person.name}", group.fill_clause)] if ways else []
            move = Move(
                person.name, f"hold {group.label}", group.clause, person.name,
                f"{person.name} has held {a_seat(group)} from the start.",
            )  # fmt: skip
            standing = self._standing_for(group, index, acting=False)
            needs = (first, self._not_there(ref, index), *standing, room, *chosen)

            def held(position: Position, index: int = index) -> Position:
                return evolve(position, seats=with_seats(position.seats, index, position.seats[index] | {ref}))

            yield Rule(move, needs, held, (seat(ref),), founding=True)

    # --- vacating seats ------------------------------------------------------------------------------------------

    def removals(self) -> Iterator[Rule]:
        """Those who may remove somebody from a seat do."""
        for ref, group in self.groups.items():
            number = self.facts.numbers[ref]
            act = Act(Verb.REMOVE, body=ref.body, group=ref.index)
            for power in self.law.over(Verb.REMOVE, ref):
                if not self.facts.ever_acts(power.subject):
                    continue
                asks, needs = self.permits.on_person(power, act)
                for index, person in enumerate(self.facts.persons):
                    yield Rule(
                        by_power(power, f"removes {person.name} from {group.label}", person.name),
                        (self._there(ref, index, asks), *self.permits.named(asks, index), *needs),
                        leaving(index, ref), (seat(ref), vacancy(ref)),
                    )  # fmt: skip
                yield Rule(
                    by_power(power, f"removes somebody from {group.label}"),
                    (*self._spare(group), self.permits.unnamed(asks, seat(ref)), *needs),
                    vacating(number), (vacancy(ref),),
                )  # fmt: skip
                deed = wording(power, f"removes from {group.label} {{}}")
                yield from self.forfeits(deed, asks, needs, seat(ref), {seat(ref): FALSE})

    def _there(self, ref: GroupRef, index: int, asks: Iterable[Ask]) -> Need:
        whom, label = self.facts.persons[index].name, self.groups[ref].label
        reason = f"{whom} does not sit in {label}"
        possible = self.facts.logic.satisfiable(conjunction(seat(ref), *(ask.condition for ask in asks)))
        return Need(lambda position: ref in position.seats[index], reason, None, (seat(ref),), possible)

    def _spare(self, group: Group) -> Iterator[Need]:
        # More vacancies than there are persons with names would change nothing for anybody.
        number, most = self.facts.numbers[group.ref], len(self.facts.persons)
        yield Need(lambda position: position.others(number) > 0, f"nobody else sits in {group.label}", group.clause)
        yield Need(lambda position: position.vacant[number] < most, f"seats enough of {group.label} are vacant")

    def forfeits(
        self,
        deed: Deed,
        asks: Iterable[Ask],
        needs: Iterable[Need],
        gained: Condition,
        change: dict[Literal, Condition],
    ) -> Iterator[Rule]:
        """Others lose seats when an act takes from them what `while` demands there.

        `deed` words the act, `gained` is what must be so of them before it, `change` which facts are what after it.
        """
        for ref in dict.fromkeys(ref for fact in change for ref in self._asking.get(fact, ())):
            group = self.groups[ref]
            retain = self.facts.plain(group.retain)
            after = substitute(retain, change.get)
            if after == retain or seat(ref) in change:
                continue
            whom = self.permits.unnamed(asks, seat(ref), retain, gained, negation(after))
            yield Rule(
                deed(f"somebody, who so loses {a_seat(group)}"), (*self._spare(group), whom, *needs),
                vacating(self.facts.numbers[ref]), (vacancy(ref),),
            )  # fmt: skip

    def terms(self) -> Iterator[Rule]:
        """Time passes to the end of a term: others fill what is vacant, and the group is filled anew."""
        sittings = tuple(Sitting(body) for body in self.law.constitution.bodies)
        for ref, group in self.groups.items():
            if group.term is None or not self.law.held_at_first(group):
                continue
            put_off = tuple(self.permits.standing(group.fill_clause))
            move = Move(
                "time", f"wait for the end of the term of {group.label}", group.clause, None,
                f"Time passes: the term of {group.label} ends.",
            )  # fmt: skip
            touches: tuple[Literal, ...] = (seat(ref), vacancy(ref), *sittings)
            yield Rule(move, put_off, self._ending(group, group.term), touches)
            yield from self.forfeits(ended(move), (), put_off, seat(ref), {seat(ref): FALSE})

    def _ending(self, group: Group, term: Fraction) -> Effect:
        ref, number = group.ref, self.facts.numbers[group.ref]

        def effect(position: Position) -> Position:
            later = self.passing(position)
            renewed = self._refills[ref].test(later)
            vacant = list(later.vacant)
            vacant[number] = 0 if renewed else later.size[number] - later.others(number)
            return evolve(
                later, date=position.date + term, vacant=tuple(vacant), open=frozenset([ref]),
                seats=tuple(held - {ref} for held in later.seats),
            )  # fmt: skip

        return effect

    def passing(self, position: Position) -> Position:
        """The position when others have filled the vacancies in their gift and bodies have met as they must."""
        for ref in self.groups:
            number = self.facts.numbers[ref]
            if ref not in position.open and not position.vacant[number]:
                continue
            if self._refills[ref].test(position):
                position = refill(position, ref, number)
            elif ref in position.open:
                # Nobody succeeds the outgoing members, who do not stay on.
                position = vacating(number, position.others(number))(position)
        bodies = self.law.constitution.bodies
        joint = {name for name in position.dissolved if not any(ref.body == name for ref in self.groups)}
        regular = {name for name in position.adjourned if bodies[name].every is not None}
        if joint or regular:
            position = evolve(position, dissolved=position.dissolved - joint, adjourned=position.adjourned - regular)
        return position

    def fillings(self) -> Iterator[Rule]:
        """Others fill what is vacant at once."""
        self._refills = {ref: self.refilled(group) for ref, group in self.groups.items()}
        for ref, group in self.groups.items():
            number = self.facts.numbers[ref]
            reason = f"nothing is vacant in {group.label}"
            vacant = Need(_lacking(number), reason)
            for way in self._ways[ref]:
                move = Move(
                    way.actor, way.power.act.text if way.power else f"{way.verb} {group.label}",
                    way.power.clause if way.power else group.fill_clause, None,
                    f"{capital(way.actor)} {way.verb} others to what is vacant in {group.label}.",
                )  # fmt: skip
                yield Rule(
                    move, (vacant, *self._filled_by_others(group, way)),
                    refilling(ref, number), (Sitting(ref.body),),
                )  # fmt: skip
                needs = (self._room(group, number), *self._filled_by_others(group, way))
                chosen = chosen_for(move, f"{capital(way.actor)} {way.verb} to {group.label}")
                yield from self.forfeits(chosen, (), needs, negation(seat(ref)), {seat(ref): TRUE})

    # --- what a seat that never opens takes ----------------------------------------------------------------------

    def needed_for(self, ref: GroupRef) -> Iterator[Literal]:
        """The facts that one may need in order to be chosen for a group."""
        group = self.groups[ref]
        yield from atoms(self.facts.plain(conjunction(group.eligible, group.retain)))
        for way in self._ways[ref]:
            yield from (atom for ask in way.asks for atom in atoms(ask.condition))
        for asks, _ in self._nominations[ref]:
            yield from (atom for ask in asks for atom in atoms(ask.condition))


def _lacking(number: int) -> Test:
    return lambda position: position.vacant[number] > 0
