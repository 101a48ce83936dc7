"""Absentees that count as present, and members that count no more."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Holds, Member, disjunction
from constdsl.model.entities import Act, Body, Constitution, Power
from constdsl.model.mutant_words import threshold_words
from constdsl.rules.common.arithmetic import carrying, fewest, quorate
from constdsl.rules.common.bodies import sentence
from constdsl.rules.common.statements import restated
from constdsl.rules.common.statuses import required
from constdsl.rules.repairs import added, cut, extend, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Base, Verb

__all__ = ["quorum_by_fiction"]


@rule(code="B2", severity="error", since="0.1")
def quorum_by_fiction(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body make its own quorum, or a majority it lacks, by changing who counts?"""
    for body in constitution.bodies.values():
        if body.office:
            continue
        yield from _rewritten(constitution, capture, body)
        yield from _expelled(constitution, capture, body)


def _rewritten(constitution: Constitution, capture: Capture, body: Body) -> Iterator[Finding]:
    """The quorum stands in rules that fewer than the quorum change."""
    if body.quorum is None or body.quorum_clause is None:
        return
    attend = quorate(body.quorum, body.seats, body.seats)
    for power in _amending(constitution, capture, body):
        enough = fewest(capture.threshold(power), body.quorum, body.seats, body.seats)
        # What takes more than a majority guards the quorum as it guards the rest of a constitution.
        if enough is None or enough >= attend or 2 * enough > body.seats + 2:
            continue
        yield Finding(
            f"`{body.name}` needs {attend:,} of {body.seats:,} members to be there, in an article that "
            f"{enough:,} of them change",
            at=body.quorum_clause,
            labels=((power.clause, f"{enough:,} votes are enough"),),
            reason=(
                "A quorum lets a minority stop a decision by staying away.",
                "A majority that has once met may write that the absent count as present, and never miss them again.",
            ),
            repairs=tuple(_guards(capture, body, power)),
            cause=("article", body.quorum_clause.article),
            subject=(body.name, "rewritten"),
        )
        return


def _amending(constitution: Constitution, capture: Capture, body: Body) -> Iterator[Power]:
    """A body's own powers, without anybody's consent, to amend the article in which its quorum stands."""
    assert body.quorum_clause is not None
    key = body.quorum_clause.article
    special = any(p.act.verb is Verb.AMEND and p.act.article == key is not None for p in constitution.powers)
    shielded = special or any(shield.article == key for shield in constitution.shields)
    rank = capture.index.ranks.get(key or "", constitution.file_ranks.get(body.quorum_clause.file, 0))
    for power in capture.index.powers(Act(Verb.AMEND, article=key)):
        general = power.act.article is None
        if general and (shielded or constitution.file_ranks.get(power.clause.file, 0) > rank):
            continue
        if not general and key is None:
            continue
        if power.subject == body.name and not any(capture.independent(each, body.name) for each in power.consent):
            yield power


def _guards(capture: Capture, body: Body, power: Power) -> Iterator[Repair]:
    assert body.quorum_clause is not None and body.quorum is not None
    text = restated(power, body.quorum)
    if text is not None:
        yield Repair(f"ask as many to {power.act.text} as make the quorum", (put(power.clause, text),))
    article = (body.quorum_clause.article or "").rpartition(":")[2]
    inside = sentence(capture, body.quorum_clause)
    if power.act.article is None and inside is not None and inside.article == body.quorum_clause.article and article:
        yield added(inside, f"article {article} is entrenched", f"entrench article {article}")
    if power.act.article is not None:
        yield cut(power.clause, f"let `{body.name}` not {power.act.text}")


def _expelled(constitution: Constitution, capture: Capture, body: Body) -> Iterator[Finding]:
    """Those who expel by fewer votes than another decision takes are, afterwards, enough for it."""
    removing = [
        power for power in _removing(capture, body)
        if not any(capture.independent(each, body.name) for each in power.consent)
    ]  # fmt: skip
    for removal in removing:
        few = carrying(capture.threshold(removal), body.quorum, body.seats, body.seats)
        if few is None:
            continue
        dearer = [
            power for power in capture.index.held(body.name)
            if not power.sugar
            and capture.threshold(power).number is None and capture.threshold(power).base is not Base.SEATS
            and (carrying(capture.threshold(power), body.quorum, body.seats, body.seats) or 0) > few
        ]  # fmt: skip
        if not dearer:
            continue
        hard = max(dearer, key=lambda power: capture.threshold(power).share)
        yield Finding(
            f"{few:,} of {body.seats:,} in `{body.name}` can expel the others, and are then "
            f"{threshold_words(capture.threshold(hard))}",
            at=removal.clause,
            labels=tuple((power.clause, "counted on those who are left") for power in dearer),
            reason=(
                f"To {hard.act.text} takes {capture.threshold(hard).needed(body.seats):,} of {body.seats:,}, "
                "and the removed leave the count.",
            ),
            repairs=tuple(_others_expel(capture, body, removal)),
            cause=("expulsion", body.name),
            subject=(body.name, "expelled"),
        )
        return


def _removing(capture: Capture, body: Body) -> Iterator[Power]:
    """A body's own powers to unseat its members: to remove any of them, or to take what they must be."""
    inside = disjunction(Member(body.name), *(Member(body.name, group.name) for group in body.groups if group.name))
    for group in body.groups:
        for power in capture.index.group_powers(Verb.REMOVE, group):
            if power.subject == body.name and capture.logic.entails(inside, power.act.whom):
                yield power
        for name in required(capture, group.retain):
            for power in capture.index.powers(Act(Verb.REVOKE, name=name)):
                if power.subject == body.name and capture.logic.entails(Holds(name), power.act.whom):
                    yield power


def _others_expel(capture: Capture, body: Body, removal: Power) -> Iterator[Repair]:
    for outsider in capture.outsiders(body.name)[:2]:
        if not removal.consent and capture.is_class(outsider) is False:
            words = f"with consent of {outsider}"
            yield Repair(f"let `{outsider}` agree to expulsions from `{body.name}`", (extend(removal.clause, words),))
    yield cut(removal.clause, f"let `{body.name}` expel nobody")
