"""A body that decides when its own time is over."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.diagnostic import Severity
from constdsl.model.conditions import TRUE
from constdsl.model.entities import Constitution, Group, Power
from constdsl.rules.repairs import cut, extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["self_extension"]


@rule(code="Y2", severity="error", since="0.1")
def self_extension(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body prolong its own mandate, or sit until it chooses to be replaced?"""
    for power in constitution.powers:
        name = power.act.body
        if power.act.verb is not Verb.EXTEND or name is None:
            continue
        # Whoever holds the power, what counts is that the body itself gets it used, against everybody's check.
        history = capture.history(name, goal=perform(power.act), words=power.act.text, contested=True)
        if history is None:
            continue
        yield Finding(
            f"`{name}` can prolong its own term",
            at=power.clause,
            labels=tuple((each.part("term"), "the term it prolongs") for each in constitution.bodies[name].groups[:1]),
            reason=("No rule bounds how long or how often, and nobody outside has to agree.",),
            history=history,
            repairs=tuple(_consent(capture, power, name)),
            cause=("mandate", name),
            subject=(name, "extend"),
        )
    for group in capture.elected_groups():
        # Whom another body elects without a term serves at its pleasure; whom the people elect answer at elections.
        by_people = any(capture.is_class(label) for label in group.by)
        if group.term is None and not group.for_life and group.retain == TRUE and by_people:
            yield from _endless(constitution, capture, group)


def _consent(capture: Capture, power: Power, name: str) -> Iterator[Repair]:
    yield cut(power.clause, f"let nobody prolong the term of `{name}`")
    for outsider in capture.outsiders(name)[:3]:
        if not power.consent:
            yield Repair(
                f"let `{outsider}` agree when `{name}` prolongs its term",
                (extend(power.clause, f"with consent of {outsider}"),),
            )


def _endless(constitution: Constitution, capture: Capture, group: Group) -> Iterator[Finding]:
    """An elected body without a term that nobody but itself, and those it commands, can send home."""
    body = group.ref.body
    ending = [*capture.index.group_powers(Verb.REMOVE, group)]
    ending += [power for power in constitution.powers if power.act.verb is Verb.DISSOLVE and power.act.body == body]
    if any(_outside(capture, power, body) for power in ending):
        return
    own = [power for power in ending if power.subject is not None]
    yield Finding(
        f"`{group.label}` is elected once, for no term, and "
        + (f"only `{body}` itself brings the next election about" if own else "no rule ever brings the next election"),
        at=group.fill_clause,
        labels=tuple((power.clause, "in its own hands") for power in own),
        reason=(
            f"It sits until it is replaced, and no rule lets {' and '.join(group.by)}, or anybody else, replace it.",
        ),
        repairs=(
            Repair(f"elect `{group.label}` for four years", (extend(group.clause, "for 4 years"),)),
        ),
        cause=("mandate", body),
        subject=(group.label, "endless"),
        severity=None if own else Severity.WARNING,
    )


def _outside(capture: Capture, power: Power, body: str) -> bool:
    """Whether a power can be used against a body: its holder, and all who must agree, are not in that body's hands."""
    needed = [label for label in (power.subject, *power.consent) if label is not None]
    return all(capture.independent(label, body) for label in needed)
