"""One person among everybody else: the states that can come about, and what is true in them, of her and of others.

Others have no names. Persons are plentiful (section 2 of docs/semantics.md), so of them it matters only how many sit
in each group; who they are is whoever the axioms, and the seats they hold, allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import evolve, frozen

from constdsl.capture.index import Index
from constdsl.capture.membership import by_groups, seat, seated
from constdsl.logic.decide import Logic
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Both,
    Candidate,
    Compare,
    Condition,
    Either,
    Equals,
    Literal,
    Member,
    Negation,
    Raised,
    Sitting,
    Truth,
    atoms,
    conjunction,
    disjunction,
    negation,
    substitute,
)
from constdsl.model.entities import Act, Clause, Constitution, Filling, Group, GroupRef
from constdsl.syntax.tree import Verb

__all__ = [
    "MAX_EFFORT", "Fact", "Society", "State", "Test", "TooMany", "Vacant", "Want", "has_person", "lapsing", "wants",
]  # fmt: skip

MAX_EFFORT = 1_500_000
"""What one question may cost, in microseconds or so."""


class TooMany(Exception):
    """A question tells apart too many persons or states of things."""


@frozen
class Vacant:
    """The fact that a seat of a group is there to be filled."""

    group: GroupRef


Fact = Literal | Vacant
Want = tuple[Fact, bool]
"""A fact, and whether it is to be so or not so."""


@frozen(cache_hash=True)
class State:
    """Who the person is, what she holds, how many others sit where, and what is so in the world.

    Groups go by their number in `Society.groups`; seats held neither by her nor by others are vacant.
    """

    numbers: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, str], ...]
    person: frozenset[Literal]
    """What is true of her: her statuses, the seats she holds, each where it is filled, and comparisons that hold."""
    seats: tuple[int, ...]
    others: tuple[int, ...]
    flags: frozenset[str] = frozenset()
    suspended: frozenset[str] = frozenset()
    dissolved: frozenset[str] = frozenset()
    adjourned: frozenset[str] = frozenset()
    ended: GroupRef | None = None
    """The group whose term has just ended: until time passes, she may take the place of one of the others."""
    beginning: bool = True
    """Whether nothing was done yet, so that it can still be said in which seats she has always sat."""

    def sits(self, body: str) -> bool:
        """Whether a body is there and meets."""
        return body not in self.dissolved and body not in self.adjourned


Test = Callable[[State], bool]

_LAPSED = "lapse of "


def lapsing(article: str) -> Raised:
    """The fact that an article, by its key, has lapsed, as a state of the world; no flag has a name with spaces."""
    return Raised(_LAPSED + article)


class Society:
    """What is true under one constitution, state by state."""

    def __init__(self, constitution: Constitution) -> None:
        self.constitution = constitution
        self.index = Index(constitution)
        self.logic = Logic(constitution.axioms)
        self.within = dict(constitution.axioms.within)
        filled = [group for body in constitution.bodies.values() for group in body.groups]
        own = [group for group in filled if group.filling not in (Filling.HELD, Filling.JOINING)]
        self.groups: dict[GroupRef, Group] = {group.ref: group for group in own}
        self.number = {ref: number for number, ref in enumerate(self.groups)}
        self._places = {ref: (number, seat(ref)) for ref, number in self.number.items()}
        self.emergencies: dict[str, frozenset[str]] = {}
        for item in constitution.emergencies:
            self.emergencies[item.article] = self.emergencies.get(item.article, frozenset()) | {item.flag}
        self._spent = 0
        self._plain: dict[tuple[Condition, bool], Condition] = {}
        self._somebody: dict[Condition, Test] = {}
        self.retained = {ref: self.plain(group.retain) for ref, group in self.groups.items()}
        kept = [ref for ref, retain in self.retained.items() if retain != TRUE]
        self._keeping = {ref: (self.hers(self.retained[ref]), self.somebody(seat(ref))) for ref in kept}
        self._standing = {
            name: self.anybody(self.plain(flag.condition))
            for name, flag in constitution.flags.items()
            if flag.condition != TRUE
        }

    def spend(self, effort: int) -> None:
        """Count what something takes, in microseconds or so; TooMany when that makes more than `MAX_EFFORT`."""
        self._spent += effort
        if self._spent > MAX_EFFORT:
            raise TooMany

    # --- conditions --------------------------------------------------------------------------------------------------

    def plain(self, condition: Condition, candidate: bool = False) -> Condition:
        """A condition over the seats where they are filled; whether one is a candidate is said, and a flag that
        nobody is ever there to raise is down."""
        key = (condition, candidate)
        if key not in self._plain:
            self._plain[key] = substitute(
                by_groups(self.constitution, condition), lambda atom: self._settled_fact(atom, candidate)
            )
        return self._plain[key]

    def _settled_fact(self, atom: Literal, candidate: bool) -> Condition | None:
        match atom:
            case Candidate():
                return Truth(candidate)
            case Raised(flag):
                return None if self.raisable(flag) else FALSE
        return None

    def raisable(self, flag: str) -> bool:
        """Whether somebody who may raise a flag is ever there to do it."""
        return any(self.ever_there(power.subject) for power in self.index.powers(Act(Verb.DECLARE, name=flag)))

    def may_lapse(self, article: str) -> bool:
        """Whether an article may ever be suspended, by an act or during a flag."""
        powers = self.index.powers(Act(Verb.SUSPEND, article=article))
        return any(self.ever_there(power.subject) for power in powers) or any(
            self.raisable(flag) for flag in self.emergencies.get(article, ())
        )

    def ever_there(self, label: str | None) -> bool:
        """Whether a body or group has members at the start; classes and persons are always there."""
        if label is None or label in self.constitution.classes:
            return True
        return any(self.held_at_first(self.groups[ref]) for ref in self.origins(label))

    def origins(self, label: str) -> list[GroupRef]:
        """The groups in which seats behind a label are filled, once for each way in which they sit there."""
        found: list[GroupRef] = []
        pending = [(ref, frozenset[GroupRef]()) for ref in self.constitution.labels[label]]
        while pending:
            ref, through = pending.pop(0)
            if ref in self.groups:
                found.append(ref)
            elif ref not in through:
                inner = [each for name in self.constitution.group(ref).by for each in self.constitution.labels[name]]
                pending += [(each, through | {ref}) for each in inner]
        return found

    def held_at_first(self, group: Group) -> bool:
        """Whether the seats of a group have holders at the start: those somebody fills, and those for life."""
        if group.for_life or group.filling is not Filling.NOBODY:
            return True
        return bool(self.index.group_powers(Verb.APPOINT, group))

    # --- the person --------------------------------------------------------------------------------------------------

    def hers(self, condition: Condition) -> Test:
        """The test whether a plain condition is true of the person."""
        match condition:
            case Truth(value):
                return lambda _: value
            case Negation(operand):
                inner = self.hers(operand)
                return lambda state: not inner(state)
            case Both(operands):
                parts = [self.hers(operand) for operand in operands]
                return lambda state: all(part(state) for part in parts)
            case Either(operands):
                parts = [self.hers(operand) for operand in operands]
                return lambda state: any(part(state) for part in parts)
            case Raised() | Sitting():
                return lambda state: self._in_world(condition, state)
            case _:
                return lambda state: condition in state.person

    def _in_world(self, atom: Raised | Sitting, state: State) -> bool:
        match atom:
            case Raised(flag) if flag.startswith(_LAPSED):
                return self.lapsed(flag.removeprefix(_LAPSED), state)
            case Raised(flag):
                return flag in state.flags
            case Sitting(body):
                return state.sits(body)

    def lapsed(self, article: str, state: State) -> bool:
        """Whether an article is suspended, by an act or during a flag that is up."""
        return article in state.suspended or not state.flags.isdisjoint(self.emergencies.get(article, ()))

    def in_force(self, clause: Clause) -> Condition:
        """The condition that the article of a clause has not lapsed; what stands outside articles never does."""
        if clause.article is None or not self.may_lapse(clause.article):
            return TRUE
        return negation(lapsing(clause.article))

    def vacant(self, state: State, ref: GroupRef) -> int:
        """The vacant seats of a group."""
        number, place = self._places[ref]
        return state.seats[number] - state.others[number] - (place in state.person)

    # --- others ------------------------------------------------------------------------------------------------------

    def anybody(self, condition: Condition) -> Test:
        """The test whether a plain condition is true of the person or of somebody else."""
        hers, others = self.hers(condition), self.somebody(condition)
        if not has_person(condition):
            return hers
        return lambda state: others(state) or hers(state)

    def somebody(self, condition: Condition) -> Test:
        """The test whether a plain condition can be true of somebody other than the person."""
        if condition not in self._somebody:
            self._somebody[condition] = self._search(condition)
        return self._somebody[condition]

    def with_seats(self, condition: Condition) -> Condition:
        """A condition together with what is known of whoever holds the seats of which it speaks."""
        known: dict[Member, None] = {}
        pending = list(atoms(condition))
        parts = [condition]
        while pending:
            atom = pending.pop(0)
            if isinstance(atom, Member) and atom not in known:
                known[atom] = None
                group = self.groups[seated(atom)]
                holder = conjunction(self.plain(group.retain), _lasting(self.plain(group.eligible, candidate=True)))
                parts.append(disjunction(negation(atom), holder))
                pending += atoms(holder)
        self.spend(len(known) ** 2 // 4)
        return conjunction(*parts)

    def _search(self, condition: Condition) -> Test:
        whole = self.with_seats(condition)
        world = [atom for atom in dict.fromkeys(atoms(whole)) if isinstance(atom, Raised | Sitting | Member)]
        tests = [self._there(atom) for atom in world]
        answers: dict[tuple[bool, ...], bool] = {}

        def test(state: State) -> bool:
            truths = tuple([there(state) for there in tests])
            if truths not in answers:
                self.spend(10 + len(world) ** 2 // 2)
                truth: dict[Literal, bool] = dict(zip(world, truths, strict=True))
                answers[truths] = self.logic.satisfiable(substitute(whole, lambda atom: _told(atom, truth.get(atom))))
            return answers[truths]

        return test

    def _there(self, atom: Raised | Sitting | Member) -> Test:
        if isinstance(atom, Member):
            number = self.number[seated(atom)]
            return lambda state: state.others[number] > 0
        return lambda state: self._in_world(atom, state)

    # --- what ends of itself -----------------------------------------------------------------------------------------

    def settled(self, state: State) -> State:
        """The state after seats have ended by `while`, hers and others', and flags with what they stand on."""
        while True:
            before = state
            for ref, (hers, others) in self._keeping.items():
                if seat(ref) in state.person and not hers(state):
                    state = evolve(state, person=state.person - {seat(ref)})
                if state.others[self.number[ref]] and not others(state):
                    state = self.with_others(state, ref, 0)
            for name, stands in self._standing.items():
                if name in state.flags and not stands(state):
                    state = evolve(state, flags=state.flags - {name})
            if state is before:
                return state

    def with_others(self, state: State, ref: GroupRef, others: int) -> State:
        """The state when so many others sit in a group."""
        number = self.number[ref]
        if state.others[number] == others:
            return state
        return evolve(state, others=(*state.others[:number], others, *state.others[number + 1 :]))


def wants(condition: Condition, so: bool = True) -> Iterator[Want]:
    """The facts that can make a condition true, or not true, each as it has to be."""
    match condition:
        case Truth():
            return
        case Negation(operand):
            yield from wants(operand, not so)
        case Both(operands) | Either(operands):
            for operand in operands:
                yield from wants(operand, so)
        case _:
            yield condition, so


def has_person(condition: Condition) -> bool:
    """Whether a condition speaks of a person, and not of the world alone."""
    return any(not isinstance(atom, Raised | Sitting) for atom in atoms(condition))


def _told(atom: Literal, truth: bool | None) -> Condition | None:
    """Of the world we know what is so; a seat that others hold may be this one's or not."""
    return None if truth is None or (truth and isinstance(atom, Member)) else Truth(truth)


def _lasting(condition: Condition, so: bool = True) -> Condition:
    """What still follows, long after a condition was met: what it says of attributes, which never change."""
    match condition:
        case Truth(value):
            return Truth(value is so)
        case Negation(operand):
            return _lasting(operand, not so)
        case Both(operands) | Either(operands):
            join = conjunction if isinstance(condition, Both) is so else disjunction
            return join(*(_lasting(operand, so) for operand in operands))
        case Compare() | Equals():
            return condition if so else negation(condition)
    return TRUE
