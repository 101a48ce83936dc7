"""What a changed clause says, in plain words: thresholds, conditions and subjects of the core as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from constdsl.model.conditions import (
    TRUE,
    Both,
    Candidate,
    Compare,
    Condition,
    Either,
    Equals,
    Holds,
    Member,
    Negation,
    Raised,
    Sitting,
    Truth,
)
from constdsl.model.entities import Constitution, Norm, Power, Threshold
from constdsl.syntax.spell import spell_share
from constdsl.syntax.tree import Base

__all__ = ["Wording", "threshold_words"]

MAX_SHOWN = 160
"""Characters of a condition that are shown; classes written out can be long."""


class Wording:
    """Conditions and subjects of one constitution in words; what a class spells out at length is called by its name."""

    def __init__(self, constitution: Constitution) -> None:
        self._classes: Mapping[Condition, str] = {
            found.condition: found.name
            for found in reversed(constitution.classes.values())
            if isinstance(found.condition, Both | Either)
        }

    def condition(self, condition: Condition) -> str:
        """The condition as the language spells it, cut where it is very long."""
        text = self._spell(condition)
        return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN].rsplit(' ', 1)[0]} …"

    def holder(self, rule: Power | Norm) -> str:
        """Whom a power or a prohibition is about."""
        if rule.subject is not None:
            return rule.subject
        condition = self.condition(rule.subject_condition)
        return condition if rule.subject_condition == TRUE else f"any {condition}"

    def _spell(self, condition: Condition) -> str:
        name = self._classes.get(condition)
        return name if name is not None else self._written_out(condition)

    def _written_out(self, condition: Condition) -> str:
        match condition:
            case Truth(value):
                return "anyone" if value else "nobody"
            case Holds(status):
                return status
            case Compare(attribute, operator, number):
                return f"{attribute} {operator} {number}"
            case Equals(attribute, word):
                return f"{attribute} = {word}"
            case Member(body, group):
                return f"member of {body}.{group}" if group else f"member of {body}"
            case Candidate():
                return "candidate"
            case Raised(flag):
                return flag
            case Sitting(body):
                return f"{body} is sitting"
            case Negation(operand):
                return f"not {self._within(operand, Both, Either)}"
            case Both(operands):
                return " and ".join(self._within(operand, Either) for operand in operands)
            case Either(operands):
                return " or ".join(self._within(operand, Both) for operand in operands)

    def _within(self, condition: Condition, *looser: type) -> str:
        text = self._spell(condition)
        return f"({text})" if isinstance(condition, looser) and condition not in self._classes else text


def threshold_words(threshold: Threshold) -> str:
    """`a majority`, `two-thirds of members`, `7 votes`."""
    if threshold.number is not None:
        return f"{threshold.number} vote{'' if threshold.number == 1 else 's'}"
    if threshold.share == 1:
        text = "unanimity"
    elif threshold.strict:
        text = "a majority" if threshold.share * 2 == 1 else f"more than {spell_share(threshold.share)}"
    else:
        text = spell_share(threshold.share)
    return text if threshold.base is Base.SEATS else f"{text} of {threshold.base}"
