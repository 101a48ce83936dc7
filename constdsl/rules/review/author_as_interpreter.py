"""Who writes the rule also says what it means."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.index import covers
from constdsl.model.entities import Act, Ambiguity, Clause, Constitution, Goal, Norm, Power
from constdsl.rules.common.independence import depends, holder_of, in_whose_hands
from constdsl.rules.repairs import extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["author_as_interpreter"]


@rule(code="V1", severity="error", since="0.1")
def author_as_interpreter(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a body fix by itself the meaning of words that it writes, or that its own acts turn on?"""
    words = {each.name: each for case in capture.readings.values() for each in case.constitution.ambiguities}
    for unclear in words.values():
        reader = unclear.interpreter
        if reader is None or capture.body_of(reader) is None:
            continue
        for author in (reader.split(".")[0], *in_whose_hands(capture, reader)):
            if not all(depends(capture, each, author) for each in unclear.consent):
                continue  # somebody independent must agree to every reading
            found = _written(capture, unclear, author) or _done(capture, unclear, author)
            history = None
            if found is not None:
                power, goal, deed = found
                history = capture.history(author, goal=goal, words=deed)
            if found is None or history is None:
                continue
            reads = "reads" if author == reader else f"has `{reader}` in hand, which reads"
            yield Finding(
                f"`{author}` can {deed} and {reads} “{unclear.words}” with nobody's consent",
                at=unclear.clause,
                labels=((power.clause, f"what {author} itself may do"),),
                reason=(
                    "What the words forbid or allow is what their author, asked later, says they do.",
                    "Nobody independent has to agree to the reading.",
                ),
                history=history,
                help=(f"let somebody independent agree: `interpreted by {reader} with consent of …`",),
                repairs=tuple(_ways_out(capture, power, author)),
                cause=("words", unclear.name),
                subject=(unclear.name, author),
            )
            break


def _written(capture: Capture, unclear: Ambiguity, author: str) -> tuple[Power, Goal, str] | None:
    """The power by which a body alone may rewrite the article in which the words stand."""
    key = unclear.clause.article
    ways = [
        power for power in capture.index.powers(Act(Verb.AMEND, article=key))
        if key is not None or power.act.article is None
    ]  # fmt: skip
    for power in ways:
        goal = perform(Act(Verb.AMEND, article=key, text=power.act.text))
        if capture.forces(author, goal=goal) is not None and capture.may_use(author, power=power) is not None:
            return power, goal, f"amend {capture.place(unclear.clause)}"
    return None


def _done(capture: Capture, unclear: Ambiguity, author: str) -> tuple[Power, Goal, str] | None:
    """What a body does itself under every reading, while one of the readings forbids it, or lets somebody undo it."""
    for act, clause in _turned_on(unclear, capture):
        for power in capture.constitution.powers:
            own = holder_of(power) == author and not power.sugar and power.clause != clause
            if own and power.act.verb not in (Verb.VETO, Verb.ANNUL, Verb.AMEND) and covers(act, power.act):
                return power, perform(power.act), power.act.text
    return None


def _turned_on(unclear: Ambiguity, capture: Capture) -> Iterator[tuple[Act, Clause]]:
    """The acts that a prohibition or a check speaks of which stands in some readings of these words only."""
    by_reading: dict[str, dict[Power | Norm, None]] = {}
    for reading, case in capture.readings.items():
        chosen = dict(reading).get(unclear.name)
        if chosen is not None:
            rules: tuple[Power | Norm, ...] = (*case.constitution.powers, *case.constitution.norms)
            by_reading.setdefault(chosen, {}).update(dict.fromkeys(rules))
    common = set.intersection(*(set(found) for found in by_reading.values())) if by_reading else set()
    for found in by_reading.values():
        for each in found:
            if each in common:
                continue
            if isinstance(each, Norm):
                yield each.act, each.clause
            elif each.act.verb in (Verb.VETO, Verb.ANNUL) and each.act.inner is not None:
                yield each.act.inner, each.clause


def _ways_out(capture: Capture, power: Power, author: str) -> Iterator[Repair]:
    if power.act.verb is Verb.AMEND and not power.consent:
        for name in capture.outsiders(author)[:2]:
            yield Repair(f"let `{name}` agree to amendments", (extend(power.clause, f"with consent of {name}"),))
