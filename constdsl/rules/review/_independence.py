"""Who depends on whom soon enough to matter, and which bodies do nothing but judge."""

from __future__ import annotations

from fractions import Fraction
from weakref import WeakKeyDictionary

from attrs import evolve

from constdsl.capture.calculus import Calculus
from constdsl.model.entities import Power
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb
from constdsl.verdict.promises import Case

__all__ = ["as_it_stands", "depends", "holder_of", "in_office", "in_whose_hands", "is_judge"]

_OF_JUDGES = frozenset({Verb.CONFER, Verb.REVOKE, Verb.VETO, Verb.ANNUL, Verb.LIFT, Verb.CONVENE})

_standing: WeakKeyDictionary[Capture, Capture] = WeakKeyDictionary()


def as_it_stands(capture: Capture) -> Capture:
    """The same constitution if nobody amends or suspends anything. Who can rewrite the text has everything in it, a
    parliament every court; that is a matter of amendment, and hides on what else somebody depends."""
    whole = capture.constitution
    if capture not in _standing:
        kept = tuple(power for power in whole.powers if power.act.verb not in (Verb.AMEND, Verb.SUSPEND))
        if len(kept) == len(whole.powers) and not whole.emergencies:
            return capture
        rest = evolve(whole, powers=kept, emergencies=())
        _standing[capture] = Capture(Case(rest, Calculus(rest)))
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
    return not terms or date <= min(terms)


def depends(capture: Capture, label: str, of: str) -> bool:
    """Whether a body or class is another's, or comes to be while those sit who sit there now, or can be silenced."""
    if label.split(".")[0] == of:
        return True
    standing = as_it_stands(capture)
    date = standing.reach(of).get(label)
    if date is not None and in_office(capture, of, date):
        return True
    body = capture.body_of(label)
    silenced = standing.silences(of, body=body.name) if body is not None else None
    return silenced is not None and in_office(capture, of, silenced)


def in_whose_hands(capture: Capture, name: str) -> list[str]:
    """The bodies other than judges on which a body depends, those through which others have it."""
    standing = as_it_stands(capture)
    found = {}
    for other in capture.constitution.bodies:
        date = standing.reach(other).get(name) if other != name else None
        if date is not None and in_office(capture, other, date) and not is_judge(capture, other):
            found[other] = date
    return list(standing.nearest(found)) if found else []
