"""What a high threshold guards is brought about at a lower one."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from constdsl.model.entities import Act, Constitution, Power
from constdsl.rules.amendment._doors import asks_less, doors
from constdsl.rules.common.independence import as_it_stands, soon
from constdsl.rules.common.rights import losses
from constdsl.rules.common.statements import restated
from constdsl.rules.repairs import extend, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["cheaper_door"]


@rule(code="A2", severity="error", since="0.1")
def cheaper_door(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body settle at a lower threshold what an article that it amends at a higher one settles?"""
    if any(power.act.verb is Verb.AMEND for power in constitution.powers):
        yield from _by_status(capture)
        yield from _by_statute(capture)


def _by_status(capture: Capture) -> Iterator[Finding]:
    """Rights that an article gives, and that are lost with a status given or taken by fewer than can change it."""
    told: set[tuple[str | None, str]] = set()
    for power in capture.constitution.powers:
        for right in losses(capture, power):
            dear = _dear(capture, doors(capture, right.clause), power) if right.clause.article is not None else None
            if dear is None or (right.clause.article, power.act.text) in told:
                continue
            place = capture.place(right.clause)
            goal = perform(evolve(power.act, whom=right.people))
            body = str(power.subject)
            alone = _alone(capture, power)
            if not soon(alone, body, goal):
                continue
            history = alone.history(body, goal=goal, words=power.act.text, contested=True)
            if history is None:
                continue
            told.add((right.clause.article, power.act.text))
            yield Finding(
                f"{place} gives people {right.words}, and `{body}`, which needs more to amend it, takes it with less",
                at=power.clause,
                labels=((right.clause, "what is guarded"), (dear.clause, "the dearer door")),
                reason=(_compared(capture, power, dear), "Nobody independent reviews it."),
                history=history,
                repairs=tuple(_ways_out(capture, power, dear)),
                cause=("electorate", right.electors) if right.electors else ("right", right.words),
                subject=(right.clause.article, power.act.text),
            )


def _by_statute(capture: Capture) -> Iterator[Finding]:
    """Electors defined where fewer can amend than in the article of the body that they elect."""
    told: set[str] = set()
    for group in capture.elected_groups():
        for electors in filter(None, map(capture.class_of, group.by)):
            key = electors.clause.article
            if key is None or key == group.clause.article or key in told:
                continue
            for power in doors(capture, electors.clause):
                dear = _dear(capture, doors(capture, group.clause), power)
                where = capture.place(electors.clause)
                goal = perform(Act(Verb.AMEND, article=key, text=f"amend {where}"))
                body = str(power.subject)
                history = None
                if dear is not None:
                    alone = _alone(capture, power)
                    history = alone.history(body, goal=goal, words=f"amend {where}", contested=True)
                if dear is None or history is None:
                    continue
                told.add(key)
                yield Finding(
                    f"{capture.place(group.clause)} is guarded and {where}, which says who elects "
                    f"`{group.label}`, is not: `{body}` needs less to amend it",
                    at=power.clause,
                    labels=((electors.clause, "decides who sits there"), (dear.clause, "the dearer door")),
                    reason=(_compared(capture, power, dear),),
                    history=history,
                    repairs=tuple(_ways_out(capture, power, dear)),
                    cause=("article", key),
                    subject=("electors", key, body),
                )
                break


def _dear(capture: Capture, ways: list[Power], power: Power) -> Power | None:
    """One of some ways to amend an article, where each of those open to a body asks more of it than a power does."""
    own = [way for way in ways if way.subject == power.subject]
    if not own or capture.body_of(power.subject or "") is None:
        return None
    return own[0] if all(asks_less(capture, power, way) for way in own) else None


def _alone(capture: Capture, power: Power) -> Capture:
    """The constitution without any power to amend but one: who may go through the dearer door, and take every check
    away, shall not be said to go through the cheaper one."""
    if power.act.verb is not Verb.AMEND:
        return as_it_stands(capture)
    whole = capture.constitution
    kept = tuple(each for each in whole.powers if each == power or each.act.verb is not Verb.AMEND)
    rest = evolve(whole, powers=kept)
    return capture.on(rest)


def _compared(capture: Capture, power: Power, dear: Power) -> str:
    body = capture.body_of(power.subject or "")
    seats = body.seats if body is not None else 0
    few, many = capture.threshold(power).needed(seats), capture.threshold(dear).needed(seats)
    asked = f", and {', '.join(dear.consent)}" if dear.consent else ""
    return f"To {power.act.text} takes {few:,} of {seats:,} votes; to {dear.act.text} takes {many:,}{asked}."


def _ways_out(capture: Capture, power: Power, dear: Power) -> Iterator[Repair]:
    text = restated(evolve(power, consent=dear.consent or power.consent), capture.threshold(dear))
    if text is not None:
        yield Repair("ask as much for the one as for the other", (put(power.clause, text),))
    for name in capture.outsiders(str(power.subject))[:2]:
        if not power.consent:
            yield Repair(f"let `{name}` agree in each case", (extend(power.clause, f"with consent of {name}"),))
