"""An exact decider for small formulas that needs no solver, so that ordinary files need not import one.

A *cube* is a set of literals that all have to be true at once. Whether a cube is possible is a matter of a few
look-ups; a formula is possible when some cube that makes it true is. The search for one is an analytic tableau
(Smullyan 1968): conjunctions are opened at once, disjunctions split the search, and a budget bounds the splitting.
"""

from __future__ import annotations

from collections.abc import Iterable

from constdsl.logic.theory import Stretch, Theory, stretch
from constdsl.model.conditions import Both, Compare, Condition, Either, Equals, Literal, Negation, Truth

__all__ = ["TooManyBranches", "possible"]


class TooManyBranches(Exception):
    """The formula splits more often than the budget allows; nothing is known about it yet."""


def possible(theory: Theory, conditions: Iterable[Condition], budget: int) -> bool:
    """Whether the conditions can all be true at once.

    Exact whenever it answers; raises TooManyBranches after opening `budget` alternatives. Linear in the size of
    the conditions for each alternative opened.
    """
    return _search(_Cube(theory), [(condition, True) for condition in conditions], [], [budget])


_Signed = tuple[Condition, bool]


def _search(cube: _Cube, pending: list[_Signed], splits: list[list[_Signed]], budget: list[int]) -> bool:
    while pending:
        condition, positive = pending.pop()
        match condition:
            case Truth(value):
                if value != positive:
                    return False
            case Negation(operand):
                pending.append((operand, not positive))
            case Both(operands) | Either(operands):
                parts = [(operand, positive) for operand in operands]
                if isinstance(condition, Both) == positive:
                    pending.extend(parts)
                else:
                    splits.append(parts)
            case _:
                if not cube.add(condition, positive):
                    return False

    if not splits:
        return True

    # The narrowest choice first: it fails soonest, and often it is no choice at all.
    narrowest = min(range(len(splits)), key=lambda number: len(splits[number]))
    others = splits[:narrowest] + splits[narrowest + 1 :]
    for alternative in splits[narrowest]:
        if budget[0] <= 0:
            raise TooManyBranches
        budget[0] -= 1
        if _search(cube.copy(), [alternative], list(others), budget):
            return True
    return False


class _Cube:
    """Literals that have to be true at once. Invariant: there is a situation in which they all are."""

    __slots__ = ("_bounds", "_facts", "_ruled_out", "_theory", "_value")

    def __init__(self, theory: Theory) -> None:
        self._theory = theory
        self._facts: dict[Literal, bool] = {}
        self._value: dict[str, str] = {}
        self._ruled_out: dict[str, frozenset[str]] = {}
        self._bounds: dict[str, tuple[int | None, int | None, frozenset[int]]] = {}

    def copy(self) -> _Cube:
        twin = _Cube(self._theory)
        twin._facts = self._facts.copy()
        twin._value = self._value.copy()
        twin._ruled_out = self._ruled_out.copy()
        twin._bounds = self._bounds.copy()
        return twin

    def add(self, atom: Literal, positive: bool) -> bool:
        """Add a literal; False when no situation is left, after which the cube is of no use."""
        match atom:
            case Compare(attribute):
                return self._add_bounds(attribute, stretch(atom, positive))
            case Equals(attribute, value):
                return self._add_value(attribute, value) if positive else self._rule_out(attribute, value)
        if not positive:
            return not self._facts.setdefault(atom, False)
        # True facts are kept closed upwards. Making just these true, and all else false, is then a situation.
        return all(self._facts.setdefault(fact, True) for fact in (atom, *self._theory.above(atom)))

    def _add_value(self, attribute: str, value: str) -> bool:
        if value in self._ruled_out.get(attribute, ()) or self._value.setdefault(attribute, value) != value:
            return False
        declared = self._theory.values.get(attribute)
        return declared is None or value in declared

    def _rule_out(self, attribute: str, value: str) -> bool:
        if self._value.get(attribute) == value:
            return False
        out = self._ruled_out[attribute] = self._ruled_out.get(attribute, frozenset()) | {value}
        declared = self._theory.values.get(attribute)
        return declared is None or any(one not in out for one in declared)

    def _add_bounds(self, attribute: str, allowed: Stretch) -> bool:
        low, high, holes = self._bounds.get(attribute, (None, None, frozenset()))
        if allowed.inside:
            low = max((bound for bound in (low, allowed.low) if bound is not None), default=None)
            high = min((bound for bound in (high, allowed.high) if bound is not None), default=None)
        elif allowed.low is not None:
            holes |= {allowed.low}  # Only one number is ever left out at a time: by `!=`, or by `not … =`.
        self._bounds[attribute] = low, high, holes
        if low is None or high is None:
            return True
        # More numbers than holes means that one is left; otherwise the numbers are few enough to look at.
        return high - low >= len(holes) or any(number not in holes for number in range(low, high + 1))
