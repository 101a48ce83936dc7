"""`constdsl fuzz --texts`: it goes through texts by number, notices every way of failing, and shows a small text."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time

import pytest
from attrs import evolve
from click.testing import CliRunner

from constdsl.check import program
from constdsl.cli import fuzz_texts, one_text
from constdsl.cli.fuzz import command
from constdsl.cli.fuzz_texts import Outcome, run_texts, summary, text_of
from constdsl.cli.one_text import TOO_SLOW, allowance, examine, shrink
from constdsl.source import Span

SMALL = 'class A: anyone\nbody B { seats 3 elected by A for 1 year }\nguarantee "g": A can control B\n'


def run(*arguments: str):
    return CliRunner().invoke(command, arguments)


def counts(outcome: Outcome):
    return outcome.texts, outcome.parsed, outcome.resolved, outcome.weighed, outcome.failure


# --- runs -----------------------------------------------------------------------------------------------------------


def test_a_clean_run_says_what_it_saw():
    outcome = run_texts(120, None, 7, 1, False)
    assert outcome.failure is None
    assert outcome.texts == 120 >= outcome.parsed >= outcome.resolved >= outcome.weighed > 0
    words = summary(outcome)
    assert words.startswith("120 texts, seed 7: nothing broke, hung or grew.\n")
    assert "have promises that were weighed" in words


def test_several_processes_see_what_one_sees():
    assert counts(run_texts(160, None, 3, 2, False)) == counts(run_texts(160, None, 3, 1, False))


def test_time_ends_a_run():
    outcome = run_texts(10**9, 0.2, 0, 1, False)
    assert 0 < outcome.texts < 10**6


def test_the_command_ends_well():
    result = run("--texts", "--examples", "60", "--jobs", "1", "--seed", "5")
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "60 texts, seed 5: nothing broke, hung or grew.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--texts", "x.const"], "takes no FILE"),
        (["--texts", "--time", "soon"], "'soon' is not a time such as 90, 90s, 20m or 1h."),
        (["--texts", "--time", "0"], "is not a time"),
        (["--texts", "--time", "nan"], "is not a time"),
        (["--texts", "--examples", "0"], "examples"),
    ],
)
def test_misuse_is_explained(arguments, words):
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output


def test_hypothesis_is_not_needed():
    """Nor are several processes where one is asked for."""
    code = (
        "import sys; from constdsl.cli.fuzz_texts import run_texts; run_texts(20, None, 0, 1, False);"
        "sys.exit(' '.join({'hypothesis', 'multiprocessing', 'rich'} & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ})
    assert (done.returncode, done.stderr) == (0, "")


# --- what counts as a failure -----------------------------------------------------------------------------------------


@pytest.fixture
def spoilt(monkeypatch):
    """Let the tool do something else with every text that holds a word."""

    def spoil(word: str, act):
        real = program.check

        def check(roots, read, choose=None):
            report = real(roots, read, choose)
            return act(report) if any(word in root.text for root in roots) else report

        monkeypatch.setattr(program, "check", check)

    return spoil


def fail(report):
    raise ZeroDivisionError("by nought")


def test_an_error_is_shown_with_the_smallest_text(spoilt):
    spoilt("veto", fail)
    outcome = run_texts(2_000, None, 0, 1, False)
    failure = outcome.failure
    assert failure is not None
    assert failure.text == "veto"
    assert failure.wrong == f"ZeroDivisionError in {__name__}.fail"
    first = next(number for number in range(2_000) if "veto" in text_of(0, number))
    assert (failure.seed, failure.index) == (0, first)
    words = summary(outcome)
    assert words.startswith(f"Text {first:,} of seed 0: the tool fails with ZeroDivisionError")
    assert "by nought" in words


def test_a_failing_run_ends_with_1(spoilt):
    spoilt("veto", fail)
    result = run("--texts", "--jobs", "1", "--examples", "2000")
    assert result.exit_code == 1
    assert result.output.endswith("As Python writes it: 'veto'\n")


def test_a_text_that_hangs_is_stopped(spoilt, monkeypatch):
    monkeypatch.setattr(one_text, "_SECONDS", 0.02)
    spoilt("control", lambda report: time.sleep(60))
    started = time.monotonic()
    assert examine(SMALL, {}).wrong == TOO_SLOW
    assert time.monotonic() - started < 20


def test_a_text_that_only_takes_long_is_noticed(spoilt, monkeypatch):
    """By the time of the processor, so that sleep does not count and work does."""
    monkeypatch.setattr(one_text, "_SECONDS", 0.05)

    def work(report):
        until = time.process_time() + 0.06
        while time.process_time() < until:
            pass
        return report

    spoilt("control", work)
    assert examine(SMALL, {}, 1).wrong == TOO_SLOW
    assert examine(SMALL.replace("control", "paralyse"), {}, 1).wrong is None


def test_longer_texts_may_take_longer():
    assert allowance(SMALL) == 2
    assert allowance("status a\n" * 5_000) == 10


def test_a_place_outside_the_text_is_noticed(spoilt):
    def misplace(report):
        (answer,) = report.answers
        return evolve(report, answers=(evolve(answer, span=Span(0, 10_000)),))

    spoilt("control", misplace)
    assert examine(SMALL, {}).wrong == "names a place outside its text"


def test_an_answer_that_changes_is_noticed(spoilt):
    turns = []

    def flicker(report):
        turns.append(report)
        (answer,) = report.answers
        return evolve(report, answers=(evolve(answer, summary=f"{len(turns)}"),))

    spoilt("control", flicker)
    assert examine(SMALL, {}, 1).wrong is None
    assert examine(SMALL, {}, 0).wrong == "is answered otherwise when asked again"


def test_a_character_that_commands_the_terminal_is_noticed(monkeypatch):
    monkeypatch.setattr(one_text, "render_concise", lambda report: "\x1b[2J")
    assert examine(SMALL, {}).wrong == "shows a character that commands the terminal"


def test_memory_is_watched(monkeypatch):
    monkeypatch.setattr(fuzz_texts, "MOST_MEMORY", 1)
    failure = run_texts(10, None, 0, 1, False).failure
    assert failure is not None
    assert failure.wrong.startswith("holds ")


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="a spoilt tool is inherited by forks only")
def test_a_text_that_ends_its_process_is_found(spoilt):
    """The workers are forked, and so die of the same text."""
    spoilt("veto", lambda report: os._exit(1))
    failure = run_texts(200, None, 0, 2, False).failure
    assert failure is not None
    assert failure.wrong == "ends the process"
    assert "veto" in failure.text


def test_a_text_is_read_with_what_it_uses():
    seen = examine('use "other.const"\n', {"other.const": SMALL}, 1)
    assert seen.weighed
    assert not examine('use "other.const"\n', {}, 1).resolved


def test_shrinking_keeps_the_kind_of_failure(spoilt):
    spoilt("veto", fail)
    wrong = f"ZeroDivisionError in {__name__}.fail"
    assert shrink(f"{SMALL}A may veto amend any article\n{SMALL}", {}, 1, wrong) == "veto"
    assert shrink(SMALL, {}, 1, wrong) == SMALL
