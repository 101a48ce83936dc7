"""Something is declared, and nothing depends on it."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import TRUE, Holds, Raised, atoms
from constdsl.model.entities import Act, Constitution
from constdsl.rules.names._uses import Parts, conditions, constitutions, has_options, labels, promised_acts
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["unused"]


@rule(code="L1", severity="note", since="0.1")
def unused(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is a status, a class or a flag declared on which nothing depends?"""
    if has_options(capture):
        return
    everywhere = constitutions(capture)
    used = {name for each in everywhere for name in _named(each)}
    for status in constitution.statuses.values():
        if status.name not in used:
            yield Finding(
                f"nothing depends on `{status.name}`", at=status.clause,
                reason=("It may be given and taken, and nobody can do more or less for it.",),
                help=("use it in a condition, or leave it out",), subject=(status.name,),
            )  # fmt: skip
    for flag in constitution.flags.values():
        # One that nobody declares is told by silence/undeclared-flag.
        if flag.name not in used and capture.index.powers(Act(Verb.DECLARE, name=flag.name)):
            yield Finding(
                f"`{flag.name}` can be declared, and nothing depends on it", at=flag.clause,
                help=("say what it changes: `… when …`, `article … is suspended during …`, or leave it out",),
                subject=(flag.name,),
            )  # fmt: skip
    acting = {label for each in everywhere for label in labels(each)}
    classes = {(found.name, found.condition) for each in everywhere for found in each.classes.values()}
    parts = Parts([*(condition for _, condition in classes), *(each for one in everywhere for each in conditions(one))])
    for found in constitution.classes.values():
        # Its own definition is there once; what is there again may have been written with its name.
        if found.name not in acting and found.condition != TRUE and parts.times(found.condition) == 1:
            yield Finding(
                f"nobody asks anything of the class `{found.name}`, and it does nothing", at=found.clause,
                help=("let it elect, nominate or decide, use it in a condition, or leave it out",),
                subject=(found.name,),
            )  # fmt: skip


def _named(found: Constitution) -> Iterator[str]:
    """The statuses and flags on which something depends."""
    classes = (each.condition for each in found.classes.values())
    for condition in (*classes, *conditions(found)):
        for atom in atoms(condition):
            if isinstance(atom, Holds):
                yield atom.status
            elif isinstance(atom, Raised):
                yield atom.flag
    yield from (outer for _, outer in found.axioms.within)
    yield from (emergency.flag for emergency in found.emergencies)
    yield from (assumed.status for assumed in found.assumptions if assumed.status)
    yield from (act.name for act in promised_acts(found.promises) if act.name)
