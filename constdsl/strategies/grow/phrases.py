"""Conditions, thresholds, persons and acts: the phrases of which clauses are made."""

from __future__ import annotations

from constdsl.strategies.grow.draft import Draft
from constdsl.strategies.grow.shape import ACTS, CONDITIONS, LINKS, SUBJECTS

__all__ = ["act", "actor", "body", "condition", "label", "persons", "subject", "threshold"]

MAX_DEPTH = 2
"""How often a condition may be continued."""

_AGES = (18, 21, 30, 16)
_SIGNS = (">=", "<", ">", "<=", "=", "!=")
_SHARES = ("two-thirds", "half", "60%", "3/5", "three-quarters", "at least one-third")
_BASES = ("members", "present", "votes", "seats")


# --- who and whom ---------------------------------------------------------------------------------------------------


def body(d: Draft) -> str:
    """The name of a body or office."""
    return d.one(d.bodies).name


def label(d: Draft) -> str:
    """A body, or sometimes a group of its seats."""
    found = d.one(d.bodies).labels
    return found[-1] if len(found) > 1 and d.happens(30) else found[0]


def actor(d: Draft) -> str:
    """Who elects, appoints, consents, binds: a body, a class or a group."""
    match d.kind([name for name in SUBJECTS if name != "any"]):
        case "a class" if d.classes:
            return d.one([*d.classes])
        case "group":
            return d.one(d.bodies).labels[-1]
        case _:
            return body(d)


def subject(d: Draft) -> str:
    """Who has a power or duty: also each person of a kind, alone."""
    if d.kind(SUBJECTS) == "any":
        return persons(d)
    return actor(d)


def persons(d: Draft, *, world: bool = False) -> str:
    """`any COND`, or `anyone`."""
    if not (d.statuses or d.attributes) or d.happens(20):
        return "anyone"
    found = condition(d, world=world)
    return f"any ({found})" if " or " in found else f"any {found}"


# --- conditions -----------------------------------------------------------------------------------------------------


def condition(d: Draft, *, world: bool = False, depth: int = 0) -> str:
    """A condition on a person; of the state of affairs too where `world` says so."""
    found = _fact(d, world)
    link = d.kind(LINKS) if depth < MAX_DEPTH else "plain"
    if link in ("plain", None):
        return found
    other = condition(d, world=world, depth=depth + 1)
    if found.removeprefix("not ") in other:
        return found  # nobody writes `citizen and citizen`
    return f"{found} {link} ({other})" if link == "and" and " or " in other else f"{found} {link} {other}"


def _fact(d: Draft, world: bool) -> str:
    found = atom(d, world)
    return f"not {found}" if d.chance("not") else found


def atom(d: Draft, world: bool) -> str:
    """One fact, not negated."""
    there = {
        "status": d.statuses, "attribute": d.attributes, "member of": d.bodies, "class": d.classes,
        "flag": world and d.flags, "is sitting": world and d.bodies, "candidate": world,
    }  # fmt: skip
    match d.kind([name for name in CONDITIONS if there[name]]):
        case "status":
            return d.one([*d.statuses])
        case "attribute":
            return _compared(d, d.one([*d.attributes]))
        case "member of":
            return f"member of {label(d)}"
        case "class":
            return d.one([*d.classes])
        case "flag":
            return d.one([*d.flags])
        case "is sitting":
            return f"{body(d)} is sitting"
        case "candidate":
            return "candidate"
        case _:
            return "anyone"


def _compared(d: Draft, attribute: str) -> str:
    kinds = d.attributes[attribute].split(": ")
    if len(kinds) == 1:
        return f"{attribute} {d.one(_SIGNS)} {d.one(_AGES)}"
    return f"{attribute} {d.one(('=', '!='))} {d.one(kinds[1].split(', '))}"


def threshold(d: Draft, seats: int = 5) -> str:
    """A threshold; numbers of votes do not exceed the seats by more than one."""
    match d.kind(["majority", "share", "votes", "more than", "unanimity"]):
        case "share":
            found = d.one(_SHARES)
        case "more than":
            found = f"more than {d.one(('half', 'two-thirds', '40%'))}"
        case "unanimity":
            found = "unanimity"
        case "votes":
            number = 1 + d.random.randrange(max(1, seats))
            found = f"{number} {'vote' if number == 1 else 'votes'}"
        case _:
            found = "majority"
    if d.chance("base"):
        found += f" of {d.one(_BASES)}"
    if d.chance("where"):
        found += f" where {condition(d)}"
    return found


# --- acts -----------------------------------------------------------------------------------------------------------


def act(d: Draft, *, known: int = 0, checks: bool = True) -> str:
    """An act; so many times in a hundred one that somebody may do, if there is any. `checks` allows vetoes too."""
    if d.done and d.happens(known):
        found = [text for text in d.done if checks or not text.startswith(("veto", "annul"))]
        if found:
            return d.one(found)
    possible = [verb for verb in ACTS if _possible(d, verb) and (checks or verb not in ("veto", "annul"))]
    return _act(d, d.kind(possible) or "dissolve")


def _possible(d: Draft, verb: str) -> bool:
    match verb:
        case "perform":
            return bool(d.customs)
        case "confer" | "revoke":
            return bool(d.statuses)
        case "declare" | "lift":
            return bool(d.flags)
        case _:
            return True


def _act(d: Draft, verb: str) -> str:
    match verb:
        case "perform":
            return d.one([*d.customs])
        case "appoint":
            return f"appoint {persons(d)} to {label(d)}"
        case "nominate":
            return f"nominate {persons(d)} for {label(d)}"
        case "remove" if d.happens(20):
            return f"remove any (member of {label(d)} and {_fact(d, False)})"
        case "remove":
            return f"remove any member of {label(d)}"
        case "strike" if d.happens(40):
            return f"strike {persons(d)} from {label(d)}"
        case "strike":
            return f"strike any candidate for {label(d)}"
        case "confer":
            return f"confer {d.one([*d.statuses])} on {persons(d)}"
        case "revoke":
            return f"revoke {d.one([*d.statuses])} from {persons(d)}"
        case "declare" | "lift":
            return f"{verb} {d.one([*d.flags])}"
        case "direct":
            return f"direct {actor(d)}"
        case "suspend" | "amend":
            return f"{verb} article {d.article()}"
        case "amend any":
            return "amend any article"
        case "veto" | "annul":
            return f"{verb} {act(d, known=75, checks=False)}"
        case _:
            return f"{verb} {body(d)}"
