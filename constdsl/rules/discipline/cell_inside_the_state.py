"""A majority under outside orders."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.notes import Bound
from constdsl.diagnostic import Severity
from constdsl.model.entities import Act, Binding, Body, Clause, Constitution, Filling
from constdsl.rules.repairs import cut, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, control
from constdsl.syntax.tree import Verb

__all__ = ["cell_inside_the_state"]


@rule(code="D3", severity="error", since="0.1")
def cell_inside_the_state(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a body decide as an outside body orders its members to?"""
    for binding in constitution.bindings:
        cells = [(body, how) for body in _outside(capture, binding) if (how := _obeys(capture, binding, body))]
        if not cells:
            continue
        first = cells[0][0].name
        history = capture.history(binding.by, goal=control(first), words=f"control {first}", contested=True)
        if history is None:
            continue
        names = [body.name for body, _ in cells]
        listed = ", ".join(f"`{name}`" for name in names)
        follow, their = ("follows", "its") if len(names) == 1 else ("follow", "their")
        sanction = _sanction(capture, binding)
        # Where only a share is bound, and nothing happens to who disobeys, it is little more than a party whip.
        mild = sanction is None and all(bound.number is not None for _, bound in cells)
        yield Finding(
            f"{listed} {follow} the orders of `{binding.by}`, a body that {their} electors have not chosen",
            at=binding.clause,
            labels=(
                *(
                    (place, f"who sits in {body.name}")
                    for body, _ in cells
                    if (place := _place(capture, binding, body)) is not None
                ),
                *(((sanction, "whoever disobeys can be expelled"),) if sanction is not None else ()),
            ),
            reason=(
                *(f"{_many(how)} of {body.name} must follow {binding.by}, and suffice." for body, how in cells[:3]),
                *(("No rule says what follows for a member who disobeys.",) if mild else ()),
            ),
            history=history,
            repairs=(
                Repair("free their mandate", tuple(
                    insert(binding.clause, f"members of {name} are free") for name in names
                )),
                cut(binding.clause, f"take out the duty to follow {binding.by}"),
            ),
            cause=("bond", binding.by, binding.status or binding.member_of),
            subject=(binding.by, binding.status or binding.member_of),
            severity=Severity.WARNING if mild else None,
        )  # fmt: skip


def _outside(capture: Capture, binding: Binding) -> Iterator[Body]:
    """Bodies that obey a body on which they do not rest, and that others have chosen, whom it does not command."""
    if "voting" not in binding.modes or capture.is_class(binding.by):
        return
    reach = capture.reach(binding.by, contested=True)
    own = capture.answers_to(binding.by)
    for body in capture.constitution.bodies.values():
        if body.name not in reach or any(group.filling is Filling.JOINING for group in body.groups):
            continue
        choosers = {label for group in body.groups for label in capture.choosers(group)}
        # A party's own bodies rest on members who are bound like themselves; and orders that come from those who
        # answer to the same electors are an ordinary division of labour.
        within = {label.split(".")[0] for label in choosers} & {binding.by.split(".")[0], body.name, *reach}
        if choosers and not within and binding.by not in capture.answers_to(body.name) and not choosers <= own:
            yield body


def _obeys(capture: Capture, binding: Binding, body: Body) -> Bound | None:
    """How a body obeys by a bond, if that is the way to command it."""
    for note in capture.steps(binding.by, goal=control(body.name), contested=True):
        if isinstance(note, Bound) and note.binding is binding and note.label.split(".")[0] == body.name:
            return note
    return None


def _sanction(capture: Capture, binding: Binding) -> Clause | None:
    """The power of who gives orders to take the status by which one is bound."""
    if binding.status is None:
        return None
    for power in capture.index.powers(Act(Verb.REVOKE, name=binding.status)):
        if power.subject == binding.by:
            return power.clause
    return None


def _place(capture: Capture, binding: Binding, body: Body) -> Clause | None:
    """What the text says or assumes of who sits there."""
    for assumption in capture.constitution.assumptions:
        if assumption.of.split(".")[0] == body.name and assumption.status == binding.status is not None:
            return assumption.clause
    return next((clause for group in body.groups for kind, clause in group.parts if kind in ("while", "from")), None)


def _many(bound: Bound) -> str:
    return f"{bound.number:,} members" if bound.number is not None else "All members"
