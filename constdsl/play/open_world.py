"""One constitution and the persons who live under it: every move there can ever be, and the position at the start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import evolve

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
    negation,
)
from constdsl.model.entities import Act, Constitution, GroupRef, Power
from constdsl.play.lawbook import Lawbook, seat
from constdsl.play.open_effects import (
    adjourning,
    conferring,
    convening,
    dissolving,
    enlarging,
    lowering,
    nothing,
    raising,
    revoking,
    suspending,
    without,
)
from constdsl.play.open_facts import Facts, Test, in_force, seated, seats_of, vacancy
from constdsl.play.open_permits import Need, Permits
from constdsl.play.open_position import Move, Person, Position, filled
from constdsl.play.open_rules import Rule, Seating
from constdsl.play.open_words import a_seat, by_power, wording
from constdsl.syntax.tree import Verb

__all__ = ["World"]


class World:
    """A constitution with named persons. Building it is linear in the rules times the persons."""

    def __init__(self, constitution: Constitution, persons: Iterable[Person]) -> None:
        self.constitution = constitution
        self.persons = tuple(persons)
        self.law = Lawbook(constitution)
        self.refs = tuple(ref for ref, group in self.law.groups.items() if filled(group.filling))
        self.numbers = {ref: number for number, ref in enumerate(self.refs)}
        self.emergencies: dict[str, tuple[str, ...]] = {}
        for item in constitution.emergencies:
            self.emergencies[item.article] = (*self.emergencies.get(item.article, ()), item.flag)
        self.facts = Facts(self.law, self.persons, self.numbers)
        self.permits = Permits(self.law, self.facts)
        self.seating = Seating(self.law, self.facts, self.permits)
        self._retains = self._kept_while()
        self._flags = {
            name: self.facts.anybody(self.facts.plain(flag.condition))
            for name, flag in constitution.flags.items()
            if flag.condition != TRUE
        }
        self.rules = self._all_rules()
        self.by_move = {rule.move: rule for rule in self.rules}

    # --- the start -----------------------------------------------------------------------------------------------

    def start(self) -> Position:
        """Every body sits, every seat that anybody fills is held by others, no flag is up, nothing is suspended."""
        groups = [self.law.groups[ref] for ref in self.refs]
        return Position(
            self, Fraction(0), tuple(person.statuses for person in self.persons),
            tuple(frozenset() for _ in self.persons),
            tuple(group.seats for group in groups),
            tuple(0 if self.law.held_at_first(group) else group.seats for group in groups),
        )  # fmt: skip

    def founding(self, rules: Iterable[Rule]) -> tuple[GroupRef, ...]:
        """Seats that persons may hold from the start: those that never open, and those needed to be chosen for them."""
        possible = [rule for rule in rules if rule.possible and not rule.adds]
        opening = self._opening(possible)
        touched = {atom for rule in possible for atom in rule.touches}
        emptied = {seat(ref) for rule in possible for ref in rule.empties}
        pending = []
        for ref in self.refs:
            asked = set(atoms(self.facts.plain(self.law.groups[ref].retain)))
            ending = {atom for atom in asked & touched if isinstance(atom, Raised | Sitting)}
            opens = vacancy(ref) in opening or ending or (asked & emptied) - {seat(ref)}
            if not opens and self.law.held_at_first(self.law.groups[ref]):
                pending.append(ref)
        found: set[GroupRef] = set()
        while pending:
            ref = pending.pop()
            if ref not in found:
                found.add(ref)
                pending += [seated(atom) for atom in self.seating.needed_for(ref) if isinstance(atom, Member)]
        return tuple(ref for ref in self.refs if ref in found)

    def _opening(self, rules: Iterable[Rule]) -> set[Literal]:
        """The vacancies that can ever come about, where some moves need that a seat was vacant before."""
        vacancies = {vacancy(ref): ref for ref in self.refs}
        found: set[Literal] = {
            fact for fact, ref in vacancies.items() if not self.law.held_at_first(self.law.groups[ref])
        }
        while True:
            more = {
                atom
                for rule in rules
                if all(atom in found for need in rule.needs for atom in need.reads if atom in vacancies)
                for atom in rule.touches
                if atom in vacancies
            } - found
            if not more:
                return found
            found |= more

    # --- moves ---------------------------------------------------------------------------------------------------

    def _all_rules(self) -> tuple[Rule, ...]:
        seating = self.seating
        fillings = tuple(seating.fillings())
        rules = (
            *seating.choices(), *self._statuses(), *self._customs(), *seating.removals(), *self._flag_acts(),
            *self._meetings(), *self._enlargements(), *self._suspensions(), *fillings, *seating.terms(),
        )  # fmt: skip
        return (*(rule for ref in self.founding(rules) for rule in seating.foundings(ref)), *rules)

    def _powers(self, verb: Verb, **parts: str) -> Iterator[tuple[Power, Act]]:
        act = Act(verb, **parts)  # type: ignore[arg-type]
        for power in self.law.powers(act):
            if self.facts.ever_acts(power.subject):
                yield power, act

    def _statuses(self) -> Iterator[Rule]:
        for status in self.constitution.statuses:
            outer = self.law.within.get(status)
            inside: Condition = Holds(outer) if outer else TRUE
            for power, act in self._powers(Verb.CONFER, name=status):
                asks, needs = self.permits.on_person(power, act)
                for index, person in enumerate(self.persons):
                    yield Rule(
                        by_power(power, f"confers `{status}` on {person.name}", person.name),
                        (*self._fit(status, outer, index), *self.permits.named(asks, index), *needs),
                        conferring(index, status), (Holds(status),),
                    )  # fmt: skip
                before = conjunction(inside, negation(Holds(status)))
                yield from self.seating.forfeits(
                    wording(power, f"confers `{status}` on {{}}"), asks, needs, before, {Holds(status): TRUE}
                )
            lost = self.law.statuses_within(status)
            for power, act in self._powers(Verb.REVOKE, name=status):
                asks, needs = self.permits.on_person(power, act)
                for index, person in enumerate(self.persons):
                    yield Rule(
                        by_power(power, f"takes `{status}` from {person.name}", person.name),
                        (self._has(status, index), *self.permits.named(asks, index), *needs),
                        revoking(index, lost), tuple(Holds(name) for name in sorted(lost)),
                    )  # fmt: skip
                gone: dict[Literal, Condition] = {Holds(name): FALSE for name in sorted(lost)}
                yield from self.seating.forfeits(
                    wording(power, f"takes `{status}` from {{}}"), asks, needs, Holds(status), gone
                )

    def _has(self, status: str, index: int) -> Need:
        whom = self.persons[index].name
        return Need(lambda position: status in position.statuses[index], f"{whom} has no `{status}` to lose")

    def _fit(self, status: str, outer: str | None, index: int) -> Iterator[Need]:
        whom = self.persons[index].name
        yield Need(lambda position: status not in position.statuses[index], f"{whom} has `{status}` already")
        if outer is not None:
            reason = f"`{status}` is for those who have `{outer}`, which {whom} has not"
            clause = self.constitution.statuses[status].clause
            yield Need(lambda position: outer in position.statuses[index], reason, clause, (Holds(outer),))

    def _customs(self) -> Iterator[Rule]:
        for custom in self.constitution.acts.values():
            for power, act in self._powers(Verb.PERFORM, name=custom.name):
                if power.subject is None:
                    yield from self._by_persons(power, act, custom.makes)
                else:
                    yield from self._by_bodies(power, act, custom.makes)

    def _by_persons(self, power: Power, act: Act, makes: str | None) -> Iterator[Rule]:
        asks = tuple(self.permits.of_actor(power, act))
        needs = (*self.permits.standing(power.clause), *self.permits.agreed(power.consent, power.clause))
        for index, person in enumerate(self.persons):
            move = Move(person.name, act.name or "", power.clause, person.name, f"{person.name} does `{act.name}`.")
            fit = self._made(makes, index)
            effect = conferring(index, makes) if makes else nothing
            touches = (Holds(makes),) if makes else ()
            yield Rule(move, (*fit, *self.permits.named(asks, index), *needs), effect, touches)
        if makes:
            outer = self.law.within.get(makes)
            before = conjunction(Holds(outer) if outer else TRUE, negation(Holds(makes)))
            yield from self.seating.forfeits(
                wording(power, f"does `{act.name}` as {{}}"), asks, needs, before, {Holds(makes): TRUE}
            )

    def _by_bodies(self, power: Power, act: Act, makes: str | None) -> Iterator[Rule]:
        assert power.subject is not None
        needs = tuple(self.permits.by_anybody(power, act))
        body = self.constitution.bodies.get(power.subject)
        if makes is None or body is None or not body.office:
            # What a body of several does, none of its members has done.
            yield Rule(by_power(power, f"does `{act.name}`"), needs, nothing, ())
            return
        for index, person in enumerate(self.persons):
            held = seats_of(self.law, power.subject)
            sits = Need(self.facts.of(held, index), f"{person.name} is not {power.subject}", None, tuple(atoms(held)))
            asks = tuple(self.permits.of_actor(power, act))
            yield Rule(
                by_power(power, f"does `{act.name}` in the person of {person.name}", person.name),
                (sits, *self._made(makes, index), *self.permits.named(asks, index), *needs),
                conferring(index, makes), (Holds(makes),),
            )  # fmt: skip

    def _made(self, status: str | None, index: int) -> Iterator[Need]:
        if status is not None and (outer := self.law.within.get(status)) is not None:
            yield from list(self._fit(status, outer, index))[1:]

    def _flag_acts(self) -> Iterator[Rule]:
        for name, flag in self.constitution.flags.items():
            stands = self.facts.plain(flag.condition)
            for power, act in self._powers(Verb.DECLARE, name=name):
                down = Need(_down(name), f"`{name}` is up already")
                could = Need(
                    self.facts.anybody(stands), f"`{name}` could not stand", flag.clause, tuple(atoms(stands))
                )  # fmt: skip
                yield Rule(
                    by_power(power, f"declares `{name}`"), (down, could, *self.permits.by_anybody(power, act)),
                    raising(name), (Raised(name),),
                )  # fmt: skip
            for power, act in self._powers(Verb.LIFT, name=name):
                up = Need(_up(name), f"`{name}` is not up")
                yield Rule(
                    by_power(power, f"lifts `{name}`"), (up, *self.permits.by_anybody(power, act)),
                    lowering(name), (Raised(name),),
                )  # fmt: skip

    def _meetings(self) -> Iterator[Rule]:
        for name, body in self.constitution.bodies.items():
            own = tuple(ref for ref in self.refs if ref.body == name)
            there = Need(_exists(name), f"{name} is dissolved already")
            for power, act in self._powers(Verb.DISSOLVE, body=name):
                touches = (Sitting(name), *(fact for ref in own for fact in (seat(ref), vacancy(ref))))
                yield Rule(
                    by_power(power, f"dissolves {name}"), (there, *self.permits.by_anybody(power, act)),
                    dissolving(name, own), touches, empties=own,
                )  # fmt: skip
            if not body.convened:
                continue
            meets = Need(_sits(name), f"{name} does not sit", body.clause)
            rests = Need(_rests(name), f"{name} meets already", body.clause)
            yield Rule(
                Move(name, f"convene {name}", body.clause, None, f"Nobody convenes {name}."), (meets,),
                adjourning(name), (Sitting(name),),
            )  # fmt: skip
            for power, act in self._powers(Verb.CONVENE, body=name):
                yield Rule(
                    by_power(power, f"convenes {name}"), (rests, *self.permits.by_anybody(power, act)),
                    convening(name),
                    (Sitting(name),),
                )  # fmt: skip

    def _enlargements(self) -> Iterator[Rule]:
        most = len(self.persons)
        for ref in self.refs:
            number, group = self.numbers[ref], self.law.groups[ref]
            if self.constitution.bodies[ref.body].office:
                continue
            act = Act(Verb.ENLARGE, body=ref.body, group=ref.index)
            for power in self.law.powers(act):
                if not self.facts.ever_acts(power.subject):
                    continue
                enough = Need(
                    _fewer(number, most),
                    f"seats enough of {group.label} are vacant",
                )
                yield Rule(
                    by_power(power, f"adds {a_seat(group)}"), (enough, *self.permits.by_anybody(power, act)),
                    enlarging(number), (vacancy(ref),), adds=True,
                )  # fmt: skip

    def _suspensions(self) -> Iterator[Rule]:
        for key, article in self.constitution.articles.items():
            for power, act in self._powers(Verb.SUSPEND, article=key):
                needs = tuple(self.permits.by_anybody(power, act))
                counts = Need(_unsuspended(key), "it is suspended already")
                yield Rule(
                    by_power(power, f"suspends {article.label}"), (counts, *needs),
                    suspending(key), (in_force(key),),
                )  # fmt: skip

    # --- what follows of itself ----------------------------------------------------------------------------------

    def _kept_while(self) -> list[tuple[GroupRef, int, Condition]]:
        found = []
        for ref in self.refs:
            retain = self.facts.plain(self.law.groups[ref].retain)
            if retain != TRUE:
                found.append((ref, self.numbers[ref], retain))
        self._keeps = {
            ref: [self.facts.of(retain, index) for index in range(len(self.persons))] for ref, _, retain in found
        }
        self._others_keep = {ref: self.facts.somebody(seat(ref)) for ref, _, _ in found}
        return found

    def settled(self, position: Position) -> Position:
        """The position after all has ended that ends of itself: seats by `while`, flags with their conditions."""
        while True:
            before = position
            for ref, number, _ in self._retains:
                for index, keeps in enumerate(self._keeps[ref]):
                    if ref in position.seats[index] and not keeps(position):
                        position = without(position, index, ref)
                if position.others(number) and not self._others_keep[ref](position):
                    vacant = list(position.vacant)
                    vacant[number] += position.others(number)
                    position = evolve(position, vacant=tuple(vacant))
            for name, stands in self._flags.items():
                if name in position.flags and not stands(position):
                    position = evolve(position, flags=position.flags - {name})
            if position is before:
                return position


# --- tests -----------------------------------------------------------------------------------------------------------


def _up(flag: str) -> Test:
    return lambda position: flag in position.flags


def _down(flag: str) -> Test:
    return lambda position: flag not in position.flags


def _exists(body: str) -> Test:
    return lambda position: body not in position.dissolved


def _sits(body: str) -> Test:
    return lambda position: position.sits(body)


def _rests(body: str) -> Test:
    return lambda position: body in position.adjourned


def _fewer(number: int, most: int) -> Test:
    return lambda position: position.vacant[number] < most


def _unsuspended(article: str) -> Test:
    return lambda position: article not in position.suspended
