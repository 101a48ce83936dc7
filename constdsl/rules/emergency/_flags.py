"""What hangs on a flag, and who puts it up alone."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Raised, atoms, negation
from constdsl.model.entities import Act, Goal, Power
from constdsl.rules.common.independence import as_it_stands, holder_of, in_office, soon
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["declarers", "declaring", "directly_elected", "hanging_on", "needs_flag"]


def declaring(flag: str) -> Goal:
    """To have a flag up."""
    return perform(Act(Verb.DECLARE, name=flag, text=f"declare {flag}"))


def needs_flag(capture: Capture, power: Power, flag: str) -> bool:
    """Whether a power exists only while a flag is up."""
    return capture.can_meet(power.scope) and not capture.can_meet(power.scope, negation(Raised(flag)))


def hanging_on(capture: Capture, flag: str) -> list[Power]:
    """The powers that somebody has only while a flag is up."""
    mentioning = capture.once("powers by the flags in their scope", lambda: _by_flag(capture))
    return [power for power in mentioning.get(flag, ()) if needs_flag(capture, power, flag)]


def _by_flag(capture: Capture) -> dict[str, list[Power]]:
    found: dict[str, list[Power]] = {}
    for power in capture.constitution.powers:
        if power.subject:
            for flag in dict.fromkeys(atom.flag for atom in atoms(power.scope) if isinstance(atom, Raised)):
                found.setdefault(flag, []).append(power)
    return found


def declarers(capture: Capture, flag: str) -> Iterator[tuple[str, Power]]:
    """The bodies that put a flag up alone, while they sit and against everybody's checks, with the power to do it:
    who has the power, or where that is not enough, who has in hand what it takes."""
    found: dict[str, Power] = {}
    capture = as_it_stands(capture)
    for power in capture.index.powers(Act(Verb.DECLARE, name=flag)):
        holder = holder_of(power)
        if holder not in capture.constitution.bodies:
            continue
        if soon(capture, holder, declaring(flag)):
            found.setdefault(holder, power)
            continue
        others = capture.who_alone_can(declaring(flag), contested=True, spared=(holder,))
        timely = {name: date for name, date in others.items() if in_office(capture, name, date)}
        for name in capture.nearest(timely, contested=True):
            found.setdefault(name, power)
    yield from found.items()


def directly_elected(capture: Capture, name: str) -> bool:
    """Whether it is an assembly that a class elects."""
    body = capture.constitution.bodies[name]
    return not body.office and any(capture.is_class(label) for group in body.groups for label in group.by)
