"""Forbidden to one, and done by another at its command."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from constdsl.capture.notes import Bound, Used
from constdsl.model.conditions import TRUE
from constdsl.model.entities import Constitution, Goal, Norm, Power
from constdsl.rules.repairs import delete, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, choose_candidates, perform
from constdsl.syntax.tree import Verb

__all__ = ["ban_by_proxy"]


@rule(code="N5", severity="error", since="0.1")
def ban_by_proxy(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does somebody command those who may do what it is itself forbidden to do?"""
    for norm in constitution.norms:
        banned = norm.subject
        # A ban that turns on the state of things says when, and not by whom.
        if banned is None or norm.scope != TRUE or norm.consent or capture.is_class(banned):
            continue
        powers = capture.index.powers(norm.act)
        if any(power.subject == banned for power in powers):
            continue  # two rules about one body that cannot both be meant: a contradiction, and no proxy
        proxies: dict[str, Power] = {}
        for power in powers:
            if power.subject is not None and _in_hand(capture, banned, power, power.subject):
                proxies.setdefault(power.subject, power)
        if proxies:
            yield from _finding(capture, norm, banned, proxies)


def _in_hand(capture: Capture, banned: str, power: Power, holder: str) -> bool:
    """Whether a power is that of somebody commanded: over a ballot at any time; in other matters at once, since who
    takes part in the choice of an office is not yet its master."""
    if holder.split(".")[0] not in capture.reach(banned, contested=True):
        return False
    date = capture.may_use(banned, power=power, contested=True)
    return date is not None and (power.act.verb is Verb.NOMINATE or date == Fraction(0))


def _finding(capture: Capture, norm: Norm, banned: str, proxies: dict[str, Power]) -> Iterator[Finding]:
    first, power = next(iter(proxies.items()))
    ballot = _ballot(capture, power)
    alone = ballot is not None and capture.forces(banned, goal=choose_candidates(ballot), contested=True) is not None
    goal, words = perform(power.act), power.act.text
    cause: tuple[str, ...] = ("ban", banned, norm.act.text)
    if ballot is not None and alone:
        goal, words, cause = choose_candidates(ballot), f"choose the candidates for {ballot}", ("ballot", ballot)
    history = capture.history(banned, goal=goal, words=words, contested=True)
    if history is None:
        return
    names = " and ".join(f"`{name}`" for name in proxies)
    yield Finding(
        f"`{banned}` must not {norm.act.text}, and {names}, which it commands, may",
        at=norm.clause,
        labels=tuple((each.clause, "what it may not do itself") for each in proxies.values()),
        reason=(
            f"What {banned} may not do, {' and '.join(proxies)} can do at its command.",
            *((f"So {banned} alone decides who is on the ballot for {ballot}.",) if alone else ()),
        ),
        history=history,
        repairs=tuple(_repairs(capture, banned, first, goal)),
        cause=cause,
        subject=(banned, norm.act.text),
    )


def _ballot(capture: Capture, power: Power) -> str | None:
    """The group of seats, or body, for which a power nominates."""
    if power.act.verb is not Verb.NOMINATE or power.act.body is None:
        return None
    body = capture.constitution.bodies[power.act.body]
    return body.name if power.act.group is None else body.groups[power.act.group].label


def _repairs(capture: Capture, banned: str, proxy: str, goal: Goal) -> Iterator[Repair]:
    orders = dict.fromkeys(
        note.binding.clause if isinstance(note, Bound) else note.power.clause
        for note in capture.steps(banned, goal=goal, contested=True)
        if isinstance(note, Bound) or (isinstance(note, Used) and note.act.verb is Verb.DIRECT)
    )
    if orders:
        yield Repair(f"take from {banned} the orders by which it has {proxy}", tuple(delete(each) for each in orders))
    body = capture.body_of(proxy)
    if body is not None and body.groups:
        edits = tuple(put(group.fill_clause, "drawn by lot") for group in body.groups)
        yield Repair(f"draw {body.name} by lot", edits)
