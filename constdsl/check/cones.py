"""On which names a promise can depend: what lies outside cannot change its verdict, and need not be weighed.

A *cone* is a set of names closed under one rule: a part of the constitution that bears on a name in the cone brings
in every name that it mentions. Parts bear on what they are done to (`X may dissolve B` on B, a veto on what the vetoed
act is done to, a binding on whom it binds), not on who does it. The calculus and the search behind `always` and
`never` look parts up by what these bear on, so a part that bears on no name of a cone is never asked for on behalf of
its promise. Three things are taken to bear on everything, which is more than needed and never less: rules whose act
names nothing (`amend any article`), precedences (they form chains), and, where flags or suspensions are in the cone,
all parts, since there the order of moves counts.

`always` and `never` ask what is done to one person by whoever may, everybody agreeing: who decides, by how many votes,
on whose orders and with whose consent is nothing to them, and their cones are the smaller for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import (
    Candidate,
    Compare,
    Condition,
    Equals,
    Holds,
    Member,
    Raised,
    Sitting,
    atoms,
)
from constdsl.model.entities import (
    Ability,
    Act,
    Assumption,
    Binding,
    Body,
    Class,
    Constitution,
    CustomAct,
    Emergency,
    Filling,
    Flag,
    Free,
    Invariant,
    Norm,
    Power,
    Precedence,
    Promise,
    Shield,
    Status,
)
from constdsl.syntax.tree import Verb

__all__ = ["Cones", "Part"]

Part = (
    Status | CustomAct | Class | Body | Flag | Power | Norm | Binding | Free | Emergency | Shield | Precedence
    | Assumption
)  # fmt: skip
"""Whatever a constitution consists of, but for its articles, promises and unclear words."""

_EVERYTHING = "*"
"""Stands among names for all of them; no name is spelled so."""


class Cones:
    """The cones of one constitution."""

    def __init__(self, constitution: Constitution) -> None:
        self._constitution = constitution
        self._within = dict(constitution.axioms.within)
        self._conferred = [power.act.name for power in constitution.powers if power.act.verb is Verb.CONFER]
        # A bond of standing that nothing else mentions still counts where somebody can confer it.
        bound = (atom for item in constitution.bindings if "standing" in item.modes for atom in atoms(item.condition))
        self._standing = {atom.status for atom in bound if isinstance(atom, Holds)}

    def cone(self, promise: Promise) -> frozenset[str] | None:
        """The names on which a promise can depend; None for all of them. Linear in the constitution's mentions."""
        person = isinstance(promise.property, Invariant)
        by_name: dict[str, list[tuple[str, ...]]] = {}
        for part in parts(self._constitution):
            if person:
                brought = tuple(_asked_of_person(part))
            else:
                brought = (_EVERYTHING,) if _ordering(part) else tuple(_mentions(part))
            for name in self._bears_on(part, person):
                by_name.setdefault(name, []).append(brought)
        cone: set[str] = set()
        pending = [*_seeds(promise), *(name for brought in by_name.get(_EVERYTHING, ()) for name in brought)]
        while pending:
            name = pending.pop()
            if name == _EVERYTHING:
                return None
            if name not in cone:
                cone.add(name)
                pending += (other for brought in by_name.get(name, ()) for other in brought)
        return frozenset(cone)

    def touches(self, cone: frozenset[str] | None, part: Part, promise: Promise) -> bool:
        """Whether a part, there or not, could change what a cone holds: it bears on one of its names."""
        if cone is None:
            return True
        return any(
            name == _EVERYTHING or name in cone
            for name in self._bears_on(part, isinstance(promise.property, Invariant))
        )

    def _bears_on(self, part: Part, person: bool) -> Iterator[str]:
        if person and not _done_with_person(part):
            return
        match part:
            case Status(name=name) | Class(name=name) | Flag(name=name):
                yield name
            case Body(name=name):
                yield name
                if person:  # what one needs to be chosen for it, one may have from the start
                    yield from self._needed(part)
            case CustomAct(makes=makes):
                yield from [makes] if makes else []
            case Power(act=act) | Norm(act=act):
                yield from _done_to(act)
                gives = act.verb is Verb.CONFER and not person
                if gives and any(self._is(act.name, status) for status in self._standing):
                    yield _EVERYTHING
            case Binding(condition=condition, member_of=label):
                yield from _names(condition)
                yield from [_body(label)] if label else []
                if not any(atoms(condition)) or ("standing" in part.modes and self._spreads(condition)):
                    yield _EVERYTHING
            case Free(member_of=label) | Assumption(of=label):
                yield _body(label)
            case Emergency(article=article) | Shield(article=article):
                yield article
            case Precedence():
                yield _EVERYTHING

    def _needed(self, body: Body) -> Iterator[str]:
        pending = [
            atom.body for group in body.groups for atom in atoms(group.eligible) if isinstance(atom, Member)
        ]  # fmt: skip
        seen: set[str] = set()
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                yield name
                found = self._constitution.bodies.get(name)
                pending += [_body(label) for group in (found.groups if found else ()) for label in group.by]

    def _spreads(self, condition: Condition) -> bool:
        bound = {atom.status for atom in atoms(condition) if isinstance(atom, Holds)}
        return any(self._is(status, outer) for status in self._conferred for outer in bound)

    def _is(self, status: str | None, outer: str) -> bool:
        """Whether who has a status has another by that."""
        while status is not None and status != outer:
            status = self._within.get(status)
        return status is not None


def parts(constitution: Constitution) -> Iterator[Part]:
    """Every part of a constitution."""
    for named in (
        constitution.statuses, constitution.acts, constitution.classes, constitution.bodies, constitution.flags,
    ):  # fmt: skip
        yield from named.values()
    yield from constitution.powers
    yield from constitution.norms
    yield from constitution.bindings
    yield from constitution.free
    yield from constitution.emergencies
    yield from constitution.shields
    yield from constitution.precedences
    yield from constitution.assumptions


# --- what stands in a part ------------------------------------------------------------------------------------------


def _seeds(promise: Promise) -> Iterator[str]:
    found = promise.property
    if isinstance(found, Invariant):
        yield from _names(found.condition)
        return
    assert isinstance(found, Ability)
    goal = found.goal
    yield from _names(goal.whom)
    if goal.body is not None:
        yield _body(goal.body)
    if goal.act is not None:
        yield from _done_to(goal.act)
        yield from _names_of_act(goal.act)
    if found.possible:  # somebody might take or silence those who can, before they do
        yield from map(_body, found.coalition.members)


def _ordering(part: Part) -> bool:
    """Whether with a part the order of moves counts: it raises a flag, or puts an article out of force."""
    if isinstance(part, Power):
        return part.act.verb in (Verb.DECLARE, Verb.SUSPEND)
    return isinstance(part, Emergency)


_PERSONAL = frozenset(
    {Verb.APPOINT, Verb.REMOVE, Verb.DISSOLVE, Verb.NOMINATE, Verb.CONFER, Verb.REVOKE, Verb.PERFORM, Verb.DECLARE,
     Verb.LIFT}
)  # fmt: skip
"""The acts that change one person's facts, or what conditions ask of the world."""


def _done_with_person(part: Part) -> bool:
    """Whether `always` and `never` look at a part."""
    if isinstance(part, Power | Norm):
        return part.act.verb in _PERSONAL
    return not isinstance(part, Class | Binding | Free | Emergency | Shield | Assumption)


def _asked_of_person(part: Part) -> Iterator[str]:
    """The names that `always` and `never` follow from a part: conditions, and where joint seats are filled."""
    match part:
        case Status(within=within):
            yield from [within] if within else []
        case CustomAct(name=name):
            yield name
        case Flag(condition=condition):
            yield from _names(condition)
        case Body(name=name):
            yield name
            for group in part.groups:
                yield from _names(group.eligible)
                yield from _names(group.retain)
                if group.filling in (Filling.HELD, Filling.JOINING):
                    yield from map(_body, group.by)
        case Power() | Norm():
            for condition in (part.subject_condition, part.scope, part.act.whom):
                yield from _names(condition)
        case _:
            pass


def _mentions(part: Part) -> Iterator[str]:
    if part.clause.article is not None:
        yield part.clause.article
    match part:
        case Status(within=within):
            yield from [within] if within else []
        case CustomAct(name=name):
            yield name
        case Class(condition=condition) | Flag(condition=condition):
            yield from _names(condition)
        case Body(name=name):
            yield name
            yield from _mentioned_by_body(part)
        case Power() | Norm():
            yield from [_body(part.subject)] if part.subject else []
            yield from map(_body, part.consent)
            for condition in (part.subject_condition, part.scope):
                yield from _names(condition)
            yield from _names_of_act(part.act)
            if isinstance(part, Power) and part.threshold is not None:
                yield from _names(part.threshold.where)
        case Binding(condition=condition, by=by):
            yield _body(by)
            yield from _names(condition)
        case Assumption(status=status, side=side):
            yield from [status] if status else []
            yield from [_body(side)] if side else []
        case _:
            pass


def _mentioned_by_body(body: Body) -> Iterator[str]:
    for threshold in (body.decides, body.quorum):
        if threshold is not None:
            yield from _names(threshold.where)
    for group in body.groups:
        yield from map(_body, (*group.by, *group.consent, *group.funders))
        yield from [_body(group.settler)] if group.settler else []
        yield from _names(group.eligible)
        yield from _names(group.retain)


def _body(label: str) -> str:
    return label.split(".")[0]


def _done_to(act: Act) -> Iterator[str]:
    """What an act is done to; everything, where it does not say."""
    found = [name for name in (act.body, act.name, act.article) if name is not None]
    if act.inner is not None:
        yield from _done_to(act.inner)
    elif not found:
        yield _EVERYTHING
    yield from found


def _names_of_act(act: Act) -> Iterator[str]:
    yield from (name for name in (act.body, act.name, act.article) if name is not None)
    yield from _names(act.whom)
    if act.inner is not None:
        yield from _names_of_act(act.inner)


def _names(condition: Condition) -> Iterator[str]:
    for atom in atoms(condition):
        match atom:
            case Holds(status):
                yield status
            case Compare(attribute) | Equals(attribute):
                yield attribute
            case Member(body) | Sitting(body):
                yield body
            case Raised(flag):
                yield flag
            case Candidate():
                yield "candidate"
