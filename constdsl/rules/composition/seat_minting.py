"""New seats for old ends."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from constdsl.model.entities import Act, Body, Constitution, Power, Threshold
from constdsl.model.mutant_words import threshold_words
from constdsl.rules.common.counterfactual import without
from constdsl.rules.repairs import delete, extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, control, perform
from constdsl.syntax.tree import Verb

__all__ = ["seat_minting"]


@rule(code="B1", severity="error", since="0.1")
def seat_minting(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can somebody make new seats in a body, fill them, and so get what the old seats refuse?"""
    for body in constitution.bodies.values():
        minting = capture.index.powers(Act(Verb.ENLARGE, body=body.name))
        if not minting:
            continue
        found = list(_packed(capture, body, minting))
        yield from found
        if not found:
            yield from _own(constitution, capture, body, minting)


def _packed(capture: Capture, body: Body, minting: list[Power]) -> Iterator[Finding]:
    """Another body commands it with the new seats, and would not, or not so soon, without them."""
    masters: dict[str, Fraction] = {}
    plain = without(capture, *minting)
    for name, date in capture.masters(body.name, contested=True).items():
        before = plain.forces(name, goal=control(body.name), contested=True)
        # To size and fill one's own staff is no fault; a body that checks its maker is not meant to be staff.
        if before is None or (before > date and _checks(capture, body, name)):
            masters[name] = date
    for name in capture.nearest(masters, contested=True):
        history = capture.history(name, goal=control(body.name), words=f"control {body.name}", contested=True)
        if history is None:
            continue
        at = next((power for power in minting if power.subject == name), minting[0])
        others = [power for power in minting if power is not at]
        yield Finding(
            f"`{name}` can make new seats in `{body.name}`, fill them, and so command it",
            at=at.clause,
            labels=((body.clause, "its size protects nobody"), *((each.clause, "so, too") for each in others)),
            reason=(f"Over the seats that there are {name} does not command {body.name}, or not for years.",),
            history=history,
            repairs=tuple(_repairs(capture, minting, name)),
            cause=("holds", body.name),
            subject=(body.name, name),
        )


def _checks(capture: Capture, body: Body, name: str) -> bool:
    """Whether a body can undo what another does, or send it home."""
    for power in capture.constitution.powers:
        if power.subject != body.name:
            continue
        if power.act.verb in (Verb.REMOVE, Verb.DISSOLVE) and power.act.body == name:
            return True
        if power.act.inner is not None and any(
            each.subject == name for each in capture.index.powers(power.act.inner)
        ):
            return True
    return False


def _own(constitution: Constitution, capture: Capture, body: Body, minting: list[Power]) -> Iterator[Finding]:
    """It enlarges itself and fills the seats by fewer votes than another decision takes."""
    for power in minting:
        if power.subject != body.name or power.consent:
            continue
        makes = capture.threshold(power)
        fills = [_fills(capture, body, number) for number in range(len(body.groups))]
        votes = [max(makes.needed(body.seats), each.needed(body.seats)) for each in fills if each is not None]
        dearer = [
            other for other in constitution.powers
            if other.subject == body.name and not other.sugar and votes
            and capture.threshold(other).number is None
            and capture.threshold(other).needed(body.seats) > min(votes) and other.act != power.act
        ]  # fmt: skip
        if not dearer or capture.forces(body.name, goal=perform(power.act), contested=True) is None:
            continue
        highest = max(dearer, key=lambda other: capture.threshold(other).needed(body.seats))
        yield Finding(
            f"{min(votes)} of {body.seats} in `{body.name}` can make new seats, fill them, and so reach "
            f"{threshold_words(capture.threshold(highest))}",
            at=power.clause,
            labels=tuple((other.clause, "meant to take more") for other in dearer),
            reason=(
                f"To {highest.act.text} takes {capture.threshold(highest).needed(body.seats)} votes now; enough new "
                "members chosen by the same few make up the rest.",
            ),
            repairs=tuple(_repairs(capture, [power], body.name)),
            cause=("minting", body.name),
            subject=(body.name,),
        )


def _fills(capture: Capture, body: Body, number: int) -> Threshold | None:
    """What it takes a body to fill a group of its own without anybody's consent; None if it does not fill it."""
    group = body.groups[number]
    if group.consent or capture.choosers(group) != (body.name,):
        return None
    for power in capture.index.group_powers(Verb.APPOINT, group):
        if power.subject == body.name and not power.consent:
            return capture.threshold(power)
    return body.decides


def _repairs(capture: Capture, minting: list[Power], name: str) -> Iterator[Repair]:
    """Nobody adds seats, or somebody outside agrees to it; whichever power it is done by."""
    body, makers = minting[0].act.body, [power.subject for power in minting]
    yield Repair(f"fix the number of seats of `{body}`", tuple(delete(power.clause) for power in minting))
    for outsider in capture.outsiders(name)[:2]:
        if outsider not in (body, *makers) and not any(power.consent for power in minting):
            edits = tuple(extend(power.clause, f"with consent of {outsider}") for power in minting)
            yield Repair(f"let `{outsider}` agree to new seats in `{body}`", edits)
