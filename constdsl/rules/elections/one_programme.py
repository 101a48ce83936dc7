"""Several names, and one way to vote for whoever wins."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.notes import Bound
from constdsl.model.entities import Binding, Body, Clause, Constitution, Filling
from constdsl.rules.common.ballot import popular
from constdsl.rules.repairs import cut, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, control

__all__ = ["one_programme"]


@rule(code="E2", severity="error", since="0.1")
def one_programme(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Must whoever is elected vote as one body orders that the electors do not command?"""
    bonds: dict[tuple[str, str | None], list[tuple[Binding, Body]]] = {}
    for body in constitution.bodies.values():
        elected = [group for group in body.groups if popular(capture, group)]
        if not elected or not any("voting" in binding.modes for binding in constitution.bindings):
            continue
        if any(group.filling in (Filling.HELD, Filling.JOINING) for group in body.groups):
            continue
        binding = _binding(capture, body)
        if binding is not None and _beyond_the_electors(capture, body, binding):
            bonds.setdefault((binding.by, binding.status or binding.member_of), []).append((binding, body))
    for (master, bound), found in bonds.items():
        yield from _finding(capture, master, bound, found)


def _binding(capture: Capture, body: Body) -> Binding | None:
    """The one bond by which all who are elected to a body follow somebody at once, in every group of its seats."""
    for binding in capture.constitution.bindings:
        if "voting" not in binding.modes or binding.by.split(".")[0] == body.name:
            continue
        if capture.forces(binding.by, goal=control(body.name), contested=True) != 0:
            continue
        followed = {
            note.label for note in capture.steps(binding.by, goal=control(body.name), contested=True)
            if isinstance(note, Bound) and note.binding == binding and note.number is None
        }  # fmt: skip
        labels = {group.label for group in body.groups if group.filling is Filling.ELECTED}
        if followed and (labels <= followed or body.name in followed or body.name == binding.member_of):
            return binding
    return None


def _beyond_the_electors(capture: Capture, body: Body, binding: Binding) -> bool:
    """Whether the electors neither are nor come to command who gives the orders, nor obey it themselves."""
    electors = tuple(dict.fromkeys(label for group in body.groups for label in group.by))
    if binding.by in electors or any(label in capture.reach(binding.by, contested=True) for label in electors):
        return False
    named, master = [capture.class_of(label) for label in electors], capture.class_of(binding.by)
    if master is not None and any(each and capture.logic.entails(each.condition, master.condition) for each in named):
        return False
    return capture.forces(*electors, goal=control(binding.by), contested=True) is None


def _finding(
    capture: Capture, master: str, bound: str | None, found: list[tuple[Binding, Body]]
) -> Iterator[Finding]:
    binding, first = found[0]
    history = capture.history(master, goal=control(first.name), words=f"control {first.name}", contested=True)
    if history is None:
        return
    names = [body.name for _, body in found]
    choice = [group for _, body in found for group in body.groups if (group.least_candidates or 0) > group.seats]
    yield Finding(
        f"whoever is elected to {', '.join(f'`{name}`' for name in names)} votes as `{master}` orders",
        at=binding.clause,
        labels=tuple((place, f"who may sit in {body.name}") for _, body in found if (place := _place(body))),
        reason=(
            "Voters choose persons, and no choice of persons changes what is decided.",
            *(("That there must be more names than seats does not help them.",) if choice else ()),
            f"Those who elect cannot come to command {master}.",
        ),
        history=history,
        repairs=(
            Repair(
                "free the mandate", tuple(insert(binding.clause, f"members of {name} are free") for name in names)
            ),
            cut(binding.clause, f"take out the duty to follow {master}"),
        ),
        cause=("bond", master, bound),
        subject=(master, bound),
    )


def _place(body: Body) -> Clause | None:
    """What the text asks of whoever sits there."""
    return next((clause for group in body.groups for kind, clause in group.parts if kind in ("from", "while")), None)
