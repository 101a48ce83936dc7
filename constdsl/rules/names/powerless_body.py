"""A body with rules about how it decides, and nothing to decide."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Member, Sitting, atoms
from constdsl.model.entities import Constitution
from constdsl.rules.names._uses import conditions, constitutions, has_options, labels
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["powerless_body"]


@rule(code="L2", severity="note", since="0.1")
def powerless_body(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does the text say how a body decides or meets, and give it nothing to decide?"""
    if has_options(capture):
        return
    busy = {name.split(".")[0] for each in constitutions(capture) for name in _with_a_part(each)}
    for body in constitution.bodies.values():
        # A body that is only mentioned, or told what to do, may well have work that the text does not speak of.
        rules = [each for each in (body.decides_clause, body.quorum_clause, body.convened_clause) if each is not None]
        if body.name in busy or not rules:
            continue
        yield Finding(
            f"the text says how `{body.name}` works, and gives it nothing to do",
            at=body.clause,
            labels=tuple((clause, "a rule about its work") for clause in rules),
            reason=("It elects nobody, consents to nothing, and has no power, no duty and no seat elsewhere.",),
            help=(f"give it a power (`{body.name} may …`), or leave it out",),
            subject=(body.name,),
        )


def _with_a_part(found: Constitution) -> Iterator[str]:
    yield from labels(found, promises=False)
    for condition in (*(each.condition for each in found.classes.values()), *conditions(found)):
        yield from (atom.body for atom in atoms(condition) if isinstance(atom, Member | Sitting))
