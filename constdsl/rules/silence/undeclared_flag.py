"""A flag that nobody declares."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Act, Constitution
from constdsl.rules.repairs import added
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["undeclared_flag"]


@rule(code="Q5", severity="warning", since="0.1")
def undeclared_flag(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is there a flag of which no rule says who declares it?"""
    for flag in constitution.flags.values():
        if not capture.index.powers(Act(Verb.DECLARE, name=flag.name)):
            yield Finding(
                f"no rule says who declares `{flag.name}`",
                at=flag.clause,
                help=(f"say so: `SOMEBODY may declare {flag.name}`",),
                repairs=tuple(
                    added(flag.clause, f"{name} may declare {flag.name}", f"let `{name}` declare it")
                    for name in _assemblies(capture)
                ),
                subject=(flag.name,),
            )


def _assemblies(capture: Capture) -> list[str]:
    """The two largest bodies that the people, or a part of them, elect."""
    bodies = [
        body for body in capture.constitution.bodies.values()
        if not body.office and any(capture.is_class(label) for group in body.groups for label in group.by)
    ]  # fmt: skip
    return [body.name for body in sorted(bodies, key=lambda body: -body.seats)[:2]]
