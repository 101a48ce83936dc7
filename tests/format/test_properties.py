"""Whatever the text: in its new layout it says the same, and the new layout does not hang on the old one."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constdsl.check.suppressions import _allowances
from constdsl.format import format_range, format_text
from constdsl.source import Source, Span, markdown_source
from constdsl.strategies import constitution_texts, texts
from constdsl.strategies.jumble.seeds import SEEDS
from constdsl.syntax import tree as t
from constdsl.syntax.grammar import load_tables
from constdsl.syntax.parser import Parsed, parse
from constdsl.syntax.spell import spell
from constdsl.syntax.words import split_words
from tests.format.jumbler import commented, respaced
from tests.syntax import strategies as my

ROOT = Path(__file__).parents[2]
EXAMPLES = {path: path.read_text("utf-8") for path in sorted(ROOT.glob("examples/**/*.const"))}
PAGES = [*ROOT.glob("examples/**/*.md"), ROOT / "README.md", *ROOT.glob("constdsl/rules/**/*.md")]
GROUPS = sorted(path for path in ROOT.glob("tests/rules/*") if any(path.glob("*.md")))

_random = st.integers(0, 2**32).map(Random)
_some = settings(max_examples=60, deadline=None)


def read(text: str) -> Parsed:
    return parse(Source("it.const", text))


def saying(parsed: Parsed) -> tuple[object, ...]:
    """All but the places: what is said, and which comments stand behind something or alone."""
    found = parsed.instrument
    comments = [(comment.text.rstrip(), comment.own_line) for comment in found.comments]
    return parsed.diagnostics, found.header, found.statements, comments


def words(text: str) -> list[str]:
    return [word.text for word in split_words(text, 0, len(text), load_tables().keywords)]


def formatted(text: str) -> str:
    """The text in its new layout, once everything that always holds has been seen to hold."""
    found = format_text(Source("it.const", text))
    assert found.diagnostics == ()
    assert saying(read(found.text)) == saying(read(text))
    assert words(found.text) == words(text)
    assert format_text(Source("it.const", found.text)).text == found.text
    ending = "\r\n" if re.match(r"[^\n]*\r\n", text) else "\n"
    *lines, last = found.text.split(ending)
    assert last == ""
    assert [line for line in lines if line != line.rstrip()] == []
    assert lines == [] or (lines[0] and lines[-1])
    return found.text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples(path: Path) -> None:
    formatted(EXAMPLES[path])


@pytest.mark.parametrize("group", GROUPS, ids=lambda path: path.name)
def test_fixtures_of_rules(group: Path) -> None:
    blocks = [
        block
        for page in sorted(group.glob("*.md"))
        for block in re.findall(r"^```const[^\n]*\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    ]
    readable = [block for block in blocks if not read(block).diagnostics]
    assert len(readable) > len(blocks) / 2
    for block in readable:
        formatted(block)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages(path: Path) -> None:
    text = path.read_text("utf-8")
    found = format_text(markdown_source(path.name, text))
    if found.diagnostics:
        assert found.text == text
        return
    again = markdown_source(path.name, found.text)
    assert saying(parse(again)) == saying(parse(markdown_source(path.name, text)))
    assert format_text(again).text == found.text
    prose = re.compile(r"^```const\n.*?^```$", re.MULTILINE | re.DOTALL)
    assert prose.split(found.text) == prose.split(text)


def test_the_page_about_the_layout_is_laid_out_so() -> None:
    text = (ROOT / "docs" / "formatting.md").read_text("utf-8")
    found = format_text(markdown_source("formatting.md", text))
    assert (found.text, found.diagnostics) == (text, ())


@_some
@given(constitution_texts() | st.sampled_from([*SEEDS, *EXAMPLES.values()]), _random)
def test_any_white_space_leads_to_one_layout(text: str, random: Random) -> None:
    first, second = (respaced(text, random, blank_lines=False).replace("\r", "") for _ in range(2))
    assert formatted(first) == formatted(second)


@_some
@given(constitution_texts() | st.sampled_from([*SEEDS, *EXAMPLES.values()]), _random, st.sampled_from([0, 0.02, 0.3]))
def test_comments_anywhere(text: str, random: Random, share: float) -> None:
    formatted(commented(text, random, share))


@_some
@given(constitution_texts(), _random, st.sampled_from([0.02, 0.3]))
def test_what_a_comment_allows_stays_allowed_and_nothing_else(text: str, random: Random, share: float) -> None:
    text = commented(text, random, share)
    assert allowed(formatted(text)) == allowed(text)


def allowed(text: str) -> list[list[int]]:
    """For each comment that allows something, the words on the line it means. No finding begins at a brace."""
    source = Source("it.const", text)
    found = split_words(text, 0, len(text), load_tables().keywords)
    lines = [(source.position(word.start).line, number) for number, word in enumerate(found) if word.text != "}"]
    return [
        [number for line, number in lines if line == each.line]
        for each in _allowances(parse(source).instrument, source)
    ]


@_some
@given(texts())
def test_hostile_texts(text: str) -> None:
    if not read(text).diagnostics:
        formatted(text)
    else:
        assert format_text(Source("it.const", text)).text == text


@_some
@given(st.lists(my.properties, min_size=1, max_size=4), st.lists(my.conditions, max_size=3))
def test_promises_and_conditions_of_any_depth(promises: list[t.Property], conditions: list[t.Condition]) -> None:
    lines = [f'guarantee "{number}": {spell(promise)}' for number, promise in enumerate(promises)]
    formatted("\n".join([*lines, *(f"class C: {spell(condition)} numbering 3" for condition in conditions)]))


@settings(max_examples=100, deadline=None)
@given(constitution_texts() | texts(), _random, st.booleans())
def test_a_part_is_laid_out_without_changing_what_is_said(text: str, random: Random, spoilt: bool) -> None:
    text = commented(text, random, 0.05)
    if spoilt:
        at = random.randrange(len(text) + 1)
        text = f"{text[:at]} {random.choice(['{', '}', 'seats', '%', 'may'])} {text[at:]}"
    start, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
    changed = text
    for edit in reversed(format_range(Source("it.const", text), Span(start, end))):
        assert not changed[edit.span.start : edit.span.end].strip()
        assert not edit.text.strip()
        changed = changed[: edit.span.start] + edit.text + changed[edit.span.end :]
    before, after = read(text), read(changed)
    assert saying(after)[1:] == saying(before)[1:]
    assert len(after.diagnostics) == len(before.diagnostics)
    assert words(changed) == words(text)
