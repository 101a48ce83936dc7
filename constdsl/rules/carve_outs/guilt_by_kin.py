"""A sanction for what one is born as, or whose relative one is."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Condition, Equals, Holds, atoms, conjunction, negation
from constdsl.model.entities import Act, Clause, Constitution, Power
from constdsl.rules.common.independence import as_it_stands, holder_of, soon
from constdsl.rules.common.rights import found_by_others, rights
from constdsl.rules.common.statuses import can_be_given, harmful
from constdsl.rules.repairs import cut, extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["guilt_by_kin"]


@rule(code="C3", severity="error", since="0.1")
def guilt_by_kin(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can people be punished for kin or origin, which they cannot change, and for no act of theirs?"""
    harming = harmful(constitution)
    for power in constitution.powers:
        lost = list(_lost(capture, power, harming))
        ground = _ground(capture, power, [people for _, people, _ in lost]) if lost else None
        if ground is None:
            continue
        attribute, hit = ground
        capture = as_it_stands(capture)
        holder = holder_of(power)
        goal = perform(power.act)
        # Where each of many persons may do it, nobody has to be commanded for it, and there is nothing to replay.
        history = capture.history(holder, goal=goal, words=power.act.text, contested=True) if holder else ()
        if history is None or (holder and not soon(capture, holder, goal)):
            continue
        named = " or ".join(f"`{value}`" for value in hit)
        yield Finding(
            f"whoever is {named} by `{attribute}` can be made to lose {lost[0][0]}, and for no act of theirs",
            at=power.clause,
            labels=tuple((clause, "lost") for _, _, clause in lost[:3]),
            reason=(
                f"Nobody can change their {attribute}, and {power.who} may {power.act.text}.",
                "No rule asks what the person did, and no independent body has to find it.",
            ),
            history=history,
            repairs=tuple(_ways_out(capture, power)),
            cause=("ground", attribute, power.act.text),
            subject=(power.who, attribute, power.act.text),
        )


def _lost(capture: Capture, power: Power, harming: frozenset[str]) -> Iterator[tuple[str, Condition, Clause]]:
    """The rights that a sanction takes, in words, who has them, and where they stand; nothing if it is none."""
    name, verb = power.act.name, power.act.verb
    if not any(isinstance(atom, Equals) for each in (power.act.whom, power.scope) for atom in atoms(each)):
        return
    if verb is Verb.REMOVE:
        for group in capture.groups():
            if group.ref.body == power.act.body and power.act.group in (None, group.ref.index):
                yield f"their seat in `{group.label}`", conjunction(group.eligible, group.retain), group.clause
    elif name is not None and (name in harming if verb is Verb.CONFER else verb is Verb.REVOKE and name not in harming):
        if verb is Verb.REVOKE and can_be_given(capture, name):
            return  # whoever admits to an association may close it to some
        spoiling = Holds(name) if verb is Verb.CONFER else negation(Holds(name))
        for right in rights(capture):
            if capture.can_meet(right.people) and not capture.can_meet(right.people, spoiling):
                yield right.words, right.people, right.clause


def _ground(capture: Capture, power: Power, holders: list[Condition]) -> tuple[str, list[str]] | None:
    """The attribute for which a sanction picks people, with the values that it hits, where others with the same right
    are spared by everybody and nothing is asked about the person. Where each value has somebody of its own to judge
    it, the attribute says who is to judge and not whom to punish."""
    hit = conjunction(power.act.whom, power.scope)
    if any(not capture.can_meet(hit, negation(atom)) and found_by_others(capture, atom, power) for atom in atoms(hit)):
        return None
    same = capture.index.powers(Act(power.act.verb, body=power.act.body, name=power.act.name))
    named = {atom.attribute for atom in atoms(hit) if isinstance(atom, Equals)}
    for attribute, values in capture.constitution.attributes.items():
        if attribute not in named or isinstance(values, str):
            continue
        struck = [value for value in values if capture.can_meet(hit, Equals(attribute, value))]
        spared = [
            value for value in values
            if any(capture.can_meet(people, Equals(attribute, value)) for people in holders)
            and not any(capture.can_meet(each.act.whom, each.scope, Equals(attribute, value)) for each in same)
        ]  # fmt: skip
        if struck and spared:
            return attribute, struck
    return None


def _ways_out(capture: Capture, power: Power) -> Iterator[Repair]:
    yield cut(power.clause, f"let nobody {power.act.text}")
    if holder_of(power) and not power.consent:
        for name in capture.outsiders(holder_of(power))[:2]:
            yield Repair(f"let `{name}` agree in each case", (extend(power.clause, f"with consent of {name}"),))
