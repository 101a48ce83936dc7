"""Single rules: powers, duties, prohibitions, discipline, emergency, rank and assumptions."""

from __future__ import annotations

from constdsl.strategies.grow import phrases
from constdsl.strategies.grow.draft import Draft
from constdsl.strategies.grow.shape import QUALIFIERS, STATEMENTS

__all__ = ["sprinkle"]

_LIMITS = [name for name in QUALIFIERS if name != "qualifier"]
_MODES = ("", " in voting", " in nominating", " in standing", " in voting, nominating", " in voting, standing")


def sprinkle(d: Draft) -> None:
    """Say one more thing, whatever it is."""
    possible = {
        "bound": bool(d.statuses), "suspended during": bool(d.flags), "prevails": d.articles > 1,
        "assume": bool(d.plain),
    }  # fmt: skip
    kind = d.kind([name for name in STATEMENTS if possible.get(name, True)])
    match kind:
        case "option" | "unclear":
            _open(d, kind)
        case None:
            return
        case _:
            d.say(_statement(d, kind))


def _statement(d: Draft, kind: str) -> str:
    match kind:
        case "bound":
            return f"{d.one([*d.statuses])} is bound by {phrases.actor(d)}{d.one(_MODES)}"
        case "members bound":
            return f"members of {phrases.label(d)} are bound by {phrases.actor(d)}{d.one(_MODES)}"
        case "free":
            return f"members of {phrases.label(d)} are free"
        case "suspended during":
            return f"article {d.article()} is suspended during {d.one([*d.flags])}"
        case "prevails":
            first = d.article()
            second = d.other_article(first)
            d.cited.add(second)
            return f"article {first} prevails over article {second}"
        case "entrenched":
            return f"article {d.article()} is entrenched"
        case "assume":
            return _assumption(d)
        case _:
            return _norm(d, kind)


def _norm(d: Draft, kind: str) -> str:
    who = phrases.subject(d)
    if kind == "must not":
        return f"{who} must not {phrases.act(d, known=70)}{_limits(d, who)}"
    act = phrases.act(d, known=10)
    d.done[act] = None
    verb = "must" if kind == "must" else "may"
    return f"{'only ' if kind == 'only' else ''}{who} {verb} {act}{_limits(d, who, power=True)}"


def _limits(d: Draft, who: str, *, power: bool = False) -> str:
    body = d.body_named(who.split(".")[0])
    counted = who in d.classes or (body is not None and not body.office)
    possible = {"by": power and counted, "consent": power, "petition": power}
    found: dict[str, str] = {}
    for _ in d.count((0, 3), d.shape.weight("qualifier")):
        kind = d.kind([name for name in _LIMITS if possible.get(name, True) and name not in found])
        match kind:
            case "by":
                found[kind] = f"by {phrases.threshold(d, body.seats if body else 3)}"
            case "when" | "unless":
                found[kind] = f"{kind} {phrases.condition(d, world=True)}"
            case "consent":
                found[kind] = f"with consent of {phrases.actor(d)}"
            case "petition":
                found[kind] = "on petition of 10%"
            case _:
                break
    return "".join(f" {found[name]}" for name in _LIMITS if name in found)


def _assumption(d: Draft) -> str:
    body = d.one(d.plain)
    number = 1 + d.random.randrange(max(1, body.seats))
    many = d.one((f"{number} {'member' if number == 1 else 'members'}", "half", "two-thirds", "40%"))
    if d.statuses and d.happens(50):
        return f"assume {many} of {body.name} are {d.one([*d.statuses])}"
    verb = "sides" if many == "1 member" else "side"
    return f"assume {many} of {body.name} {verb} with {phrases.actor(d)}"


def _open(d: Draft, kind: str) -> None:
    """Leave open whether, or which, rule stands."""
    d.switches += 1
    first = _norm(d, "may")
    second = _norm(d, "may") if d.happens(50) else ""
    if kind == "option":
        choices = (f"  choice first {{ {first} }}", f"  choice second {{ {second} }}")
        words = (f"option choice_{d.switches} {{", *choices, "}")
    else:
        by = f" interpreted by {phrases.actor(d)}" if d.happens(50) else ""
        head = f'unclear "words {d.switches}"{by} {{'
        words = (head, f"  reading wide {{ {first} }}", f"  reading narrow {{ {second} }}", "}")
    d.say("\n".join(words))
