"""Who and what there is: statuses, attributes, classes, flags, and bodies with their seats."""

from __future__ import annotations

from constdsl.strategies.grow import phrases
from constdsl.strategies.grow.draft import Body, Draft, Group
from constdsl.strategies.grow.shape import CLAUSES, FILLINGS

__all__ = ["declare", "seat"]

_STATUSES = ("citizen", "comrade", "outlaw", "veteran", "freeman")
_CLASSES = ("Voters", "Members", "Workers", "Elders")
_FLAGS = ("war", "siege", "famine")
_ACTS = ("assemble", "take_oath", "publish")
_BALLOT = ("nominated by", "secret ballot", "open vote", "vetted by", "funded by", "at least candidates",
           "at most candidates")  # fmt: skip
_RIVALS = (("for years", "for life"), ("secret ballot", "open vote"))
_ATTRIBUTES = (("age", " in years"), ("origin", ": worker, peasant, other"))
_TERMS = ("1 year", "2 years", "4 years", "6 months", "2.5 years")


def _name(pool: tuple[str, ...], number: int) -> str:
    return pool[number] if number < len(pool) else f"{pool[number % len(pool)]}{1 + number // len(pool)}"


def declare(d: Draft) -> None:
    """Decide on everything that has a name; how bodies are filled is for `seat`, when all of them are there."""
    for number in d.count(d.shape.statuses):
        name = _name(_STATUSES, number)
        within = f" within {d.one([*d.statuses])}" if d.statuses and d.chance("within") else ""
        d.statuses[name] = f"status {name}{within}"
    for _ in d.count(d.shape.attributes):
        name, values = d.one([pair for pair in _ATTRIBUTES if pair[0] not in d.attributes] or _ATTRIBUTES)
        d.attributes[name] = f"attribute {name}{values}"
    for number in d.count(d.shape.acts, 40):
        name = _name(_ACTS, number)
        makes = f" makes {d.one([*d.statuses])}" if d.statuses and d.chance("makes") else ""
        d.customs[name] = f"act {name}{makes}"
    d.articles = max(1, len([*d.count(d.shape.articles)]))
    fewest, most = d.shape.bodies
    for _ in d.count((max(1, fewest), max(1, most))):
        d.new_body(office=d.happens(35))
    for number in d.count(d.shape.classes):
        name = _name(_CLASSES, number)
        met = phrases.condition(d) if d.happens(70) and (d.statuses or d.attributes) else "anyone"
        d.classes[name] = f"class {name}: {met}"
    for number in d.count(d.shape.flags):
        name = _name(_FLAGS, number)
        held = ""
        if d.chance("flag while"):
            held = f" while {d.one(('', 'not '))}{phrases.body(d)} is sitting"
        d.flags[name] = f"flag {name}{held}"


def seat(d: Draft) -> None:
    """Fill every body, and decide how it meets."""
    for number, body in enumerate(d.bodies):
        _fill(d, body, body.groups[0], d.bodies[:number])
        if body.office or body.groups[0].filling.startswith("joining"):
            continue
        if d.chance("groups"):
            body.groups[0].name = "first"
            body.groups.append(Group(d.seats(), name="second"))
            _fill(d, body, body.groups[1], d.bodies[:number])
        _meeting(d, body)


def _fill(d: Draft, body: Body, group: Group, before: list[Body]) -> None:
    """How a group is filled. Seats held by office and joint bodies look back, so that nothing goes in a circle."""
    offices = [each.name for each in before if each.office]
    possible = {"held by": bool(offices), "joining": len(before) > 1 and not body.office and not group.name}
    kind = d.kind([name for name in FILLINGS if possible.get(name, True)])
    match kind:
        case "joining":
            joined = d.some((each.name for each in before), 2)
            group.filling = f"joining {', '.join(dict.fromkeys(joined))}"
            return
        case "held by":
            group.filling, group.seats = f"held by {d.one(offices)}", 1
            return
        case "elected" | "appointed":
            several = dict.fromkeys(phrases.actor(d) for _ in d.count((1, 2), 8))
            group.filling = f"{kind} by {', '.join(several)}"
        case "co-opted" | "drawn by lot":
            group.filling = kind
        case _:
            group.filling = ""
    _clauses(d, group, elected=kind == "elected")


def _clauses(d: Draft, group: Group, *, elected: bool) -> None:
    left = [part for part in CLAUSES if elected or part not in _BALLOT]
    for _ in d.count((0, 5), d.shape.weight("clause")):
        part = d.kind(left)
        if part is None:
            return
        rivals = next((pair for pair in _RIVALS if part in pair), (part,))
        left = [other for other in left if other not in rivals]
        group.clauses |= _clause(d, part)


def _clause(d: Draft, part: str) -> dict[str, str]:
    """The words of one clause, under the place where it stands, and those that go with it."""
    match part:
        case "from" | "while":
            return {part: f"{part} {phrases.condition(d)}"}
        case "for years":
            return {"term": f"for {d.one(_TERMS)}"}
        case "for life":
            return {"term": "for life"}
        case "secret ballot" | "open vote":
            return {"ballot": f"by {part}"}
        case "at least candidates":
            return {part: "at least 2 candidates"}
        case "at most terms":
            return {part: "at most 2 terms"}
        case "at most candidates":
            found: dict[str, str] = {part: f"at most {d.one((2, 3, 4))} candidates"}
            if d.chance("surplus settled by"):
                found["surplus settled by"] = f"surplus settled by {phrases.actor(d)}"
            if d.chance("each naming"):
                found["each naming"] = f"each naming at most {d.one((1, 2))}"
            return found
        case "nominated by" if d.happens(10):
            return {part: "nominated by anyone"}
        case _:
            several = dict.fromkeys(phrases.actor(d) for _ in d.count((1, 2), 15))
            return {part: f"{part} {', '.join(several)}"}


def _meeting(d: Draft, body: Body) -> None:
    if d.chance("decides by"):
        body.meeting["decides by"] = f"decides by {phrases.threshold(d, body.seats)}"
    if d.chance("quorum"):
        body.meeting["quorum"] = f"quorum {d.one(('two-thirds', 'half of members', '2 votes', 'three-quarters'))}"
    if d.chance("convened by"):
        every = f" every {d.one(_TERMS)}" if d.chance("every years") else ""
        body.meeting["convened by"] = f"convened by {phrases.actor(d)}{every}"
