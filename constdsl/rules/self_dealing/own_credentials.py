"""A body that judges the election of its own members."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Act, Clause, Constitution, Goal, Group, Power
from constdsl.rules.repairs import cut, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, bar, perform
from constdsl.syntax.tree import Verb

__all__ = ["own_credentials"]


@rule(code="H2", severity="warning", since="0.1")
def own_credentials(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a body itself decide, with nobody above it, whether its members are rightly elected?"""
    for group in capture.elected_groups():
        name = group.ref.body
        if name in group.by or group.label in group.by:
            continue  # one that fills its own seats has no electors to overrule
        for goal, at, does, words, repairs in _ways(capture, group):
            if capture.forces(name, goal=goal, contested=True, every=True) != 0:
                continue
            history = capture.history(name, goal=goal, words=words, contested=True, every=True)
            if history is None:
                continue
            yield Finding(
                f"`{name}` {does}, and nobody else has the last word",
                at=at,
                labels=((group.fill_clause, "the electors have decided here"),),
                reason=("Those who sit already decide who of the elected may join them.",),
                history=history,
                repairs=repairs,
                cause=("credentials", group.label),
                subject=(group.label, does),
            )


def _ways(capture: Capture, group: Group) -> Iterator[tuple[Goal, Clause, str, str, tuple[Repair, ...]]]:
    """In what ways a body decides on the election of its own members: goal, clause, what it does, words, repairs."""
    label, own = group.label, (group.ref.body, group.label)
    barred = bar(group.eligible, label), f"bar anyone from {label}"
    if any(each in own for each in group.consent):
        at = group.part("consent")
        alone = len(group.consent) == 1
        repairs: tuple[Repair, ...] = (cut(at, "let the election stand without its consent"),) if alone else ()
        yield barred[0], at, "must agree to the election of its own members", barred[1], repairs
    for power in capture.index.group_powers(Verb.STRIKE, group):
        if power.subject in own:
            repairs = (*_reviewed(capture, power), cut(power.clause, "let nobody strike them"))
            yield barred[0], power.clause, "may strike candidates for its own seats", barred[1], repairs
    for power in capture.index.group_powers(Verb.REMOVE, group):
        if power.subject in own and _easy(capture, power):
            done = perform(Act(Verb.REMOVE, power.act.whom, power.act.body, power.act.group, text=power.act.text))
            yield done, power.clause, "may unseat its own members by its usual majority", power.act.text, (
                *_reviewed(capture, power), cut(power.clause, "let nobody unseat them"),
            )  # fmt: skip


def _easy(capture: Capture, power: Power) -> bool:
    """Whether the usual majority is enough: to expel a member by two-thirds is ordinary discipline."""
    body = capture.body_of(str(power.subject))
    return body is not None and capture.threshold(power).needed(body.seats) <= body.decides.needed(body.seats)


def _reviewed(capture: Capture, power: Power) -> tuple[Repair, ...]:
    """Give the last word to a body that the holder of a power neither commands nor silences."""
    if power.sugar:
        return ()
    others = [name for name in capture.outsiders(str(power.subject)) if not capture.is_class(name)]
    return tuple(
        Repair(f"let `{name}` have the last word", (insert(power.clause, f"{name} may annul {power.act.text}"),))
        for name in others[:3]
    )
