"""The colours for Sublime Text, drawn by syntect, which reads the same files: they agree with those of Pygments."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from pygments import token

from constdsl.highlight.lexer import ConstitutionLexer
from tests.editors.terminal import EDITORS, need

EXAMPLES = sorted((EDITORS.parent / "examples").rglob("*.const"))

SCOPES = {
    token.Comment: "comment.line",
    token.Keyword.Declaration: "keyword.declaration",
    token.Keyword.Pseudo: "keyword.other",
    token.Keyword: "keyword.control",
    token.Name: ("entity.name", "variable.other"),
    token.Number: "constant.numeric",
    token.Operator.Word: "keyword.operator.word",
    token.String: "string.quoted",
}
"""What a kind of Pygments is called in Sublime Text; of two kinds that fit, the narrower stands first."""


def scopes(text: str) -> Iterator[tuple[str, list[str]]]:
    """The pieces of a text, each with its scopes, the innermost last."""
    import syntect

    syntaxes = syntect.SyntaxSet.load_from_folder(str(EDITORS / "sublime"), True)
    state = syntect.ParseState("Constitution", syntaxes)
    stack = syntect.ScopeStack()
    for line in text.splitlines(keepends=True):
        data = line.encode()
        done = state.parse_line(line, syntaxes)
        at = 0
        for number, (place, _) in enumerate(done.ops):
            if place > at:
                yield data[at:place].decode(), stack.as_string().split()
                at = place
            stack.apply(done.get_scope_stack_op(number))
        yield data[at:].decode(), stack.as_string().split()


@pytest.fixture(autouse=True)
def with_syntect() -> None:
    need("syntect (syntect-py)", importlib.util.find_spec("syntect") is not None)


def test_what_kind_of_word_each_word_is():
    text = 'article 2a "The Council" { only Сенат may confer S by two-thirds }\n'
    text += 'body vote seats 9 as open no body but X co-opted and # end\n'
    pieces = [(piece.strip(), found[-1].removesuffix(".constdsl")) for piece, found in scopes(text) if piece.strip()]
    assert [each for each in pieces if each[1] != "source"] == [
        ("article", "keyword.declaration"),
        ("2a", "constant.numeric"),
        ('"The Council"', "string.quoted.double"),
        ("only", "keyword.control"),
        ("Сенат", "variable.other"),
        ("may", "keyword.control"),
        ("confer", "keyword.control"),
        ("S", "variable.other"),
        ("by", "keyword.other"),
        ("two-thirds", "constant.numeric"),
        ("body", "keyword.declaration"),
        ("vote", "entity.name"),
        ("seats", "keyword.other"),
        ("9", "constant.numeric"),
        ("as", "keyword.other"),
        ("open", "entity.name"),
        ("no", "keyword.other"),
        ("body", "keyword.declaration"),
        ("but", "keyword.other"),
        ("X", "variable.other"),
        ("co-opted", "keyword.other"),
        ("and", "keyword.operator.word"),
        ("#", "punctuation.definition.comment"),
        ("end", "comment.line.number-sign"),
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_look_as_they_do_with_pygments(path: Path) -> None:
    text = path.read_text("utf-8")
    by_place: list[list[str]] = []
    for piece, found in scopes(text):
        by_place += [found] * len(piece)
    for start, kind, piece in ConstitutionLexer().get_tokens_unprocessed(text):
        expected = next((scope for general, scope in SCOPES.items() if kind in general), None)
        if expected is not None:
            assert any(each.startswith(expected) for each in by_place[start + len(piece) - 1]), (piece, start)
