"""Conditions after names are resolved: propositional formulas over persons and the state of the constitution.

Names are plain strings, unique in their kind within one selected constitution. Classes named in a condition have
been replaced by their own conditions. Person facts are `Holds`, `Compare`, `Equals`, `Member`, `Candidate`; world
facts are `Raised` and `Sitting`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

__all__ = [
    "FALSE",
    "TRUE",
    "Axioms",
    "Both",
    "Candidate",
    "Compare",
    "Condition",
    "Either",
    "Equals",
    "Holds",
    "Literal",
    "Member",
    "Negation",
    "Raised",
    "Sitting",
    "Truth",
    "atoms",
    "conjunction",
    "disjunction",
    "negation",
    "substitute",
]


@frozen
class Truth:
    """A condition that is always true, or always false."""

    value: bool


TRUE = Truth(True)
FALSE = Truth(False)


@frozen
class Holds:
    """The person holds a status."""

    status: str


@frozen
class Compare:
    """A numeric attribute of the person compared with a constant; `operator` is one of `>= > <= < = !=`."""

    attribute: str
    operator: str
    value: int


@frozen
class Equals:
    """An enumerated attribute of the person has this value."""

    attribute: str
    value: str


@frozen
class Member:
    """The person holds a seat in a body, or in one named group of it."""

    body: str
    group: str | None = None


@frozen
class Candidate:
    """The person is a candidate in the matter at hand."""


@frozen
class Raised:
    """A flag is up."""

    flag: str


@frozen
class Sitting:
    """A body exists and meets."""

    body: str


@frozen(cache_hash=True)
class Negation:
    """The operand is false."""

    operand: Condition


@frozen(cache_hash=True)
class Both:
    """All operands are true; two or more of them."""

    operands: tuple[Condition, ...]


@frozen(cache_hash=True)
class Either:
    """Some operand is true; two or more of them."""

    operands: tuple[Condition, ...]


Literal = Holds | Compare | Equals | Member | Candidate | Raised | Sitting
Condition = Truth | Literal | Negation | Both | Either


@frozen
class Axioms:
    """What is true of every person by declaration.

    `within` pairs each status with the status that contains it; `values` pairs each enumerated attribute with its
    values, of which a person has just one.
    """

    within: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()


def negation(condition: Condition) -> Condition:
    """Not the condition, with double negations and constants removed."""
    match condition:
        case Truth(value):
            return FALSE if value else TRUE
        case Negation(operand):
            return operand
        case _:
            return Negation(condition)


def conjunction(*conditions: Condition) -> Condition:
    """All of the conditions, flattened, with constants and repetitions removed."""
    parts: dict[Condition, None] = {}
    for condition in conditions:
        if condition == FALSE:
            return FALSE
        for part in condition.operands if isinstance(condition, Both) else (condition,):
            if part != TRUE:
                parts[part] = None
    found = tuple(parts)
    return TRUE if not found else found[0] if len(found) == 1 else Both(found)


def disjunction(*conditions: Condition) -> Condition:
    """Some of the conditions, flattened, with constants and repetitions removed."""
    parts: dict[Condition, None] = {}
    for condition in conditions:
        if condition == TRUE:
            return TRUE
        for part in condition.operands if isinstance(condition, Either) else (condition,):
            if part != FALSE:
                parts[part] = None
    found = tuple(parts)
    return FALSE if not found else found[0] if len(found) == 1 else Either(found)


def atoms(condition: Condition) -> Iterator[Literal]:
    """Every atom of a condition, from left to right, with repetitions."""
    match condition:
        case Truth():
            return
        case Negation(operand):
            yield from atoms(operand)
        case Both(operands) | Either(operands):
            for operand in operands:
                yield from atoms(operand)
        case _:
            yield condition


def substitute(condition: Condition, value: Callable[[Literal], Condition | None]) -> Condition:
    """Replace atoms by conditions and simplify; `value` returns None for an atom to be kept."""
    match condition:
        case Truth():
            return condition
        case Negation(operand):
            return negation(substitute(operand, value))
        case Both(operands):
            return conjunction(*(substitute(operand, value) for operand in operands))
        case Either(operands):
            return disjunction(*(substitute(operand, value) for operand in operands))
        case _:
            found = value(condition)
            return condition if found is None else found
