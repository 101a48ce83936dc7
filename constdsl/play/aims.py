"""Goals: what a coalition must bring about for a promise to be kept or broken (section 8 of docs/semantics.md)."""

from __future__ import annotations

from collections.abc import Iterable

from constdsl.model.conditions import TRUE, Condition, Holds, Literal, conjunction, disjunction, negation
from constdsl.model.entities import Act, Filling, Goal, GoalKind, Group, Power
from constdsl.play import counting, filling, powers
from constdsl.play.judge import Ballot, Judge
from constdsl.play.people import Kind, true_of
from constdsl.syntax.tree import Verb

__all__ = ["reached"]


def reached(j: Judge, goal: Goal, every: bool) -> bool:
    """Whether a goal is reached; `every` asks it for every kind of person of whom the goal speaks, not for some."""
    match goal.kind:
        case GoalKind.CONTROL:
            return j.ask(counting.acts, goal.body, None, Ballot.OPEN)
        case GoalKind.CHOOSE_CANDIDATES:
            return all(
                powers.in_force(j, group.fill_clause)
                and j.ask(filling.closed, group.ref, True)
                and j.ask(filling.reachable, group.ref)
                for group in contested(j, goal)
            )
        case GoalKind.PARALYSE:
            assert goal.body is not None
            return counting.muted(j, goal.body, None, Ballot.OPEN)
        case GoalKind.BAR_FROM_BODY:
            return _barred(j, goal, every)
        case GoalKind.BAR_FROM_ACT:
            return _barred_from_act(j, goal, every)
        case GoalKind.BLOCK:
            assert goal.act is not None
            return _blocked(j, goal.act)
        case GoalKind.PERFORM:
            assert goal.act is not None
            return _performed(j, goal.act, every)


def contested(j: Judge, goal: Goal) -> list[Group]:
    """The groups that a goal about candidates is about: the elected ones, or all if none is elected."""
    assert goal.body is not None
    groups = [j.law.groups[ref] for ref in j.law.constitution.labels[goal.body]]
    return [group for group in groups if group.filling is Filling.ELECTED] or groups


_Kinds = tuple[list[Kind], frozenset[Literal]]
"""Persons, and the facts by which they are told apart."""


def _kinds(j: Judge, base: Condition, mentioned: Iterable[Condition]) -> _Kinds:
    facts = j.law.mentions(base, *mentioned)
    return [kind for kind in j.people.kinds(facts) if filling.at_first(j, kind, base)], j.people.widen(facts)


def _barred(j: Judge, goal: Goal, every: bool) -> bool:
    groups = contested(j, goal)
    parts = [goal.whom, *filling.bar_parts(j, groups)]
    people, relevant = _kinds(j, TRUE, [goal.whom, *parts])
    could = [kind for kind in people if any(filling.at_first(j, kind, group.eligible) for group in groups)]
    meant = [kind for kind in could if filling.at_first(j, kind, goal.whom)]
    if not meant:
        return every

    def off(kind: Kind, *, orders: bool) -> bool:
        return all(
            filling.led(j, kind, filling.kept_off(j, group, orders=orders), relevant)
            for group in groups
            if filling.at_first(j, kind, group.eligible)
        )

    if every and all(off(kind, orders=False) for kind in meant if filling.free(j, kind)):
        return True
    if not every and any(off(kind, orders=False) and not _off_by_text(j, kind, groups) for kind in meant):
        return True
    # Who is bound not to stand obeys; they are barred only where everybody who could stand is so bound.
    if all(_off_by_text(j, kind, groups) for kind in meant):
        return False
    return all(off(kind, orders=True) for kind in could if filling.free(j, kind))


def _off_by_text(j: Judge, kind: Kind, groups: list[Group]) -> bool:
    """Nobody may nominate a person to begin with, for any group for which they could stand."""
    return all(
        bool(j.law.over(Verb.NOMINATE, group.ref))
        and all(powers.never_named(j, power, kind) for power in j.law.over(Verb.NOMINATE, group.ref))
        for group in groups
        if filling.at_first(j, kind, group.eligible)
    )


def _doer(j: Judge, power: Power) -> Condition:
    """Who has a power on their own, or as one of a class or a body that has it."""
    if power.subject is None:
        found = conjunction(power.subject_condition, power.scope)
    elif power.subject in j.law.constitution.classes:
        found = conjunction(j.law.constitution.classes[power.subject].condition, power.scope)
    else:
        groups = [j.law.groups[ref] for ref in j.law.constitution.labels[power.subject]]
        found = conjunction(disjunction(*(group.eligible for group in groups)), power.scope)
    for norm in j.law.constitution.norms:
        same = norm.subject == power.subject or norm.subject is None
        if same and power in j.law.powers(norm.act) and not j.law.prevails(power.clause, norm.clause):
            found = conjunction(found, negation(conjunction(norm.subject_condition, norm.scope)))
    return found


def _barred_from_act(j: Judge, goal: Goal, every: bool) -> bool:
    assert goal.act is not None
    ways = [(_doer(j, power), power) for power in j.law.powers(goal.act)]
    able = disjunction(*(condition for condition, _ in ways))
    facts = j.law.mentions(goal.whom, *(condition for condition, _ in ways))
    # Who could do it at the start, when no flag is up.
    meant = [
        kind for kind in j.people.kinds(facts) if true_of(kind, j.law.plain(conjunction(goal.whom, able)))
    ]  # fmt: skip
    left = [j.law.plain(condition) for condition, power in ways if not j.ask(powers.disabled, power, frozenset())]

    def barred(kind: Kind) -> bool:
        return not any(true_of(kind, condition) for condition in left)

    return _led(j, (meant, j.people.widen(facts)), barred, every)


def _blocked(j: Judge, act: Act) -> bool:
    if not all(j.ask(powers.disabled, power, frozenset()) for power in j.law.powers(act)):
        return False
    if act.verb is not Verb.APPOINT or act.body is None:
        return True
    elected = [
        group
        for group in j.law.constitution.bodies[act.body].groups
        if group.filling is Filling.ELECTED and act.group in (None, group.ref.index)
    ]
    return all(any(counting.muted(j, label, None, Ballot.OPEN) for label in group.by) for group in elected)


def _performed(j: Judge, act: Act, every: bool) -> bool:
    match act.verb:
        case Verb.AMEND if act.article is not None:
            article = j.law.constitution.articles[act.article]
            return j.ask(powers.amendable, act.article, article.clause.file)
        case Verb.SUSPEND if act.article is not None:
            return j.ask(powers.can, act) or j.world.lapsed(j.law, act.article)
        case Verb.REMOVE if act.body is not None:
            found = [
                filling.removable(j, group, act.whom, every=every)
                for group in _targets(j, act)
                if filling.holders(j, group, act.whom)[0]
            ]
            return bool(found) and (all(found) if every else any(found))
        case Verb.APPOINT if act.body is not None:
            return _chosen(j, act, every)
        case Verb.NOMINATE | Verb.STRIKE if act.body is not None:
            base = conjunction(act.whom, disjunction(*(group.eligible for group in _targets(j, act))))
            return _used_on(j, act, base, every)
        case Verb.CONFER | Verb.REVOKE:
            return _made(j, act, every)
        case _:
            return j.ask(powers.can, act)


def _targets(j: Judge, act: Act) -> list[Group]:
    assert act.body is not None
    return [group for group in j.law.constitution.bodies[act.body].groups if act.group in (None, group.ref.index)]


def _used_on(j: Judge, act: Act, base: Condition, every: bool) -> bool:
    using = j.law.powers(act)
    mentioned = [part for power in using for part in j.law.turning(power)]
    meant = _kinds(j, base, mentioned)
    if not meant[0]:
        return False

    def done(kind: Kind) -> bool:
        return any(powers.permits(j, power, kind) for power in using)

    return _led(j, meant, done, every)


def _led(j: Judge, meant: _Kinds, goal: filling.Test, every: bool) -> bool:
    """All free persons among those meant can be brought to a goal, or somebody can, loyal or free."""
    kinds, relevant = meant
    if every:
        return all(filling.led(j, kind, goal, relevant) for kind in kinds if filling.free(j, kind))
    return any(filling.led(j, kind, goal, relevant) for kind in kinds)


def _chosen(j: Judge, act: Act, every: bool) -> bool:
    groups = _targets(j, act)
    base = conjunction(act.whom, disjunction(*(group.eligible for group in groups)))
    using = [(group, power) for group in groups for power in j.law.over(Verb.APPOINT, group.ref)]
    mentioned = [group.eligible for group in groups]
    mentioned += [part for _, power in using for part in j.law.turning(power)]
    if not _kinds(j, base, mentioned)[0]:
        return False
    given = [group for group in groups if group.filling is Filling.ELECTED and j.ask(filling.gift, group.ref)]

    def done(kind: Kind) -> bool:
        if any(filling.at_first(j, kind, group.eligible) for group in given):
            return True
        return any(
            filling.at_first(j, kind, group.eligible) and powers.permits(j, power, kind, filling.filling_act(group))
            for group, power in using
        )

    return _led(j, _kinds(j, base, mentioned), done, every)


def _made(j: Judge, act: Act, every: bool) -> bool:
    assert act.name is not None
    if not j.law.powers(act):
        return False
    held = Holds(act.name)
    base = conjunction(act.whom, negation(held) if act.verb is Verb.CONFER else held)
    outer = j.law.within.get(act.name)
    if outer is not None and act.verb is Verb.CONFER:
        base = conjunction(base, Holds(outer))

    def done(kind: Kind) -> bool:
        return (held in kind) is (act.verb is Verb.CONFER)

    return _led(j, _kinds(j, base, [held]), done, every)
