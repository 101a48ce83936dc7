"""An exception that covers everything its rule covers."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.norms._cases import never_applies
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["swallowed_rule"]


@rule(code="O9", severity="error", since="0.1")
def swallowed_rule(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does an exception cover everything that its rule covers?"""
    for never in never_applies(capture):
        line = never.line
        if never.swallowed:
            yield Finding(
                f"the exception swallows the rule: nothing is left of `{line.sentence}`",
                at=line.clause,
                reason=(never.reason, "What the rule covers, the exception covers, so the rule applies in no case."),
                repairs=(cut(line.clause, "take it out"),),
                cause=("never", *line.name),
                subject=line.name,
            )
