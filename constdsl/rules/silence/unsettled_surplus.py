"""A limit to candidates, and nobody who settles a surplus."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["unsettled_surplus"]


@rule(code="Q6", severity="warning", since="0.1")
def unsettled_surplus(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is the number of candidates limited, and nobody named who settles a surplus?"""
    for group in capture.elected_groups():
        if group.most_candidates is not None and group.settler is None:
            yield Finding(
                f"at most {group.most_candidates} candidates may stand for `{group.label}`, "
                "and no rule says who settles a surplus",
                at=group.clause,
                help=("say so: `surplus settled by …`, or lift the limit",),
                repairs=(cut(group.part("most"), f"lift the limit to candidates for `{group.label}`"),),
                subject=(group.label, group.ref.index),
            )
