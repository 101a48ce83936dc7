"""Plain evaluation, the meaning that every cleverer answer about conditions must agree with."""

from __future__ import annotations

from collections.abc import Callable

from constdsl.model.conditions import Both, Compare, Condition, Either, Literal, Negation, Truth

__all__ = ["compares", "holds"]


def holds(condition: Condition, facts: Callable[[Literal], bool]) -> bool:
    """Whether a condition is true when `facts` says which atoms are.

    `facts` is asked from left to right, and only as far as needed. Linear in the size of the condition. Whatever
    `facts` raises is passed on.
    """
    match condition:
        case Truth(value):
            return value
        case Negation(operand):
            return not holds(operand, facts)
        case Both(operands):
            return all(holds(operand, facts) for operand in operands)
        case Either(operands):
            return any(holds(operand, facts) for operand in operands)
        case _:
            return facts(condition)


def compares(number: int, comparison: Compare) -> bool:
    """Whether an attribute that has this number satisfies the comparison; ValueError for an unknown operator."""
    match comparison.operator:
        case ">=":
            return number >= comparison.value
        case ">":
            return number > comparison.value
        case "<=":
            return number <= comparison.value
        case "<":
            return number < comparison.value
        case "=":
            return number == comparison.value
        case "!=":
            return number != comparison.value
    raise ValueError(f"unknown comparison operator {comparison.operator!r}")
