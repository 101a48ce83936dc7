"""A liberty, a duty or a protection that gives way to a rule which prevails."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution
from constdsl.rules.common.lines import Clash, Kind, Line, capital, clashes
from constdsl.rules.repairs import cut, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["overridden", "promised"]

_HARMS = frozenset({Verb.CONFER, Verb.REVOKE, Verb.REMOVE, Verb.STRIKE, Verb.SUSPEND})
"""Acts from which a prohibition on a body protects people."""


@rule(code="O5", severity="warning", since="0.1")
def overridden(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a liberty, a duty or a protection give way to another rule, which prevails?"""
    for clash in clashes(capture):
        winner, loser = clash.winner, clash.loser
        if winner is None or loser is None or clash.emergency(capture):
            continue
        what = promised(capture, loser)
        article = capture.article(winner.clause), capture.article(loser.clause)
        declared = [
            each for each in constitution.precedences if article[0] is not None and each.winner == article[0].key
        ]
        # A lower instrument works within the higher one: there an exception is nothing to remark on.
        if what is None or (not declared and not clash.always(capture)):
            continue
        yield Finding(
            f"{what} is overridden: `{loser.sentence}` gives way to `{winner.sentence}`",
            at=loser.clause,
            labels=((winner.clause, "prevails"),),
            reason=(
                clash.words(capture),
                f"{capital(capture.place(winner.clause))} prevails over {capture.place(loser.clause)}, so there "
                f"the promise is not kept.",
            ),
            repairs=tuple(_repairs(capture, clash, winner, loser)),
            cause=clash.cause,
            subject=clash.cause,
        )


def promised(capture: Capture, line: Line) -> str | None:
    """What a line promises to people, in words; None for the powers that bodies have over each other."""
    match line.kind:
        case Kind.MUST:
            return "a duty"
        case Kind.MUST_NOT:
            return "a protection" if line.subject is not None and line.act.verb in _HARMS else None
    if line.subject is None:
        return "a liberty"
    return "a right of the people" if capture.is_class(line.subject) else None


def _repairs(capture: Capture, clash: Clash, winner: Line, loser: Line) -> Iterator[Repair]:
    for rank in capture.constitution.precedences:
        articles = capture.article(winner.clause), capture.article(loser.clause)
        first, second = articles
        if first is not None and second is not None and (rank.winner, rank.loser) == (first.key, second.key):
            words = f"article {second.number} prevails over article {first.number}"
            yield Repair(f"turn the rank round: {words}", (put(rank.clause, words),))
    if not winner.sugar:
        yield cut(winner.clause, f"take out “{winner.sentence}”")
