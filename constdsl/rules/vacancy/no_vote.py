"""A requirement that everybody meets."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import MAJORITY, Constitution, Threshold
from constdsl.rules.common.statements import restated
from constdsl.rules.repairs import delete, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Base

__all__ = ["no_vote"]


@rule(code="J4", severity="warning", since="0.1")
def no_vote(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a majority or a quorum ask for nothing, so that it is met without a vote or by anybody?"""
    del capture
    for body in constitution.bodies.values():
        if body.decides_clause is not None and _nothing(body.decides):
            yield Finding(
                f"`{body.name}` decides by no votes at all",
                at=body.decides_clause,
                reason=("Read strictly, whatever is proposed is carried; here it is taken to need one vote.",),
                repairs=(
                    Repair(f"let `{body.name}` decide by majority", (put(body.decides_clause, "decides by majority"),)),
                ),
                cause=("nothing asked", body.name, "decides"),
                subject=(body.name, "decides"),
            )
        quorum = body.quorum
        if quorum is None or body.quorum_clause is None:
            continue
        attending = quorum.number is None and quorum.base in (Base.PRESENT, Base.VOTES)
        if attending or _nothing(quorum):
            says = f"is counted on those who are {'there' if quorum.base is Base.PRESENT else 'voting'}"
            yield Finding(
                f"the quorum of `{body.name}` {says if attending else 'is nobody'}, so it is always met",
                at=body.quorum_clause,
                reason=("A quorum that any attendance meets keeps nobody from deciding alone.",),
                repairs=(
                    Repair("count the quorum on all seats", (put(body.quorum_clause, "quorum majority"),)),
                    Repair("drop the quorum", (delete(body.quorum_clause),)),
                ),
                cause=("nothing asked", body.name, "quorum"),
                subject=(body.name, "quorum"),
            )
    for power in constitution.powers:
        if power.threshold is not None and _nothing(power.threshold):
            yield Finding(
                f"{power.act.text} takes no vote of `{power.who or power.subject}` at all",
                at=power.clause,
                reason=("Read strictly, nobody need agree; here it is taken to need one vote.",),
                repairs=tuple(
                    Repair(f"let it take a majority to {power.act.text}", (put(power.clause, text),))
                    for text in (restated(power, MAJORITY),) if text is not None
                ),
                cause=("nothing asked", power.subject, power.act.text),
                subject=(power.subject, power.act.text),
            )


def _nothing(threshold: Threshold) -> bool:
    """Whether a threshold is met by no votes: none of any number, or nothing of any base."""
    if threshold.number is not None:
        return threshold.number == 0
    return threshold.share == 0 and not threshold.strict
