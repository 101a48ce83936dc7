"""Who depends on whom soon enough to matter, and which bodies do nothing but judge."""

from __future__ import annotations

from fractions import Fraction
from weakref import WeakKeyDictionary

from attrs import evolve

from constdsl.model.entities import Goal, Power
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["LONG", "as_it_stands", "depends", "holder_of", "in_office", "in_whose_hands", "is_judge", "soon"]

LONG = Fraction(5)
"""Years after which those who sit for life, or until somebody removes them, are taken to be others as well."""

_OF_JUDGES = frozenset({Verb.CONFER, Verb.REVOKE, Verb.VETO, Verb.ANNUL, Verb.LIFT, Verb.CONVENE})

_standing: WeakKeyDictionary[Capture, Capture] = WeakKeyDictionary()


def as_it_stands(capture: Capture) -> Capture:
    """The same constitution if nobody amends it. Who can rewrite the text has everything in it, a parliament every
    court and every check; that is a matter of amendment, and would hide on what else somebody depends."""
    whole = capture.constitution
    if all(power.act.verb is not Verb.AMEND for power in whole.powers):
        return capture
    if capture not in _standing:
        rest = evolve(whole, powers=tuple(power for power in whole.powers if power.act.verb is not Verb.AMEND))
        _standing[capture] = capture.on(rest)
    return _standing[capture]


def is_judge(capture: Capture, name: str) -> bool:
    """Whether a body only decides about persons and acts: it has no part in rule, and no hand in who sits elsewhere."""
    if any(holder_of(power) == name and power.act.verb not in _OF_JUDGES for power in capture.constitution.powers):
        return False
    return not any(name in (*group.by, *group.consent) for group in capture.groups() if group.ref.body != name)


def holder_of(power: Power) -> str:
    """The body or class that has a power; the empty word where each of many persons has it."""
    return (power.subject or "").split(".")[0]


def in_office(capture: Capture, name: str, date: Fraction) -> bool:
    """Whether a date comes before those who sit in a body must leave it. What takes longer is somebody else's gain."""
    body = capture.body_of(name)
    terms = [group.term for group in body.groups if group.term is not None] if body is not None else []
    return date <= min(terms, default=LONG)


def soon(capture: Capture, name: str, goal: Goal) -> bool:
    """Whether a body, against everybody's checks, reaches a goal while those sit who sit there now."""
    date = capture.forces(name, goal=goal, contested=True)
    return date is not None and in_office(capture, name, date)


def depends(capture: Capture, label: str, of: str) -> bool:
    """Whether a body or class is another's, or comes to be while those sit who sit there now, or can be silenced."""
    if label.split(".")[0] == of:
        return True
    capture = as_it_stands(capture)
    date = capture.reach(of).get(label)
    if date is not None and in_office(capture, of, date):
        return True
    body = capture.body_of(label)
    silenced = capture.silences(of, body=body.name) if body is not None else None
    return silenced is not None and in_office(capture, of, silenced)


def in_whose_hands(capture: Capture, name: str) -> list[str]:
    """The bodies other than judges on which a body depends, those through which others have it."""
    capture = as_it_stands(capture)
    found = {}
    for other in capture.constitution.bodies:
        date = capture.reach(other).get(name) if other != name else None
        if date is not None and in_office(capture, other, date) and not is_judge(capture, other):
            found[other] = date
    return list(capture.nearest(found))
