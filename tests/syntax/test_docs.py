"""The page of the language says what is so: every block parses, and the words listed are those reserved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from constdsl.source import Source
from constdsl.syntax.grammar import load_tables
from constdsl.syntax.messages import CODES
from constdsl.syntax.parser import parse

PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```const\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_every_block_parses(block: str) -> None:
    assert parse(Source("language.md", block)).diagnostics == ()


def test_reserved_words_are_listed() -> None:
    section = PAGE.split("### Reserved words")[1].split("\n\n")[2]
    assert set(re.findall(r"`([^`]+)`", section)) == load_tables().reserved


def test_codes_are_listed() -> None:
    listed = dict(re.findall(r"^\| (S\d+) \| `syntax/([a-z-]+)`", PAGE, re.MULTILINE))
    assert {kind: code for code, kind in listed.items()} == CODES
