"""The result is the same, whatever the vote."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from constdsl.diagnostic import Table
from constdsl.model.entities import Body, Constitution, Filling, Group
from constdsl.rules.common.ballot import all_masters, also_nominating, popular
from constdsl.rules.repairs import delete
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, choose_candidates

__all__ = ["fixed_composition"]


@rule(code="E3", severity="error", since="0.1")
def fixed_composition(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does one list-maker fill enough seats to decide, with no more names than there are seats?"""
    for body in constitution.bodies.values():
        fixed = [group for group in body.groups if _fixed(body, group)]
        needed = body.decides.needed(body.seats)
        fixed = [group for group in fixed if popular(capture, group)]
        if sum(group.seats for group in fixed) < needed:
            continue  # what others fill is enough to decide otherwise
        lists: dict[str, list[Group]] = {}
        dates: dict[str, Fraction] = {}
        for group in fixed:
            for master, date in all_masters(capture, group).items():
                lists.setdefault(master, []).append(group)
                dates[master] = max(date, dates.get(master, date))
        enough = {name: dates[name] for name, groups in lists.items() if sum(map(_seats, groups)) >= needed}
        for maker in list(capture.nearest(enough, contested=True))[:1]:
            yield from _finding(capture, body, maker, lists[maker], needed)


def _seats(group: Group) -> int:
    return group.seats


def _fixed(body: Body, group: Group) -> bool:
    """Whether a group of seats has as many names as seats, or is one of several whose shares stand before the poll."""
    if group.most_candidates is not None and group.settler is None and group.most_candidates <= group.seats:
        return True
    shares = sum(each.filling is Filling.ELECTED and each.by == group.by for each in body.groups)
    return shares > 1 and group.name is not None and (group.least_candidates or 0) <= group.seats


def _finding(capture: Capture, body: Body, maker: str, groups: list[Group], needed: int) -> Iterator[Finding]:
    first = groups[0]
    history = capture.history(
        maker, goal=choose_candidates(first.label), words=f"choose the candidates for {first.label}", contested=True
    )
    if history is None:
        return
    total = sum(group.seats for group in groups)
    rest = body.seats - total
    table = Table(
        f"seats of {body.name} that are the same in every result",
        ("group", "seats"),
        tuple((group.label, f"{group.seats:,}") for group in groups),
    )
    yield Finding(
        f"{total:,} of {body.seats:,} seats of `{body.name}` go as `{maker}` has listed them, whatever the vote",
        at=first.clause,
        labels=((body.decides_clause or body.clause, f"{needed:,} of {body.seats:,} decide"),),
        reason=(
            "How many seats each group has stands before the poll, and there need be no more names than seats.",
            f"The vote is open for {rest:,} seats only." if rest else "The vote can change nothing but turnout.",
        ),
        history=history,
        table=table if len(groups) > 1 else None,
        repairs=(
            also_nominating(capture, groups, first.by),
            Repair(
                "let electors and any number of candidates decide",
                tuple(
                    delete(clause) for group in groups for kind, clause in group.parts if kind in ("nominated", "most")
                ),
            ),
        ),
        cause=("ballot", first.label),
        subject=(body.name, maker),
    )
