"""Judges who sit when the accused calls them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from constdsl.model.entities import Act, Body, Constitution
from constdsl.rules.repairs import extend, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, paralyse
from constdsl.syntax.tree import Verb

__all__ = ["convenors_veto"]


@rule(code="G3", severity="error", since="0.1")
def convenors_veto(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a body that elects, removes or checks somebody meet only when that somebody calls it?"""
    for body in constitution.bodies.values():
        if not body.convened or body.every is not None:
            continue
        calling = capture.index.powers(Act(Verb.CONVENE, body=body.name))
        masters: dict[str, Fraction] = {}
        for name in _controlled(constitution, capture, body):
            dates = [capture.disables(name, power=power, contested=True) for power in calling]
            if calling and all(date is not None for date in dates):
                masters[name] = max((date for date in dates if date is not None), default=Fraction(0))
        for name in capture.nearest(masters, contested=True):
            words = f"paralyse {body.name}"
            history = capture.history(name, goal=paralyse(body.name), words=words, contested=True)
            if history is None:
                continue
            yield Finding(
                f"`{body.name}`, to which `{name}` answers, meets only when `{name}` wants it",
                at=body.convened_clause or body.clause,
                labels=tuple((power.clause, "calls it") for power in calling if not power.sugar),
                reason=(
                    "No date is set, and nobody else may call it.",
                    f"What {body.name} could do to {name} it does when {name} lets it.",
                ),
                history=history,
                repairs=tuple(_repairs(capture, body, name)),
                cause=("convening", body.name),
                subject=(body.name, name),
            )
            break  # one sentence for one lock, whoever else holds the key


def _controlled(constitution: Constitution, capture: Capture, body: Body) -> list[str]:
    """Whom a body elects, removes or checks, other than itself."""
    found: dict[str, None] = {}
    for group in capture.groups():
        if body.name in capture.choosers(group):
            found[group.ref.body] = None
    for power in constitution.powers:
        if power.subject != body.name:
            continue
        if power.act.verb in (Verb.REMOVE, Verb.DISSOLVE) and power.act.body is not None:
            found[power.act.body] = None
        elif power.act.verb in (Verb.VETO, Verb.ANNUL) and power.act.inner is not None:
            for other in capture.index.powers(power.act.inner):
                holder = capture.body_of(other.subject or "")
                if holder is not None:
                    found[holder.name] = None
    found.pop(body.name, None)
    return list(found)


def _repairs(capture: Capture, body: Body, name: str) -> Iterator[Repair]:
    if body.convened_clause is not None:
        yield Repair(f"let `{body.name}` meet every year in any case", (extend(body.convened_clause, "every 1 year"),))
        calling = capture.index.powers(Act(Verb.CONVENE, body=body.name))
        named = ", ".join(power.subject for power in calling if power.sugar and power.subject is not None)
        for outsider in capture.outsiders(name)[:3]:
            if outsider != body.name:
                edit = put(body.convened_clause, f"convened by {named}, {outsider}")
                yield Repair(f"let `{outsider}` call `{body.name}`, too", (edit,))
