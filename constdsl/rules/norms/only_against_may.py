"""An act given to one alone, and to another as well."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.common.lines import Kind, clashes
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["only_against_may"]


@rule(code="O3", severity="error", since="0.1")
def only_against_may(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does the text give an act to one alone, and to another as well?"""
    for clash in clashes(capture):
        ban, other = clash.ban, clash.other
        if ban.kind is not Kind.ONLY or other.kind is not Kind.MAY or clash.winner is not None:
            continue
        yield Finding(
            f"only `{ban.who}` may {ban.act.text}, and `{other.who}` may, too",
            at=other.clause,
            labels=((ban.clause, f"given to {ban.who} alone"),),
            reason=(
                clash.words(capture),
                f"Nothing says which of them prevails. An act in dispute is forbidden, so {other.who} may not do it.",
            ),
            repairs=clash.repairs(capture),
            cause=clash.cause,
            subject=clash.cause,
        )
