"""Everybody sees who votes against."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.common.ballot import popular
from constdsl.rules.repairs import put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture

__all__ = ["visible_dissent"]


@rule(code="E7", severity="warning", since="0.1")
def visible_dissent(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Must citizens vote where others can see it?"""
    for body in constitution.bodies.values():
        shown = [group for group in body.groups if group.open_ballot and popular(capture, group)]
        if not shown:
            continue
        voters = list(dict.fromkeys(label for group in shown for label in group.by if capture.is_class(label)))
        leaders = [
            name for name in constitution.bodies
            if name != body.name and any(label in capture.reach(name) for label in voters)
        ]  # fmt: skip
        seen = (f"{leaders[0]} commands those who vote, and an open vote shows it who obeys.",) if leaders else ()
        secret = tuple(put(group.part("ballot"), "by secret ballot") for group in shown)
        yield Finding(
            f"{' and '.join(f'`{each}`' for each in voters)} must vote openly for `{body.name}`",
            at=shown[0].part("ballot"),
            labels=tuple((group.part("ballot"), "and here") for group in shown[1:]),
            reason=(
                "Whoever votes against must be seen to do so; whoever stays with the rest need do nothing.",
                *seen,
            ),
            repairs=(Repair("let everybody pass the booth", secret, safe=True),),
            cause=("ballot box", body.name),
            subject=(body.name, *(group.label for group in shown)),
        )
