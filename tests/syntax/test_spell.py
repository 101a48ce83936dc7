"""Spelling a tree and parsing the words gives the tree again."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from constdsl.source import Source
from constdsl.syntax import tree as t
from constdsl.syntax.parser import parse, parse_property
from constdsl.syntax.spell import spell, spell_duration, spell_percent, spell_share
from tests.syntax import strategies as my

_quick = settings(max_examples=120, deadline=None)


@_quick
@given(my.conditions)
def test_conditions_survive(condition: t.Condition) -> None:
    assert parse_property(f"never {spell(condition)}") == t.Invariant(False, condition)


@_quick
@given(my.acts)
def test_acts_survive(act: t.Act) -> None:
    expected = t.Ability(t.NamedCoalition((t.Ref(t.Name("X")),)), True, t.Block(act))
    assert parse_property(f"X can block {spell(act)}") == expected


@_quick
@given(my.properties)
def test_properties_survive(promise: t.Property) -> None:
    assert parse_property(spell(promise)) == promise


@_quick
@given(my.thresholds)
def test_thresholds_survive(threshold: t.Threshold) -> None:
    parsed = parse(Source("x", f"body B {{ decides by {spell(threshold)} }}"))
    assert parsed.diagnostics == ()
    assert parsed.instrument.statements == (t.BodyDecl(t.Name("B"), None, False, (t.DecidesBy(threshold),)),)


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        ("never ((a) and ((b or c)))", "never a and (b or c)"),
        ("never not (a and b) or c and d", "never not (a and b) or c and d"),
        ("X can remove any (candidate)", "X can remove any (candidate)"),
        ("X, Y and Z together cannot amend any article within 30 months",
         "X, Y and Z together cannot amend any article within 2.5 years"),
        ("no two bodies but A, B.c together can bar anyone from D",
         "no two bodies but A, B.c together can bar anyone from D"),
    ],
)  # fmt: skip
def test_canonical_words(promise: str, words: str) -> None:
    parsed = parse_property(promise)
    assert not isinstance(parsed, tuple)
    assert spell(parsed) == words


def test_amounts() -> None:
    assert [spell_share(Fraction(*pair)) for pair in ((1, 2), (2, 3), (3, 5), (1, 8), (5, 11), (1, 1))] == [
        "half", "two-thirds", "60%", "one-eighth", "5/11", "100%",
    ]  # fmt: skip
    assert [spell_duration(Fraction(*pair)) for pair in ((4, 1), (1, 1), (1, 2), (1, 12), (5, 2), (4, 3))] == [
        "4 years", "1 year", "6 months", "1 month", "2.5 years", "16 months",
    ]  # fmt: skip
    assert spell_percent(Fraction(1, 10)) == "10%"
