"""A witness: one person, in one state of the constitution, that shows a condition can be true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from constdsl.logic.evaluate import compares
from constdsl.model.conditions import Candidate, Compare, Equals, Holds, Literal, Member, Raised, Sitting

__all__ = ["Situation"]

_NO_TITLES: Mapping[str, str] = {}


@frozen
class Situation:
    """One person and the state of the constitution around them, as far as they matter.

    `facts` says of every atom asked about whether it is true, in the order in which the atoms first appeared, and
    after them whatever follows from the axioms. `numbers` and `values` give every attribute asked about, likewise
    in order. Whatever is not listed is false, or zero; read so, a situation obeys the axioms. One exception: an
    enumerated attribute missing from both the axioms and `values` has some value that no condition names.
    """

    facts: tuple[tuple[Literal, bool], ...] = ()
    numbers: tuple[tuple[str, int], ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    def fact(self, atom: Literal) -> bool:
        """Whether an atom is true here; ValueError for a comparison with an unknown operator."""
        match atom:
            case Compare(attribute):
                return compares(dict(self.numbers).get(attribute, 0), atom)
            case Equals(attribute, value):
                return (attribute, value) in self.values
            case _:
                return (atom, True) in self.facts

    def words(self, titles: Mapping[str, str] = _NO_TITLES) -> str:
        """The situation in plain English, names in backticks, or by their titles where they have one.

        A seat group's title is looked up as `Body.group`.
        """
        person = [phrase for atom, true in self.facts if (phrase := self._of_person(atom, true, titles))]
        world = [phrase for atom, true in self.facts if (phrase := _of_world(atom, true, titles))]
        attributes = [f"`{name}` is {number}" for name, number in self.numbers]
        attributes += [f"`{name}` is `{value}`" for name, value in self.values]

        text = "a person" if person or attributes else "anyone"
        if person:
            text += f" who {_list(person)}"
        if attributes:
            text += f"{',' if person else ''} whose {_list(attributes)}"
        if world:
            text += f"; while {_list(world)}"
        return text

    def _of_person(self, atom: Literal, true: bool, titles: Mapping[str, str]) -> str | None:
        match atom:
            case Holds(status):
                return f"{'is' if true else 'is not'} {_with_article(_called(status, titles))}"
            case Member(body, None):
                # Sitting in a group of the body says as much already.
                if any(isinstance(one, Member) and one.body == body and one.group and yes for one, yes in self.facts):
                    return None
                return f"{'sits' if true else 'does not sit'} in {_called(body, titles)}"
            case Member(body, group):
                if (Member(body), False) in self.facts:
                    return None
                return f"{'sits' if true else 'does not sit'} in {_called(f'{body}.{group}', titles)}"
            case Candidate():
                return f"{'is' if true else 'is not'} a candidate"
            case _:
                return None


def _of_world(atom: Literal, true: bool, titles: Mapping[str, str]) -> str | None:
    match atom:
        case Raised(flag):
            return f"{_called(flag, titles)} {'is' if true else 'is not'} up"
        case Sitting(body):
            return f"{_called(body, titles)} {'is' if true else 'is not'} sitting"
        case _:
            return None


def _called(name: str, titles: Mapping[str, str]) -> str:
    return titles.get(name) or f"`{name}`"


def _with_article(noun: str) -> str:
    return f"{'an' if noun.lstrip('`')[:1].lower() in tuple('aeiou') else 'a'} {noun}"


def _list(phrases: Sequence[str]) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"
