"""A shield that can be taken down more cheaply than what it covers."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from constdsl.model.entities import Act, Clause, Constitution, Power
from constdsl.rules.amendment._doors import asks_less, doors, guards
from constdsl.rules.common.statements import restated
from constdsl.rules.repairs import insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb
from constdsl.verdict.answers import Step

__all__ = ["self_loosening"]


@rule(code="A1", severity="error", since="0.1")
def self_loosening(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a rule that makes an article hard to amend stand where it can itself be amended at lower cost?"""
    told: set[str | None] = set()
    for key, article in constitution.articles.items():
        shields = guards(capture, key)
        cheaper = [_cheaper(capture, shield, key) for shield in shields]
        if not shields or not all(cheaper):
            continue  # one shield that stands is enough
        shield, way = shields[0], cheaper[0]
        if way is None or shield.article in told:
            continue
        told.add(shield.article)
        where = capture.place(shield)
        yield Finding(
            f"the rule that protects {article.label} stands in {where}, which can be amended at lower cost",
            at=shield,
            labels=((way.clause, f"{way.who} may amend {where} by this"), (article.clause, "what it protects")),
            reason=(
                f"First {way.who} amends {where}, then what it protected has only the protection of everything else.",
            ),
            history=_history(capture, way, shield),
            repairs=tuple(_ways_out(capture, shield)),
            cause=("article", shield.article),
            subject=("shield", shield.article),
        )


def _cheaper(capture: Capture, shield: Clause, key: str) -> Power | None:
    """A power to amend the article of a shield that asks less than the shield does; for a shield without a way through
    any power does."""
    if shield.article == key:
        return None
    through = [power for power in capture.constitution.powers if power.clause == shield and power.act.article == key]
    for way in doors(capture, shield):
        if not through or all(asks_less(capture, way, power) for power in through):
            return way
    return None


def _history(capture: Capture, way: Power, shield: Clause) -> tuple[Step, ...]:
    """How one body takes the shield down; where several must agree, nobody does it alone."""
    body = capture.body_of(way.subject or "")
    if body is None or shield.article is None:
        return ()
    words = f"amend {capture.place(shield)}"
    goal = perform(Act(Verb.AMEND, article=shield.article, text=words))
    return capture.history(body.name, goal=goal, words=words, contested=True) or ()


def _ways_out(capture: Capture, shield: Clause) -> Iterator[Repair]:
    """Let the shield cover the article it stands in."""
    home = capture.article(shield)
    if home is None:
        return
    special = next((power for power in capture.constitution.powers if power.clause == shield), None)
    words: str | None = f"article {home.number} is entrenched"
    if special is not None:
        act = evolve(special.act, article=home.key, text=f"amend article {home.number}")
        words = restated(evolve(special, act=act), capture.threshold(special))
    if words is not None:
        yield Repair(f"let it cover {home.label} as well", (insert(shield, words),))
