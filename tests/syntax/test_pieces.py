"""A text read piece by piece says what it says when it is read as a whole, however it came to be what it is."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from constdsl.diagnostic import Diagnostic
from constdsl.source import Source
from constdsl.strategies.jumble import jumble
from constdsl.strategies.jumble.damage import damage
from constdsl.syntax import tree
from constdsl.syntax.parser import parse
from constdsl.syntax.pieces import Key, Part, Parts, moved, read_parts

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.const"))


def known(parts: Parts) -> dict[Key, Part]:
    return {placed.part.key: placed.part for placed in parts.placed}


def said(parts: Parts, name: str) -> tuple[Diagnostic, ...]:
    inside = [moved(each, placed.start, name) for placed in parts.placed for each in placed.part.diagnostics]
    return tuple(sorted([*parts.diagnostics, *inside], key=Diagnostic.sort_key))


def agree(text: str, parts: Parts) -> None:
    whole = parse(Source("a.const", text))
    assert said(parts, "a.const") == whole.diagnostics
    items = tuple(item for placed in parts.placed for item in placed.part.items)
    assert tuple(item for item in items if not isinstance(item, tree.Header)) == whole.instrument.statements
    assert parts.header == whole.instrument.header
    comments = [(c.text, c.span.start + p.start) for p in parts.placed for c in p.part.comments]
    if parts.placed:
        assert comments == [(c.text, c.span.start) for c in whole.instrument.comments]


@pytest.mark.parametrize("seed", range(40))
def test_pieces_say_what_the_whole_says(seed: int) -> None:
    random = Random(seed)
    text = random.choice(EXAMPLES).read_text("utf-8") if seed % 4 else jumble(random)
    before: dict[Key, Part] = {}
    for _ in range(8):
        parts = read_parts(Source("a.const", text), before)
        agree(text, parts)
        before = known(parts)
        text = damage(random, text, 1)


def test_only_what_changed_is_read_again() -> None:
    text = 'constitution "T"\nstatus a\nstatus b\nstatus c\n' + "status d\n" * 20
    parts = read_parts(Source("a.const", text))
    later = read_parts(Source("a.const", text.replace("status b", "status bee")), known(parts))
    fresh = [placed.part.text for placed in later.placed if placed.part not in {p.part for p in parts.placed}]
    assert fresh == ["status bee\n"]
    assert len(later.placed) == len(parts.placed)


def test_a_mistake_at_the_end_of_a_piece_is_told_by_what_follows() -> None:
    first = 'constitution "T"\nbody B { seats 1\nstatus a\n}'
    parts = read_parts(Source("a.const", first))
    agree(first, parts)
    then = first.replace("status a", "class a: b")
    again = read_parts(Source("a.const", then), known(parts))
    agree(then, again)
    assert said(again, "a.const") != said(parts, "a.const")


def test_a_mistake_moves_with_its_piece() -> None:
    text = 'constitution "T"\nstatus a\nbody B { seats }\nstatus c\n'
    parts = read_parts(Source("a.const", text))
    agree(text, parts)
    assert len(said(parts, "a.const")) == 1
    longer = text.replace("status a\n", "status a\nstatus another\n")
    again = read_parts(Source("a.const", longer), known(parts))
    agree(longer, again)
    first, second = said(parts, "a.const")[0], said(again, "a.const")[0]
    assert second.span.start == first.span.start + len("status another\n")


def test_a_header_counts_wherever_its_piece_was_read() -> None:
    agree('status a\nconstitution "T"\n', read_parts(Source("a.const", 'status a\nconstitution "T"\n')))
    twice = 'constitution "T"\nlaw "U"\nstatus a\n'
    parts = read_parts(Source("a.const", twice))
    agree(twice, parts)
    assert [each.slug for each in parts.diagnostics] == ["syntax/misplaced"]


@pytest.mark.parametrize("text", ["", "\ufeff", "{" * 60, "a" * 100_001, "\x00status a", "}\n{\nstatus a"])
def test_texts_at_the_limits(text: str) -> None:
    agree(text, read_parts(Source("a.const", text)))


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u202f", "\u3000", "\x85"])
def test_blanks_of_word_processors_part_words(blank: str) -> None:
    text = 'constitution "T" status citizen article 6 { class A: citizen } article 7 { article 6 is entrenched }'
    assert parse(Source("a.const", text.replace(" ", blank))) == parse(Source("a.const", text))
