"""`check --despite-mistakes`: the rest of a text is analysed, and the answer says that it is the rest."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from constdsl.cli.main import run

TEXT = """constitution "T"
status citizen
class Voters: citizen
body Duma { seats 3 elected by Voters for 4 years }
office Head { elected by Duma for 4 years }
Head may dissolve Dumma
guarantee "Duma stands above": Head cannot control Duma
"""


@pytest.fixture(autouse=True)
def text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.const").write_text(TEXT, "utf-8")


def test_without_it_there_is_no_verdict(capfd):
    assert run(["check", "a.const"]) == 2
    out = capfd.readouterr().out
    assert "did you mean `Duma`?" in out
    assert "Duma stands above" not in out


def test_with_it_there_is_one_and_its_limits_are_told(capfd):
    assert run(["check", "a.const", "--despite-mistakes"]) == 2
    out = " ".join(capfd.readouterr().out.split())
    assert "did you mean `Duma`?" in out
    assert "“Duma stands above” ✓ holds" in out
    assert "without 1 clause that has a mistake" in out


def test_programs_are_told_too(capfd):
    assert run(["check", "a.const", "--despite-mistakes", "--format", "json"]) == 2
    found = json.loads(capfd.readouterr().out)
    assert found["left_out"] == 1
    assert [each["verdict"] for each in found["guarantees"]] == ["holds"]
    jsonschema.validate(found, json.loads((files("constdsl") / "schema" / "check.json").read_text("utf-8")))


def test_a_text_without_mistakes_leaves_nothing_out(capfd, tmp_path):
    (tmp_path / "a.const").write_text(TEXT.replace("Dumma", "Duma"), "utf-8")
    run(["check", "a.const", "--despite-mistakes", "--format", "json"])
    assert "left_out" not in json.loads(capfd.readouterr().out)
