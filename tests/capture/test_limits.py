"""The limits that keep the calculus quick change no verdict, or are named where they do."""

from __future__ import annotations

import pytest

from constdsl.capture import calculus, invariants, powers
from constdsl.check.program import check
from constdsl.check.results import Verdict
from constdsl.source import Source

CHAIN = """
class All: anyone
office A { drawn by lot for life }
office B { appointed by A for 4 years }
office C { appointed by B for 3 years }
body D { seats 5 elected by All nominated by C for 2 years }
guarantee "far": no body alone can choose the candidates for D
guarantee "near": A cannot control C within 6 years
guarantee "nobody": no two bodies together can paralyse A
"""

PERSON = """
status a
status b
class All: anyone
office Giver { drawn by lot for life }
body Guard { seats 5 elected by All from not a for 4 years }
Giver may confer a on anyone
Giver may confer b on any a
guarantee "guard": never member of Guard and a and b
"""

VETOES = """
status citizen
status badge
office Premier { drawn by lot for life }
body Court { seats 5 drawn by lot for life }
body Church { seats 5 drawn by lot for life }
attribute age in years
Premier may confer badge on anyone
Court may veto confer badge on any citizen
Church may veto confer badge on any age < 18
guarantee "grown foreigners": Premier cannot confer badge on any not citizen and age >= 18
"""


def answers(text: str):
    report = check([Source("text.const", text)], lambda path: "there is no such file")
    assert not report.unusable, report.diagnostics
    return report.answers


def verdict(text: str) -> Verdict:
    (answer,) = answers(text)
    return answer.verdict


def test_closures_that_are_not_kept_are_worked_out_again(monkeypatch):
    kept = answers(CHAIN)
    monkeypatch.setattr(calculus, "MAX_KEPT", 1)
    assert answers(CHAIN) == kept


@pytest.mark.parametrize(("states", "expected"), [(100_000, Verdict.BROKEN), (4, Verdict.UNDECIDED)])
def test_states_of_a_person_are_counted(monkeypatch, states, expected):
    """Who is in the Guard is given a and then b; four states are those of a and b, and none is left for the seat."""
    monkeypatch.setattr(invariants, "MAX_STATES", states)
    assert verdict(PERSON) is expected


@pytest.mark.parametrize(("grants", "expected"), [(128, Verdict.BROKEN), (1, Verdict.UNDECIDED)])
def test_narrow_vetoes_split_a_power_so_often(monkeypatch, grants, expected):
    """A grown foreigner is nobody's whom Court or Church could protect; unless the power may not be split for them."""
    monkeypatch.setattr(powers, "MAX_GRANTS", grants)
    assert verdict(VETOES) is expected
