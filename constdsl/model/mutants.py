"""Every constitution that differs from a given one in a single clause: what tests whether its promises need it."""

from __future__ import annotations

from constdsl.model.entities import Clause, Constitution
from constdsl.model.mutant_kinds import Mutant, MutantKind
from constdsl.model.mutant_rules import rule_mutants
from constdsl.model.mutant_seats import seat_mutants

__all__ = ["Mutant", "MutantKind", "mutants"]


def mutants(constitution: Constitution) -> tuple[Mutant, ...]:
    """All single changes in the order of the text; each differs from the original and from all others.

    Left out are changes that leave seats which nobody fills, and clauses that bear on histories alone (`petition`,
    `at least N candidates`, `at most N terms`, `unpublished`). What defines names stays: statuses, attributes,
    classes, flags and bodies.
    """
    kept: dict[Clause, list[Mutant]] = {}
    for mutant in (*rule_mutants(constitution), *seat_mutants(constitution)):
        beside = kept.setdefault(mutant.clause, [])
        # Changes to different clauses differ by that alone.
        others = (constitution, *(other.constitution for other in beside))
        if all(mutant.constitution != other for other in others):
            beside.append(mutant)
    return tuple(mutant for clause in sorted(kept, key=_place) for mutant in kept[clause])


def _place(clause: Clause) -> tuple[str, int, int]:
    return clause.file, clause.span.start, clause.span.end
