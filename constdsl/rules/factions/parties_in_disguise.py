"""Groups are allowed and parties forbidden, and nobody has said which is which."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import Condition, conjunction
from constdsl.model.entities import Act, Ambiguity, Constitution, Norm, Power
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb
from constdsl.verdict.promises import Case

__all__ = ["parties_in_disguise"]


@rule(code="F3", severity="warning", since="0.1")
def parties_in_disguise(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is something allowed that unclear words, read in one way, forbid?"""
    for unclear in constitution.ambiguities:
        cases = {dict(reading).get(unclear.name): case for reading, case in reversed(list(capture.readings.items()))}
        for name in constitution.acts:
            banned = {reading: _banned(capture, case, name) for reading, case in cases.items() if reading is not None}
            lets = _lets(constitution, name)
            against = next((norm for norm in banned.values() if norm is not None), None)
            if against is None or None not in banned.values() or not lets:
                continue
            strict = ", ".join(reading for reading, norm in banned.items() if norm is not None)
            yield Finding(
                f"whether `{name}` is allowed hangs on what “{unclear.words}” means",
                at=unclear.clause,
                labels=((lets[0].clause, "allowed here"), (against.clause, "forbidden here")),
                reason=(
                    f"One clause lets {lets[0].who or lets[0].subject} {name}; read as {strict}, another forbids it.",
                    _reader(unclear),
                ),
                repairs=(
                    cut(unclear.clause, f"choose: let the words mean nothing more, and {name} be allowed"),
                    cut(lets[0].clause, f"choose: let nobody {name}"),
                ),
                cause=("words", unclear.name),
                subject=(unclear.name, name),
            )


def _lets(constitution: Constitution, name: str) -> list[Power]:
    """Clauses that let people do something."""
    return [power for power in constitution.powers if power.act.verb is Verb.PERFORM and power.act.name == name]


def _banned(capture: Capture, case: Case, name: str) -> Norm | None:
    """A prohibition, under one reading, of what a clause lets the same people do."""
    index = case.calculus.compiler.index
    act = Act(Verb.PERFORM, name=name)
    for norm in index.norms(act):
        for power in index.powers(act):
            theirs = conjunction(_people(case, power), power.scope)
            others = conjunction(_people(case, norm), norm.scope)
            if capture.can_meet(theirs, others) and not index.outranks(power.clause, norm.clause):
                return norm
    return None


def _people(case: Case, rule: Power | Norm) -> Condition:
    found = case.constitution.classes.get(rule.subject) if rule.subject is not None else None
    return found.condition if found is not None else rule.subject_condition


def _reader(unclear: Ambiguity) -> str:
    if unclear.interpreter is None:
        return "Nobody is named who says how the words are to be read."
    agreed = f" with the consent of {', '.join(unclear.consent)}" if unclear.consent else ""
    return f"{unclear.interpreter} says how they are to be read{agreed}, and may say so when it knows whom it hits."
