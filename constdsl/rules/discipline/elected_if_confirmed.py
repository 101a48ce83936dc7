"""Elected below, confirmed above."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution, Group
from constdsl.rules.repairs import delete
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, control

__all__ = ["elected_if_confirmed"]


@rule(code="D5", severity="error", since="0.1")
def elected_if_confirmed(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does an election count only if a body that answers to others consents, so that the seat is its own?"""
    for group in capture.elected_groups():
        for above in group.consent:
            if capture.is_class(above) or above in group.by or _answers_to_the_same(capture, above, group):
                continue
            goal = control(group.label)
            if capture.forces(above, goal=goal, contested=True) is None:
                continue  # who can refuse, and has nobody put forward whom it wants, does not hold the seat
            history = capture.history(above, goal=goal, words=f"control {group.label}", contested=True)
            if history is None:
                continue
            electors = ", ".join(group.by)
            yield Finding(
                f"`{group.label}` is elected by {electors} and held by `{above}`, whose consent it takes",
                at=group.part("consent"),
                labels=((group.fill_clause, f"{electors} may choose again, and be refused again"),),
                reason=(
                    f"{above} may refuse whomever it does not want, again and again; {electors} did not choose it.",
                    "In the end only its own people can be elected.",
                ),
                history=history,
                repairs=(Repair(f"let the choice of {electors} be enough", (delete(group.part("consent")),)),),
                cause=("holds", group.label),
                subject=(group.label, above),
            )


def _answers_to_the_same(capture: Capture, above: str, group: Group) -> bool:
    """Whether a body is chosen by the very electors of a group, or by a class on which the group rests as well."""
    body = capture.body_of(above)
    chosen_by = {label for each in body.groups for label in capture.choosers(each)} if body is not None else set()
    base = {label for label in capture.answers_to(group.label) if capture.is_class(label)}
    return bool(chosen_by & {*group.by, *base})
