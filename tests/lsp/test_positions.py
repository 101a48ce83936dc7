"""Positions in an editor and offsets in a text."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("pygls")

from lsprotocol import types

from constdsl.lsp.positions import Lines
from constdsl.source import Span

# Widths of the letters, worked out by hand: é is two bytes in UTF-8 and one unit of UTF-16; 𝔸 is four and two.
TEXT = "aé𝔸b\r\nя\rx\u2028y\n"


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [("utf-8", [0, 1, 3, 7, 8]), ("utf-16", [0, 1, 2, 4, 5]), ("utf-32", [0, 1, 2, 3, 4])],
)
def test_columns_count_in_the_units_agreed_on(encoding: str, columns: list[int]) -> None:
    lines = Lines(TEXT, encoding)
    assert [lines.position(offset).character for offset in range(5)] == columns
    assert [lines.offset(types.Position(0, column)) for column in columns] == [0, 1, 2, 3, 4]


def test_lines_end_where_the_protocol_says() -> None:
    lines = Lines(TEXT)
    assert [lines.position(TEXT.index(letter)).line for letter in "aяxy"] == [0, 1, 2, 2]
    assert lines.position(len(TEXT)) == types.Position(3, 0)


def test_places_outside_are_taken_for_the_nearest_end() -> None:
    lines = Lines("ab\r\ncd")
    assert lines.offset(types.Position(0, 99)) == 2
    assert lines.offset(types.Position(99, 0)) == 6
    assert lines.position(99) == types.Position(1, 2)
    assert lines.position(-1) == types.Position(0, 0)


def test_half_a_character_is_taken_for_the_next_place() -> None:
    assert Lines("𝔸b").offset(types.Position(0, 1)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_an_edit_makes_what_the_editor_made(encoding: str) -> None:
    for seed in range(300):
        random = Random(seed)
        text = "".join(random.choice(["a", "é", "𝔸", "\n", "\r", "\r\n", "\u2028", "\x0b"]) for _ in range(20))
        # Between a carriage return and its line feed no editor has a place.
        places = [at for at in range(len(text) + 1) if text[at - 1 : at + 1] != "\r\n" or at == 0]
        start, end = sorted((random.choice(places), random.choice(places)))
        lines = Lines(text, encoding)
        change = types.TextDocumentContentChangePartial(lines.range(Span(start, end)), "я\n")
        assert lines.edited([change]) == text[:start] + "я\n" + text[end:]


def test_changes_speak_of_what_the_ones_before_have_left() -> None:
    first = types.TextDocumentContentChangePartial(types.Range(types.Position(0, 0), types.Position(0, 0)), "one\n")
    second = types.TextDocumentContentChangePartial(types.Range(types.Position(1, 0), types.Position(1, 1)), "T")
    assert Lines("two").edited([first, second]) == "one\nTwo"
    assert Lines("two").edited([first, types.TextDocumentContentChangeWholeDocument("new")]) == "new"
