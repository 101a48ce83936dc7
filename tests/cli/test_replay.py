"""`constdsl replay` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from constdsl.cli.main import cli

UNION = Path(__file__).parents[2] / "examples" / "reformed_union.const"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, list(arguments))
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "union.json"
    code, out, _ = run("check", str(UNION), "--format", "json")
    assert code == 1
    path.write_text(out, encoding="utf-8")
    return path


def test_what_check_wrote_replays(saved: Path) -> None:
    code, out, _ = run("replay", str(UNION), str(saved))
    assert code == 0
    assert "✓  1  at once: StateSecurity confers extremist on any citizen" in out
    assert "histories stand." in out and "✗" not in out


def test_a_changed_text_says_where_it_fails(saved: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.const"
    text = UNION.read_text(encoding="utf-8")
    old = "StateSecurity may confer extremist on any citizen"
    assert old in text
    changed.write_text(text.replace(old, f"{old} with consent of SupremeSoviet"), encoding="utf-8")
    code, out, _ = run("replay", str(changed), str(saved))
    assert code == 1
    assert "Fails at step 1: SupremeSoviet does not consent (article 7)." in out


def test_json_names_step_reason_and_article(saved: Path) -> None:
    code, out, _ = run("replay", str(UNION), str(saved), "--choose", "extremists=dropped", "--format", "json")
    found = {each["name"]: each for each in json.loads(out)["histories"]}
    assert code == 1
    assert found["A free choice"]["stands"] is False
    assert found["A free choice"]["step"] == 1
    assert found["A free choice"]["reason"] == "nothing lets StateSecurity confer extremist on any citizen"


@pytest.mark.parametrize(
    ("content", "words"),
    [("{", "it is not JSON"), ("{}", "it holds no guarantee with a history"), (None, "No such file")],
)
def test_what_cannot_be_replayed_is_said(content: str | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "h.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    code, out, err = run("replay", str(UNION), str(path))
    assert (code, out) == (2, "")
    assert words in err and "Traceback" not in err


def test_a_text_that_cannot_be_read_ends_with_2(saved: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.const"
    broken.write_text("constitution", encoding="utf-8")
    for path in (broken, tmp_path / "missing.const"):
        code, out, err = run("replay", str(path), str(saved))
        assert (code, out) == (2, "") and err
