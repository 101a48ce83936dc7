"""What Pygments is told of a text: every character once, every keyword as such, and no error where there is none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from pygments import token
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename, get_lexer_for_mimetype

from constdsl.highlight.lexer import ConstitutionLexer
from constdsl.strategies.hostile import texts
from constdsl.syntax.grammar import grammar_folder

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.const"))


def pieces(text: str) -> list[tuple[object, str]]:
    """Kinds and pieces of a text, without blanks."""
    found = ConstitutionLexer().get_tokens_unprocessed(text)
    return [(kind, piece) for _, kind, piece in found if kind is not token.Whitespace]


def kinds(text: str) -> dict[str, object]:
    """The kind of each piece of a text."""
    return {piece: kind for kind, piece in pieces(text)}


def assert_whole(text: str) -> None:
    """Every character comes once and in order, and no piece is empty."""
    at = 0
    for start, _, piece in ConstitutionLexer().get_tokens_unprocessed(text):
        assert start == at
        assert piece
        assert text.startswith(piece, at)
        at += len(piece)
    assert at == len(text)


def test_every_keyword_of_the_grammar_is_one():
    grammar = (grammar_folder() / "constitution.lark").read_text("utf-8")
    rules = "\n".join(line.partition("//")[0] for line in grammar.splitlines() if not line.startswith("//"))
    words = set(re.findall(r'"([a-z][a-z-]*)"', rules))
    assert {"body", "co-opted", "unanimity"} < words
    for word in words:
        [(kind, piece)] = pieces(word)
        assert piece == word
        assert kind in token.Keyword or kind is token.Operator.Word


def test_what_kind_of_word_each_word_is():
    assert kinds('article 2a "The Council" { only Senate may confer S on any X by 12.5% }') == {
        "article": token.Keyword.Declaration,
        "2a": token.Number,
        '"The Council"': token.String,
        "{": token.Punctuation,
        "only": token.Keyword,
        "Senate": token.Name,
        "may": token.Keyword,
        "confer": token.Keyword,
        "S": token.Name,
        "on": token.Keyword.Pseudo,
        "any": token.Keyword.Pseudo,
        "X": token.Name,
        "by": token.Keyword.Pseudo,
        "12.5": token.Number.Float,
        "%": token.Operator,
        "}": token.Punctuation,
    }


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("status citizen within person", "citizen", token.Name.Constant),
        ("attribute age in years", "age", token.Name.Attribute),
        ("act oath makes sworn", "oath", token.Name.Function),
        ("class Voters: citizen", "Voters", token.Name.Class),
        ("body Soviet { seats 9 as peasants }", "peasants", token.Name.Class),
        ("body ВерховныйСовет { }", "ВерховныйСовет", token.Name.Class),
        ("body 国务院 { }", "国务院", token.Name.Class),
        ("office Premier { }", "Premier", token.Name.Class),
        ("flag war", "war", token.Name.Label),
        ("option mandate { choice free { } }", "mandate", token.Name.Namespace),
        ("option mandate { choice free { } }", "free", token.Name.Namespace),
        ("reading wide { }", "wide", token.Name.Namespace),
        ("status person within citizen", "citizen", token.Name),
    ],
)
def test_a_name_that_is_declared_stands_out(text, name, kind):
    assert kinds(text)[name] is kind


def test_a_keyword_that_may_be_a_name_is_one_where_it_is_declared():
    assert pieces("status free")[1] == (token.Name.Constant, "free")
    assert pieces("members of X are free")[-1] == (token.Keyword.Pseudo, "free")


def test_a_promise_about_every_body_declares_none():
    assert pieces("no body but X")[1:3] == [(token.Keyword.Declaration, "body"), (token.Keyword.Pseudo, "but")]
    assert pieces("body but { }")[1] == (token.Name.Class, "but")


def test_a_reserved_word_is_never_a_name():
    assert pieces("status may")[1] == (token.Keyword, "may")


def test_what_stands_inside_on_petition_is_seen():
    assert pieces("X may remove any Y on # so many\n petition of 10%")[5:8] == [
        (token.Keyword.Pseudo, "on"),
        (token.Comment.Single, "# so many"),
        (token.Keyword.Pseudo, "petition"),
    ]


def test_shares_in_words_are_numbers():
    assert kinds("by two-thirds")["two-thirds"] is token.Number
    assert kinds("by two-sixtieths")["two-sixtieths"] is token.Error


def test_signs_that_no_constitution_holds_are_errors():
    assert pieces('may ; "no end') == [
        (token.Keyword, "may"),
        (token.Error, ";"),
        (token.Error, '"no end'),
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_hold_no_error(path):
    text = path.read_text("utf-8")
    assert_whole(text)
    assert [piece for kind, piece in pieces(text) if kind in token.Error] == []


@settings(max_examples=100, deadline=None)
@given(texts())
def test_every_character_comes_once(text):
    assert_whole(text)


def test_blanks_of_all_kinds_are_kept():
    assert_whole("\n\r\n body\u00a0Совет\u2028{\t}\u3000# end\r\n\x1c \n")


def test_pygments_finds_it_by_name_and_by_file():
    for found in (
        get_lexer_by_name("constdsl"),
        get_lexer_by_name("const"),
        get_lexer_for_filename("union.const"),
        get_lexer_for_mimetype("text/x-constdsl"),
    ):
        assert type(found).__name__ == "ConstitutionLexer"


def test_the_program_pygmentize_finds_it_too():
    done = subprocess.run(
        [sys.executable, "-m", "pygments", "-l", "constdsl", "-f", "html"],
        input='law "On work"\nbody Union { seats 9 co-opted }\n',
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )
    assert done.stderr == ""
    assert '<span class="kd">law</span>' in done.stdout
    assert '<span class="nc">Union</span>' in done.stdout
