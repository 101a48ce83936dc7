"""The limits that keep the calculus quick change no verdict, or are named where they do."""

from __future__ import annotations

import pytest

from constdsl.capture import calculus, invariants, lives, powers
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


@pytest.mark.parametrize(("kinds", "expected"), [(4, Verdict.BROKEN), (3, Verdict.UNDECIDED)])
def test_kinds_of_persons_to_start_from_are_counted(monkeypatch, kinds, expected):
    """Two statuses matter, so one may start in four ways."""
    monkeypatch.setattr(invariants, "MAX_STATES", kinds)
    assert verdict(PERSON) is expected


@pytest.mark.parametrize(("effort", "expected"), [(1_500_000, Verdict.BROKEN), (21, Verdict.UNDECIDED)])
def test_moves_of_a_person_are_counted(monkeypatch, effort, expected):
    """Nobody sits in the Guard without a move, and each move counts 22: 20, and one for each of the two groups."""
    monkeypatch.setattr(lives, "MAX_EFFORT", effort)
    assert verdict(PERSON) is expected


@pytest.mark.parametrize(("grants", "expected"), [(128, Verdict.BROKEN), (1, Verdict.UNDECIDED)])
def test_narrow_vetoes_split_a_power_so_often(monkeypatch, grants, expected):
    """A grown foreigner is nobody's whom Court or Church could protect; unless the power may not be split for them."""
    monkeypatch.setattr(powers, "MAX_GRANTS", grants)
    assert verdict(VETOES) is expected


def test_seats_that_one_need_not_leave_are_kept():
    """Twelve offices, each for who sits in the next: the way to the first keeps the seats won, so it is found among the
    few hundred states in which none is given up, and not among the thousands of ways to hold some of twelve seats."""
    line = "office K{0} {{ appointed by K{1} from member of K{1} for 1 year }}\n"
    steps = "".join(line.format(each, each + 1) for each in range(11))
    text = f'{steps}office K11 {{ appointed by K0 for 1 year }}\nguarantee "first": never member of K0\n'
    assert verdict(text) is Verdict.BROKEN
