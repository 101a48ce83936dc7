"""Goals as nodes: what must be true of a coalition for it to have what a promise speaks of (section 8)."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from constdsl.capture.compiler import NO_CONTEXT, Compiler
from constdsl.capture.modes import Mode
from constdsl.capture.persons import MAX_KINDS, Barrier
from constdsl.capture.powers import PERSONAL, initially
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Condition,
    Holds,
    Literal,
    atoms,
    conjunction,
    disjunction,
    negation,
    substitute,
)
from constdsl.model.entities import Act, Clause, Filling, Goal, GoalKind, Group, Power
from constdsl.syntax.tree import Verb

__all__ = ["goal_node", "losers", "relevant_powers", "target"]


def goal_node(c: Compiler, goal: Goal, every: bool) -> int:
    """The node of a goal. `every` tells that it must be reached for every kind of person of whom it speaks."""
    match goal.kind:
        case GoalKind.CONTROL:
            assert goal.body is not None
            return c.seats.acts(goal.body, None, Mode.VOTE)
        case GoalKind.CHOOSE_CANDIDATES:
            return c.every(_candidates(c, group) for group in _contested(c, goal))
        case GoalKind.PARALYSE:
            assert goal.body is not None
            ways = [c.seats.blocks(goal.body, None, Mode.VOTE)]
            name = goal.body.split(".")[0]
            if name in c.constitution.bodies:
                ways.append(c.seats.silenced(name))
            return c.some(ways)
        case GoalKind.BAR_FROM_BODY:
            return _bar_from_body(c, goal, every)
        case GoalKind.BAR_FROM_ACT:
            return _bar_from_act(c, goal, every)
        case GoalKind.BLOCK:
            assert goal.act is not None
            return _block(c, goal.act)
        case GoalKind.PERFORM:
            assert goal.act is not None
            return _perform(c, goal.act, every)


def _groups(c: Compiler, goal: Goal) -> list[Group]:
    assert goal.body is not None
    return [c.constitution.group(ref) for ref in c.constitution.labels[goal.body]]


def _contested(c: Compiler, goal: Goal) -> list[Group]:
    groups = _groups(c, goal)
    return [group for group in groups if group.filling is Filling.ELECTED] or groups


def _candidates(c: Compiler, group: Group) -> int:
    """Nobody but the coalition's people is on the ballot of a group, in an election that can be held."""
    premises = [c.seats.monopoly(group.ref, standing=True)]
    node = c.fact(("candidates", group.ref), lambda node: c.define_every(node, premises))
    if group.fill_clause.article is not None:
        c.relies[node] = (("article", group.fill_clause.article),)
    return node


def _bar_from_body(c: Compiler, goal: Goal, every: bool) -> int:
    """Persons are kept off every group for which they could stand.

    Who is bound not to stand obeys, but is barred only where everybody who could stand is so bound; and the text,
    not the coalition, bars those whom nobody may nominate to begin with.
    """
    groups = _contested(c, goal)
    groups = [group for group in groups if c.logic.satisfiable(goal.whom, group.eligible)]
    if not groups:
        return c.sure if every else c.never  # the text bars all of them
    ordered = c.every(_closed_by_orders(c, group, goal.whom) for group in groups)
    if every:
        kept = [
            c.persons.led(
                conjunction(goal.whom, group.eligible), c.persons.obstacles(group, orders=False),
                c.persons.nominations(group), every=True,
            )
            for group in groups
        ]  # fmt: skip
        return c.some([ordered, c.every(kept)])
    extra: dict[Literal, None] = {}
    if len(groups) > 1:
        # Several groups: the same kinds of persons must be told apart in each.
        for group in groups:
            barrier = c.persons.nominations(group)
            named = [each for each, _, _ in barrier.ways] if barrier is not None else []
            for condition in (group.eligible, goal.whom, *named, *(each for each, _ in c.persons.obstacles(group))):
                extra |= dict.fromkeys(atoms(condition))
    kinds: dict[tuple[int, ...], list[int]] = {}
    for group in groups:
        base = conjunction(goal.whom, group.eligible)
        found = c.persons.reached(
            base, c.persons.obstacles(group, orders=False), c.persons.nominations(group), extra, vacuous=False
        )
        if found is None:
            node = c.graph.add()
            c.limits[node] = f"more than {MAX_KINDS:,} kinds of persons would have to be told apart"
            return node
        for kind, node in found.items():
            kinds.setdefault(kind, []).append(node)
    barred = [c.every(found) for found in kinds.values()]
    return c.some([ordered, *(node for node in barred if node != c.sure)])


def _closed_by_orders(c: Compiler, group: Group, whom: Condition) -> int:
    """Everybody who could stand is kept off, by orders or otherwise, and not all of those meant are by the text."""
    obstacles, barrier = c.persons.obstacles(group), c.persons.nominations(group)
    meant = c.persons.reached(conjunction(whom, group.eligible), obstacles, barrier) or {}
    every = c.persons.reached(group.eligible, obstacles, barrier) or {}
    if all(node == c.sure for node in meant.values()):
        return c.never
    return c.every(node for node in every.values() if node != c.sure)


def _bar_from_act(c: Compiler, goal: Goal, every: bool) -> int:
    """Persons are led where no power to do an act covers them, or every such power is disabled."""
    assert goal.act is not None
    powers = c.index.powers(goal.act)
    ways = tuple((c.powers.doers(power), c.powers.disabled(power), power.who) for power in powers)
    able = disjunction(*(condition for condition, _, _ in ways))
    return c.persons.led(conjunction(goal.whom, able), [], Barrier(ways), every=every)


def _block(c: Compiler, act: Act) -> int:
    """Nobody else can do an act."""
    nodes = [c.powers.disabled(power) for power in c.index.powers(act)]
    if act.verb is Verb.APPOINT and act.body is not None:
        for group in c.constitution.bodies[act.body].groups:
            if group.filling is Filling.ELECTED and act.group in (None, group.ref.index):
                nodes.append(c.some(c.seats.muted(label, None, Mode.VOTE, NO_CONTEXT) for label in group.by))
    return c.every(dict.fromkeys(nodes))


def _perform(c: Compiler, act: Act, every: bool) -> int:
    match act.verb:
        case Verb.AMEND if act.article is not None:
            article = c.constitution.articles[act.article]
            return c.powers.amendable(act.article, article.clause.file)
        case Verb.SUSPEND if act.article is not None:
            article = c.constitution.articles[act.article]
            return c.some([c.powers.can(act), c.powers.suspended(_within(article.clause, act.article))])
        case Verb.REMOVE if act.body is not None:
            groups = _targets(c, act)
            nodes = [c.seats.removal(group, act.whom, every) for group in groups if c.seats.sits(group, act.whom)]
            return c.every(nodes) if every and nodes else c.some(nodes)
        case Verb.APPOINT if act.body is not None:
            return _choose(c, act, every, _appointments(c, act))
        case Verb.NOMINATE | Verb.STRIKE if act.body is not None:
            targets = [
                (grant.person, grant.node) for power in c.index.powers(act) for grant in c.powers.grants(power)
            ]
            return _choose(c, act, every, targets)
        case Verb.CONFER | Verb.REVOKE:
            assert act.name is not None
            held = Holds(act.name)
            base = conjunction(act.whom, negation(held) if act.verb is Verb.CONFER else held)
            outer = c.constitution.statuses[act.name].within
            if outer is not None and act.verb is Verb.CONFER:
                base = conjunction(base, Holds(outer))
            goal = held if act.verb is Verb.CONFER else negation(held)
            if not c.index.powers(act):
                return c.never
            return c.persons.led(substitute(base, initially), [(goal, c.sure)], every=every)
        case _:
            return c.powers.can(_bare(act))


def _within(clause: Clause, article: str) -> Clause:
    return evolve(clause, article=article)


def _bare(act: Act) -> Act:
    """The act without the persons it is done to, as a pattern of powers."""
    return evolve(act, whom=TRUE) if act.verb not in PERSONAL else act


def _targets(c: Compiler, act: Act) -> list[Group]:
    assert act.body is not None
    groups = c.constitution.bodies[act.body].groups
    return [group for group in groups if act.group in (None, group.ref.index)]


def _choose(c: Compiler, act: Act, every: bool, targets: list[tuple[Condition, int]]) -> int:
    eligible = disjunction(*(group.eligible for group in _targets(c, act)))
    base = substitute(conjunction(act.whom, eligible), initially)
    if base == FALSE or not c.logic.satisfiable(c.seats.known(base)):
        return c.never
    return c.persons.led(base, [target for target in targets if target[1] != c.never], every=every)


def _appointments(c: Compiler, act: Act) -> list[tuple[Condition, int]]:
    found = []
    for group in _targets(c, act):
        for power in c.index.group_powers(Verb.APPOINT, group):
            for grant in c.powers.grants(power, c.seats.filling_act(group)):
                found.append((conjunction(grant.person, group.eligible), grant.node))
        if group.filling is Filling.ELECTED:
            found.append((group.eligible, c.seats.gift(group.ref)))
    return found


def relevant_powers(c: Compiler, goal: Goal) -> list[Power] | None:
    """The powers on which a goal about an act rests; None for goals that are not about an act."""
    if goal.kind in (GoalKind.PERFORM, GoalKind.BAR_FROM_ACT, GoalKind.BLOCK) and goal.act is not None:
        return c.index.powers(goal.act)
    return None


def target(goal: Goal) -> str | None:
    """The body that a goal is done to, which "no body alone" does not range over."""
    if goal.kind in (GoalKind.CONTROL, GoalKind.CHOOSE_CANDIDATES, GoalKind.PARALYSE):
        return goal.body.split(".")[0] if goal.body else None
    if goal.kind is GoalKind.PERFORM and goal.act is not None:
        return goal.act.body
    return None


def losers(c: Compiler, goal: Goal) -> Iterator[str]:
    """Who stands to lose by a goal: the body it is done to, or those whose act is to be stopped or undone."""
    found = target(goal)
    if found is not None:
        yield found
    act = goal.act
    if act is None:
        return
    undone = act if goal.kind is GoalKind.BLOCK else act.inner
    if goal.kind is GoalKind.PERFORM and act.verb is Verb.LIFT:
        undone = Act(Verb.DECLARE, name=act.name)
    if undone is not None:
        for power in c.index.powers(undone):
            if power.subject is not None:
                yield power.subject
