"""From a name to its declarations, to its uses, and to its other places in the text."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from lsprotocol import types

from constdsl.lsp.features.navigation import definition, highlights, references
from tests.lsp.harness import Bench, cursor

UNION = """\
constitution "Union"
status comrade
attribute origin: worker, peasant
article 6 "Soviets" {
  body Sejm {
    seats 10 as peasants elected by Villagers
    seats 20 as workers appointed by Chair
  }
  class Villagers: comrade and origin = peasant
}
Sejm.peasants may veto amend article 6
office Chair { elected by Sejm }
"""
RULES = """\
statute "Rules"
use "union.const"
article 2 {
  Sejm may remove any member of Chair
}
Sejm may suspend article 6
"""


def found(bench: Bench, locations: list[types.Location]) -> list[tuple[str, int, str]]:
    """Where locations lie: the file, the line counted from 1, and the words."""
    told = []
    for each in locations:
        name = next(name for name in ("union.const", "rules.const", "a.const") if bench.uri(name) == each.uri)
        lines = bench.session.documents.lines(bench.name(name))
        span = lines.span(each.range)
        told.append((name, each.range.start.line + 1, lines.text[span.start : span.end]))
    return told


def defined(marked: str) -> list[tuple[str, int, str]]:
    """Where the name at the `|` of a text is declared."""
    text, at = cursor(marked)
    bench = Bench({"a.const": text})
    return found(bench, definition(bench.view("a.const"), at))


def test_a_name_leads_to_its_declaration() -> None:
    text = UNION.replace("elected by Sejm", "elected by Se|jm")
    assert defined(text) == [("a.const", 5, "Sejm")]


def test_a_place_right_behind_a_name_counts() -> None:
    assert defined(UNION.replace("elected by Sejm", "elected by Sejm|")) == [("a.const", 5, "Sejm")]


def test_a_group_leads_into_its_body() -> None:
    assert defined(UNION.replace("Sejm.peasants", "Sejm.pea|sants")) == [("a.const", 6, "peasants")]


def test_a_value_leads_to_its_attribute_and_not_to_a_group_of_the_same_name() -> None:
    text = UNION.replace("worker, peasant", "worker, peasants").replace("origin = peasant", "origin = |peasants")
    assert defined(text) == [("a.const", 3, "peasants")]


def test_a_number_leads_to_its_article() -> None:
    assert defined(UNION.replace("amend article 6", "amend article |6")) == [("a.const", 4, "6")]


def test_a_name_declared_under_several_choices_leads_to_each() -> None:
    text = """\
option who {
  choice many { class Voters: anyone }
  choice few { class Voters: member of Council }
}
body Council { seats 3 elected by Vo|ters }
"""
    assert defined(text) == [("a.const", 2, "Voters"), ("a.const", 3, "Voters")]


def test_an_undeclared_name_and_a_word_of_the_language_lead_nowhere() -> None:
    assert defined("body Council { seats 3 elected by Vo|ters }\n") == []
    assert defined("bo|dy Council { seats 3 co-opted }\n") == []


def test_a_name_leads_into_a_text_that_is_used() -> None:
    rules, at = cursor(RULES.replace("Sejm may remove", "S|ejm may remove"))
    bench = Bench({"union.const": UNION, "rules.const": rules})
    assert found(bench, definition(bench.view("rules.const"), at)) == [("union.const", 5, "Sejm")]


def test_an_article_is_that_of_the_own_text_if_there_is_one() -> None:
    own = RULES.replace("article 2 {", "article 6 {")
    for rules, expected in ((RULES, ("union.const", 4, "6")), (own, ("rules.const", 3, "6"))):
        bench = Bench({"union.const": UNION, "rules.const": rules})
        at = rules.index("suspend article 6") + len("suspend article 6")
        assert found(bench, definition(bench.view("rules.const"), at)) == [expected]


def test_a_path_leads_to_its_text() -> None:
    rules, at = cursor(RULES.replace("union.const", "uni|on.const"))
    bench = Bench({"union.const": UNION, "rules.const": rules})
    [location] = definition(bench.view("rules.const"), at)
    assert (location.uri, location.range.start) == (bench.uri("union.const"), types.Position(0, 0))


def test_uses_are_found_in_all_texts_that_share_a_name() -> None:
    bench = Bench({"union.const": UNION, "rules.const": RULES})
    view = bench.view("union.const")
    at = UNION.index("Sejm")
    uses = [
        ("union.const", 11, "Sejm"), ("union.const", 12, "Sejm"),
        ("rules.const", 4, "Sejm"), ("rules.const", 6, "Sejm"),
    ]  # fmt: skip
    assert found(bench, references(view, at, declaration=False)) == uses
    assert found(bench, references(view, at, declaration=True)) == [("union.const", 5, "Sejm"), *uses]


def test_uses_are_found_in_texts_that_are_not_open(tmp_path: Path) -> None:
    bench = Bench({"union.const": UNION, "rules.const": RULES}, ["union.const"], folder=tmp_path)
    uses = references(bench.view("union.const"), UNION.index("Sejm"), declaration=False)
    assert [line for name, line, _ in found(bench, uses) if name == "rules.const"] == [4, 6]


def test_a_name_that_others_use_for_something_else_is_another(tmp_path: Path) -> None:
    """Both use the same rules, which name no council: each has a council of its own."""
    texts = {
        "shared.const": "status comrade\n",
        "one.const": 'use "shared.const"\nbody Council { seats 3 co-opted }\n',
        "two.const": 'use "shared.const"\nbody Council { seats 5 co-opted }\n',
    }
    bench = Bench(texts, ["one.const"], folder=tmp_path)
    at = texts["one.const"].index("Council")
    assert [each.uri for each in references(bench.view("one.const"), at, declaration=True)] == [bench.uri("one.const")]


def test_a_name_goes_through_texts_that_share_it(tmp_path: Path) -> None:
    """The first and the last share no text, but others lie between that speak of the same council."""
    texts = {
        "a.const": "body Council { seats 3 co-opted }\n",
        "b.const": 'use "a.const"\nuse "c.const"\nCouncil may dissolve Council\n',
        "c.const": "# Read with others.\nassume 3 members of Council side with Council\n",
        "d.const": 'use "c.const"\nbody Council { seats 9 co-opted }\n',
    }
    bench = Bench(texts, ["a.const"], folder=tmp_path)
    uris = {each.uri for each in references(bench.view("a.const"), 6, declaration=True)}
    assert uris == {bench.uri(name) for name in texts}


def test_own_places_are_told_apart_by_what_happens_there() -> None:
    bench = Bench({"union.const": UNION, "rules.const": RULES})
    marks = highlights(bench.view("union.const"), UNION.index("Sejm"))
    read, write = types.DocumentHighlightKind.Read, types.DocumentHighlightKind.Write
    assert [(each.range.start.line + 1, each.kind) for each in marks] == [(5, write), (11, read), (12, read)]


@pytest.mark.parametrize("text", ["", "body", 'use "', "article 6 {", "body Sejm { seats", "Sejm may \x00"])
def test_broken_texts_are_no_matter(text: str) -> None:
    view = Bench({"a.const": text}).view("a.const")
    for at in (0, len(text), len(text) + 5):
        definition(view, at), references(view, at, declaration=True), highlights(view, at)
