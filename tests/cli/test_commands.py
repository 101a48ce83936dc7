"""The subcommands: what they ask of the analysis, what they print, and how they end. The analysis is a stand-in."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

import constdsl.check
from constdsl.check.results import Play, Report
from constdsl.cli.main import run
from constdsl.diagnostic import Severity
from constdsl.schema import load_schema
from tests.render import samples


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """A folder with `union.const`, and an analysis that records what it is asked and gives the sample answers."""
    calls = []
    answers = SimpleNamespace(report=samples.report(), variants=samples.variants(), power=samples.power(), calls=calls)

    def record(name, result):
        def answer(*arguments):
            calls.append((name, *arguments))
            return result()

        return answer

    program = SimpleNamespace(
        check=record("check", lambda: answers.report),
        ask=record("ask", lambda: answers.report),
        variants=record("variants", lambda: (answers.report, answers.variants)),
        power=record("power", lambda: (answers.report, answers.power)),
    )
    monkeypatch.setitem(sys.modules, "constdsl.check.program", program)
    monkeypatch.setattr(constdsl.check, "program", program, raising=False)
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "union.const").write_text(samples.UNION.text)
    return answers


def test_check_ends_with_0_1_or_2(asked, capfd):
    assert run(["check", "union.const"]) == 1
    report = samples.report()
    holds, *_ = report.answers
    note = evolve(samples.umbrella(), severity=Severity.NOTE)
    for diagnostics, answers, unusable, code in (
        ((), (holds,), False, 0),
        ((note,), (holds,), False, 0),
        ((evolve(note, severity=Severity.WARNING),), (holds,), False, 1),
        ((), report.answers, False, 1),
        ((), (holds,), True, 2),
    ):
        asked.report = Report(report.sources, diagnostics, answers, unusable)
        assert run(["check", "union.const"]) == code
    assert capfd.readouterr().err == ""


def test_check_reports_what_can_be_read_beside_what_cannot(asked, capfd):
    assert run(["check", "none.const", "union.const"]) == 2
    out, err = capfd.readouterr()
    assert "✗ broken: “No purge”" in out
    assert "there is no file `none.const`" in err
    assert [root.name for root in asked.calls[0][1]] == ["union.const"]


def test_check_gives_programs_everything(asked, capfd):
    assert run(["check", "none.const", "union.const", "--format", "json", "--color", "always"]) == 2
    out, err = capfd.readouterr()
    value = json.loads(out)
    Draft202012Validator(load_schema("check")).validate(value)
    assert [each["slug"] for each in value["diagnostics"]] == ["input/not-found", "nomination/umbrella-monopoly"]
    assert len(value["guarantees"]) == 5
    assert err == ""


def test_check_concise(asked, capfd):
    assert run(["check", "none.const", "union.const", "--format", "concise", "--quiet"]) == 2
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "none.const:1:1: input/not-found: there is no file `none.const`"
    assert len(lines) == 6


def test_nothing_readable_asks_nothing(asked, capfd):
    for command in (["check", "x"], ["variants", "x"], ["power", "x"], ["ask", "x", "never a"]):
        assert run(command) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert "there is no file `x`" in err
        assert "help: Check the spelling" in err
        assert run([*command, "--format", "json"]) == 2
        out, err = capfd.readouterr()
        assert json.loads(out)["diagnostics"][0]["slug"] == "input/not-found"
        assert err == ""
    assert asked.calls == []


def test_choices_are_passed_on(asked):
    chosen = ["--choose", "discipline=dropped", "--choose", "leading core=wide", "--choose", "discipline = dropped"]
    run(["check", "union.const", *chosen])
    run(["ask", "union.const", "never a", *chosen])
    run(["power", "union.const", *chosen])
    assert [call[-1 - (call[0] in ("power", "check"))] for call in asked.calls] == [
        {"discipline": "dropped", "leading core": "wide"}
    ] * 3
    assert asked.calls[1][3] == "never a"


def test_variants(asked, capfd):
    assert run(["variants", "union.const"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("What each choice does to the guarantees of union.const\n")
    assert err == "note: the text itself has 1 finding; `constdsl check union.const` shows them.\n"
    assert run(["variants", "union.const", "--format", "json"]) == 0
    Draft202012Validator(load_schema("variants")).validate(json.loads(capfd.readouterr().out))
    asked.variants = None
    assert run(["variants", "union.const"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("error[nomination/umbrella-monopoly]")


def test_power(asked, capfd):
    assert run(["power", "union.const", "--coalition", " Premier ,A.b,Premier", "--play", "contested"]) == 0
    out = capfd.readouterr().out
    assert "Contested play" in out
    assert "Acquiescent play" not in out
    assert asked.calls[0][4] == ("Premier", "A.b")
    assert run(["power", "union.const", "--format", "json", "--play", "acquiescent"]) == 0
    value = json.loads(capfd.readouterr().out)
    Draft202012Validator(load_schema("power")).validate(value)
    assert [*value["plays"]] == [Play.ACQUIESCENT]
    asked.power = None
    assert run(["power", "union.const", "--format", "json"]) == 2
    Draft202012Validator(load_schema("power")).validate(json.loads(capfd.readouterr().out))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "Missing argument"),
        (["chek", "x"], "Did you mean `constdsl check`?"),
        (["union.const"], "Did you mean `constdsl check union.const`?"),
        (["check", "--choose", "x", "union.const"], "not of the form OPTION=CHOICE"),
        (["check", "--choose", "=x", "union.const"], "not of the form OPTION=CHOICE"),
        (["check", "--choose", "a=b", "--choose", "a=c", "union.const"], "'a' is chosen twice"),
        (["check", "--format", "xml", "union.const"], "'xml' is not one of"),
        (["power", "union.const", "--coalition", "A,,B"], "with commas between them"),
        (["power", "union.const", "--play", "fair"], "'fair' is not one of"),
        (["variants", "."], "'.' is a folder"),
        (["ask", "union.const"], "Missing argument 'PROPERTY'"),
        ([], "Usage: constdsl"),
    ],
)
def test_bad_usage(asked, capfd, arguments, words):
    assert run(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err


def test_colour_is_asked_for_or_shown_on_terminals(asked, capfd, monkeypatch):
    def coloured(*options):
        run(["check", "union.const", *options])
        return "\x1b[" in capfd.readouterr().out

    assert not coloured()
    assert coloured("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert coloured()
    assert not coloured("--colour", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured()
    assert coloured("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "0")
    monkeypatch.delenv("NO_COLOR")
    assert not coloured()


def test_a_fault_of_ours_is_confessed(asked, capfd, monkeypatch):
    monkeypatch.setattr(sys.modules["constdsl.check.program"], "check", lambda *_: 1 / 0)
    monkeypatch.delenv("CONSTDSL_TRACEBACK", raising=False)
    assert run(["check", "union.const"]) == 2
    err = capfd.readouterr().err
    assert "a fault of constdsl and not of your text: ZeroDivisionError in tests.cli.test_commands" in err
    assert "Traceback" not in err
    monkeypatch.setenv("CONSTDSL_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run(["check", "union.const"])


def test_too_little_memory_is_said(asked, capfd, monkeypatch):
    def exhaust(*_):
        raise MemoryError

    monkeypatch.setattr(sys.modules["constdsl.check.program"], "check", exhaust)
    assert run(["check", "union.const"]) == 2
    assert "not enough memory" in capfd.readouterr().err


def test_an_interruption_is_no_finding(asked, capfd, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["constdsl.check.program"], "check", interrupt)
    assert run(["check", "union.const"]) == 130
    assert "interrupted" in capfd.readouterr().err
