"""Deputies recalled from above."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.notes import Used
from constdsl.model.entities import Act, Constitution, Group, Power
from constdsl.rules.repairs import cut, extend, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["leash"]


@rule(code="R2", severity="warning", since="0.1")
def leash(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can somebody above have those recalled whom others have elected?"""
    for group in capture.elected_groups():
        for power in capture.index.group_powers(Verb.REMOVE, group):
            hands = power.subject
            if hands is None or hands in group.by or hands.split(".")[0] == group.ref.body:
                continue
            found = next(_above(capture, group, power), None)
            if found is None:
                continue
            above, who = found
            text = f"remove any member of {group.label}"
            act = Act(Verb.REMOVE, power.act.whom, group.ref.body, group.ref.index, text=text)
            history = capture.history(*who, goal=perform(act), words=text, contested=True)
            if history is None:
                continue
            electors = ", ".join(group.by)
            yield Finding(
                f"`{above}` has members of `{group.label}` recalled by `{hands}`, though {electors} elected them",
                at=power.clause,
                labels=((group.fill_clause, f"elected by {electors}"),),
                reason=(
                    f"{hands} did not elect them, and {'meets' if len(who) > 1 else 'decides'} as {above} wants.",
                    f"So a member of {group.label} answers to {above} and not to {electors}.",
                ),
                history=history,
                repairs=tuple(_repairs(capture, group, power)),
                cause=("leash", group.label),
                subject=(group.label, hands),
            )


def _above(capture: Capture, group: Group, power: Power) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Who, not among those on whom a group rests, makes the holder of a power use it; and the coalition that shows it.

    Who commands it at once, by orders or by dismissing its members, needs nobody else. Who alone may convene it only
    says when it may act.
    """
    hands = power.subject or ""
    theirs = {label.split(".")[0] for label in (*capture.answers_to(group.label), group.ref.body, hands)}
    act = Act(Verb.REMOVE, power.act.whom, group.ref.body, group.ref.index)
    masters = {
        name: date
        for name in capture.constitution.bodies
        if name not in theirs and (date := capture.reach(name, contested=True).get(hands.split(".")[0])) == 0
    }
    for name in capture.nearest(masters, contested=True):
        steps = capture.steps(name, goal=perform(act), contested=True)
        if any(isinstance(note, Used) and note.power is power for note in steps):
            yield name, (name,)
    body = capture.body_of(hands)
    convenors = [each.subject for each in capture.index.powers(Act(Verb.CONVENE, body=hands)) if each.subject]
    if body is not None and body.convened and body.every is None and len(convenors) == 1:
        name = convenors[0]
        if name.split(".")[0] not in theirs and not capture.is_class(name):
            yield name, (name, hands)


def _repairs(capture: Capture, group: Group, power: Power) -> Iterator[Repair]:
    yield cut(power.clause, f"take from {power.subject} the power to recall")
    for electors in group.by:
        petition = " on petition of 10%" if capture.is_class(electors) else ""
        words = f"{electors} may {power.act.text}{petition}"
        yield Repair(f"let {electors} recall those whom they elect", (put(power.clause, words),))
        if not power.consent:
            consent = extend(power.clause, f"with consent of {electors}")
            yield Repair(f"let {electors} agree to each recall", (consent,))
