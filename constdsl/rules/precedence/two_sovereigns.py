"""Two bodies have the last word on one matter, and nothing ranks them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from constdsl.model.conditions import TRUE
from constdsl.model.entities import Act, Constitution, Power
from constdsl.rules.common.lines import clashes
from constdsl.rules.repairs import cut, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["two_sovereigns"]


@rule(code="P1", severity="error", since="0.1")
def two_sovereigns(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do two bodies each have the last word on one matter, with nothing to rank them?"""
    for name in constitution.acts:
        act = Act(Verb.PERFORM, name=name, text=name)
        powers = [power for power in capture.index.powers(act) if _whole(capture, power)]
        if len(powers) < 2 or not _reserved(capture, act, powers):
            continue  # what many may do besides others (inspect, advise, deliberate) is no last word
        if any(capture.index.checks(act)):
            continue  # somebody can undo it, and so ranks above
        pairs = [pair for pair in combinations(powers, 2) if _unranked(capture, *pair)]
        if not pairs:
            continue
        first, second = pairs[0]
        yield Finding(
            f"`{first.subject}` and `{second.subject}` each have the last word on {name}, and nothing ranks them",
            at=second.clause,
            labels=((first.clause, "the other last word"),),
            reason=(
                "Neither commands, chooses or can overrule the other, and neither article prevails.",
                "Where they disagree, both are right and nobody decides.",
            ),
            repairs=tuple(_ways_out(capture, first, second)),
            cause=_cause(capture, first, second),
            subject=(name,),
        )


def _whole(capture: Capture, power: Power) -> bool:
    """Whether a body or class may do the act at any time by its own decision."""
    return power.subject is not None and power.scope == TRUE and not power.consent


def _reserved(capture: Capture, act: Act, powers: Sequence[Power]) -> bool:
    """Whether the matter is kept from others: each says that it alone may, or others are forbidden."""
    if any(power.subject is None for power in capture.index.powers(act)):
        return False
    holders = {power.subject for power in powers}
    forbidden = any(norm.subject not in holders for norm in capture.index.norms(act))
    return forbidden or sum(power.exclusive for power in powers) > 1


def _unranked(capture: Capture, first: Power, second: Power) -> bool:
    one, other = str(first.subject), str(second.subject)
    if one.split(".")[0] == other.split(".")[0] or (first.exclusive is not second.exclusive):
        return False
    if capture.index.outranks(first.clause, second.clause) or capture.index.outranks(second.clause, first.clause):
        return False
    if one in capture.answers_to(other) or other in capture.answers_to(one):
        return False
    return other not in capture.reach(one) and one not in capture.reach(other)


def _cause(capture: Capture, first: Power, second: Power) -> tuple[object, ...]:
    """That of the contradiction, where each alone may: norms/exclusive-twice tells the same pair."""
    pair = {first.clause, second.clause}
    same = (clash.cause for clash in clashes(capture) if {clash.ban.clause, clash.other.clause} == pair)
    return next(same, ("sovereigns", first.act.name))


def _ways_out(capture: Capture, first: Power, second: Power) -> Iterator[Repair]:
    here, there = capture.article(first.clause), capture.article(second.clause)
    if here is not None and there is not None and here != there and here.instrument == there.instrument:
        for winner, loser in ((here, there), (there, here)):
            words = f"article {winner.number} prevails over article {loser.number}"
            yield Repair(f"let {winner.label} prevail over {loser.label}", (insert(second.clause, words),))
    yield cut(first.clause, f"leave the matter to `{second.subject}`")
    yield cut(second.clause, f"leave the matter to `{first.subject}`")
