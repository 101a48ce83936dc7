"""Words that decide what is lawful, and nobody to say what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from constdsl.model.entities import Constitution
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.verdict.promises import Case

__all__ = ["words_without_reader"]


@rule(code="W6", severity="warning", since="0.1")
def words_without_reader(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do unclear words decide what is lawful, with nobody named to read them?"""
    words = {found.name: found for case in capture.readings.values() for found in case.constitution.ambiguities}
    for name, unclear in words.items():
        if unclear.interpreter is None and _decisive(name, capture.readings):
            yield Finding(
                f"“{unclear.words}” decides what is lawful, and nobody is named to say what it means",
                at=unclear.clause,
                reason=(f"It can be read as {' or '.join(unclear.readings)}, and the rules differ.",),
                help=("name a reader who gains nothing by it: `unclear \"…\" interpreted by …`, or choose a reading",),
                cause=("words", name),
                subject=(name,),
            )


def _decisive(name: str, readings: Mapping[tuple[tuple[str, str], ...], Case]) -> bool:
    """Whether the rules differ between some readings that differ in these words alone."""
    by_rest: dict[object, Constitution] = {}
    for reading, case in readings.items():
        rest = tuple(choice for choice in reading if choice[0] != name)
        first = by_rest.setdefault(rest, case.constitution)
        if _rules(first) != _rules(case.constitution):
            return True
    return False


def _rules(found: Constitution) -> tuple[object, ...]:
    """What a constitution says, guarantees and assumptions aside."""
    return (
        found.powers, found.norms, found.bindings, found.free, found.emergencies, found.shields, found.precedences,
        found.bodies, found.classes, found.statuses, found.flags,
    )  # fmt: skip
