"""Structures by which seats are captured: gifts and gates, discipline and direction, exclusion, mixed bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from constdsl.strategies.grow import phrases
from constdsl.strategies.grow.draft import Body, Draft, Group
from constdsl.strategies.grow.promises import promise_about

__all__ = ["STRUCTURES", "about", "refill"]

_TERMS = ("for 1 year", "for 2 years", "for 4 years", "", "for life")


def refill(d: Draft, body: Body, filling: str, **clauses: str) -> Group:
    """Fill the first group of a body anew, with these clauses in place of what it had (`_` for the blanks)."""
    joint = body.groups[0].filling.startswith("joining")
    seats = d.seats() if joint and not body.office else body.groups[0].seats
    group = Group(1 if body.office else seats, filling, body.groups[0].name)
    group.clauses = {part.replace("_", " "): text for part, text in clauses.items() if text}
    if "term" not in clauses and (term := d.one(_TERMS)):
        group.clauses["term"] = term
    body.groups[0] = group
    return group


def about(d: Draft, goal: str, *whom: str) -> None:
    """Promise something about a goal, mostly."""
    if d.happens(85):
        d.promise(promise_about(d, goal, *whom))


def _status(d: Draft) -> str:
    if not d.statuses:
        d.statuses["citizen"] = "status citizen"
    return d.one([*d.statuses])


def _class(d: Draft) -> str:
    if not d.classes:
        d.classes["Voters"] = "class Voters: anyone"
    return d.one([*d.classes])


def _threshold(d: Draft) -> str:
    return d.one(("", "", "by two-thirds", "by half", "by 1 vote"))


# --- gifts and gates ------------------------------------------------------------------------------------------------


def _chain(d: Draft) -> None:
    first, second, third = d.some(d.bodies, 3)
    refill(d, second, f"appointed by {first.name}")
    refill(d, third, f"{d.one(('elected', 'appointed'))} by {second.name}")
    about(d, f"control {third.name}", d.one((first.name, second.name)))


def _gatekeeper(d: Draft) -> None:
    first, second, third = d.some(d.bodies, 3)
    filling = d.one((f"appointed by {first.name}", f"elected by {_class(d)}"))
    refill(d, second, filling, with_consent_of=f"with consent of {third.name}")
    goal = d.one((f"control {second.name}", f"appoint anyone to {second.name}", f"paralyse {second.name}"))
    about(d, goal, third.name, first.name)


def _nominators(d: Draft) -> None:
    gate, master, seat = d.some(d.bodies, 3)
    refill(d, seat, f"elected by {_class(d)}", **{"from": f"from {_status(d)}" if d.happens(40) else ""})
    if d.happens(50):
        seat.groups[0].clauses["nominated by"] = f"nominated by {gate.name}"
    else:
        d.permit(gate.name, f"nominate any {_status(d)} for {seat.name}")
    if d.happens(60):
        refill(d, gate, f"appointed by {master.name}")
    goal = d.one((
        f"choose the candidates for {seat.name}", f"bar any {_status(d)} from {seat.name}", f"control {seat.name}",
    ))  # fmt: skip
    about(d, goal, gate.name, master.name)


def _funding(d: Draft) -> None:
    payer, seat = d.some(d.bodies, 2)
    refill(d, seat, f"elected by {_class(d)}", funded_by=f"funded by {payer.name}")
    about(d, d.one((f"choose the candidates for {seat.name}", f"control {seat.name}")), payer.name)


def _surplus(d: Draft) -> None:
    settler, seat = d.some(d.bodies, 2)
    group = refill(d, seat, f"elected by {_class(d)}")
    group.clauses["at most candidates"] = f"at most {d.one((2, 3))} candidates"
    group.clauses["surplus settled by"] = f"surplus settled by {settler.name}"
    if d.happens(50):
        group.clauses["nominated by"] = f"nominated by {', '.join({phrases.actor(d): 0, settler.name: 0})}"
    if d.happens(40):
        group.clauses["each naming"] = f"each naming at most {d.one((1, 2))}"
    about(d, d.one((f"choose the candidates for {seat.name}", f"control {seat.name}")), settler.name)


def _striking(d: Draft) -> None:
    censor, seat = d.some(d.bodies, 2)
    group = refill(d, seat, f"elected by {_class(d)}")
    if d.happens(50):
        group.clauses["vetted by"] = f"vetted by {censor.name}"
    else:
        whom = d.one((f"any candidate for {seat.name}", f"any {_status(d)} from {seat.name}"))
        d.permit(censor.name, f"strike {whom}")
    goal = d.one((f"bar {phrases.persons(d)} from {seat.name}", f"choose the candidates for {seat.name}"))
    about(d, goal, censor.name)


def _recall(d: Draft) -> None:
    chief, seat = d.some(d.bodies, 2)
    refill(d, seat, f"{d.one(('appointed', 'elected'))} by {chief.name}", term=d.one(("", "for life", "for 4 years")))
    act = d.one((f"remove any member of {seat.name}", f"dissolve {seat.name}"))
    d.permit(d.one((chief.name, phrases.actor(d))), act, _threshold(d))
    about(d, d.one((f"control {seat.name}", act)), chief.name)


def _term(d: Draft) -> None:
    chief, seat = d.some(d.bodies, 2)
    refill(d, seat, f"appointed by {chief.name}", term="for 4 years")
    d.permit(d.one((seat.name, phrases.body(d))), f"extend {seat.name}")
    about(d, f"control {seat.name}", chief.name)


def _enlargement(d: Draft) -> None:
    chief, packer, seat = d.some(d.bodies, 3)
    packer = d.one((chief, packer))
    refill(d, seat, f"appointed by {chief.name}", term="for life")
    d.permit(packer.name, f"enlarge {seat.name}")
    about(d, d.one((f"control {seat.name}", f"paralyse {seat.name}")), chief.name, packer.name)


# --- statuses -------------------------------------------------------------------------------------------------------


def _needed_status(d: Draft) -> None:
    keeper, seat = d.some(d.bodies, 2)
    status = _status(d)
    wanted = d.one((status, f"not {status}"))
    if d.happens(35):
        d.classes["Voters"] = f"class Voters: {wanted}"
        refill(d, seat, "elected by Voters")
    else:
        refill(d, seat, f"elected by {_class(d)}", **{"from": f"from {wanted}"})
    taken = f"revoke {status} from any {status}"
    given = f"confer {status} on {d.one(('anyone', phrases.persons(d)))}"
    d.permit(keeper.name, given if wanted != status else taken, _threshold(d))
    if d.happens(30):
        d.permit(keeper.name, taken if wanted != status else given)
    goal = d.one((
        f"bar {d.one(('anyone', f'any {status}'))} from {seat.name}", f"choose the candidates for {seat.name}",
        f"control {seat.name}",
    ))  # fmt: skip
    about(d, goal, keeper.name)


def _lost_seat(d: Draft) -> None:
    keeper, seat, maker = d.some(d.bodies, 3)
    status = _status(d)
    filling = d.one((f"appointed by {keeper.name}", f"elected by {maker.name}", f"elected by {_class(d)}"))
    refill(d, seat, filling, **{"while": f"while {status}"})
    d.permit(keeper.name, f"revoke {status} from {d.one((f'any {status}', f'any member of {seat.name}'))}")
    goal = d.one((f"paralyse {seat.name}", f"remove any member of {seat.name}", f"control {seat.name}"))
    about(d, goal, keeper.name)


def _oath(d: Draft) -> None:
    status = _status(d)
    name = d.one([*d.customs]) if d.customs else "take_oath"
    if "makes" not in d.customs.get(name, ""):
        d.customs[name] = f"act {name} makes {status}"
    seat = d.one(d.bodies)
    made = d.customs[name].rsplit(" ", 1)[1]
    refill(d, seat, f"{d.one(('appointed', 'elected'))} by {phrases.actor(d)}", **{"from": f"from {made}"})
    d.permit(phrases.persons(d), name)
    if d.happens(30):
        d.say(f"{phrases.persons(d)} must not {name}")
    if d.happens(50):
        d.promise(f"{d.one(('never', 'always'))} {made} {d.one(('and', 'or'))} not member of {seat.name}")
    else:
        about(d, d.one((f"bar {phrases.persons(d)} from {name}", name)))


# --- discipline and direction ---------------------------------------------------------------------------------------


def _discipline(d: Draft) -> None:
    party, seat = d.some(d.bodies, 2)
    modes = d.one(("in voting", "", "in voting, nominating", "in standing", "in nominating"))
    status = _status(d)
    way = d.one(("from", "while", "members", "share", "electors"))
    if way == "members":
        d.say(f"members of {seat.name} are bound by {party.name} {modes}".rstrip())
    else:
        d.say(f"{status} is bound by {party.name} {modes}".rstrip())
    if way in ("from", "while"):
        refill(d, seat, f"elected by {_class(d)}", **{way: f"{way} {status}"})
    if way == "share":
        d.say(f"assume {d.one(('two-thirds', '40%', 'half'))} of {seat.name} are {status}")
    if way == "electors":
        d.classes["Voters"] = f"class Voters: {status}"
        refill(d, seat, "elected by Voters", ballot=d.one(("", "by secret ballot")))
    if d.happens(25):
        d.say(f"members of {seat.name} are free")
    goal = d.one((
        f"control {seat.name}", f"paralyse {seat.name}", f"bar any {status} from {seat.name}",
        f"choose the candidates for {seat.name}",
    ))  # fmt: skip
    about(d, goal, party.name)


def _direction(d: Draft) -> None:
    chief, seat, third = d.some(d.bodies, 3)
    d.permit(chief.name, f"direct {seat.name}", _threshold(d))
    refill(d, third, f"{d.one(('appointed', 'elected'))} by {seat.name}", ballot=d.one(("", "by secret ballot")))
    if d.happens(25):
        d.say(f"members of {seat.name} are free")
    about(d, f"control {d.one((seat.name, third.name))}", chief.name)


# --- mixed bodies ---------------------------------------------------------------------------------------------------


def _joint_body(d: Draft) -> None:
    parts = d.some([body for body in d.bodies if not body.office] or d.bodies, 2)
    master = d.one(d.bodies)
    joint = d.new_body(False, f"joining {', '.join(dict.fromkeys(body.name for body in parts))}")
    if d.happens(60):
        refill(d, parts[0], f"appointed by {master.name}")
    if d.happens(30):
        joint.meeting["decides by"] = f"decides by {phrases.threshold(d)}"
    act = phrases.act(d)
    d.permit(joint.name, act)
    about(d, d.one((f"control {joint.name}", f"paralyse {joint.name}", act)), master.name, parts[0].name)


def _ex_officio(d: Draft) -> None:
    office = d.one(d.offices) if d.offices else d.new_body(True, f"appointed by {phrases.actor(d)}")
    body = d.one(d.plain)
    if body.office:
        body = d.new_body(False, f"elected by {_class(d)}", seats=d.one((1, 2)))
    if "ex_officio" not in [group.name for group in body.groups]:
        body.groups.append(Group(1, f"held by {office.name}", "ex_officio"))
    about(d, d.one((f"control {body.name}", f"paralyse {body.name}")), office.name)


def _walk_out(d: Draft) -> None:
    master, seat = d.some(d.bodies, 2)
    if not seat.office:
        seat.meeting["quorum"] = f"quorum {d.one(('two-thirds', 'three-quarters of members', 'half', '2 votes'))}"
    refill(d, seat, d.one((f"appointed by {master.name}", f"elected by {_class(d)}")))
    if d.happens(60) and not seat.office:
        number = max(1, seat.groups[0].seats)
        many = d.one(("half", "40%", "two-thirds", f"{number} {'member' if number == 1 else 'members'}"))
        d.say(f"assume {many} of {seat.name} {'sides' if many == '1 member' else 'side'} with {master.name}")
    about(d, d.one((f"paralyse {seat.name}", f"control {seat.name}")), master.name)


def _sides(d: Draft) -> None:
    friend, seat = d.some(d.bodies, 2)
    many = d.one(("half", "two-thirds", "40%"))
    d.say(f"assume {many} of {seat.name} side with {friend.name}")
    about(d, d.one((f"control {seat.name}", f"paralyse {seat.name}")), friend.name)


STRUCTURES: Mapping[str, Callable[[Draft], None]] = {
    "chain": _chain, "gatekeeper": _gatekeeper, "nominators": _nominators, "needed status": _needed_status,
    "lost seat": _lost_seat, "discipline": _discipline, "direction": _direction, "recall": _recall,
    "enlargement": _enlargement, "joint body": _joint_body, "ex officio": _ex_officio, "walk-out": _walk_out,
    "surplus": _surplus, "funding": _funding, "striking": _striking, "sides": _sides, "oath": _oath, "term": _term,
}  # fmt: skip
