"""The parse table is found, kept and renewed, and never the cause of a failure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from constdsl.syntax import grammar


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONSTDSL_CACHE_DIR", str(tmp_path))
    return tmp_path


def _same(tables: grammar.Tables) -> None:
    """Lark numbers states in no fixed order, so tables are compared by what they know."""
    known = grammar.load_tables()
    assert (tables.keywords, tables.soft, tables.reserved) == (known.keywords, known.soft, known.reserved)
    assert len(tables.states) == len(known.states)


def test_the_kept_table_is_the_computed_one(folder: Path) -> None:
    computed = grammar.load_tables.__wrapped__()
    assert len(list(folder.iterdir())) == 1
    assert grammar.load_tables.__wrapped__() == computed


@pytest.mark.parametrize("rubbish", ["", "{", "[]", "{}", "null", '{"states": 5}'])
def test_a_spoiled_table_is_computed_anew(folder: Path, rubbish: str) -> None:
    grammar.load_tables.__wrapped__()
    (kept,) = folder.iterdir()
    kept.write_text(rubbish, encoding="utf-8")
    _same(grammar.load_tables.__wrapped__())
    assert json.loads(kept.read_text(encoding="utf-8"))["states"]


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CONSTDSL_CACHE_DIR", str(tmp_path / "file" / "below"))
    _same(grammar.load_tables.__wrapped__())


def test_words_that_compete_with_names_are_reserved() -> None:
    tables = grammar.load_tables()
    for row in tables.states:
        if "NAME" in row:
            assert not tables.soft & row.keys()
    assert tables.reserved >= grammar.RESERVED_STARTS
    assert {"from", "by", "may", "must", "any", "anyone", "member", "candidate", "is", "seats"} <= tables.reserved
