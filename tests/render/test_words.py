"""Text is measured as a screen shows it, and says numbers as people do."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constdsl.render.words import clean, deadline, duration, listing, pad, together, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Sejm", 4),
        ("ВерховныйСовет", 14),
        ("人民代表大会", 12),
        ("e\u0301", 1),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),
        ("", 0),
    ],
)
def test_width(text, columns):
    assert width(text) == columns
    assert width(pad(text, 20)) == width(pad(text, 20, right=True)) == 20


def test_control_characters_are_shown_and_not_obeyed():
    assert clean("a\x1b[31mb\x07\x7f\x9b") == "a␛[31mb␇␡\ufffd"
    assert clean("two\nlines\tand a tab") == "two lines and a tab"
    assert clean("\u202egnorw") == "<U+202E>gnorw"
    assert clean("\udcff") == "\ufffd"
    assert clean("ВерховныйСовет “x” é") == "ВерховныйСовет “x” é"


@given(st.text(), st.integers(4, 30))
def test_wrapped_lines_fit_and_lose_nothing(text, columns):
    cleaned = clean(text)
    lines = wrap(cleaned, columns)
    assert lines
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == cleaned.replace(" ", "")


@given(st.text())
def test_a_cleaned_text_is_clean(text):
    assert clean(clean(text)) == clean(text)
    assert "\x1b" not in clean(text)


def test_names_break_at_their_seams():
    assert wrap("CentralCommittee", 12) == ["Central", "Committee"]
    assert wrap("Sejm.peasants_and_workers", 14) == ["Sejm.peasants_", "and_workers"]
    assert wrap("aaaaaaaaaaaaaaaa", 8) == ["aaaaaaaa", "aaaaaaaa"]


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (Fraction(0), "at once"),
        (Fraction(1), "within 1 year"),
        (Fraction(4), "within 4 years"),
        (Fraction(1, 12), "within 1 month"),
        (Fraction(5, 2), "within 2 years 6 months"),
        (Fraction(30, 365), "within 30 days"),
        (Fraction(2, 52), "within 2 weeks"),
        (1 + Fraction(1, 7), "within 1.15 years"),
        (2 - Fraction(1, 1001), "within 2.00 years"),
    ],
)
def test_dates(years, words):
    assert deadline(years) == words
    assert years == 0 or words.endswith(duration(years))


def test_lists():
    assert listing([]) == ""
    assert listing(["A"]) == together(["A"]) == "A"
    assert listing(["A", "B", "C"]) == "A, B and C"
    assert listing(["A", "B"], "or") == "A or B"
    assert together(["A", "B"]) == "A and B together"
