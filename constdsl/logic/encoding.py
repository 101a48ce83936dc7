"""Conditions as clauses for a SAT solver: exact at any size, at the price of importing one.

Numbers are *order-encoded*: one variable for each relevant cut point `attribute >= k`, and a clause from each cut
to the next lower one (Crawford and Baker 1994; Tamura, Taga, Kitagawa and Banbara 2009). Every comparison with a
constant is then a literal, or two, and nothing needs to be known of the numbers between cuts. Formulas become
clauses by definitions in one direction only, negations pushed inward (Plaisted and Greenbaum 1986).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from constdsl.logic.theory import Stretch, Theory, stretch
from constdsl.model.conditions import Both, Compare, Condition, Either, Equals, Holds, Literal, Member, Negation, Truth

__all__ = ["Encoding"]


class Encoding:
    """Some conditions as clauses, with a solver that can be asked again and again which of them go together.

    Only conditions given at the start, and literals over atoms that occur in them, can be asked about later. The
    size is linear in that of the conditions, but for the axioms among mentioned statuses and values, which are
    written out pair by pair. Close it after use, or use it in a `with` statement.
    """

    def __init__(self, theory: Theory, conditions: Iterable[Condition]) -> None:
        self._theory = theory
        self._clauses: list[list[int]] = []
        self._count = 0
        self._facts: dict[Literal, int] = {}
        self._values: dict[str, dict[str, int]] = {}
        self._cuts: dict[str, dict[int, int]] = {}
        self._roots: dict[tuple[Condition, bool], int] = {}
        self._true = self._fresh()
        self._clauses.append([self._true])

        for condition in conditions:
            self._literal(condition, True)
        self._write_axioms()

        # Imported here because it takes longer than reading most constitutions.
        from pysat.solvers import Glucose42

        self._solver: Any = Glucose42(bootstrap_with=self._clauses)

    def __enter__(self) -> Encoding:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the solver's memory."""
        self._solver.delete()

    def possible(self, conditions: Sequence[Condition]) -> bool:
        """Whether these conditions can all be true at once.

        Raises ValueError for a condition that is neither one of those encoded nor made of their atoms.
        """
        encoded = self._count
        literals = [self._literal(condition, True) for condition in conditions]
        if self._count != encoded:
            raise ValueError("a condition was asked about that had not been encoded")
        return bool(self._solver.solve(assumptions=literals))

    def _fresh(self) -> int:
        self._count += 1
        return self._count

    def _literal(self, condition: Condition, positive: bool) -> int:
        """A literal that, when true, makes the condition (or its negation) true."""
        match condition:
            case Truth(value):
                return self._true if value == positive else -self._true
            case Negation(operand):
                return self._literal(operand, not positive)
            case Compare(attribute):
                return self._comparison(attribute, stretch(condition, positive), condition, positive)
            case Both(operands) | Either(operands):
                return self._definition(condition, operands, positive)
            case Equals(attribute, value):
                variable = self._value(attribute, value)
            case _:
                variable = self._facts.get(condition) or self._facts.setdefault(condition, self._fresh())
        return variable if positive else -variable

    def _definition(self, condition: Both | Either, operands: Sequence[Condition], positive: bool) -> int:
        key = condition, positive
        if known := self._roots.get(key):
            return known
        parts = [self._literal(operand, positive) for operand in operands]
        root = self._roots[key] = self._fresh()
        if isinstance(condition, Both) == positive:
            self._clauses += ([-root, part] for part in parts)
        else:
            self._clauses.append([-root, *parts])
        return root

    def _comparison(self, attribute: str, allowed: Stretch, condition: Compare, positive: bool) -> int:
        # Bounds are inclusive, cuts are `>=`: the upper bound is the negation of the next cut.
        low = None if allowed.low is None else self._cut(attribute, allowed.low)
        high = None if allowed.high is None else -self._cut(attribute, allowed.high + 1)
        if low is None or high is None:
            return low or high or self._true
        key = condition, positive
        if known := self._roots.get(key):
            return known
        root = self._roots[key] = self._fresh()
        self._clauses += [[-root, low], [-root, high]] if allowed.inside else [[-root, -low, -high]]
        return root

    def _cut(self, attribute: str, least: int) -> int:
        cuts = self._cuts.setdefault(attribute, {})
        return cuts.get(least) or cuts.setdefault(least, self._fresh())

    def _value(self, attribute: str, value: str) -> int:
        declared = self._theory.values.get(attribute)
        if declared is not None and value not in declared:
            return -self._true
        named = self._values.setdefault(attribute, {})
        return named.get(value) or named.setdefault(value, self._fresh())

    def _write_axioms(self) -> None:
        for atom, variable in self._facts.items():
            if isinstance(atom, Holds | Member):
                above = (self._facts.get(other) for other in self._theory.above(atom))
                self._clauses += ([-variable, other] for other in above if other)
        for attribute, named in self._values.items():
            variables = list(named.values())
            self._clauses += ([-one, -other] for at, one in enumerate(variables) for other in variables[:at])
            # While some declared value goes unmentioned, a person can always have that one.
            if len(variables) == len(self._theory.values.get(attribute, ())):
                self._clauses.append(variables)
        for cuts in self._cuts.values():
            ascending = [variable for _, variable in sorted(cuts.items())]
            self._clauses += ([-above, below] for below, above in pairwise(ascending))
