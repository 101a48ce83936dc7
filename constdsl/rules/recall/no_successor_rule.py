"""A removal that leads back to where it began."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Act, Clause, Constitution, Filling, Goal, Group, Power
from constdsl.rules.repairs import delete, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, choose_candidates, perform
from constdsl.syntax.tree import Verb

__all__ = ["no_successor_rule"]


@rule(code="R5", severity="warning", since="0.1")
def no_successor_rule(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does removing the holder of an office leave the choice of the next to others alone, or to nobody?"""
    for group in (group for body in constitution.bodies.values() if body.office for group in body.groups):
        for power in capture.index.group_powers(Verb.REMOVE, group):
            remover = power.subject
            if remover is None or remover.split(".")[0] == group.ref.body or remover in group.consent:
                continue
            goal = _goal(group)
            patron = _patron(capture, group, remover) if _filled(capture, group) else None
            if patron is None and _filled(capture, group):
                continue
            words = f"choose who comes next as {group.label}"
            history = capture.history(patron, goal=goal, words=words, contested=True) if patron is not None else ()
            if history is None:
                continue
            next_one = f"only `{patron}` decides who comes next" if patron is not None else "nobody fills it again"
            back = f"{patron} may put back whom {remover} has removed, or somebody like him."
            yield Finding(
                f"`{remover}` may remove `{group.label}`, and {next_one}",
                at=_place(group),
                labels=((power.clause, f"{remover} may remove"),),
                reason=(
                    f"{remover} ends a tenure and has no say in the next.",
                    back if patron is not None else "The office stays empty, and no rule says who acts meanwhile.",
                ),
                history=history,
                repairs=tuple(_repairs(group, power)),
                cause=("successor", group.label),
                subject=(group.label, remover),
            )
            break


def _filled(capture: Capture, group: Group) -> bool:
    return bool(capture.choosers(group)) or group.filling is Filling.LOT


def _patron(capture: Capture, group: Group, remover: str) -> str | None:
    """A body that alone picks the holder, and that the remover neither is nor can come to command."""
    theirs = {remover.split(".")[0], *(label.split(".")[0] for label in capture.reach(remover))} - {group.ref.body}
    proposing = [label for label in capture.nominators(group) if label != "anyone"] or list(capture.choosers(group))
    picked = {label.split(".")[0] for label in proposing}
    if len(picked) != 1 or picked & theirs or group.filling in (Filling.LOT, Filling.HELD, Filling.JOINING):
        return None
    for name in capture.constitution.bodies:
        # Cheap first: whom the text names as proposing or appointing.
        if name in picked and capture.forces(name, goal=_goal(group), contested=True) is not None:
            return name
    return None


def _goal(group: Group) -> Goal:
    """To have the next holder to oneself: the whole ballot, or the appointment."""
    if group.filling is Filling.ELECTED:
        return choose_candidates(group.label)
    text = f"appoint somebody to {group.label}"
    return perform(Act(Verb.APPOINT, group.eligible, group.ref.body, group.ref.index, text=text))


def _place(group: Group) -> Clause:
    return next((clause for kind, clause in group.parts if kind == "nominated"), group.fill_clause)


def _repairs(group: Group, power: Power) -> Iterator[Repair]:
    remover = power.subject
    nominated = [clause for kind, clause in group.parts if kind == "nominated"]
    if nominated and remover in group.by:
        yield Repair("let anybody be put forward", (delete(nominated[0]),))
    else:
        edits = (put(group.fill_clause, f"elected by {remover}"), *(delete(clause) for clause in nominated))
        yield Repair(f"let {remover} elect the next", edits)
