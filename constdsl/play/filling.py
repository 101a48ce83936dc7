"""How seats come to be the coalition's: who fills them, who is kept off, who can be led where.

Sections 5 and 6 of docs/semantics.md, asked of every kind of person one by one.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from constdsl.logic.evaluate import holds
from constdsl.model.conditions import TRUE, Condition, Holds, Literal, Member, Raised, Sitting, atoms, conjunction
from constdsl.model.entities import Act, Filling, Group, GroupRef, Power
from constdsl.play import counting, powers
from constdsl.play.judge import Ballot, Judge
from constdsl.play.lawbook import seated
from constdsl.play.people import Kind, true_of
from constdsl.syntax.tree import Verb

__all__ = [
    "Test", "all_led", "at_first", "bar_parts", "closed", "evader", "filling_act", "free", "gift", "holders",
    "kept_off", "led", "ours", "reachable", "ready", "removable",
]  # fmt: skip

Test = Callable[[Kind], bool]


# --- leading persons --------------------------------------------------------------------------------------------------


def at_first(j: Judge, kind: Kind, condition: Condition) -> bool:
    """Whether a condition is true of a person in the state of flags that the coalition keeps; every body sits."""

    def fact(atom: Literal) -> bool:
        if isinstance(atom, Raised):
            return atom.flag in j.world.up
        return isinstance(atom, Sitting) or atom in kind

    return holds(j.law.plain(condition), fact)


def free(j: Judge, kind: Kind) -> bool:
    """Whether somebody of a kind can be free: they sit in no group that is all the coalition's."""
    return not any(
        j.ask(counting.loyal, seated(atom))
        for atom in kind
        if isinstance(atom, Member)
    )


def ours(j: Judge, kind: Kind) -> bool:
    """Whether somebody of a kind can be loyal: loyal people hold each seat that they have."""
    return all(
        j.ask(counting.loyal, seated(atom))
        for atom in kind
        if isinstance(atom, Member)
    )


def led(j: Judge, kind: Kind, goal: Test, relevant: frozenset[Literal]) -> bool:
    """Whether acts available to the coalition can bring a person to a goal; `relevant` facts tell kinds apart."""
    return any(goal(current) for current in _ways(j, kind, relevant))


def _ways(j: Judge, kind: Kind, relevant: frozenset[Literal]) -> Iterator[Kind]:
    """What the coalition can make of a person, in the states of flags and articles that it went through in order."""
    for start in _ways(j.before, kind, relevant) if j.before is not None else (kind,):
        yield from j.people.ways(start, lambda power, current: powers.permits(j, power, current), relevant)


def _free_kinds(j: Judge, base: Condition, mentioned: Iterable[Condition]) -> tuple[list[Kind], frozenset[Literal]]:
    """The free persons who meet a condition, and the facts by which they are told apart."""
    facts = j.law.mentions(base, *mentioned)
    kinds = [kind for kind in j.people.kinds(facts) if at_first(j, kind, base) and free(j, kind)]
    return kinds, j.people.widen(facts)


def all_led(j: Judge, base: Condition, mentioned: Iterable[Condition], goal: Test) -> bool:
    """Every free person who meets a condition can be brought to a goal; `mentioned` is what the goal turns on."""
    kinds, relevant = _free_kinds(j, base, mentioned)
    return all(led(j, kind, goal, relevant) for kind in kinds)


def holders(j: Judge, group: Group, whom: Condition) -> tuple[list[Kind], frozenset[Literal]]:
    """Those of a selection who can hold a seat in a group, and the facts by which they are told apart."""
    base = j.law.plain(conjunction(group.retain, whom))
    known = j.law.plain(group.eligible)
    passing = [atom for atom in dict.fromkeys(atoms(known)) if isinstance(atom, Member | Raised | Sitting)]
    mentioned = [base, known, *(part for power in j.law.over(Verb.REMOVE, group.ref) for part in j.law.turning(power))]
    facts = j.law.mentions(*mentioned)

    def chosen(kind: Kind) -> bool:
        # Seats that somebody had elsewhere when chosen may have been lost or won since, flags raised or lifted.
        rest = kind - set(passing)
        options = itertools.product((False, True), repeat=len(passing))
        then = (rest | {atom for atom, true in zip(passing, truths, strict=True) if true} for truths in options)
        return any(holds(known, each.__contains__) for each in then)

    found = [kind for kind in j.people.kinds(facts) if at_first(j, kind, base) and chosen(kind)]
    return found, j.people.widen(facts)


def removable(j: Judge, group: Group, whom: Condition, *, every: bool, nobody: bool = False) -> bool:
    """Holders of seats in a group, of every kind or of some, can be removed or made to lose what `while` asks.

    `nobody` is the answer where nobody at all can be such a holder.
    """
    removing = j.law.over(Verb.REMOVE, group.ref)
    retain = j.law.plain(group.retain)

    def gone(kind: Kind) -> bool:
        return not true_of(kind, retain) or any(powers.permits(j, power, kind) for power in removing)

    sitting, relevant = holders(j, group, whom)
    if not sitting:
        return nobody
    if not every:
        return any(led(j, kind, gone, relevant) for kind in sitting)
    return all(led(j, kind, gone, relevant) for kind in sitting if free(j, kind))


# --- filling ----------------------------------------------------------------------------------------------------------


def filling_act(group: Group) -> Act:
    """The act by which a group is filled."""
    return Act(Verb.APPOINT, group.eligible, group.ref.body, group.ref.index)


def ready(j: Judge, ref: GroupRef) -> bool:
    """Once a group opens, its seats go to the coalition's people: as a gift, or since nobody else can be chosen."""
    return j.ask(gift, ref) or j.ask(gate, ref)


def gift(j: Judge, ref: GroupRef) -> bool:
    """Those who fill a group act for the coalition, and somebody loyal can be chosen."""
    group = j.law.groups[ref]
    if not j.ask(reachable, ref):
        return False
    if group.filling is Filling.ELECTED and powers.in_force(j, group.fill_clause):
        ballot = Ballot.SECRET if group.secret else Ballot.OPEN
        if all(j.ask(counting.decides, label, None, ballot) for label in group.by) and j.ask(unhindered, ref):
            return True
    act = filling_act(group)
    for power in j.law.over(Verb.APPOINT, ref):
        chosen = conjunction(group.eligible, group.retain)
        kinds = j.people.kinds(j.law.mentions(chosen, *j.law.turning(power)))
        if any(at_first(j, kind, chosen) and powers.permits(j, power, kind, act) and ours(j, kind) for kind in kinds):
            return True
    return False


def unhindered(j: Judge, ref: GroupRef) -> bool:
    """No outsider stands against the filling of a group: by veto, by a prohibition, by suspending its article."""
    group = j.law.groups[ref]
    act = filling_act(group)
    if j.contested and not all(j.ask(powers.disabled, check, frozenset()) for check in j.law.checks(act)):
        return False
    if group.filling is Filling.ELECTED:
        for label in group.by:
            as_power = Power(label, TRUE, act, None, TRUE, (), None, group.fill_clause)
            norms = j.law.prohibitions(as_power, act)
            if norms and not powers.somebody_allowed(j, as_power, norms):
                return False
    return powers.in_force(j, group.fill_clause) and powers.undisturbed(j, group.fill_clause, act)


def gate(j: Judge, ref: GroupRef) -> bool:
    """No free person can reach the seats of a group, somebody loyal can, and somebody fills it."""
    group = j.law.groups[ref]
    return (
        j.law.filled_by_somebody(group)
        and j.ask(reachable, ref)
        and j.ask(unhindered, ref)
        and j.ask(closed, ref, False)
    )


def reachable(j: Judge, ref: GroupRef) -> bool:
    """Somebody loyal can be chosen for a group."""
    group = j.law.groups[ref]
    if not all(j.ask(powers.consents, label) for label in group.consent):
        return False
    if group.funders and not any(j.ask(counting.decides, label, None, Ballot.OPEN) for label in group.funders):
        return False
    naming = nominators(j, group)
    chosen = conjunction(group.eligible, group.retain)
    kinds = j.people.kinds(j.law.mentions(chosen, *(part for power in naming for part in j.law.turning(power))))
    candidates = [kind for kind in kinds if at_first(j, kind, chosen) and ours(j, kind)]
    named = [
        kind
        for kind in candidates
        if not naming or any(powers.permits(j, power, kind) or powers.owed_to(j, power, kind) for power in naming)
    ]
    if not named:
        # Of those whom somebody may name, only loyal persons may be left.
        nameable = [kind for kind in candidates if any(powers.surely_named(j, power, kind) for power in naming)]
        if not nameable or not _nobody_else(j, group, naming):
            return False
    if not j.contested:
        return True
    if not all(j.ask(powers.disabled, power, frozenset()) for power in j.law.over(Verb.STRIKE, ref)):
        return False
    if group.settler is None or group.most_candidates is None:
        return True
    return counting.muted(j, group.settler, None, Ballot.OPEN) or (
        bool(naming) and all(j.ask(powers.disabled, power, frozenset()) for power in naming)
    )


def _nobody_else(j: Judge, group: Group, naming: list[Power]) -> bool:
    """Of the free persons whom somebody may nominate, none can remain eligible."""
    eligible = j.law.plain(group.eligible)
    kinds, relevant = _free_kinds(j, eligible, [part for power in naming for part in j.law.turning(power)])
    return all(
        led(j, kind, lambda current: not at_first(j, current, eligible), relevant)
        for kind in kinds
        if any(powers.may_name(j, power, kind) for power in naming)
    )


def nominators(j: Judge, group: Group) -> list[Power]:
    """The powers to nominate for a group that are in force; none of them, and everybody eligible may stand."""
    return [power for power in j.law.over(Verb.NOMINATE, group.ref) if powers.in_force(j, power.clause)]


# --- keeping off ------------------------------------------------------------------------------------------------------


def closed(j: Judge, ref: GroupRef, standing: bool) -> bool:
    """No free person can reach the seats of a group and keep them; or, `standing`, even be on the ballot."""
    group = j.law.groups[ref]
    asked = group.eligible if standing else conjunction(group.eligible, group.retain)
    off = kept_off(j, group)
    retain = j.law.plain(group.retain)

    def goal(kind: Kind) -> bool:
        return off(kind) or (not standing and not at_first(j, kind, retain))

    return all_led(j, asked, [*off_parts(j, group), retain], goal)


def evader(j: Judge, group: Group) -> Kind | None:
    """A free person whom nothing keeps off a group; None when everybody free is."""
    asked = conjunction(group.eligible, group.retain)
    off = kept_off(j, group)
    retain = j.law.plain(group.retain)
    kinds, relevant = _free_kinds(j, asked, [*off_parts(j, group), retain])
    for kind in kinds:
        if not led(j, kind, lambda current: off(current) or not at_first(j, current, retain), relevant):
            return kind
    return None


def off_parts(j: Judge, group: Group) -> list[Condition]:
    """What it turns on whether somebody is kept off a group."""
    involved = [*j.law.over(Verb.STRIKE, group.ref), *j.law.over(Verb.NOMINATE, group.ref)]
    found = [group.eligible, *(part for power in involved for part in j.law.turning(power))]
    naming = Act(Verb.NOMINATE, TRUE, group.ref.body, group.ref.index)
    found += [check.act.inner.whom for check in j.law.checks(naming) if check.act.inner is not None]
    found.append(group.retain)
    orders = _orders(j)
    while True:
        # Who is bound by something on which nothing else turns can as well be without it, unless somebody confers it.
        known = j.people.widen(j.law.mentions(*found))
        more = [order for order in orders if not (facts := j.law.mentions(order)) or facts & known or _given(j, facts)]
        if not more:
            return found
        found += more
        orders = [order for order in orders if order not in more]


def _orders(j: Judge) -> list[Condition]:
    """Who is bound in standing by somebody who acts for the coalition."""
    return [
        binding.condition
        for binding in j.law.constitution.bindings
        if "standing" in binding.modes
        and binding.member_of is None
        and j.ask(counting.decides, binding.by, None, Ballot.OPEN)
    ]


def _given(j: Judge, facts: frozenset[Literal]) -> bool:
    return any(isinstance(fact, Holds) and j.law.powers(Act(Verb.CONFER, name=fact.status)) for fact in facts)


def kept_off(j: Judge, group: Group, *, orders: bool = True) -> Test:
    """The test of whether a free person, as they are, is kept off the ballot of a group."""
    everybody = any(counting.muted(j, label, None, Ballot.OPEN) for label in group.consent)
    everybody = everybody or (bool(group.funders) and all(
        counting.muted(j, label, None, Ballot.OPEN) for label in group.funders
    ))
    settled = group.settler is not None and group.most_candidates is not None
    if not everybody and settled and powers.in_force(j, group.fill_clause):
        everybody = j.ask(counting.decides, group.settler, None, Ballot.OPEN) and surplus(j, group)
    strikes = j.law.over(Verb.STRIKE, group.ref)
    naming = nominators(j, group)
    vetoes = [
        check
        for check in j.law.checks(Act(Verb.NOMINATE, TRUE, group.ref.body, group.ref.index))
        if j.ask(powers.available, check)
    ]
    hands_off = [power for power in naming if not j.ask(powers.disabled, power, frozenset())]
    bound = _orders(j) if orders else []

    def test(kind: Kind) -> bool:
        if everybody or not at_first(j, kind, group.eligible):
            return True
        if any(powers.permits(j, power, kind) for power in strikes):
            return True
        if any(at_first(j, kind, check.act.inner.whom) for check in vetoes if check.act.inner is not None):
            return True
        if any(at_first(j, kind, condition) for condition in bound):
            return True
        return bool(naming) and not any(powers.may_name(j, power, kind) for power in hands_off)

    return test


def surplus(j: Judge, group: Group) -> bool:
    """The coalition can put forward so many names that the list overflows."""
    most = group.most_candidates or 0
    naming = nominators(j, group)
    if not naming:
        return True
    each = most if group.naming is None else min(most, group.naming)
    names = sum(
        most if power.subject is None else each for power in naming if j.ask(powers.available, power)
    )
    return names >= most


def bar_parts(j: Judge, groups: Sequence[Group]) -> list[Condition]:
    """What it turns on whether somebody is barred from every one of several groups."""
    return [part for group in groups for part in (*off_parts(j, group), group.eligible)]
