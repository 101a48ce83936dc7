"""Single changes to bodies: how they decide and meet, and how each group of their seats is filled and kept."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from constdsl.model.conditions import TRUE, Condition, conjunction
from constdsl.model.entities import Body, Constitution, Filling, Group, Power
from constdsl.model.mutant_kinds import (
    Mutant,
    MutantKind,
    next_body,
    steps,
    with_body,
    with_group,
    with_rules,
    without_rules,
)
from constdsl.model.mutant_rules import parts
from constdsl.model.mutant_words import Wording, threshold_words
from constdsl.syntax.spell import spell_duration
from constdsl.syntax.tree import Verb

__all__ = ["seat_mutants"]


def seat_mutants(constitution: Constitution) -> Iterator[Mutant]:
    """Every single change to a body or one of its groups, in the order of the text."""
    wording = Wording(constitution)
    for body in constitution.bodies.values():
        yield from _body(constitution, body)
        for group in body.groups:
            yield from _group(constitution, body, group, wording)


# --- bodies ---------------------------------------------------------------------------------------------------------


def _body(constitution: Constitution, body: Body) -> Iterator[Mutant]:
    name, clause = body.name, body.clause
    decides, meets = f"decisions of {name}", f"meetings of {name}"
    if body.seats > 1:
        for kind, other in steps(body.decides, body.seats):
            words = f"decisions of {name} take {threshold_words(other)} instead of {threshold_words(body.decides)}"
            yield Mutant(clause, kind, words, with_body(constitution, evolve(body, decides=other)), decides)
    if body.quorum is not None:
        words = f"{name} may decide without a quorum of {threshold_words(body.quorum)}"
        changed = with_body(constitution, evolve(body, quorum=None))
        yield Mutant(clause, MutantKind.WEAKEN, words, changed, decides)
    if not body.convened:
        return
    if body.every is not None:
        words = f"{name} need not meet every {spell_duration(body.every)}"
        yield Mutant(clause, MutantKind.DELETE, words, with_body(constitution, evolve(body, every=None)), meets)
    convening = [power for power in constitution.powers if power.sugar and _is(power, Verb.CONVENE, body)]
    freed = without_rules(constitution, "powers", convening)
    freed = with_body(freed, evolve(body, convened=False, every=None))
    where = convening[0].clause if convening else clause
    yield Mutant(where, MutantKind.UNGATE, f"{name} may meet without being convened", freed, meets)


def _is(power: Power, verb: Verb, body: Body) -> bool:
    return power.act.verb is verb and power.act.body == body.name


# --- groups ---------------------------------------------------------------------------------------------------------


def _group(constitution: Constitution, body: Body, group: Group, wording: Wording) -> Iterator[Mutant]:
    label = group.label

    def ungated(words: str, **changes: object) -> Mutant:
        changed = with_group(constitution, evolve(group, **changes))  # type: ignore[arg-type]
        return Mutant(group.clause, MutantKind.UNGATE, words, changed, f"what it takes to sit in {label}")

    yield from _filling(constitution, body, group)
    for demand, purpose, field in (
        (group.eligible, f"to be chosen for {label}", "eligible"),
        (group.retain, f"to keep a seat in {label}", "retain"),
    ):
        for words, rest in _fewer(demand, wording):
            yield ungated(f"{purpose} {words}", **{field: rest})
    yield from _nominations(constitution, group)
    for name in group.consent:
        left = tuple(other for other in group.consent if other != name)
        yield ungated(f"{label} is filled without the consent of {name}", consent=left)
    if group.funders:
        yield ungated(f"candidates for {label} need nobody's funds", funders=())
    if group.most_candidates is not None:
        yield ungated(f"any number of candidates may stand for {label}", most_candidates=None)
    if group.naming is not None:
        yield ungated(f"one nominator may name any number of candidates for {label}", naming=None)
    if group.secret and group.filling is Filling.ELECTED:
        yield ungated(f"votes for {label} are open instead of secret", secret=False)
    if group.term is not None:
        who = "the holder" if group.seats == 1 else "members"
        sits = "sits" if group.seats == 1 else "sit"
        words = f"{who} of {label} {sits} until removed instead of for {spell_duration(group.term)}"
        yield ungated(words, term=None)


def _fewer(demand: Condition, wording: Wording) -> Iterator[tuple[str, Condition]]:
    """A demand without each of its parts, and without all of them."""
    asked = parts(demand)
    for part in asked:
        rest = conjunction(*(other for other in asked if other != part))
        yield f"it no longer takes: {wording.condition(part)}", rest
    if len(asked) > 1:
        yield f"nothing is needed any more (it was: {wording.condition(demand)})", TRUE


def _nominations(constitution: Constitution, group: Group) -> Iterator[Mutant]:
    """Nomination opened to everybody, where more than one clause would have to be dropped for it."""
    powers = [
        power
        for power in constitution.powers
        if power.act.verb is Verb.NOMINATE and power.act.body == group.ref.body and power.act.group == group.ref.index
        and power.sugar
    ]  # fmt: skip
    others = [
        power
        for power in constitution.powers
        if power.act.verb is Verb.NOMINATE and power.act.body == group.ref.body
        and power.act.group in (None, group.ref.index) and not power.sugar
    ]  # fmt: skip
    if len(powers) > 1 and not others:
        words = f"candidates for {group.label} need no nomination"
        changed = without_rules(constitution, "powers", powers)
        yield Mutant(powers[0].clause, MutantKind.UNGATE, words, changed, f"who nominates for {group.label}")


def _filling(constitution: Constitution, body: Body, group: Group) -> Iterator[Mutant]:
    """Those who fill a group: one of several left out, or another body in their place."""
    if group.filling not in (Filling.ELECTED, Filling.APPOINTED):
        return
    what = f"the office of {group.label}" if body.office else f"the seats of {group.label}"
    verb = "is" if body.office else "are"
    # Who appoints is also a power, dropped among the powers.
    if group.filling is Filling.ELECTED and len(group.by) > 1:
        for name in group.by:
            left = tuple(other for other in group.by if other != name)
            words = f"{what} {verb} filled without {name}"
            changed = with_group(constitution, evolve(group, by=left))
            yield Mutant(group.fill_clause, MutantKind.DELETE, words, changed, f"who fills {group.label}")
    for name in group.by:
        other = next_body(constitution, name, {body.name, *group.by})
        if other is None:
            continue
        by = tuple(other if each == name else each for each in group.by)
        changed = with_group(constitution, evolve(group, by=by))
        new = {
            id(power): evolve(power, subject=other, who=other)
            for power in constitution.powers
            if power.sugar and _is(power, Verb.APPOINT, body) and power.act.group == group.ref.index
            and power.subject == name
        }  # fmt: skip
        changed = with_rules(changed, "powers", new)
        words = f"{what} {verb} filled by {other} instead of {name}"
        yield Mutant(group.fill_clause, MutantKind.SWAP, words, changed, f"who fills {group.label}")
