"""The means of an election, in the hands of who stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from constdsl.model.entities import Constitution, Group
from constdsl.rules.common.ballot import by_amending, contestants
from constdsl.rules.repairs import delete, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, bar

__all__ = ["monopoly_of_means"]


@rule(code="E8", severity="warning", since="0.1")
def monopoly_of_means(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a contestant of an election hold all the means without which nobody can stand?"""
    for group in capture.elected_groups():
        if group.funders:
            yield from _finding(capture, group)


def _finding(capture: Capture, group: Group) -> Iterator[Finding]:
    goal = bar(group.eligible, group.label)
    holding: dict[str, Fraction] = {}
    for player in contestants(capture, group):
        reach = capture.reach(player, contested=True)
        if player in group.by or (player in group.funders and player != group.ref.body):
            continue  # who only hands out is no contestant because it rests on one
        if not all(each == player or each in reach for each in group.funders):
            continue
        date = capture.forces(player, goal=goal, contested=True, every=True)
        if date is not None and not by_amending(capture, player, goal, every=True):
            holding[player] = date
    for player in sorted(capture.nearest(holding, contested=True), key=holding.__getitem__)[:1]:
        words = f"bar any candidate from {group.label}"
        history = capture.history(player, goal=goal, words=words, contested=True, every=True)
        if history is None:
            return
        funders = " and ".join(f"`{each}`" for each in group.funders)
        means = "itself" if group.funders == (player,) else f"by way of {funders}"
        stake = "sits by it" if player == group.ref.body else "has a stake in it"
        outside = [name for name in capture.outsiders(player) if name != group.ref.body and name not in group.by]
        yield Finding(
            f"nobody can stand for `{group.label}` without means that `{player}`, which {stake}, allots {means}",
            at=group.part("funded"),
            reason=(
                f"Whoever may allot may also refuse: {player} can leave all but its own people without means.",
            ),
            history=history,
            repairs=(
                Repair("give everybody who stands the same means", (delete(group.part("funded")),)),
                *(
                    Repair(f"let {name} give means as well", (
                        put(group.part("funded"), f"funded by {', '.join((*group.funders, name))}"),
                    ))
                    for name in outside[:1]
                ),
            ),
            cause=("ballot", group.label),
            subject=(group.label, player),
        )  # fmt: skip
