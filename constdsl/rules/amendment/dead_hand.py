"""A burden that nobody can ever lift."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Act, Clause, Constitution
from constdsl.rules.amendment._doors import guards
from constdsl.rules.repairs import delete, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["dead_hand"]


@rule(code="A3", severity="warning", since="0.1")
def dead_hand(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is there an article that binds or forbids and that nobody can ever amend?"""
    for key in dict.fromkeys(shield.article for shield in constitution.shields):
        article = constitution.articles[key]
        burdens = dict(_burdens(capture, key))
        if not burdens:
            continue
        goal = perform(Act(Verb.AMEND, article=key, text=f"amend {article.label}"))
        everybody = (*constitution.bodies, *constitution.classes)
        if capture.forces(*everybody, goal=goal) is not None:
            continue
        shield = guards(capture, key)[0]
        yield Finding(
            f"{article.label} {next(iter(burdens.values()))}, and nobody can ever amend it",
            at=shield,
            labels=tuple(burdens.items())[:4],
            reason=(
                "Even all bodies and classes together have no lawful way to change it.",
                "It keeps no election and no right out of reach of a majority; it holds people to something for good.",
            ),
            repairs=tuple(_ways_out(capture, key, shield)),
            cause=("article", key),
            subject=(key,),
        )


def _burdens(capture: Capture, key: str) -> Iterator[tuple[Clause, str]]:
    """What an article takes from people: what persons or classes must not do, and whom they or bodies must obey. What
    bodies must not do protects people as often as not."""
    constitution = capture.constitution
    for norm in constitution.norms:
        if norm.clause.article == key and (norm.subject is None or capture.is_class(norm.subject)):
            yield norm.clause, f"forbids people to {norm.act.text}"
    for binding in constitution.bindings:
        if binding.clause.article == key:
            yield binding.clause, f"binds people to `{binding.by}`"
    for power in constitution.powers:
        if power.clause.article == key and power.act.verb is Verb.DIRECT and power.subject is not None:
            yield power.clause, f"lets `{power.subject}` {power.act.text}"


def _ways_out(capture: Capture, key: str, shield: Clause) -> Iterator[Repair]:
    article = capture.constitution.articles[key]
    for name in list(capture.electorates)[:2]:
        words = f"{name} may amend article {article.number} by three-quarters"
        yield Repair(f"let three quarters of `{name}` change it", (insert(shield, words),))
    yield Repair(f"do not entrench {article.label}", (delete(shield),))
