"""What the editors colour by themselves is what the grammar says: no keyword is missing, and none is invented."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from pygments import token

from constdsl.highlight.lexer import ConstitutionLexer
from constdsl.syntax.grammar import load_tables
from tests.editors.terminal import EDITORS

Groups = dict[str, set[str]]

KINDS = {
    token.Keyword.Declaration: "declarations",
    token.Keyword: "verbs",
    token.Operator.Word: "connectives",
    token.Keyword.Pseudo: "words",
}


def expected() -> Groups:
    """The keywords of the grammar, as the lexer for Pygments groups them; it has its own test against the grammar."""
    groups: Groups = {name: set() for name in KINDS.values()}
    for word in load_tables().keywords:
        [(_, kind, _)] = ConstitutionLexer().get_tokens_unprocessed(word)
        groups[KINDS[kind]].add(word)
    groups["words"].add("petition")  # a keyword after `on` only
    groups["naming"] = {word for word in groups["declarations"] if names_something(word)}
    groups["declarations"] -= groups["naming"]
    return groups


def names_something(word: str) -> bool:
    """Whether the word after this one is the name of something new."""
    *_, (_, kind, _) = ConstitutionLexer().get_tokens_unprocessed(f"{word} Something")
    return kind is not token.Name


def words(found: Iterable[str]) -> set[str]:
    """The words of several lists, none of which may stand twice."""
    all_words = [word for text in found for word in re.findall(r"[a-z]+(?:-[a-z]+)?", text)]
    assert len(all_words) == len(set(all_words))
    return set(all_words)


def of_vim() -> Groups:
    text = (EDITORS / "neovim" / "syntax" / "constdsl.vim").read_text("utf-8")
    lists = re.findall(r"^syntax keyword constdsl(\w+)( nextgroup.*)?\n((?: +\\ .*\n)+)", text, re.MULTILINE)
    found = {(group, bool(names)): text for group, names, text in lists}
    return {
        "naming": words([found["Declaration", True]]),
        "declarations": words([found["Declaration", False]]),
        "verbs": words([found["Verb", False]]),
        "connectives": words([found["Connective", False]]),
        "words": words([found["Word", True], found["Word", False]]),
    }


def of_emacs() -> Groups:
    text = (EDITORS / "emacs" / "constdsl-mode.el").read_text("utf-8")
    lists = re.findall(r"\(defconst constdsl-mode--(\w+)\n  '\(([^)]*)\)", text)
    return {name: words([found]) for name, found in lists}


def of_sublime() -> Groups:
    text = (EDITORS / "sublime" / "constdsl.sublime-syntax").read_text("utf-8")
    lists = re.findall(r"^  (\w+): \|-\n    \(\?x: ([^)]*)\)", text, re.MULTILINE)
    return {name: words([found]) for name, found in lists}


@pytest.mark.parametrize("read", [of_vim, of_emacs, of_sublime])
def test_an_editor_knows_the_keywords_of_the_grammar(read):
    assert read() == expected()
