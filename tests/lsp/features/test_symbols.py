"""Outlines, and the search for names."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from lsprotocol import types

from constdsl.lsp.features.symbols import MOST_FOUND, flat_outline, outline, search
from constdsl.model.drafts import Drafts
from tests.lsp.harness import Bench

UNION = """\
constitution "Union"
use "rules.const"
status comrade "a member" within citizen
attribute origin: worker, peasant
act play
flag war
article 6 "Soviets" unpublished {
  body Sejm "The Sejm" {
    seats 10 as peasants elected by Villagers
    seats 20 appointed by Chair
    decides by majority
  }
  class Villagers: comrade
  Chair may remove any member of Sejm
    with consent of Sejm
  only Sejm may play
}
comrade is bound by Sejm in voting
members of Sejm are free
article 6 is entrenched
article 6 is suspended during war
article 6 prevails over article 7
assume 87% of Sejm are comrade
option way "Which?" { choice left { office Chair { elected by Sejm } } }
unclear "core" interpreted by Sejm { reading wide { } }
guarantee "Peace": Chair cannot control Sejm
"""


def drawn(symbols: list[types.DocumentSymbol], depth: int = 0) -> list[str]:
    """An outline as lines: indented, with the pictures and the details."""
    lines = []
    for each in symbols:
        detail = f" ({each.detail})" if each.detail else ""
        lines.append(f"{'  ' * depth}{each.kind.name} {each.name}{detail}")
        lines += drawn(list(each.children or []), depth + 1)
    return lines


def test_the_outline_shows_what_stands_in_what() -> None:
    assert drawn(outline(Bench({"a.const": UNION}).view("a.const"))) == [
        "File use “rules.const”",
        "EnumMember comrade (a member)",
        "Property origin",
        "Function play",
        "Event war",
        "Namespace article 6 (Soviets)",
        "  Class Sejm (The Sejm)",
        "    Field peasants (10 seats)",
        "  Interface Villagers",
        "  Method Chair may remove any member of Sejm",
        "  Method only Sejm may play",
        "Key comrade is bound by Sejm",
        "Key members of Sejm are free",
        "Key article 6 is entrenched",
        "Key article 6 is suspended during war",
        "Key article 6 prevails over article 7",
        "Enum way (Which?)",
        "  EnumMember left",
        "    Class Chair",
        "Enum unclear “core”",
        "  EnumMember wide",
        "Boolean “Peace” (guarantee)",
    ]


def test_a_line_covers_its_statement_and_points_at_its_name() -> None:
    view = Bench({"a.const": "# 𝔸\n" + UNION}).view("a.const")
    article = outline(view)[5]
    [sejm, _, norm, _] = article.children or []

    def words(place: types.Range) -> str:
        span = view.lines.span(place)
        return view.document.text[span.start : span.end]

    assert words(sejm.selection_range) == "Sejm"
    assert words(sejm.range).startswith('body Sejm "The Sejm" {') and words(sejm.range).endswith("}")
    assert words(article.selection_range) == 'article 6 "Soviets" unpublished'
    assert words(norm.range).endswith("with consent of Sejm")


def test_the_outline_moves_with_the_text() -> None:
    bench = Bench({"a.const": "act a\nact b\n"})
    for text in ("act a\nact b\n", "act aa\n\nact b\n", "act aa act b\n", "act 𝔸 act b\n"):
        bench.put("a.const", text)
        view = bench.view("a.const")
        places = [view.lines.span(each.selection_range) for each in outline(view)]
        assert [text[place.start : place.end] for place in places] == [text.split()[1], "b"]


def test_an_outline_is_counted_anew_for_another_unit() -> None:
    text = 'option o "𝔸" { choice p { } }\n'
    bench = Bench({"a.const": text})
    for encoding, column in (("utf-16", 16), ("utf-8", 18), ("utf-32", 15)):
        bench.session.documents.encoding = encoding
        bench.put("a.const", text)
        [option] = outline(bench.view("a.const"))
        [choice] = option.children or []
        assert choice.range.start.character == column


def test_the_flat_outline_tells_what_each_line_stands_in() -> None:
    found = flat_outline(Bench({"a.const": UNION}).view("a.const"))
    assert [(each.name, each.container_name) for each in found][5:9] == [
        ("article 6", None), ("Sejm", "article 6"), ("peasants", "Sejm"), ("Villagers", "article 6")
    ]  # fmt: skip
    assert len(found) == 22


def test_a_line_is_one_line() -> None:
    [line] = outline(Bench({"a.const": 'guarantee "one\rand\u2028all": always anyone\n'}).view("a.const"))
    assert line.name == "“one and all”"


def test_long_lines_are_cut_and_empty_ones_are_not_empty() -> None:
    text = f'guarantee "{"longer " * 40}": always anyone\nunclear "" {{ reading one {{ }} }}\n'
    long, empty = outline(Bench({"a.const": text}).view("a.const"))
    assert len(long.name) == 80 and long.name.endswith("longer l…")
    assert empty.name == "unclear “”"


@pytest.mark.parametrize("text", ["", "body", "article 6 {", "body Sejm { seats", 'guarantee "', "x \x00 status"])
def test_broken_texts_are_no_matter(text: str) -> None:
    view = Bench({"a.const": text}).view("a.const")
    for each in outline(view):
        assert each.name
        assert each.range.start <= each.selection_range.start <= each.selection_range.end <= each.range.end
    flat_outline(view)


# --- search ---------------------------------------------------------------------------------------------------------


def sought(bench: Bench, query: str) -> list[tuple[str, str | None]]:
    """What a search finds: names, and what they stand in."""
    return [(each.name, each.container_name) for each in search(bench.session, Drafts(), query)]


def test_the_best_match_comes_first() -> None:
    text = "status art\nstatus party\nstatus partner\nstatus plait\nstatus artist\nstatus other \"state of the arts\"\n"
    bench = Bench({"a.const": text})
    assert sought(bench, "ART") == [
        ("art", None), ("artist", None), ("party", None), ("partner", None), ("other", None)
    ]  # fmt: skip
    assert sought(bench, "pt") == [("party", None), ("plait", None), ("partner", None)]


def test_names_in_all_texts_are_found(tmp_path: Path) -> None:
    texts = {"a.const": 'use "b.const"\n', "b.const": "body Sejm { seats 3 as wise co-opted }\n", "c.const": UNION}
    bench = Bench(texts, ["a.const"], folder=tmp_path)
    found = search(bench.session, Drafts(), "sejm")
    assert [(each.name, each.container_name, each.location.uri) for each in found] == [
        ("Sejm", None, bench.uri("b.const")), ("Sejm", "article 6", bench.uri("c.const")),
        ("Sejm.wise", "Sejm", bench.uri("b.const")), ("Sejm.peasants", "Sejm", bench.uri("c.const")),
    ]  # fmt: skip
    location = found[3].location
    assert isinstance(location, types.Location)
    assert (location.range.start.line, location.range.start.character) == (8, 16)


def test_what_is_not_saved_yet_is_found(tmp_path: Path) -> None:
    bench = Bench({"a.const": "status old\n"}, folder=tmp_path)
    bench.put("a.const", "status fresh\n")
    assert sought(bench, "") == [("fresh", None)]


def test_rules_without_a_name_are_not_sought() -> None:
    assert sought(Bench({"a.const": "act play\nmembers of Sejm are free\n"}), "") == [("play", None)]
    assert ("“Peace”", None) in sought(Bench({"a.const": UNION}), "peace")


def test_no_more_is_told_than_anybody_reads() -> None:
    text = "".join(f"status s{number}\n" for number in range(MOST_FOUND + 50))
    assert len(sought(Bench({"a.const": text}), "s")) == MOST_FOUND
