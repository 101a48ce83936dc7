"""A block of seats that cannot decide and can stop."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from constdsl.model.entities import Body, Constitution, Filling, Group, Power
from constdsl.rules.common.statements import restated
from constdsl.rules.repairs import put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, block
from constdsl.syntax.tree import Verb

__all__ = ["hidden_veto"]


@rule(code="T2", severity="error", since="0.1")
def hidden_veto(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do the seats that one outside body fills just suffice to stop what the others want?"""
    for body in constitution.bodies.values():
        if len(body.groups) < 2:
            continue
        for master, groups in _blocks(constitution, body).items():
            seats = sum(group.seats for group in groups)
            stopped = [
                power for power in constitution.powers
                if power.subject == body.name and not power.sugar and _straddles(capture, body, power, seats)
                and not _checks(capture, master, power)
            ]  # fmt: skip
            if stopped and capture.commands(master, label=body.name) is not None:
                continue  # who has the whole body needs no veto
            for power in stopped:
                goal, words = block(power.act), f"block {power.act.text}"
                history = capture.history(master, goal=goal, words=words, contested=True)
                if history is None:
                    continue
                needed = capture.threshold(power).needed(body.seats)
                yield Finding(
                    f"the {seats:,} seats that `{master}` fills in `{body.name}` are a veto: "
                    f"{power.act.text} takes {needed:,} of {body.seats:,}",
                    at=groups[0].fill_clause,
                    labels=tuple((each.clause, "what it can stop") for each in stopped),
                    reason=(
                        f"All others together are {body.seats - seats:,}, and {needed:,} must agree.",
                        f"No rule says that `{master}` must agree.",
                    ),
                    history=history,
                    repairs=tuple(_repairs(capture, body, power, seats)),
                    cause=("veto", body.name, master),
                    subject=(body.name, master),
                )
                break


def _blocks(constitution: Constitution, body: Body) -> dict[str, list[Group]]:
    """The groups of a body by the one other body, or office, that fills them; not those that a class elects."""
    found: dict[str, list[Group]] = {}
    for group in body.groups:
        if group.filling in (Filling.ELECTED, Filling.APPOINTED) and len(group.by) == 1:
            name = group.by[0].split(".")[0]
            if name in constitution.bodies and name != body.name:
                found.setdefault(name, []).append(group)
    return found


def _straddles(capture: Capture, body: Body, power: Power, seats: int) -> bool:
    """Whether so many seats are a minority that all the others together cannot do without."""
    return 2 * seats < body.seats and body.seats - seats < capture.threshold(power).needed(body.seats)


def _checks(capture: Capture, master: str, power: Power) -> bool:
    """Whether the text gives it a veto openly."""
    checks = capture.index.checks(power.act)
    return master in power.consent or any(
        check.subject == master and check.act.verb in (Verb.VETO, Verb.ANNUL) for check in checks
    )


def _repairs(capture: Capture, body: Body, power: Power, seats: int) -> Iterator[Repair]:
    """Where more than a share is asked and the others are just that share, ask for at least that share."""
    threshold = capture.threshold(power)
    looser = evolve(threshold, strict=False)
    text = restated(power, looser)
    if threshold.strict and looser.needed(body.seats) <= body.seats - seats and text is not None:
        yield Repair(f"let exactly that share of `{body.name}` suffice to {power.act.text}", (put(power.clause, text),))
