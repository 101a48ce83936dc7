"""Who reads the words that say what is whose has more power under one of the readings."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.index import covers
from constdsl.model.conditions import Holds, conjunction, negation
from constdsl.model.entities import Ambiguity, Constitution, Power
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture, control
from constdsl.syntax.tree import Verb

__all__ = ["own_judge_of_competence"]

_CHECKS = (Verb.VETO, Verb.ANNUL)
"""More to say against others is no competence of one's own."""


@rule(code="K2", severity="error", since="0.1")
def own_judge_of_competence(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does whoever gains a power by one reading of unclear words decide how they are read?"""
    words = {each.name: each for case in capture.readings.values() for each in case.constitution.ambiguities}
    for unclear in words.values():
        reader = capture.body_of(unclear.interpreter or "")
        gains = list(_gains(unclear, capture)) if reader is not None else []
        if reader is None or not gains:
            continue
        readers = (reader.name, *unclear.consent)
        judges = [name for name in constitution.bodies if _command(capture, name, readers)]
        won = {name: gain for name in judges for gain in reversed(gains) if _profits(capture, name, gain[1])}
        for name in [reader.name] if reader.name in won else won:
            reading, power = won[name]
            history = capture.history(name, goal=control(reader.name), words=f"control {reader.name}")
            if history is None:
                continue
            how = "reads them itself" if name == reader.name else f"commands `{reader.name}`, which reads them"
            yield Finding(
                f"`{name}` gains power if “{unclear.words}” means {reading}, and {how}",
                at=unclear.clause,
                labels=((power.clause, f"what {reading} gives"),),
                reason=(
                    f"Read so, {power.who} may {power.act.text}; read otherwise, not.",
                    "Nobody else has a say in the reading.",
                ),
                history=history if name != reader.name else (),
                help=("let somebody read the words whom both sides choose: `interpreted by …`",),
                cause=("words", unclear.name),
                subject=(unclear.name, name),
            )


def _gains(unclear: Ambiguity, capture: Capture) -> Iterator[tuple[str, Power]]:
    """The powers of bodies that some reading of these words gives, and another, all else equal, does not."""
    by_rest: dict[object, dict[str, tuple[Power, ...]]] = {}
    for reading, case in capture.readings.items():
        rest = tuple(choice for choice in reading if choice[0] != unclear.name)
        chosen = dict(reading).get(unclear.name)
        if chosen is not None:
            by_rest.setdefault(rest, {})[chosen] = case.constitution.powers
    for powers in by_rest.values():
        common = frozenset[Power]().union(*powers.values()).intersection(*powers.values())
        for chosen, found in powers.items():
            for power in found:
                if power.subject is None or power.act.verb in _CHECKS or power in common:
                    continue
                if not all(any(_says(capture, other, power) for other in others) for others in powers.values()):
                    yield chosen, power


def _says(capture: Capture, other: Power, power: Power) -> bool:
    """Whether a power gives at least what another does, wherever it stands."""
    if other.subject != power.subject or not covers(other.act, power.act) or other.threshold != power.threshold:
        return False
    if not set(other.consent) <= set(power.consent):
        return False
    whom = power.act.whom
    if power.act.verb is Verb.REVOKE and power.act.name is not None:
        whom = conjunction(whom, Holds(power.act.name))  # nothing is taken from who does not have it
    pairs = ((power.scope, other.scope), (whom, other.act.whom))
    return not any(capture.can_meet(narrow, negation(wide)) for narrow, wide in pairs)


def _command(capture: Capture, name: str, readers: tuple[str, ...]) -> bool:
    """Whether a body is, or comes to command, all who must agree on a reading, however the words are read."""
    return all(
        each.split(".")[0] == name or each in reading.reach(name)
        for reading in capture.each_reading for each in readers
    )  # fmt: skip


def _profits(capture: Capture, name: str, power: Power) -> bool:
    owner = str(power.subject)
    return owner.split(".")[0] == name or owner in capture.reach(name)
