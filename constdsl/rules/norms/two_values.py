"""Two numbers for one thing: two thresholds of one power, two terms of one seat, a least above a most."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from constdsl.capture.index import covers
from constdsl.diagnostic import Severity
from constdsl.model.entities import Constitution, Filling, Power
from constdsl.model.mutant_words import threshold_words
from constdsl.rules.common.lines import force
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.syntax.spell import spell_duration, spell_percent

__all__ = ["two_values"]


@rule(code="O12", severity="warning", since="0.1")
def two_values(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does the text give two numbers for one thing?"""
    yield from _powers(constitution, capture)
    yield from _terms(constitution, capture)
    for group in capture.groups():
        least, most = group.least_candidates, group.most_candidates
        if least is not None and most is not None and least > most:
            yield Finding(
                f"an election for `{group.label}` needs at least {least} candidates and allows at most {most}",
                at=group.part("most"),
                labels=((group.part("least"), "the least"),),
                reason=("No number of candidates is enough and not too many, so no election can be held.",),
                repairs=(cut(group.part("most"), f"drop the limit of {most}"),
                         cut(group.part("least"), f"drop the least number of {least}")),
                cause=("candidates", group.label),
                subject=("candidates", group.label),
                severity=Severity.ERROR,
            )  # fmt: skip


def _powers(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    stated: dict[tuple[object, ...], list[Power]] = {}
    for power in constitution.powers:
        if power.subject is not None and not power.sugar:
            stated.setdefault((power.subject, power.act.verb, power.act.body, power.act.name), []).append(power)
    for powers in stated.values():
        for first, second in combinations(powers, 2):
            values = _values(capture, first), _values(capture, second)
            if values[0] == values[1] or not _same(constitution, capture, first, second):
                continue
            yield Finding(
                f"`{second.who}` may {second.act.text} {values[0]}, and {values[1]}",
                at=second.clause,
                labels=((first.clause, values[0]),),
                reason=("Both apply in the same cases and neither prevails, so whoever acts picks the easier one.",),
                repairs=(cut(first.clause, f"keep only “{values[1]}”"), cut(second.clause, f"keep only “{values[0]}”")),
                cause=("values", second.subject, second.act.text),
                subject=("values", second.subject, second.act.text, *sorted(values)),
            )


def _values(capture: Capture, power: Power) -> str:
    words = f"by {threshold_words(capture.threshold(power))}"
    if power.petition is not None:
        words += f" on petition of {spell_percent(power.petition)}"
    return f"{words} with consent of {', '.join(sorted(power.consent))}" if power.consent else words


def _same(constitution: Constitution, capture: Capture, first: Power, second: Power) -> bool:
    """Whether two powers of one subject are about the same act in the same cases, and neither article prevails."""
    clauses = first.clause, second.clause
    if not covers(first.act, second.act) or first.act.article != second.act.article:
        return False
    if (first.act.group, first.act.inner) != (second.act.group, second.act.inner):
        return False
    if capture.index.outranks(*clauses) or capture.index.outranks(*reversed(clauses)):
        return False
    logic = capture.logic
    return logic.equivalent(capture.whom(first), capture.whom(second)) and logic.equivalent(first.scope, second.scope) \
        and logic.equivalent(*(force(constitution, clause) for clause in clauses))


def _terms(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    for group in capture.groups(Filling.HELD):
        for label in group.by:
            for ref in constitution.labels[label]:
                office = constitution.group(ref)
                if group.term is not None and office.term is not None and group.term != office.term:
                    yield Finding(
                        f"the seat of `{group.label}` held by `{label}` lasts {spell_duration(group.term)}, the office "
                        f"{spell_duration(office.term)}",
                        at=group.part("term"),
                        labels=((office.part("term"), "the term of the office"),),
                        reason=("Who holds a seat by office holds it as long as the office, so one term is idle.",),
                        repairs=(cut(group.part("term"), "drop the term of the seat"),),
                        cause=("terms", group.label, label),
                        subject=("terms", group.label, label),
                    )
