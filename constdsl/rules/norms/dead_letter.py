"""Rules that can never apply, and powers that a stronger rule always forbids."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Clause, Constitution
from constdsl.rules.common.lines import Kind, capital, clashes, lasting
from constdsl.rules.norms._cases import never_applies
from constdsl.rules.norms.overridden import promised
from constdsl.rules.repairs import delete
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture

__all__ = ["dead_letter"]


@rule(code="O8", severity="warning", since="0.1")
def dead_letter(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is there a rule whose case can never arise, or that a stronger one always forbids?"""
    for never in never_applies(capture):
        if not never.swallowed:
            message = f"`{never.line.sentence}` applies in no case"
            yield _finding(message, never.line.clause, never.reason, never.line.name)
    known = capture.calculus.compiler.seats.known
    for flag in constitution.flags.values():
        if not capture.can_meet(known(flag.condition), lasting(constitution, flag.condition)):
            message = f"`{flag.name}` can never be up"
            yield _finding(message, flag.clause, "What it lasts for cannot be.", ("flag", flag.name))
    for binding in constitution.bindings:
        if not capture.can_meet(known(binding.condition)):
            message = f"nobody is bound by `{binding.by}`: nobody can be what the bond asks"
            yield _finding(message, binding.clause, "What binds nobody is no discipline.", ("bond", binding.by))
    for clash in clashes(capture):
        if clash.loser is not clash.other or clash.other.kind is Kind.MUST or promised(capture, clash.other):
            continue
        if clash.always(capture):
            yield Finding(
                f"`{clash.other.sentence}` is a dead letter: “{clash.ban.sentence}” prevails over it in every case",
                at=clash.other.clause,
                labels=((clash.ban.clause, "prevails"),),
                reason=(f"{capital(capture.place(clash.ban.clause))} prevails, and leaves nothing of it.",),
                repairs=clash.repairs(capture),
                cause=("never", *clash.other.name),
                subject=clash.other.name,
            )


def _finding(message: str, at: Clause, reason: str, subject: tuple[str, ...]) -> Finding:
    repair = Repair("take it out", (delete(at),), safe=True)  # what never applies is taken from nobody
    return Finding(message, at, reason=(reason,), repairs=(repair,), cause=("never", *subject), subject=subject)
