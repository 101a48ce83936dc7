"""The thread that analyses: what nobody wants any more is left, what was begun for another text is taken up again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("pygls")

from constdsl.check.asking import PROMISES_ONLY
from constdsl.check.results import Report
from constdsl.lsp import analyst as module
from constdsl.lsp.analyst import Analyst, Job
from constdsl.lsp.outcome import Outcome
from constdsl.model.drafts import Drafts
from constdsl.patience import checkpoint
from constdsl.source import Source

TEXT = 'constitution "T" status citizen class Voters: citizen body Duma { seats 3 elected by Voters for 4 years }'


def job(name: str, text: str = TEXT) -> Job:
    source = Source(name, text)
    look = Drafts().look(source, lambda other: "there is no such text")
    return Job(look, lambda other: source if other == name else "there is no such text", PROMISES_ONLY, False)


class Slow:
    """In place of `check`: runs until it is let go, looking up all the time."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.gates: dict[str, threading.Event] = {}
        self.started = threading.Condition()

    def __call__(self, roots: list[Source], *rest: Any) -> Report:
        text = roots[0].name + roots[0].text[-1:]
        with self.started:
            self.begun.append(text)
            self.started.notify_all()
        gate = self.gates.setdefault(text, threading.Event())
        while not gate.wait(0.001):
            checkpoint()
        return Report({}, (), ())

    def wait_for(self, count: int) -> None:
        with self.started:
            assert self.started.wait_for(lambda: len(self.begun) >= count, 10)

    def let_go(self, text: str) -> None:
        self.gates.setdefault(text, threading.Event()).set()


def wait(done: Callable[[], bool]) -> None:
    limit = time.monotonic() + 10
    while not done():
        assert time.monotonic() < limit
        time.sleep(0.001)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    found = Slow()
    monkeypatch.setattr(module, "check", found)
    return found


@pytest.fixture
def told() -> list[Outcome]:
    return []


@pytest.fixture
def analyst(told: list[Outcome]) -> Iterator[Analyst]:
    found = Analyst(told.append)
    yield found
    found.stop()
    assert not found._thread.is_alive()


def test_three_stages_are_told_of_one_text(analyst: Analyst, told: list[Outcome]) -> None:
    analyst.submit(job("a.const"))
    wait(lambda: len(told) == 3)
    assert told[0] is told[1] is told[2]
    assert told[0].reach is not None and told[0].ways == {}


def test_a_new_job_takes_the_place_of_the_one_before(analyst: Analyst, slow: Slow, told: list[Outcome]) -> None:
    analyst.submit(job("a.const", TEXT + " #1"))
    slow.wait_for(1)
    newer = job("a.const", TEXT + " #2")
    analyst.submit(newer)
    slow.wait_for(2)
    slow.let_go("a.const2")
    wait(lambda: bool(told))
    assert slow.begun == ["a.const1", "a.const2"]
    assert {id(outcome.look) for outcome in told} == {id(newer.look)}


def test_work_on_another_text_is_taken_up_again(analyst: Analyst, slow: Slow, told: list[Outcome]) -> None:
    analyst.submit(job("a.const", TEXT + " #1"))
    slow.wait_for(1)
    analyst.submit(job("b.const", TEXT + " #1"))
    slow.wait_for(2)
    assert slow.begun == ["a.const1", "b.const1"]
    slow.let_go("b.const1")
    slow.wait_for(3)
    slow.let_go("a.const1")
    wait(lambda: len({outcome.look.root for outcome in told}) == 2)
    assert next(outcome.look.root for outcome in told) == "b.const"


def test_what_is_withdrawn_is_never_told(analyst: Analyst, slow: Slow, told: list[Outcome]) -> None:
    analyst.submit(job("a.const", TEXT + " #1"))
    slow.wait_for(1)
    analyst.withdraw("a.const")
    analyst.submit(job("b.const", TEXT + " #1"))
    slow.let_go("a.const1")
    slow.let_go("b.const1")
    wait(lambda: bool(told))
    assert {outcome.look.root for outcome in told} == {"b.const"}


def test_a_failure_is_logged_and_the_thread_goes_on(
    analyst: Analyst, told: list[Outcome], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ask = module.check

    def fail(roots: list[Source], *rest: Any) -> Report:
        if roots[0].name == "a.const":
            raise RuntimeError("planted")
        return ask(roots, *rest)

    monkeypatch.setattr(module, "check", fail)
    with caplog.at_level(logging.ERROR):
        analyst.submit(job("a.const"))
        wait(lambda: "planted" in caplog.text)
        analyst.submit(job("b.const"))
        wait(lambda: len(told) == 3)
    assert {outcome.look.root for outcome in told} == {"b.const"}


def test_it_stops_in_the_middle_of_work(slow: Slow, told: list[Outcome]) -> None:
    found = Analyst(told.append)
    found.submit(job("a.const", TEXT + " #1"))
    slow.wait_for(1)
    found.stop()
    assert not found._thread.is_alive()
    assert not told
