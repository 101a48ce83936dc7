"""Powers: when the coalition can use one, and when it can keep others from using theirs.

Sections 4 and 7 of docs/semantics.md, asked person by person in one state of flags and articles.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from constdsl.logic.evaluate import holds
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Condition,
    Literal,
    Raised,
    Sitting,
    atoms,
    disjunction,
    substitute,
)
from constdsl.model.entities import Act, Clause, GroupRef, Norm, Power
from constdsl.play import counting, filling
from constdsl.play.judge import Ballot, Judge
from constdsl.play.lawbook import PERSONAL
from constdsl.play.people import Kind
from constdsl.syntax.tree import Verb

__all__ = [
    "actor", "amendable", "amendments", "at_hand", "available", "can", "consents", "disabled", "in_force", "kept_down",
    "may_name", "never_named", "out_of_force", "owed", "owed_to", "permits", "raisable", "somebody_allowed", "stands",
    "startable", "surely_named", "true_in", "undisturbed",
]  # fmt: skip

State = Mapping[Literal, bool]
"""Which flags are up and which bodies sit, among those on which a question turns."""


# --- what is in force -------------------------------------------------------------------------------------------------


def out_of_force(j: Judge, clause: Clause) -> bool:
    """An article is suspended now, or the coalition can amend it."""
    return j.world.lapsed(j.law, clause.article) or j.ask(amendable, clause.article, clause.file)


def in_force(j: Judge, clause: Clause) -> bool:
    """A clause is not suspended; what the coalition could amend it may leave as it is."""
    return not j.world.lapsed(j.law, clause.article)


def amendable(j: Judge, article: str | None, file: str) -> bool:
    """The coalition can amend an article, or has: by its own rule, or by the general one where no shield stands."""
    if (article, file) in j.amended:
        return True
    amending = [power for power in j.law.powers(Act(Verb.AMEND)) if power.act.verb is Verb.AMEND]
    if not amending:
        return False
    special = [power for power in amending if article is not None and power.act.article == article]
    if any(j.ask(available, power) for power in special):
        return True
    shields = [item.clause for item in j.law.constitution.shields if item.article == article]
    shields += [power.clause for power in special]
    rank = _rank(j, article, file)
    general = [
        power
        for power in amending
        if power.act.article is None and _rank(j, power.clause.article, power.clause.file) <= rank
    ]
    act = Act(Verb.AMEND, article=article)
    return all(out_of_force(j, shield) for shield in shields) and any(j.ask(available, power, act) for power in general)


def amendments(j: Judge) -> frozenset[tuple[str | None, str]]:
    """The articles that the coalition can amend, and the files in which it can amend what stands outside them."""
    if not j.law.powers(Act(Verb.AMEND)):
        return frozenset()
    places: list[tuple[str | None, str]] = [(key, a.clause.file) for key, a in j.law.constitution.articles.items()]
    places += [(None, file) for file in j.law.constitution.file_ranks]
    return frozenset(place for place in places if j.rules(amendable, *place))


def _rank(j: Judge, article: str | None, file: str) -> int:
    if article is not None:
        return j.law.constitution.articles[article].rank
    return j.law.constitution.file_ranks.get(file, 0)


# --- flags and sittings -----------------------------------------------------------------------------------------------


def kept_down(j: Judge, flag: str) -> bool:
    """No outsider raises a flag against the coalition."""
    return not j.contested or j.ask(unraised, flag) or j.ask(can, Act(Verb.LIFT, name=flag))


def unraised(j: Judge, flag: str) -> bool:
    """No outsider is able to raise a flag."""
    return all(j.ask(disabled, power, frozenset()) for power in j.law.powers(Act(Verb.DECLARE, name=flag)))


def raisable(j: Judge, flag: str) -> bool:
    """The coalition can raise a flag, and what the flag needs to stand is so."""
    return j.ask(can, Act(Verb.DECLARE, name=flag)) and j.ask(stands, flag)


def stands(j: Judge, flag: str) -> bool:
    """What a flag needs to stay up is so, or can be made so."""
    condition = j.law.constitution.flags[flag].condition
    return any(
        holds(condition, lambda atom, state=state: state.get(atom, atom == Raised(flag)))  # type: ignore[misc]
        for state in _own_states(j, condition)
    )


def _own_states(j: Judge, *conditions: Condition) -> Iterator[State]:
    """The states in which the coalition can have flags and sittings, as far as conditions turn on them."""
    world = _world_atoms(j, *conditions)
    sittings = [atom for atom in world if isinstance(atom, Sitting)]
    for values in itertools.product((True, False), repeat=len(sittings)):
        state: dict[Literal, bool] = dict(zip(sittings, values, strict=True))
        if all(true or j.ask(counting.silenced, atom.body) for atom, true in zip(sittings, values, strict=True)):
            state |= {atom: atom.flag in j.world.up for atom in world if isinstance(atom, Raised)}
            yield state


def _world_atoms(j: Judge, *conditions: Condition) -> list[Raised | Sitting]:
    found = (atom for condition in conditions for atom in atoms(j.law.plain(condition)))
    return list(dict.fromkeys(atom for atom in found if isinstance(atom, Raised | Sitting)))


def true_in(j: Judge, state: State, kind: Kind, condition: Condition) -> bool:
    """Whether a condition is true of a person of a kind in a state."""
    return holds(j.law.plain(condition), lambda atom: state.get(atom, atom in kind))


# --- using a power ----------------------------------------------------------------------------------------------------


def can(j: Judge, act: Act) -> bool:
    """Some power to do an act is available."""
    return any(j.ask(available, power) for power in j.law.powers(act))


def available(j: Judge, power: Power, act: Act | None = None, starting: bool = False) -> bool:
    """A power is available (for an act, where it is a more general one): on somebody, if it is used on persons.

    `starting` asks whether the coalition could begin to make use of it.
    """
    own = power.subject is None and power.act.verb not in PERSONAL
    return any(
        permits(j, power, kind, act, starting=starting) and (not own or filling.ours(j, kind))
        for kind in j.people.kinds(j.people.reads(power))
    )


def startable(j: Judge, power: Power) -> bool:
    """The coalition can begin to make use of a power."""
    return available(j, power, starting=True)


def permits(j: Judge, power: Power, kind: Kind, act: Act | None = None, *, starting: bool = False) -> bool:
    """Whether the coalition can use a power on a person of a kind (or by one, where it is used on nobody).

    Of powers that it has not yet begun to use it has only those to appoint; `starting` asks whether it could begin.
    """
    used = starting or j.practices is None or power.act.verb is Verb.APPOINT or j.law.number(power) in j.practices
    if not used:
        return False
    done = act or power.act
    if not in_force(j, power.clause) or not j.ask(at_hand, power, done):
        return False
    norms = j.law.prohibitions(power, done)
    asked = j.law.asked(power)
    for state in _own_states(j, asked, *(part for norm in norms for part in (norm.scope, norm.act.whom))):
        if not true_in(j, state, kind, asked):
            continue
        down = [atom.flag for atom in state if isinstance(atom, Raised) and not state[atom]]
        if not all(j.ask(kept_down, flag) for flag in down):
            continue
        if any(_forbids(j, norm, state, kind, done) and not _lifted(j, norm) for norm in norms):
            continue
        if not j.contested:
            return True
        sitting = frozenset(atom.body for atom in state if isinstance(atom, Sitting) and state[atom])
        checks = [check for check in j.law.checks(done) if check is not power and _speaks_of(j, check, kind)]
        if all(j.ask(disabled, check, sitting) for check in checks):
            return True
    return False


def _speaks_of(j: Judge, check: Power, kind: Kind) -> bool:
    whom = check.act.inner.whom if check.act.inner is not None else TRUE
    return holds(j.law.plain(whom), lambda atom: atom in kind)


def at_hand(j: Judge, power: Power, act: Act) -> bool:
    """Who has a power acts for the coalition, consents are given, and nobody suspends its article."""
    if not j.ask(actor, power):
        return False
    consenting = list(power.consent)
    if act.verb is Verb.APPOINT and act.body is not None and act.group is not None:
        consenting += j.law.groups[GroupRef(act.body, act.group)].consent
    if not all(j.ask(consents, label) for label in consenting):
        return False
    return undisturbed(j, power.clause, act)


def consents(j: Judge, label: str) -> bool:
    """Somebody whose consent is needed gives it."""
    return j.consenting or j.ask(counting.decides, label, None, Ballot.OPEN)


def undisturbed(j: Judge, clause: Clause, act: Act) -> bool:
    """No outsider suspends the article on which a power to do an act rests."""
    if clause.article is None:
        return True
    threats = [
        other
        for other in j.law.powers(Act(Verb.SUSPEND, article=clause.article))
        if act.verb is not Verb.SUSPEND or other.act != act
    ]
    if j.contested and not all(j.ask(disabled, threat, frozenset()) for threat in threats):
        return False
    flags = [item.flag for item in j.law.constitution.emergencies if item.article == clause.article]
    return all(j.ask(kept_down, flag) for flag in flags if act.verb is not Verb.DECLARE or act.name != flag)


def actor(j: Judge, power: Power) -> bool:
    """Whoever has a power acts for the coalition."""
    if power.subject is not None:
        if power.act.verb is Verb.CONVENE and power.subject == power.act.body:
            return j.ask(counting.acts, power.subject, power.threshold, Ballot.OPEN)
        ballot = Ballot.NOMINATION if power.act.verb is Verb.NOMINATE else Ballot.OPEN
        return j.ask(counting.decides, power.subject, power.threshold, ballot)
    kinds = j.people.kinds(j.law.mentions(power.subject_condition))
    return any(
        true_in(j, state, kind, power.subject_condition) and filling.ours(j, kind)
        for state in _own_states(j, power.subject_condition)
        for kind in kinds
    )


def _forbids(j: Judge, norm: Norm, state: State, kind: Kind, act: Act) -> bool:
    if norm.subject is None and act.verb not in PERSONAL and not true_in(j, state, kind, norm.subject_condition):
        return False
    return true_in(j, state, kind, norm.scope) and true_in(j, state, kind, norm.act.whom)


def _lifted(j: Judge, norm: Norm) -> bool:
    if out_of_force(j, norm.clause):
        return True
    return bool(norm.consent) and all(j.ask(counting.decides, label, None, Ballot.OPEN) for label in norm.consent)


def owed(j: Judge, power: Power) -> bool:
    """Somebody outside must do an act on somebody, and so will."""
    return any(owed_to(j, power, kind) for kind in j.people.kinds(j.people.reads(power)))


def owed_to(j: Judge, power: Power, kind: Kind) -> bool:
    """Somebody outside must do an act on a person of a kind, and so will."""
    if not power.duty or not in_force(j, power.clause) or not undisturbed(j, power.clause, power.act):
        return False
    asked = j.law.asked(power)
    return any(
        true_in(j, state, kind, asked)
        and all(j.ask(kept_down, a.flag) for a, true in state.items() if isinstance(a, Raised) and not true)
        for state in _own_states(j, asked)
    )


def somebody_allowed(j: Judge, power: Power, norms: tuple[Norm, ...]) -> bool:
    """There is a person on whom no norm forbids an act, or what forbids it does not count."""
    asked = j.law.plain(power.act.whom)
    parts = [asked, *(part for norm in norms for part in (norm.scope, norm.act.whom))]
    return any(
        true_in(j, state, kind, asked)
        and not any(_forbids(j, norm, state, kind, power.act) and not _lifted(j, norm) for norm in norms)
        for state in _own_states(j, *parts)
        for kind in j.people.kinds(j.law.mentions(*parts))
    )


def may_name(j: Judge, power: Power, kind: Kind) -> bool:
    """Whether a nominator outside may, under some flags, name a person of a kind."""
    norms = j.law.prohibitions(power, power.act)
    return _ever(j, power, kind) and not any(_forbidden_now(j, norm, kind, power.act) for norm in norms)


def surely_named(j: Judge, power: Power, kind: Kind) -> bool:
    """Whether a nominator may name a person of a kind, whatever flags others raise and whatever they suspend."""
    return _ever(j, power, kind) and not any(
        _forbids(j, norm, dict(zip(world, values, strict=True)), kind, power.act)
        for norm in j.law.prohibitions(power, power.act)
        if not norm.consent and not out_of_force(j, norm.clause)
        for world in [_world_atoms(j, norm.scope, norm.act.whom)]
        for values in itertools.product((True, False), repeat=len(world))
    )


def never_named(j: Judge, power: Power, kind: Kind) -> bool:
    """Whether the text lets a nominator name nobody of a kind, whatever flags are up."""
    return not _ever(j, power, kind) or any(
        not norm.consent and not _world_atoms(j, norm.scope, norm.act.whom) and _forbids(j, norm, {}, kind, power.act)
        for norm in j.law.prohibitions(power, power.act)
    )


def _forbidden_now(j: Judge, norm: Norm, kind: Kind, act: Act) -> bool:
    """Whether a norm forbids an act on somebody, in a state of the world that others cannot change."""
    if norm.consent or not in_force(j, norm.clause) or not undisturbed(j, norm.clause, norm.act):
        return False
    states = _own_states(j, norm.scope, norm.act.whom)
    return any(
        _forbids(j, norm, state, kind, act)
        and all(true or j.ask(kept_down, a.flag) for a, true in state.items() if isinstance(a, Raised))
        for state in states
    )


# --- keeping others from a power --------------------------------------------------------------------------------------


def disabled(j: Judge, power: Power, sitting: frozenset[str]) -> bool:
    """Nobody outside can use a power, or the coalition can undo what they do with it.

    `sitting` are bodies that the coalition must not silence.
    """
    if out_of_force(j, power.clause):
        return True
    ballot = Ballot.NOMINATION if power.act.verb is Verb.NOMINATE else Ballot.OPEN
    if power.subject is None:
        if j.ask(nobody_left, power):
            return True
    elif counting.muted(j, power.subject, power.threshold, ballot, sitting) and (
        not power.duty or j.ask(omissible, power)
    ):
        return True
    if any(counting.muted(j, label, None, Ballot.OPEN, sitting) for label in power.consent):
        return True
    if j.ask(barren, power, sitting):
        return True
    kinds = [kind for kind in j.people.kinds(j.people.reads(power)) if _ever(j, power, kind)]
    for check in j.law.checks(power.act):
        if check is not power and all(_speaks_of(j, check, kind) for kind in kinds) and j.ask(available, check):
            return True
    return False


def _ever(j: Judge, power: Power, kind: Kind) -> bool:
    asked = j.law.asked(power)
    world = _world_atoms(j, asked)
    return any(
        true_in(j, dict(zip(world, values, strict=True)), kind, asked)
        for values in itertools.product((True, False), repeat=len(world))
    )


def nobody_left(j: Judge, power: Power) -> bool:
    """Nobody free is left who has a power of `any COND`."""
    condition = j.law.plain(power.subject_condition)
    if power.act.verb not in PERSONAL:
        condition = j.law.asked(power)
    condition = _in_some_state(j, condition)  # others wait for the flags that they need
    return filling.all_led(j, condition, [condition], lambda kind: not filling.at_first(j, kind, condition))


def _in_some_state(j: Judge, condition: Condition) -> Condition:
    """What a condition asks of a person, whatever flags are up and whichever bodies sit."""
    world = _world_atoms(j, condition)
    truths = itertools.product((TRUE, FALSE), repeat=len(world))
    states = (dict(zip(world, values, strict=True)) for values in truths)
    return disjunction(*(substitute(condition, lambda atom, state=state: state.get(atom)) for state in states))  # type: ignore[misc]


def barren(j: Judge, power: Power, sitting: frozenset[str]) -> bool:
    """In the state of flags and sittings that the coalition brings about, a power covers nobody, or is forbidden."""
    asked = j.law.asked(power)
    norms = [
        norm
        for norm in j.law.prohibitions(power, power.act)
        if not norm.consent and in_force(j, norm.clause) and undisturbed(j, norm.clause, norm.act)
    ]
    conditions = [asked, *(part for norm in norms for part in (norm.scope, norm.act.whom))]
    kinds = j.people.kinds(j.people.reads(power))
    world, own = _world_atoms(j, *conditions), _world_atoms(j, asked)
    choices: list[tuple[bool, ...]] = []
    for atom in world:
        if isinstance(atom, Raised):
            up = atom.flag in j.world.up
            choices.append((up,) if up or j.ask(unraised, atom.flag) else (True, False))
        elif atom.body not in sitting and j.ask(counting.silenced, atom.body):
            choices.append((False,))
        else:
            # A body sits where nobody in the coalition keeps it from it; but who needs that it does not may wait.
            choices.append((True, False) if atom in own else (True,))
    states: list[State] = [dict(zip(world, values, strict=True)) for values in itertools.product(*choices)]
    return all(
        not true_in(j, state, kind, asked) or any(_forbids(j, norm, state, kind, power.act) for norm in norms)
        for state in states
        for kind in kinds
    )


def omissible(j: Judge, power: Power) -> bool:
    """Nobody outside can annul the omission of a duty, or remove or dissolve the one who omits it."""
    assert power.subject is not None
    name = power.subject.split(".")[0]
    remedies = list(j.law.checks(power.act))
    if name in j.law.constitution.bodies:
        remedies += j.law.powers(Act(Verb.REMOVE, body=name))
        remedies += j.law.powers(Act(Verb.DISSOLVE, body=name))
    return all(j.ask(disabled, remedy, frozenset()) for remedy in remedies)
