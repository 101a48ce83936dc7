"""`constdsl fuzz FILE` on a small text: what it prints, how it ends, the test it writes, and what it remembers."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from constdsl.cli.main import run
from constdsl.schema import load_schema

TEXT = """constitution "A club"
status player
attribute age in years
class Meeting: player
body Board { seats 3 elected by Meeting from player and age >= 18 for 2 years }
office Chair { appointed by Board for 1 year }
article 4 { Chair may revoke player from any player }
Board may annul revoke player
guarantee "Cards are safe": no body alone can revoke player from any player
guarantee "A free board": Chair cannot control Board
guarantee "Not at once": Chair cannot control Board within 1 year
guarantee "Recall": Meeting can control Board
guarantee "One hat": never member of Board and member of Chair
guarantee "Adults": never member of Board and age < 18
"""


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONSTDSL_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "club.const").write_text(TEXT, encoding="utf-8")
    return tmp_path


def as_json(capfd, *arguments: str) -> dict:
    run(["fuzz", "club.const", *arguments, "--jobs", "1", "--format", "json"])
    value = json.loads(capfd.readouterr().out)
    Draft202012Validator(load_schema("fuzz")).validate(value)
    return value


def promise(value: dict, name: str) -> dict:
    return next(each for each in value["guarantees"] if each["name"] == name)


def test_what_is_found_is_told_with_its_moves(capfd):
    value = as_json(capfd)
    # Chair may take the card; Board may give it back, so only where nobody uses a check.
    safe = promise(value, "Cards are safe")
    assert {(tuple(hit["coalition"]), hit["play"]) for hit in safe["hits"]} >= {(("Chair",), "acquiescent")}
    assert (("Chair",), "contested") not in {(tuple(hit["coalition"]), hit["play"]) for hit in safe["hits"]}
    # Take cards from all free players, wait for the term of two years, fill the Board.
    (hit,) = promise(value, "A free board")["hits"]
    assert [step["move"] for step in hit["history"]] == [
        "Chair: revoke player from any player", "wait", "fill Board"
    ]  # fmt: skip
    assert [step["years"] for step in hit["history"]] == [0, 2, 2]
    assert hit["history"][0]["article"] == "article 4"
    assert promise(value, "Not at once")["hits"] == []
    assert promise(value, "Recall")["hits"][0]["coalition"] == ["Meeting"]
    assert promise(value, "One hat")["hits"][0]["person"] == "Vera Orlova"
    assert promise(value, "Adults")["hits"] == []
    assert not any(each["disagreements"] for each in value["guarantees"])


def test_the_text_shows_table_history_and_seed(capfd):
    assert run(["fuzz", "club.const", "--jobs", "1", "--seed", "3"]) == 1
    out = capfd.readouterr().out
    assert out.startswith("Random play of club.const\n")
    assert "  3  within 2 years  Chair: fill Board" in out
    assert "--seed 3 finds it again" in out
    assert "Play and verdicts agree." in out
    assert "Falsifying" not in out and "DISAGREEMENT" not in out


def test_the_same_seed_finds_the_same_whatever_the_jobs(capfd):
    few = ["fuzz", "club.const", "--seed", "4", "--database", "none", "--examples", "150"]
    run([*few, "--jobs", "1"])
    once = capfd.readouterr().out
    run([*few, "--jobs", "2"])
    assert capfd.readouterr().out == once


def test_a_text_that_keeps_its_promises_ends_well(capfd, folder):
    kept = TEXT.replace("article 4 { Chair may revoke player from any player }\n", "").split('guarantee "One hat"')[0]
    (folder / "club.const").write_text(kept, encoding="utf-8")
    assert run(["fuzz", "club.const", "--jobs", "1"]) == 0
    assert "nothing, in any lawful order of moves" in " ".join(capfd.readouterr().out.split())


def test_the_emitted_test_runs_as_it_is(capfd, folder):
    (folder / "tests").mkdir()
    assert run(["fuzz", "club.const", "--jobs", "1", "--emit-test", "tests/test_found.py"]) == 1
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_found.py"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "4 passed" in done.stdout, done.stdout
    # The test fails once the text is mended.
    mended = TEXT.replace("for 2 years", "for life")
    (folder / "club.const").write_text(mended, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_found.py"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "test_a_free_board_by_chair" in done.stdout and done.returncode == 1


def test_the_emitted_test_can_be_printed(capfd):
    run(["fuzz", "club.const", "--jobs", "1", "--emit-test"])
    out = capfd.readouterr().out
    compile(out, "printed", "exec")
    assert "def test_a_free_board_by_chair() -> None:" in out


def test_what_was_found_is_tried_first(capfd, folder):
    first = as_json(capfd, "--seed", "1")
    assert not promise(first, "A free board")["hits"][0]["earlier"]
    # The text may have changed since: moves are kept by their words.
    (folder / "club.const").write_text(TEXT.replace("status player", "status guest\nstatus player"), encoding="utf-8")
    second = as_json(capfd, "--seed", "2", "--examples", "1", "--steps", "1")
    (hit,) = promise(second, "A free board")["hits"]
    assert hit["earlier"] and hit["seed"] == 1 and len(hit["history"]) == 3
    none = as_json(capfd, "--seed", "2", "--examples", "1", "--steps", "1", "--database", "none")
    assert promise(none, "A free board")["hits"] == []


def test_one_coalition_alone(capfd):
    value = as_json(capfd, "--coalition", "Chair")
    assert [each["name"] for each in value["guarantees"]] == ["Cards are safe", "A free board", "Not at once"]
    # Where Board annuls, nothing comes of taking cards.
    assert {each["play"]: list(each["bodies"]) for each in value["commanded"]} == {
        "contested": [], "acquiescent": ["Board", "Meeting"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name a FILE"),
        (["missing.const"], "no file"),
        (["club.const", "--coalition", "Chiar"], "Did you mean `Chair`?"),
        (["club.const", "--coalition", "Chair,,"], "is not a list of names"),
        (["club.const", "--choose", "a=b"], "no option"),
        (["--texts", "--steps", "3"], "does not go with --texts"),
    ],
)
def test_misuse_is_explained(capfd, arguments, words):
    assert run(["fuzz", *arguments]) == 2
    assert words in capfd.readouterr().err


def test_time_ends_a_run(capfd):
    value = as_json(capfd, "--time", "0.001")
    assert value["stopped"]
    assert all(each["plays"] == 0 for each in value["guarantees"])


def test_nothing_is_left_where_the_user_works(folder):
    subprocess.run(
        [sys.executable, "-m", "constdsl", "fuzz", "club.const", "--jobs", "2", "--examples", "5"], check=False
    )
    assert sorted(each.name for each in folder.iterdir()) == ["cache", "club.const"]
