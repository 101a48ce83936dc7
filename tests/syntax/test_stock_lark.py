"""The grammar file means the same to Lark's own parser as to the driver that reads Lark's table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lark import Lark
from lark.exceptions import UnexpectedInput

from constdsl.source import Source
from constdsl.syntax.grammar import grammar_folder
from constdsl.syntax.parser import parse

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.const"))


@cache
def stock() -> Lark:
    text = (grammar_folder() / "constitution.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", start="piece")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_both_accept_the_examples(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    stock().parse(text)
    assert not parse(Source(path.name, text)).diagnostics


@pytest.mark.parametrize("path", EXAMPLES[::4], ids=lambda path: path.stem)
def test_both_refuse_a_text_that_lost_a_word(path: Path) -> None:
    words = path.read_text(encoding="utf-8").split(" ")
    agreed = 0
    for index in range(7, len(words), max(1, len(words) // 12)):
        text = " ".join(words[:index] + words[index + 1 :])
        ours = not parse(Source(path.name, text)).diagnostics
        try:
            stock().parse(text)
            theirs = True
        except UnexpectedInput:
            theirs = False
        # Ours also refuses what no grammar can (a reserved name, twice the same clause), never the other way round.
        assert theirs or not ours, text
        agreed += ours == theirs
    assert agreed
