"""Structures about powers and what stops them: checks and their silencing, emergency, amendment, rank, silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from constdsl.strategies.grow import phrases
from constdsl.strategies.grow.capturing import about, refill
from constdsl.strategies.grow.draft import Draft

__all__ = ["STRUCTURES"]


def _flag(d: Draft) -> str:
    if not d.flags:
        d.flags["war"] = "flag war"
    return d.one([*d.flags])


def _check(d: Draft) -> str:
    return d.one(("veto", "annul"))


def _silenced_checker(d: Draft) -> None:
    doer, checker = d.some(d.bodies, 2)
    act = phrases.act(d, checks=False)
    d.permit(doer.name, act)
    d.permit(checker.name, f"{_check(d)} {act}")
    match d.one(("dissolve", "appoint", "veto", "remove")):
        case "dissolve":
            d.permit(doer.name, f"dissolve {checker.name}")
        case "appoint":
            refill(d, checker, f"appointed by {doer.name}")
        case "veto":
            d.permit(doer.name, f"veto annul {act}")
        case _:
            d.permit(doer.name, f"remove any member of {checker.name}")
    about(d, d.one((act, act, f"paralyse {checker.name}", f"block {act}")), doer.name)


def _checked_act(d: Draft) -> None:
    doer, checker = d.some(d.bodies, 2)
    act = phrases.act(d, checks=False)
    consent = f"with consent of {checker.name}" if d.happens(35) else ""
    d.permit(doer.name, act, consent)
    if not consent:
        d.permit(checker.name, f"{_check(d)} {act}")
    about(d, d.one((act, f"block {act}")), d.one((doer.name, checker.name)))


def _emergency(d: Draft) -> None:
    doer, checker, ruler = d.some(d.bodies, 3)
    flag = _flag(d)
    normal = d.article()
    act = phrases.act(d, checks=False)
    d.say(f"article {normal} is suspended during {flag}", d.other_article(normal) if d.happens(80) else normal)
    d.permit(d.one((doer.name, ruler.name)), f"declare {flag}", article=d.other_article(normal))
    match d.one(("veto", "prohibition", "power", "free")):
        case "veto":
            d.permit(doer.name, act, article=d.other_article(normal))
            d.permit(checker.name, f"{_check(d)} {act}", article=normal)
        case "prohibition":
            d.permit(doer.name, act, article=d.other_article(normal))
            d.say(f"{doer.name} must not {act}", normal)
        case "power":
            d.permit(doer.name, act, f"when {flag}")
        case _:
            d.say(f"members of {checker.name} are bound by {doer.name}", d.other_article(normal))
            d.say(f"members of {checker.name} are free", normal)
            act = f"control {checker.name}"
    if d.happens(35):
        d.permit(phrases.actor(d), f"lift {flag}")
    about(d, act, doer.name, ruler.name)


def _suspension(d: Draft) -> None:
    doer, checker, ruler = d.some(d.bodies, 3)
    normal = d.article()
    act = phrases.act(d, checks=False)
    d.permit(d.one((doer.name, ruler.name)), f"suspend article {normal}", article=d.other_article(normal))
    d.permit(doer.name, act, article=d.other_article(normal))
    if d.happens(50):
        d.permit(checker.name, f"{_check(d)} {act}", article=normal)
    else:
        d.say(f"{doer.name} must not {act}", normal)
    about(d, act, doer.name, ruler.name)


def _amendment(d: Draft) -> None:
    drafter, seat = d.some(d.bodies, 2)
    normal = d.article()
    where = d.other_article(normal) if d.happens(70) else normal
    amending = d.one((f"amend article {normal}", "amend any article"))
    d.permit(drafter.name, amending, d.one(("", "by two-thirds", "by 1 vote")), article=where)
    seat.article = normal
    if d.happens(40):
        d.say(f"article {normal} is entrenched", d.one((normal, d.other_article(normal))))
    if d.happens(40):
        d.say(f"{drafter.name} must not dissolve {seat.name}", normal)
        d.permit(drafter.name, f"dissolve {seat.name}")
    goal = d.one((
        f"control {seat.name}", f"dissolve {seat.name}", f"amend article {normal}", f"block {amending}",
        "amend any article",
    ))  # fmt: skip
    about(d, goal, drafter.name)


def _convenor(d: Draft) -> None:
    convenor, seat, third = d.some(d.bodies, 3)
    if seat.office:
        seat = d.new_body(False, f"elected by {phrases.actor(d)}")
    every = f" every {d.one(('2 years', '6 months'))}" if d.happens(25) else ""
    seat.meeting["convened by"] = f"convened by {convenor.name}{every}"
    if d.happens(25):
        d.say(f"{convenor.name} must convene {seat.name}")
    act = phrases.act(d, checks=False)
    d.permit(seat.name, act)
    if d.happens(40):
        d.permit(third.name, act, f"{d.one(('when', 'unless'))} {seat.name} is sitting")
    about(d, d.one((f"paralyse {seat.name}", act, f"control {seat.name}")), convenor.name, seat.name)


def _first_strike(d: Draft) -> None:
    """Who stands to lose can itself dissolve, empty or fill whoever would act."""
    doer, loser = d.some(d.bodies, 2)
    act = d.one((f"dissolve {loser.name}", f"remove any member of {loser.name}", f"enlarge {loser.name}"))
    d.permit(doer.name, act)
    blow = d.one((f"dissolve {doer.name}", f"remove any member of {doer.name}", f"direct {doer.name}"))
    d.permit(loser.name, blow)
    if blow.startswith("remove"):
        refill(d, doer, f"appointed by {loser.name}")
    if d.happens(80):
        d.promise(f"{doer.name} can {act}")
    else:
        about(d, act, doer.name)


def _two_edges(d: Draft) -> None:
    """What takes away the obstacle takes away the power too, at once or by way of an agent."""
    doer, agent, other = d.some(d.bodies, 3)
    normal = d.article()
    elsewhere = d.other_article(normal)
    if d.happens(50):
        flag = _flag(d)
        d.say(f"article {normal} is suspended during {flag}", elsewhere)
        d.permit(doer.name, f"declare {flag}", article=elsewhere)
    else:
        d.permit(doer.name, f"suspend article {normal}", article=elsewhere)
    act = d.one((f"dissolve {other.name}", f"remove any member of {other.name}", phrases.act(d, checks=False)))
    hindered = act
    match d.one(("agent", "itself", "agent", "orders")):
        case "agent":
            agent.article = elsewhere
            refill(d, agent, f"appointed by {doer.name}", term="for 1 year")
            d.permit(agent.name, act, article=normal)
            hindered = f"appoint anyone to {agent.name}"
        case "itself":
            d.permit(doer.name, act, article=normal)
        case _:
            d.permit(doer.name, f"direct {agent.name}", article=normal)
            d.permit(agent.name, act, article=elsewhere)
    if d.happens(60):
        d.say(f"{d.one((doer.name, 'anyone'))} must not {hindered}", normal)
    else:
        d.permit(other.name, f"{_check(d)} {hindered}", article=normal)
    if d.happens(80):
        d.promise(f"{doer.name} {d.one(('can', 'cannot'))} {act}")
    else:
        about(d, act, doer.name)


def _nobody_may(d: Draft) -> None:
    """Promise what no rule speaks of."""
    act = phrases.act(d, checks=False)
    if act in d.done:
        act = f"annul {act}"
    about_whom = phrases.body(d)
    d.promise(f"{about_whom} can {d.one((act, act, f'block {act}'))}")


def _rank(d: Draft) -> None:
    doer = d.one(d.bodies)
    low = d.article()
    high = d.other_article(low)
    act = phrases.act(d, checks=False)
    d.permit(doer.name, act, article=high)
    d.say(f"{d.one((doer.name, 'anyone'))} must not {act}", low)
    if d.happens(70):
        d.cited.add(high)
        d.say(f"article {high} prevails over article {low}")
    about(d, act, doer.name)


STRUCTURES: Mapping[str, Callable[[Draft], None]] = {
    "silenced checker": _silenced_checker, "checked act": _checked_act, "emergency": _emergency,
    "suspension": _suspension, "amendment": _amendment, "convenor": _convenor, "first strike": _first_strike,
    "two edges": _two_edges, "nobody may": _nobody_may, "rank": _rank,
}  # fmt: skip
