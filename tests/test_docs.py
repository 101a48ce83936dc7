"""Every example of the language reference means something: it resolves, and its promises get verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lark import Lark, Token

from constdsl.check.program import check
from constdsl.diagnostic import Severity
from constdsl.rules.registry import built_in
from constdsl.source import Source
from constdsl.syntax.grammar import grammar_folder

DOCS = Path(__file__).parent.parent / "docs"


def _blocks() -> Iterator[tuple[str, str]]:
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"^```const\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            yield f"{page.stem}:{text[: match.start()].count(chr(10)) + 1}", match.group(1)


BLOCKS = [pytest.param(text, id=name) for name, text in _blocks()]


def _others(name: str) -> Source | str:
    """Texts that examples use; any name will do, since what they hold is not what is shown."""
    return Source(name, 'statute "Used by an example"\n')


def test_every_form_of_the_language_has_an_example() -> None:
    grammar = (grammar_folder() / "constitution.lark").read_text(encoding="utf-8")
    lark = Lark(grammar, parser="lalr", lexer="contextual", start="piece", keep_all_tokens=True)
    shown: set[str] = set()
    words: set[str] = set()
    for _, text in _blocks():
        tree = lark.parse(text)
        shown |= {node.data if isinstance(node.data, str) else node.data.value for node in tree.iter_subtrees()}
        words |= {token.type for token in tree.scan_values(lambda value: isinstance(value, Token))}
    rules = {rule.origin.name for rule in lark.rules if not rule.origin.name.startswith("_")}
    rules = {getattr(rule, "value", rule) for rule in rules}
    assert {str(rule) for rule in rules} - {str(rule) for rule in shown} == set()
    keywords = {term.name for term in lark.terminals if term.pattern.value.isalpha()}
    # What is not shown is the singular or plural of a word that is, or a unit like those that are.
    assert keywords - words <= {"DAY", "DAYS", "MONTH", "SIDES", "TERM", "VOTE"}


@pytest.mark.parametrize("text", BLOCKS)
def test_the_example_can_be_checked(text: str) -> None:
    report = check([Source("example.const", text)], _others)
    found_unasked = {rule.slug for rule in built_in()}
    mistakes = [each for each in report.diagnostics if each.severity is Severity.ERROR]
    assert [each.message for each in mistakes if each.slug not in found_unasked] == []
    assert len(report.answers) == len(re.findall(r"^\s*guarantee\b", text, re.MULTILINE))
