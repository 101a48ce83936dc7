"""Many nominators, one master."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.notes import Bound, Note, Used
from constdsl.model.entities import Clause, Constitution, Group
from constdsl.rules.common.ballot import also_nominating, masters, nominating_clause, nominations
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, choose_candidates
from constdsl.syntax.tree import Verb

__all__ = ["umbrella_monopoly"]


@rule(code="N1", severity="error", since="0.1")
def umbrella_monopoly(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do all nominators of an election answer to one body?"""
    for group in capture.elected_groups():
        if not _many(capture, group):
            continue  # one nominator is a plain gate, not an umbrella
        for master in masters(capture, group):
            if not _under_one_umbrella(capture, group, master):
                continue  # names are proposed freely, and persons kept off in another way, which is another fault
            words = f"choose the candidates for {group.label}"
            goal = choose_candidates(group.label)
            steps = capture.steps(master, goal=goal, contested=True)
            history = capture.history(master, goal=goal, words=words, contested=True)
            if history is None:
                continue
            bonds = dict.fromkeys(_bonds(steps))
            yield Finding(
                f"every route onto the ballot for `{group.label}` leads through `{master}`",
                at=nominating_clause(capture, group),
                labels=tuple((clause, "one master") for clause in bonds) or (
                    (constitution.bodies[master].clause, "one master"),
                ),
                reason=(f"However many candidates stand, {master} alone decides who they are.",),
                history=history,
                repairs=tuple(_repairs(capture, group, master, bonds)),
                cause=("ballot", group.label),
                subject=(group.label, master),
            )  # fmt: skip


def _many(capture: Capture, group: Group) -> bool:
    """Whether several may nominate, or each of many persons may."""
    powers = nominations(capture, group)
    return len(capture.nominators(group)) > 1 or any(power.subject is None for power in powers)


def _under_one_umbrella(capture: Capture, group: Group, master: str) -> bool:
    """Whether nobody can nominate without a body: each who may is stopped by it or acts for it."""
    powers = nominations(capture, group)
    return all(capture.disables(master, power=power, contested=True) is not None for power in powers)


def _bonds(steps: tuple[Note, ...]) -> Iterator[Clause]:
    """The rules by which the nominators are held."""
    for note in steps:
        if isinstance(note, Bound):
            yield note.binding.clause
        elif isinstance(note, Used) and note.act.verb is Verb.DIRECT:
            yield note.power.clause


def _repairs(capture: Capture, group: Group, master: str, bonds: dict[Clause, None]) -> Iterator[Repair]:
    reach = capture.reach(master, contested=True)
    electors = tuple(label for label in group.by if capture.is_class(label) and label not in reach)
    if electors:
        yield also_nominating(capture, [group], electors)
    if len(bonds) == 1:
        yield cut(next(iter(bonds)), f"take away the duty to follow {master}")
