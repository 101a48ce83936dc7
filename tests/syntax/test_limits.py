"""Texts that no constitution is: they get a diagnostic, at once, and never an exception."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constdsl.source import Source
from constdsl.syntax.parser import parse, parse_property

TEXTS = {
    "control": "status a\x00b",
    "surrogate": "status \ud800",
    "direction": 'status a "\u202e"',
    "parentheses": "class A: " + "(" * 10_000 + "x" + ")" * 10_000,
    "open parentheses": "class A: " + "(" * 10_000,
    "negations": "class A: " + "not " * 10_000 + "x",
    "vetoes": "X may " + "veto " * 10_000 + "x",
    "braces": "article 1 { " * 5000 + "}" * 5000,
    "open braces": "{" * 10_000,
    "closing braces": "}" * 10_000,
    "long line": "x" * 200_000,
    "large": "# x\n" * 5_500_000,
    "number": "status a class B: age >= " + "9" * 5000,
    "title": 'status a "never closed\nstatus b',
    "words": "x " * 30_000,
    "quotes": '"' * 10_001,
}


@pytest.mark.parametrize("name", TEXTS)
def test_is_reported_quickly(name: str) -> None:
    start = time.perf_counter()
    parsed = parse(Source("x", TEXTS[name]))
    assert parsed.diagnostics
    assert all(finding.code.startswith("S") and finding.slug.startswith("syntax/") for finding in parsed.diagnostics)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("text", ["", " \n\t", "# only a comment", "\ufeffstatus a", "status a\r\nstatus b\r\n"])
def test_is_fine(text: str) -> None:
    assert parse(Source("x", text)).diagnostics == ()


def test_what_is_as_deep_as_allowed_can_be_compared() -> None:
    text = "class A: " + "(a and not (b or " * 33 + "c" + "))" * 33
    first, second = parse(Source("x", text)), parse(Source("x", text))
    assert first.diagnostics == ()
    assert first == second
    assert hash(first.instrument) == hash(second.instrument)
    assert repr(first)


_WORDS = """status article class body office seats elected by from any member of may must not and or { } ( ) : , . %
 = >= " 5 25_000 two-thirds x Y.z is bound # ; 12a guarantee no alone can together within years option choice unclear
 reading veto annul strike candidate for"""
_SCRAPS = st.sampled_from(list(dict.fromkeys(_WORDS.split())))


@settings(max_examples=150, deadline=None)
@given(st.lists(_SCRAPS | st.sampled_from(["\n", "\n  "]), max_size=40).map(" ".join) | st.text(max_size=80))
def test_no_text_crashes(text: str) -> None:
    source = Source("x", text)
    for finding in parse(source).diagnostics:
        assert 0 <= finding.span.start <= finding.span.end <= max(len(text), 1)
    parse_property(text)


_PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
_GOOD = [re.findall(r'\s+|\w+|"[^"\n]*"|.', block) for block in re.findall(r"```const\n(.*?)```", _PAGE, re.DOTALL)]


@pytest.mark.parametrize("seed", range(150))
def test_no_slip_of_the_pen_crashes_or_hangs(seed: int) -> None:
    """Words of good texts dropped, doubled, exchanged or put in elsewhere."""
    chance = random.Random(seed)
    words = list(chance.choice(_GOOD))
    for _ in range(chance.choice((1, 2, 4, 8))):
        place = chance.randrange(len(words))
        change = chance.choice(("drop", "put in", "put for", "cut"))
        other = chance.choice(chance.choice(_GOOD))
        if change == "drop":
            words[place] = " "
        elif change == "put in":
            words[place] += f" {other} "
        elif change == "put for":
            words[place] = other
        elif chance.random() < 0.2:
            words = words[: place + 1]
    start = time.perf_counter()
    parse(Source("x", "".join(words)))
    assert time.perf_counter() - start < 5


def test_a_place_is_repaired_once() -> None:
    """A statement made to end here once got `any` put before it without end."""
    text = "body B { seats 9 elected by C for law years }\n}"
    text += "4article peasant2a unpublished {\n  office S { appointed by  for life }\n}\n"
    assert parse(Source("x", text)).diagnostics
