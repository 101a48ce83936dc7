"""Texts that no constitution is: they get a diagnostic, at once, and never an exception."""

from __future__ import annotations

import time

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


_SCRAPS = st.sampled_from(
    """status article class body office seats elected by from any member of may must not and or { } ( ) : , . % = >= "
    5 25_000 two-thirds x Y.z is bound # ; 12a guarantee no alone can together within years option choice unclear
    reading veto annul strike candidate for""".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_SCRAPS | st.sampled_from(["\n", "\n  "]), max_size=40).map(" ".join) | st.text(max_size=80))
def test_no_text_crashes(text: str) -> None:
    source = Source("x", text)
    for finding in parse(source).diagnostics:
        assert 0 <= finding.span.start <= finding.span.end <= max(len(text), 1)
    parse_property(text)
