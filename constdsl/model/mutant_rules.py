"""Single changes to rules: powers, prohibitions, discipline, emergencies, rank and assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from constdsl.model.conditions import TRUE, Both, Condition, Holds, conjunction
from constdsl.model.entities import MAJORITY, Act, Assumption, Binding, Constitution, Filling, Norm, Power, Threshold
from constdsl.model.mutant_kinds import Mutant, MutantKind, next_body, steps, with_rules, without_rules
from constdsl.model.mutant_words import Wording, threshold_words
from constdsl.syntax.spell import spell_percent
from constdsl.syntax.tree import Verb

__all__ = ["parts", "rule_mutants"]

_CHECKS = frozenset({Verb.VETO, Verb.ANNUL, Verb.LIFT})


def rule_mutants(constitution: Constitution) -> Iterator[Mutant]:
    """Every single change to a rule, in the order in which the constitution lists its rules."""
    wording = Wording(constitution)
    for powers in _statements(constitution):
        yield from _power(constitution, powers, wording)
    for norm in constitution.norms:
        yield from _norm(constitution, norm, wording)
    for binding in constitution.bindings:
        yield from _binding(constitution, binding, wording)
    yield from _others(constitution)


def parts(condition: Condition) -> tuple[Condition, ...]:
    """What a condition asks, one demand after the other."""
    return condition.operands if isinstance(condition, Both) else () if condition == TRUE else (condition,)


# --- powers ---------------------------------------------------------------------------------------------------------


def _statements(constitution: Constitution) -> Iterator[tuple[Power, ...]]:
    """The powers that one sentence gives together; those read out of a clause of a body come one by one."""
    found: dict[object, list[Power]] = {}
    for number, power in enumerate(constitution.powers):
        found.setdefault(number if power.sugar else power.clause, []).append(power)
    yield from map(tuple, found.values())


def _power(constitution: Constitution, powers: tuple[Power, ...], wording: Wording) -> Iterator[Mutant]:
    first = powers[0]
    act, who, clause = first.act, first.who or wording.holder(first), first.clause
    about = f"who may {act.text}" if first.sugar else ""

    def mutant(kind: MutantKind, words: str, **changes: object) -> Mutant:
        new = {id(power): evolve(power, **changes) for power in powers}  # type: ignore[arg-type]
        return Mutant(clause, kind, words, with_rules(constitution, "powers", new), about)

    if not _last_filler(constitution, powers) and not _says_nothing(constitution, powers):
        kind = MutantKind.UNCHECK if act.verb in _CHECKS else MutantKind.DELETE
        words = f"{who} need no longer {act.text}" if first.duty else f"{who} may no longer {act.text}"
        if _last_nominator(constitution, powers):
            words += ", so that anybody eligible may stand"
        yield Mutant(clause, kind, words, without_rules(constitution, "powers", powers), about)
    if first.exclusive:
        words = f"{who} may {act.text}, and others are no longer forbidden to"
        yield mutant(MutantKind.UNGATE, words, exclusive=False)
    for threshold, kind, other in _thresholds(constitution, first):
        words = f"{who} may {act.text} by {threshold_words(other)} instead of {threshold_words(threshold)}"
        yield mutant(kind, words, threshold=other)
    for label in first.consent:
        left = tuple(other for other in first.consent if other != label)
        yield mutant(MutantKind.UNGATE, f"{who} may {act.text} without the consent of {label}", consent=left)
    may = f"{who} must {act.text}" if first.duty else f"{who} may {act.text}"
    for part in parts(first.scope):
        rest = conjunction(*(other for other in parts(first.scope) if other != part))
        words = f"{may} whether or not this is so: {wording.condition(part)}"
        yield mutant(MutantKind.UNEXCEPT, words, scope=rest)
    if len(parts(first.scope)) > 1:
        yield mutant(MutantKind.UNEXCEPT, f"{may} in every case", scope=TRUE)
    if first.subject is not None and not (first.sugar and act.verb is Verb.APPOINT):
        other_holder = next_body(constitution, first.subject, _done_to(act))
        if other_holder is not None and not _has(constitution, other_holder, first):
            modal = "must" if first.duty else "may"
            words = f"{other_holder} instead of {who} {modal} {act.text}"
            yield mutant(MutantKind.SWAP, words, subject=other_holder, who=other_holder)


def _thresholds(constitution: Constitution, power: Power) -> Iterator[tuple[Threshold, MutantKind, Threshold]]:
    """The neighbours of a power's threshold. A body's usual one is changed where it stands and not here."""
    if power.subject is None or power.sugar:
        return
    found = constitution.classes.get(power.subject)
    if found is not None:
        threshold, voters = power.threshold or MAJORITY, found.numbering
    elif power.threshold is not None:
        threshold = power.threshold
        voters = sum(constitution.group(ref).seats for ref in constitution.labels[power.subject])
    else:
        return
    for kind, other in steps(threshold, voters):
        yield threshold, kind, other


def _last_filler(constitution: Constitution, powers: tuple[Power, ...]) -> bool:
    """Whether seats would be left that nobody fills."""
    dropped = {id(power) for power in powers}
    for power in powers:
        act = power.act
        if act.verb is not Verb.APPOINT or act.body is None:
            continue
        for group in constitution.bodies[act.body].groups:
            others = [
                other
                for other in constitution.powers
                if id(other) not in dropped and other.act.verb is Verb.APPOINT and other.act.body == act.body
                and other.act.group in (None, group.ref.index)
            ]  # fmt: skip
            meant = act.group in (None, group.ref.index)
            if meant and not others and (power.sugar or group.filling is Filling.NOBODY):
                return True
    return False


def _nominators(constitution: Constitution, act: Act) -> list[Power]:
    return [
        other
        for other in constitution.powers
        if other.act.verb is Verb.NOMINATE and other.act.body == act.body
        and (other.act.group is None or act.group is None or other.act.group == act.group)
    ]  # fmt: skip


def _last_nominator(constitution: Constitution, powers: tuple[Power, ...]) -> bool:
    act = powers[0].act
    if act.verb is not Verb.NOMINATE:
        return False
    kept = {id(power) for power in powers}
    return all(id(other) in kept for other in _nominators(constitution, act))


def _says_nothing(constitution: Constitution, powers: tuple[Power, ...]) -> bool:
    """Whether dropping powers changes nothing that can be said: nomination by anyone, and convening by nobody else."""
    power = powers[0]
    if power.act.verb is Verb.NOMINATE and power.sugar:
        return power.subject is None and _last_nominator(constitution, powers)
    if power.act.verb is Verb.CONVENE and power.sugar:
        others = [other for other in constitution.powers if other.sugar and other.act == power.act]
        return len(others) == 1  # the whole clause is dropped with the body
    return False


def _done_to(act: Act | None) -> set[str]:
    found: set[str] = set()
    while act is not None:
        found |= {act.body} if act.body is not None else set()
        act = act.inner
    return found


def _has(constitution: Constitution, holder: str, power: Power) -> bool:
    return any(other.subject == holder and other.act == power.act for other in constitution.powers)


# --- prohibitions and discipline ------------------------------------------------------------------------------------


def _norm(constitution: Constitution, norm: Norm, wording: Wording) -> Iterator[Mutant]:
    who, act = wording.holder(norm), norm.act.text
    yield Mutant(
        norm.clause, MutantKind.DELETE, f"nothing here forbids {who} to {act}",
        without_rules(constitution, "norms", (norm,)),
    )  # fmt: skip
    changed = [
        (conjunction(*(other for other in parts(norm.scope) if other != part)), wording.condition(part))
        for part in parts(norm.scope)
    ]
    for scope, part in changed:
        words = f"{who} must not {act}, whether or not this is so: {part}"
        yield Mutant(
            norm.clause, MutantKind.UNEXCEPT, words,
            with_rules(constitution, "norms", {id(norm): evolve(norm, scope=scope)}),
        )  # fmt: skip


def _binding(constitution: Constitution, binding: Binding, wording: Wording) -> Iterator[Mutant]:
    whom = f"members of {binding.member_of}" if binding.member_of else wording.condition(binding.condition)
    verb = "are" if binding.member_of else "is"
    yield Mutant(
        binding.clause, MutantKind.DELETE, f"{whom} {verb} no longer bound by {binding.by}",
        without_rules(constitution, "bindings", (binding,)),
    )  # fmt: skip
    spared = {binding.member_of.split(".")[0]} if binding.member_of else set()
    other = next_body(constitution, binding.by, spared)
    if other is not None:
        yield Mutant(
            binding.clause, MutantKind.SWAP, f"{whom} {verb} bound by {other} instead of {binding.by}",
            with_rules(constitution, "bindings", {id(binding): evolve(binding, by=other)}),
        )  # fmt: skip


# --- the rest -------------------------------------------------------------------------------------------------------


def _others(constitution: Constitution) -> Iterator[Mutant]:
    def label(article: str) -> str:
        return constitution.articles[article].label

    deleted = MutantKind.DELETE
    for free in constitution.free:
        words = f"members of {free.member_of} are no longer free"
        yield Mutant(free.clause, deleted, words, without_rules(constitution, "free", (free,)))
    for each in constitution.emergencies:
        words = f"{label(each.article)} is no longer suspended during {each.flag}"
        yield Mutant(each.clause, deleted, words, without_rules(constitution, "emergencies", (each,)))
    for shield in constitution.shields:
        words = f"{label(shield.article)} is no longer entrenched"
        yield Mutant(shield.clause, deleted, words, without_rules(constitution, "shields", (shield,)))
    for rule in constitution.precedences:
        words = f"{label(rule.winner)} no longer prevails over {label(rule.loser)}"
        yield Mutant(rule.clause, deleted, words, without_rules(constitution, "precedences", (rule,)))
    for item in constitution.assumptions:
        words = f"it is no longer assumed that {_assumed(item)}"
        yield Mutant(item.clause, deleted, words, without_rules(constitution, "assumptions", (item,)))


def _assumed(item: Assumption) -> str:
    if item.share is not None:
        who = f"{spell_percent(item.share)} of {item.of}"
    else:
        who = f"{item.number} members of {item.of}"
    return f"{who} side with {item.side}" if item.side is not None else f"{who} are {Holds(item.status or '').status}"
