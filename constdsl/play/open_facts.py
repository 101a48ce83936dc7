"""Conditions as quick tests of a position: of one named person, or of somebody or other without a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from constdsl.logic.decide import Logic
from constdsl.logic.evaluate import compares
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Both,
    Candidate,
    Compare,
    Condition,
    Either,
    Equals,
    Holds,
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
from constdsl.model.entities import Act, GroupRef
from constdsl.play.lawbook import Lawbook, seat
from constdsl.play.open_position import Person, Position
from constdsl.syntax.tree import Verb

__all__ = ["Facts", "Test", "in_force", "seated", "vacancy"]

Test = Callable[[Position], bool]

_ARTICLE = "article "
_VACANCY = "vacancy "


def in_force(article: str) -> Raised:
    """The fact that an article is in force; no flag has such a name, since names hold no space."""
    return Raised(_ARTICLE + article)


def vacancy(ref: GroupRef) -> Raised:
    """The fact that a seat of a group can be filled."""
    return Raised(f"{_VACANCY}{ref.body}#{ref.index}")


def seated(atom: Member) -> GroupRef:
    """The group of which `seat` made a fact."""
    return GroupRef(atom.body, int((atom.group or "#0")[1:]))


class Facts:
    """The facts of one constitution about the given persons, and about all the persons without names."""

    def __init__(self, law: Lawbook, persons: Sequence[Person], numbers: dict[GroupRef, int]) -> None:
        self.law = law
        self.persons = persons
        self.numbers = numbers
        self.logic = Logic(law.constitution.axioms)
        self._first_values = {name: values[0] for name, values in law.constitution.axioms.values}
        self._somebody: dict[Condition, Test] = {}

    def plain(self, condition: Condition, candidate: bool = False) -> Condition:
        """A condition over seats as they are filled; a flag that nobody may ever raise is down."""
        return substitute(self.law.plain(condition), lambda atom: self._settled(atom, candidate))

    def _settled(self, atom: Literal, candidate: bool) -> Condition | None:
        if isinstance(atom, Candidate):
            return Truth(candidate)
        if isinstance(atom, Raised) and atom.flag in self.law.constitution.flags:
            return None if self.raisable(atom.flag) else FALSE
        return None

    def raisable(self, flag: str) -> bool:
        """Whether the text names anybody who may raise a flag, and who is ever there to do so."""
        return any(self.ever_acts(power.subject) for power in self.law.powers(Act(Verb.DECLARE, name=flag)))

    def ever_acts(self, label: str | None) -> bool:
        """Whether a body has, or can ever have, members; classes and persons are always there."""
        if label is None or label in self.law.constitution.classes:
            return True
        return any(self.law.held_at_first(self.law.groups[block.origin]) for block in self.law.blocks(label))

    def standing(self, article: str | None) -> Condition:
        """The condition that an article is in force, which is true of one that nothing can suspend."""
        if article is None:
            return TRUE
        powers = self.law.powers(Act(Verb.SUSPEND, article=article))
        flags = [item.flag for item in self.law.constitution.emergencies if item.article == article]
        if any(self.ever_acts(power.subject) for power in powers) or any(self.raisable(flag) for flag in flags):
            return in_force(article)
        return TRUE

    # --- named persons -------------------------------------------------------------------------------------------

    def of(self, condition: Condition, number: int) -> Test:
        """The test whether a plain condition is true of a named person, by number."""
        return _compiled(substitute(condition, lambda atom: self._constant(atom, self.persons[number])), number)

    def _constant(self, atom: Literal, person: Person) -> Condition | None:
        match atom:
            case Compare(attribute):
                return Truth(compares(dict(person.numbers).get(attribute, 0), atom))
            case Equals(attribute, value):
                return Truth(dict(person.values).get(attribute, self._first_values.get(attribute)) == value)
            case _:
                return None

    def anybody(self, condition: Condition) -> Test:
        """The test whether a plain condition is true of a named person, or of somebody without a name."""
        if not personal(condition):
            return _compiled(condition, 0)
        named = [self.of(condition, number) for number in range(len(self.persons))]
        unnamed = self.somebody(condition)
        return lambda position: any(test(position) for test in named) or unnamed(position)

    # --- persons without names -----------------------------------------------------------------------------------

    def somebody(self, condition: Condition) -> Test:
        """The test whether somebody without a name can meet a plain condition.

        Persons are plentiful, so only the axioms bind them, and the seats they hold: who sits in a group meets what
        `while` asks there, and has the attributes that were asked at the choosing.
        """
        found = self._somebody.get(condition)
        if found is None:
            found = self._somebody[condition] = self._search(condition)
        return found

    def _search(self, condition: Condition) -> Test:
        whole, known, pending = condition, set[GroupRef](), [condition]
        while pending:
            for atom in atoms(pending.pop()):
                if isinstance(atom, Member) and (ref := seated(atom)) not in known:
                    known.add(ref)
                    entailed = self.holder(ref)
                    pending.append(entailed)
                    whole = conjunction(whole, disjunction(negation(atom), entailed))
        world = tuple(dict.fromkeys(atom for atom in atoms(whole) if isinstance(atom, Raised | Sitting | Member)))
        tests = [self._exists(atom) for atom in world]
        answers: dict[tuple[bool, ...], bool] = {}

        def test(position: Position) -> bool:
            key = tuple([each(position) for each in tests])
            found = answers.get(key)
            if found is None:
                truth: dict[Literal, bool] = dict(zip(world, key, strict=True))
                found = answers[key] = self.logic.satisfiable(
                    substitute(whole, lambda atom: _told(atom, truth.get(atom)))
                )
            return found

        return test

    def _exists(self, atom: Literal) -> Test:
        if not isinstance(atom, Member):
            return _fact(atom, 0)
        number = self.numbers[seated(atom)]
        return lambda position: position.others(number) > 0

    def holder(self, ref: GroupRef) -> Condition:
        """What is known of everybody who holds a seat in a group."""
        group = self.law.groups[ref]
        return conjunction(self.plain(group.retain), _lasting(self.plain(group.eligible, candidate=True), True))


def personal(condition: Condition) -> bool:
    """Whether a condition speaks of a person at all, and not of the state of things alone."""
    return any(not isinstance(atom, Raised | Sitting) for atom in atoms(condition))


def _told(atom: Literal, truth: bool | None) -> Condition | None:
    """What is left of a fact: seats that others hold may be anybody's, all else about the world is settled."""
    if truth is None or (truth and isinstance(atom, Member)):
        return None
    return Truth(truth)


def _lasting(condition: Condition, wanted: bool) -> Condition:
    """What a condition that was once true (or false) says of attributes, which never change."""
    match condition:
        case Truth(value):
            return Truth(value is wanted)
        case Negation(operand):
            return _lasting(operand, not wanted)
        case Both(operands) | Either(operands):
            join = conjunction if isinstance(condition, Both) is wanted else disjunction
            return join(*(_lasting(operand, wanted) for operand in operands))
        case Compare() | Equals():
            return condition if wanted else negation(condition)
        case _:
            return TRUE


def _compiled(condition: Condition, number: int) -> Test:
    match condition:
        case Truth(value):
            return lambda _: value
        case Negation(operand):
            inner = _compiled(operand, number)
            return lambda position: not inner(position)
        case Both(operands):
            parts = [_compiled(operand, number) for operand in operands]
            return lambda position: all(part(position) for part in parts)
        case Either(operands):
            parts = [_compiled(operand, number) for operand in operands]
            return lambda position: any(part(position) for part in parts)
        case _:
            return _fact(condition, number)


def _fact(atom: Literal, number: int) -> Test:
    match atom:
        case Holds(status):
            return lambda position: status in position.statuses[number]
        case Member():
            ref = seated(atom)
            return lambda position: ref in position.seats[number]
        case Raised(flag) if flag.startswith(_ARTICLE):
            article = flag.removeprefix(_ARTICLE)
            return lambda position: position.in_force(article)
        case Raised(flag):
            return lambda position: flag in position.flags
        case Sitting(body):
            return lambda position: position.sits(body)
    raise TypeError(atom)


def seats_of(law: Lawbook, label: str) -> Condition:
    """The condition of holding a seat in a body or group."""
    return disjunction(*(seat(block.origin) for block in law.blocks(label)))
