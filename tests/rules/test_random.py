"""No rule fails on random constitutions; `make rules` looks at twenty thousand and at the time they take."""

from __future__ import annotations

from collections import Counter

import pytest

from constdsl.check.findings import MOST, find
from constdsl.check.program import cases_of
from constdsl.rules.registry import built_in
from constdsl.rules.view import MAX_PAGES
from constdsl.source import Source
from tests.rules.run import look


@pytest.mark.parametrize("first", range(0, 120, 10))
def test_no_rule_fails(first: int) -> None:
    assert [(seen.seed, seen.problems) for seen in map(look, range(first, first + 10)) if seen.problems] == []


@pytest.mark.parametrize(
    "form",
    [
        "appointed by K{j} for 1 year",
        "elected by Meeting vetted by K{j} for 2 years",
        "elected by Meeting funded by K{j} for 1 year",
    ],
)
def test_what_can_be_shown_hundreds_of_times_is_shown_some_times(form: str) -> None:
    """A circle of offices, each with a hold on the next: no flood, and a note where not all is looked for."""
    offices = 90
    text = "status player\nclass Meeting: player\n" + "\n".join(
        f"office K{i} {{ {form.format(j=(i + 1) % offices)} }}" for i in range(offices)
    )
    _, case, readings = cases_of(Source("circle.const", text), lambda name: f"no {name}")
    assert case is not None
    found, problems = find(case, readings, built_in())
    assert {each.slug for each in problems} <= {"internal/more"}
    counts = Counter(each.rule.slug for each in found)
    assert max(counts.values(), default=0) <= MOST
    # What is told costs the bodies of each history, the last one included with which the limit was passed.
    assert sum(bool(each.finding.history) for each in found) * offices <= MAX_PAGES + offices
