"""Articles of which each prevails over the next, and the last over the first."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution, Precedence
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["precedence_cycle"]


@rule(code="O10", severity="error", since="0.1")
def precedence_cycle(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does an article prevail, at the end of the line, over itself?"""
    told: set[str] = set()
    for rank in constitution.precedences:
        circle = _circle(constitution, rank)
        if not circle or told & {each.winner for each in circle}:
            continue
        told |= {each.winner for each in circle}
        names = [constitution.articles[each.winner].label for each in circle]
        message = f"{names[0]} prevails over itself"
        if len(names) > 1:
            message = f"{' prevails over '.join([*names, names[0]])}"
        yield Finding(
            message,
            at=circle[-1].clause,
            labels=tuple((each.clause, "and this") for each in circle[:-1]),
            reason=("Where their rules conflict each gives way to another, so nothing is settled.",),
            repairs=tuple(
                cut(each.clause, f"drop the rank of {constitution.articles[each.winner].label} over "
                                 f"{constitution.articles[each.loser].label}")
                for each in reversed(circle)
            ),
            cause=("rank", *sorted(each.winner for each in circle)),
            subject=tuple(sorted(each.winner for each in circle)),
        )  # fmt: skip


def _circle(constitution: Constitution, first: Precedence) -> list[Precedence]:
    """The shortest way from the loser of a rank back to its winner, behind the rank itself; empty if there is none."""
    ways: list[list[Precedence]] = [[first]]
    reached = {first.loser}
    for way in ways:
        if way[-1].loser == first.winner:
            return way
        for rank in constitution.precedences:
            if rank.winner == way[-1].loser and (rank.loser not in reached or rank.loser == first.winner):
                reached.add(rank.loser)
                ways.append([*way, rank])
    return []
