"""What must be so that somebody can lawfully do something, while everybody cooperates (sections 3 and 4 of
docs/semantics.md): who decides is there to decide, rules count while their articles do, and no norm forbids it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from constdsl.capture.lives import Fact, Society, State, Test, Vacant, Want, has_person, wants
from constdsl.capture.membership import seat, seated
from constdsl.model.conditions import (
    TRUE,
    Condition,
    Member,
    Raised,
    Sitting,
    atoms,
    conjunction,
    disjunction,
    negation,
)
from constdsl.model.entities import Act, Clause, Norm, Power, Threshold
from constdsl.syntax.tree import Base, Verb

__all__ = ["Need", "Permission", "Permissions", "any_of"]

PERSONAL = frozenset({Verb.APPOINT, Verb.REMOVE, Verb.NOMINATE, Verb.STRIKE, Verb.CONFER, Verb.REVOKE})
"""Acts done to a person."""


@frozen(eq=False)
class Need:
    """Something that must be so for a move.

    `wants` are the facts that can bring it about. Where `rests` is not None, it is so at every start, whoever the
    person is, until one of the facts in `rests` changes. `possible` is false of what can never be so.
    """

    test: Test
    wants: tuple[Want, ...]
    rests: frozenset[Fact] | None = None
    possible: bool = True


@frozen(eq=False)
class Permission:
    """Leave to use a power on a person: what is asked of that person, and what else it needs."""

    asked: Condition
    needs: tuple[Need, ...]


@frozen
class _Ban:
    """A norm on a power: which of its users it binds, and as to which persons."""

    users: Condition
    whom: Condition
    clause: Clause


class Permissions:
    """The needs of powers under one constitution."""

    def __init__(self, society: Society, first: State) -> None:
        self.society = society
        self.first = first
        """The start, with nobody in the person's place."""

    # --- conditions as needs -----------------------------------------------------------------------------------------

    def of_her(self, condition: Condition) -> Need:
        """That the person meets a plain condition."""
        test, possible = self.society.hers(condition), self.society.logic.satisfiable(condition)
        sure = not has_person(condition) and test(self.first)
        return Need(test, tuple(wants(condition)), frozenset(atoms(condition)) if sure else None, possible)

    def of_somebody(self, *conditions: Condition) -> Need:
        """That somebody else can meet plain conditions."""
        condition = conjunction(*conditions)
        test = self.society.somebody(condition)
        facts = tuple(self._about_others(condition))
        rests = frozenset(fact for fact, _ in facts) if test(self.first) else None
        return Need(test, facts, rests, self.society.logic.satisfiable(condition))

    def of_anybody(self, condition: Condition) -> Need:
        """That the person, or somebody else, meets a plain condition."""
        if not has_person(condition):
            return self.of_her(condition)
        others = self.of_somebody(condition)
        facts = tuple(dict.fromkeys((*others.wants, *wants(condition))))
        return Need(self.society.anybody(condition), facts, others.rests, others.possible)

    def _about_others(self, condition: Condition) -> Iterator[Want]:
        """What the state of things has to do with whether somebody else meets a condition."""
        for atom in dict.fromkeys(atoms(self.society.with_seats(condition))):
            if isinstance(atom, Member):
                yield Vacant(seated(atom)), False
            elif isinstance(atom, Raised | Sitting):
                yield atom, True
                yield atom, False

    # --- who acts ----------------------------------------------------------------------------------------------------

    def able(self, label: str, threshold: Threshold | None = None) -> Need:
        """That a body, group or class can decide: it meets, and its members are enough for threshold and quorum."""
        society = self.society
        if (found := society.constitution.classes.get(label)) is not None:
            return self.of_anybody(society.plain(found.condition))
        name = label.partition(".")[0]
        body = society.constitution.bodies[name]
        bars = [bar for bar in (threshold or body.decides, body.quorum) if bar is not None]
        origins = society.origins(label)
        enough: dict[tuple[int, int], bool] = {}

        def test(state: State) -> bool:
            if not state.sits(name):
                return False
            seats = sum([state.seats[society.number[ref]] for ref in origins])
            members = seats - sum([society.vacant(state, ref) for ref in origins])
            if (seats, members) not in enough:
                enough[seats, members] = all(
                    bar.needed(seats if bar.base is Base.SEATS else members) <= members for bar in bars
                )
            return enough[seats, members]

        facts: list[Want] = [(Sitting(name), True), *((Vacant(ref), False) for ref in dict.fromkeys(origins))]
        rests = frozenset(fact for fact, _ in facts) if test(self.first) else None
        return Need(test, tuple(facts), rests, society.ever_there(label))

    def agreed(self, labels: Iterable[str]) -> Iterator[Need]:
        """That bodies whose consent is needed can give it."""
        yield from map(self.able, labels)

    def standing(self, clause: Clause) -> Iterator[Need]:
        """That the article of a rule has not lapsed."""
        if (condition := self.society.in_force(clause)) != TRUE:
            yield self.of_her(condition)

    # --- powers ------------------------------------------------------------------------------------------------------

    def over_person(self, power: Power, act: Act, candidate: bool = False) -> Permission:
        """Leave to do an act to somebody."""
        society = self.society
        asked = society.plain(conjunction(power.scope, power.act.whom), candidate)
        users = society.plain(power.subject_condition)
        for ban in self._bans(power, act, candidate):
            forbidden = society.in_force(ban.clause)
            if power.subject is not None or society.logic.entails(users, ban.users):
                asked = conjunction(asked, negation(conjunction(forbidden, ban.whom)))
            elif ban.whom == TRUE:
                users = conjunction(users, negation(conjunction(forbidden, ban.users)))
            # A norm on some users, as to some persons, leaves the others free to use the power.
        needs = [*self.standing(power.clause), *self.agreed(power.consent)]
        needs.append(self.of_anybody(users) if power.subject is None else self.able(power.subject, power.threshold))
        return Permission(asked, tuple(needs))

    def asked_of_actor(self, power: Power, act: Act) -> Condition:
        """What is asked of who does an act that is done to nobody."""
        asked = self.society.plain(conjunction(power.scope, power.subject_condition if power.subject is None else TRUE))
        for ban in self._bans(power, act):
            asked = conjunction(asked, negation(conjunction(self.society.in_force(ban.clause), ban.users)))
        return asked

    def by_actor(self, power: Power, act: Act) -> Iterator[Need]:
        """What it takes that anybody does an act that is done to nobody."""
        yield from self.standing(power.clause)
        yield from self.agreed(power.consent)
        if power.subject is not None:
            yield self.able(power.subject, power.threshold)
        asked = self.asked_of_actor(power, act)
        if has_person(asked) and power.subject is not None:
            asked = conjunction(asked, self.among(power.subject))
        yield self.of_anybody(asked)

    def among(self, label: str) -> Condition:
        """The condition of belonging to a class, or of a seat in a body or group."""
        found = self.society.constitution.classes.get(label)
        if found is not None:
            return self.society.plain(found.condition)
        return disjunction(*(seat(ref) for ref in self.society.origins(label)))

    # --- norms -------------------------------------------------------------------------------------------------------

    def _bans(self, power: Power, act: Act, candidate: bool = False) -> Iterator[_Ban]:
        society = self.society
        for norm in self._norms(power, act):
            if society.index.outranks(power.clause, norm.clause):
                continue
            users = norm.subject_condition if power.subject is None else TRUE
            if act.verb in PERSONAL:
                whom = society.plain(conjunction(norm.scope, norm.act.whom), candidate)
                yield _Ban(society.plain(users), whom, norm.clause)
            else:
                yield _Ban(society.plain(conjunction(users, norm.scope)), TRUE, norm.clause)

    def _norms(self, power: Power, act: Act) -> Iterator[Norm]:
        index = self.society.index
        yield from (norm for norm in index.norms(act) if norm.subject == power.subject)
        for other in index.exclusive(act):
            if other is not power and (power.subject is None or other.subject != power.subject):
                # `only X may` forbids the act to everybody else; `only any COND may`, to persons of other kinds.
                rest = negation(other.subject_condition) if other.subject is None and power.subject is None else TRUE
                yield Norm(power.subject, rest, other.act, other.scope, (), other.clause)


def any_of(ways: Iterable[Iterable[Need]]) -> Need:
    """That one of several ways is open, each with all that it needs."""
    lists = [tuple(way) for way in ways]

    def test(state: State) -> bool:
        return any(all(need.test(state) for need in way) for way in lists)

    sure = [way for way in lists if all(need.rests is not None for need in way)]
    rests = frozenset(fact for need in sure[0] for fact in need.rests or ()) if sure else None
    facts = dict.fromkeys(fact for way in lists for need in way for fact in need.wants)
    return Need(test, tuple(facts), rests, any(all(need.possible for need in way) for way in lists))
