"""One act given to two, each of them alone."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.common.lines import Kind, clashes
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["exclusive_twice"]


@rule(code="O2", severity="error", since="0.1")
def exclusive_twice(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is one act given to two subjects, to each of them alone?"""
    for clash in clashes(capture):
        ban, other = clash.ban, clash.other
        if other.kind is not Kind.ONLY or ban.kind is not Kind.ONLY or clash.winner is not None:
            continue
        first, later = sorted((ban, other), key=lambda line: (line.clause.file, line.clause.span.start))
        yield Finding(
            f"only `{first.who}` may {first.act.text}, and only `{later.who}` may",
            at=later.clause,
            labels=((first.clause, "given to another alone"),),
            reason=(
                clash.words(capture),
                "Each forbids the act to the other and nothing says which prevails, so neither may do it.",
            ),
            repairs=clash.repairs(capture),
            cause=clash.cause,
            subject=clash.cause,
        )
