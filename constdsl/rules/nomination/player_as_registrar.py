"""Those who stand in an election say who may stand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from constdsl.model.entities import Constitution, Group, Power
from constdsl.rules.common.ballot import by_amending, contestants, strikers
from constdsl.rules.repairs import delete, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, bar

__all__ = ["player_as_registrar"]


@rule(code="N3", severity="error", since="0.1")
def player_as_registrar(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a contestant of an election command those who admit its candidates?"""
    for group in capture.elected_groups():
        registrars: dict[str, Power] = {}
        for power in strikers(capture, group):
            if power.subject is not None:
                registrars.setdefault(power.subject, power)
        for registrar, power in registrars.items():
            yield from _finding(capture, group, registrar, power)


def _finding(capture: Capture, group: Group, registrar: str, power: Power) -> Iterator[Finding]:
    goal, body = bar(group.eligible, group.label), capture.body_of(registrar)
    holding: dict[str, Fraction] = {}
    for player in contestants(capture, group):
        if player != registrar.split(".")[0] and player not in group.by:
            date = capture.reach(player, contested=True).get(registrar)
        elif player == group.ref.body:
            date = capture.forces(player, goal=goal, contested=True, every=True)  # it admits to itself
        else:
            continue  # who only chooses the body is no contestant; nor is the registrar because it rests on one
        sure = date is not None and capture.forces(player, goal=goal, contested=True, every=True) is not None
        if date is not None and sure and not by_amending(capture, player, goal, every=True):
            holding[player] = date
    for player in sorted(capture.nearest(holding, contested=True), key=holding.__getitem__)[:1]:
        words = f"bar any candidate from {group.label}"
        history = capture.history(player, goal=goal, words=words, contested=True, every=True)
        if history is None:
            return
        itself = player == registrar.split(".")[0]
        stake = "sits by that election" if player == group.ref.body else "has a stake in that election"
        yield Finding(
            f"`{registrar}` may refuse candidates for `{group.label}`, and "
            + ("is what they stand for" if itself else f"`{player}`, which {stake}, comes to command it"),
            at=power.clause,
            labels=() if itself or body is None else tuple(
                (each.fill_clause, f"how {registrar} is filled") for each in body.groups[:1]
            ),
            reason=(
                "Those who play decide who may play against them.",
                "Nobody whom they do not command can undo a refusal.",
            ),
            history=history,
            repairs=tuple(_repairs(capture, group, power, player)),
            cause=("ballot", group.label),
            subject=(group.label, registrar, player),
        )  # fmt: skip


def _repairs(capture: Capture, group: Group, power: Power, player: str) -> Iterator[Repair]:
    courts = [name for name in capture.outsiders(player) if not capture.is_class(name) and name != group.ref.body]
    # A clause of a body is no place for a statement: it goes after another one.
    places = [power, *capture.constitution.powers]
    stated = [each.clause for each in places if not each.sugar and each.clause.file == power.clause.file]
    for court in courts[:2] if stated else ():
        words = f"{court} may annul strike any candidate from {group.label}"
        yield Repair(f"let {court} annul a refusal", (insert(stated[0], words),))
    yield Repair("refuse nobody", (delete(power.clause),))
