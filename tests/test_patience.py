"""Work stops when it is told to, and only then."""

from __future__ import annotations

import threading

import pytest

from constdsl.check.program import check
from constdsl.patience import Abandoned, checkpoint, while_wanted
from constdsl.source import Source

TEXT = """constitution "T" status citizen class Voters: citizen
body Duma { seats 5 elected by Voters for 4 years } office Head { elected by Duma for 4 years }
guarantee "g": Head cannot control Duma"""


def test_nothing_happens_where_nobody_asks() -> None:
    checkpoint()
    with while_wanted(lambda: True):
        checkpoint()


def test_unwanted_work_is_abandoned_and_later_work_is_not() -> None:
    with pytest.raises(Abandoned), while_wanted(lambda: False):
        checkpoint()
    checkpoint()


def test_an_analysis_looks_up_often_and_stops_at_each_time() -> None:
    """However often it has looked up before, it ends there, with nothing but `Abandoned`."""
    looks = 0

    def count() -> bool:
        nonlocal looks
        looks += 1
        return True

    source = Source("a.const", TEXT)
    with while_wanted(count):
        expected = check([source], lambda name: "no")
    assert looks > 100
    for last in range(1, looks, looks // 25):
        left = last

        def wanted() -> bool:
            nonlocal left
            left -= 1
            return left >= 0

        with pytest.raises(Abandoned), while_wanted(wanted):
            check([source], lambda name: "no")
    assert check([source], lambda name: "no") == expected


def test_other_threads_are_not_concerned() -> None:
    told: list[str] = []

    def work() -> None:
        checkpoint()
        told.append("done")

    with while_wanted(lambda: False):
        other = threading.Thread(target=work)
        other.start()
        other.join()
    assert told == ["done"]
