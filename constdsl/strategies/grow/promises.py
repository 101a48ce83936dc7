"""Guarantees: every goal, by every kind of coalition."""

from __future__ import annotations

from constdsl.strategies.grow import phrases
from constdsl.strategies.grow.draft import Draft
from constdsl.strategies.grow.shape import GOALS

__all__ = ["add_promise", "coalition", "promise_about"]

_YEARS = ("1 year", "2 years", "4 years", "5 years", "6 months")


def add_promise(d: Draft) -> None:
    """Promise one more thing."""
    kind = d.kind([name for name in GOALS if name != "bar from act" or d.customs])
    if kind in ("always", "never"):
        d.promise(f"{kind} {_compound(d)}")
    elif kind is not None:
        d.promise(promise_about(d, _goal(d, kind)))


def promise_about(d: Draft, goal: str, *whom: str) -> str:
    """A promise about a goal; with named people more often than not where they are given."""
    who, able = coalition(d, *whom)
    within = f" within {d.one(_YEARS)}" if d.chance("within years") else ""
    return f"{who} {able} {goal}{within}"


def coalition(d: Draft, *whom: str) -> tuple[str, str]:
    """Who the promise is about, and whether they can or cannot."""
    kind = d.kind(["one", "two", "three", "no body", "no body but", "no two bodies", "no two bodies but"])
    if whom and (kind in ("no body but", "no two bodies but", "three") or d.happens(40)):
        kind = "two" if len(whom) > 1 else "one"
    match kind:
        case "no body":
            return "no body alone", "can"
        case "no two bodies":
            return "no two bodies together", "can"
        case "no body but":
            return f"no body but {_spared(d)} alone", "can"
        case "no two bodies but":
            return f"no two bodies but {_spared(d)} together", "can"
    able = "can" if d.chance("can") else "cannot"
    number = {"two": 2, "three": 3}.get(kind or "", 1)
    members = dict.fromkeys([*whom[:number], *(phrases.actor(d) for _ in range(number - len(whom)))])
    if len(members) < 2:
        return next(iter(members)), able
    *most, last = members
    return f"{', '.join(most)} and {last} together", able


def _spared(d: Draft) -> str:
    return ", ".join(dict.fromkeys(phrases.body(d) for _ in d.count((1, 2), 25)))


def _goal(d: Draft, kind: str) -> str:
    match kind:
        case "control":
            return f"control {phrases.actor(d)}"
        case "choose candidates":
            return f"choose the candidates for {_elected(d)}"
        case "paralyse":
            return f"paralyse {phrases.label(d)}"
        case "bar from body":
            return f"bar {phrases.persons(d)} from {_elected(d)}"
        case "bar from act":
            return f"bar {phrases.persons(d)} from {d.one([*d.customs])}"
        case "block":
            return f"block {phrases.act(d, known=80)}"
        case _:
            return phrases.act(d, known=75)


def _elected(d: Draft) -> str:
    """A body that people stand for, if there is one."""
    found = [body.name for body in d.bodies if any(group.filling.startswith("elected") for group in body.groups)]
    return d.one(found) if found and d.happens(80) else phrases.label(d)


def _compound(d: Draft) -> str:
    """What may or may not be true of one person: mostly two facts together."""
    first = phrases.atom(d, d.happens(15))
    if not d.happens(75):
        return first
    second = phrases.atom(d, d.happens(15))
    return first if first == second else f"{first} {d.one(('and', 'or'))} {d.one(('', 'not '))}{second}"
