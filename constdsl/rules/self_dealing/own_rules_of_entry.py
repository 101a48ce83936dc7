"""Those who sit change the rules by which one comes to sit."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Act, Clause, Constitution, Group, Power
from constdsl.rules.repairs import extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["own_rules_of_entry"]


@rule(code="H1", severity="error", since="0.1")
def own_rules_of_entry(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body change the rules of its own election by itself, at once and by its usual majority?"""
    amending = [power for power in constitution.powers if power.act.verb is Verb.AMEND]
    if not amending:
        return
    told: set[tuple[str, str | None]] = set()
    for group in capture.elected_groups():
        body = constitution.bodies[group.ref.body]
        if group.label in group.by or body.name in group.by:
            continue
        for key, clause, what in _entry(capture, group):
            ways = [power for power in amending if power.act.article in (key, None) and _easy(power, capture)]
            if not ways or (body.name, key) in told:
                continue
            place = capture.place(clause)
            goal = perform(Act(Verb.AMEND, article=key, text=f"amend {place if key else 'any article'}"))
            if capture.forces(body.name, goal=goal, contested=True) != 0:
                continue
            way = next((power for power in ways if capture.may_use(body.name, power=power, contested=True) == 0), None)
            history = capture.history(body.name, goal=goal, words=f"amend {place}", contested=True)
            if way is None or history is None:
                continue
            told.add((body.name, key))
            yield Finding(
                f"`{body.name}` can by itself change who may enter it: {place} says {what}",
                at=way.clause,
                labels=((clause, f"{what}, changed by those who sit there"),),
                reason=("The change takes effect at once, and the next election is held under it.",),
                history=history,
                repairs=tuple(_ways_out(capture, group, way)),
                cause=("article", key),
                subject=(body.name, key),
            )


def _entry(capture: Capture, group: Group) -> Iterator[tuple[str | None, Clause, str]]:
    """The clauses that say how one comes to sit in a group, with their articles."""
    yield group.clause.article, group.clause, f"how `{group.label}` is elected"
    for label in group.by:
        electors = capture.class_of(label)
        if electors is not None:
            yield electors.clause.article, electors.clause, f"who elects `{group.label}`"
    for verb, what in ((Verb.NOMINATE, "who nominates for"), (Verb.STRIKE, "who strikes candidates for")):
        for power in capture.index.group_powers(verb, group):
            yield power.clause.article, power.clause, f"{what} `{group.label}`"


def _easy(power: Power, capture: Capture) -> bool:
    """Whether a power to amend takes no more of a body than it usually needs. A supermajority is one safeguard."""
    holder = capture.body_of(power.subject) if power.subject is not None else None
    return holder is not None and capture.threshold(power).needed(holder.seats) <= holder.decides.needed(holder.seats)


def _ways_out(capture: Capture, group: Group, way: Power) -> Iterator[Repair]:
    for label in group.by:
        if capture.is_class(label) and not way.consent:
            yield Repair(f"let `{label}` agree to the change", (extend(way.clause, f"with consent of {label}"),))
    if way.threshold is None:
        yield Repair("ask for two-thirds", (extend(way.clause, "by two-thirds"),))
