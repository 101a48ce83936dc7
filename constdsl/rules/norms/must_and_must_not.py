"""One act commanded and forbidden, or allowed and forbidden, to the same subject."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.common.lines import Clash, Kind, clashes
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["must_and_must_not"]


@rule(code="O1", severity="error", since="0.1")
def must_and_must_not(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is one act commanded and forbidden, or allowed and forbidden, with nothing to say which prevails?"""
    found = [clash for clash in clashes(capture) if clash.winner is None]
    commanded = {(clash.ban, clash.other.subject) for clash in found if clash.other.kind is Kind.MUST}
    for clash in found:
        # A prohibition that leaves something of a permission is an exception, written as exceptions are.
        ban, other = clash.ban, clash.other
        duty = other.kind is Kind.MUST
        if not duty and (ban.kind is Kind.ONLY or (ban, other.subject) in commanded or not clash.always(capture)):
            continue
        yield Finding(
            _message(clash),
            at=other.clause,
            labels=((ban.clause, "forbidden here"),),
            reason=(
                clash.words(capture),
                f"Nothing says which of them prevails. An act in dispute is forbidden, so "
                f"{'the duty cannot be performed' if duty else 'the permission is worth nothing there'}.",
            ),
            repairs=clash.repairs(capture),
            cause=clash.cause,
            subject=clash.cause,
        )


def _message(clash: Clash) -> str:
    ban, other = clash.ban, clash.other
    if ban.kind is Kind.ONLY:
        return f"`{other.who}` must {other.act.text}, and only `{ban.who}` may"
    if ban.who == other.who:
        return f"`{other.who}` {other.kind} and must not {other.act.text}"
    return f"`{other.who}` {other.kind} {other.act.text}, and `{ban.who}` must not"

