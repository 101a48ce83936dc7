"""Marks on names, by what they stand for."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from lsprotocol import types

from constdsl.lsp.features.tokens import LEGEND, Sent, changes, tokens
from constdsl.lsp.view import View
from constdsl.source import Span
from tests.lsp.harness import Bench

CLUB = """\
status player
attribute origin: worker, peasant
act play
flag war
article 6 {
  class Meeting: player and origin = worker
  body Board { seats 7 as wise elected by Meeting }
}
office Chair { elected by Board.wise }
Board may play
Chair may declare war
Chair may amend article 6
option way { choice left { Chair may confer player on anyone } }
"""


def marked(view: View, data: list[int]) -> list[tuple[str, str]]:
    """Each marked word with its mark. Units are those of the view's lines."""
    found = []
    line = column = 0
    for at in range(0, len(data), 5):
        down, right, length, kind, bits = data[at : at + 5]
        line, column = line + down, right if down else column + right
        start = view.lines.offset(types.Position(line, column))
        end = view.lines.offset(types.Position(line, column + length))
        modifiers = [name for number, name in enumerate(LEGEND.token_modifiers) if bits >> number & 1]
        found.append((view.document.text[start:end], ".".join([LEGEND.token_types[kind], *modifiers])))
    return found


def test_each_kind_of_name_has_a_mark() -> None:
    view = Bench({"a.const": CLUB}).view("a.const")
    assert marked(view, tokens(view)) == [
        ("player", "enumMember.declaration"),
        ("origin", "property.declaration"), ("worker", "enumMember.declaration"),
        ("peasant", "enumMember.declaration"),
        ("play", "function.declaration"),
        ("war", "event.declaration"),
        ("6", "namespace.declaration"),
        ("Meeting", "class.declaration.abstract"), ("player", "enumMember"), ("origin", "property"),
        ("worker", "enumMember"),
        ("Board", "class.declaration"), ("wise", "property.declaration"), ("Meeting", "class.abstract"),
        ("Chair", "class.declaration"), ("Board", "class"), ("wise", "property"),
        ("Board", "class"), ("play", "function"),
        ("Chair", "class"), ("war", "event"),
        ("Chair", "class"), ("6", "namespace"),
        ("way", "namespace.declaration"), ("left", "namespace.declaration"), ("Chair", "class"),
        ("player", "enumMember"),
    ]  # fmt: skip


def test_names_that_stand_for_nothing_have_none() -> None:
    text = """\
attribute origin: worker
class Few: stranger and origin = lord
body Board { seats 3 elected by Few }
Board.wise may amend article 6
"""
    view = Bench({"a.const": text}).view("a.const")
    assert [word for word, _ in marked(view, tokens(view))] == [
        "origin", "worker", "Few", "origin", "Board", "Few", "Board"
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_count_in_the_units_of_the_editor(encoding: str) -> None:
    """`𝔸` is one character, two units of UTF-16 and four of UTF-8; the second body begins in the middle of a line."""
    text = 'body Ж𝔸 "𝔸𝔸" { seats 3 co-opted } body Дума "𝔸" { seats 3 appointed by Ж𝔸 } # 𝔸\nЖ𝔸 may dissolve Дума\n'
    view = Bench({"a.const": text}, encoding=encoding).view("a.const")
    data = tokens(view)
    assert [word for word, _ in marked(view, data)] == ["Ж𝔸", "Дума", "Ж𝔸", "Ж𝔸", "Дума"]
    assert data[2] == {"utf-8": 6, "utf-16": 3, "utf-32": 2}[encoding]
    widths = {"utf-8": (4, 2), "utf-16": (2, 1), "utf-32": (1, 1)}[encoding]
    wide, cyrillic = widths
    # From the first name to the second: `Ж𝔸 "𝔸𝔸" { seats 3 co-opted } body `.
    assert data[6] == cyrillic + wide + len(' "') + 2 * wide + len('" { seats 3 co-opted } body ')


def test_marks_move_with_the_text_and_follow_what_is_declared_elsewhere() -> None:
    bench = Bench({"a.const": CLUB})
    before = bench.view("a.const")
    first = marked(before, tokens(before))
    bench.put("a.const", "# A longer beginning.\n\n" + CLUB)
    after = bench.view("a.const")
    assert marked(after, tokens(after)) == first
    bench.put("a.const", CLUB.replace("status player", "class player: anyone"))
    other = bench.view("a.const")
    assert [mark for word, mark in marked(other, tokens(other)) if word == "player"] == [
        "class.declaration.abstract", "class.abstract", "class.abstract"
    ]  # fmt: skip


def test_the_same_piece_is_counted_anew_for_another_unit() -> None:
    text = 'body Ж "𝔸" { seats 3 co-opted }\n'
    bench = Bench({"a.const": text}, encoding="utf-16")
    assert tokens(bench.view("a.const"))[2] == 1
    bench.session.documents.encoding = "utf-8"
    bench.put("a.const", text)  # the piece is the same value as before
    assert tokens(bench.view("a.const"))[2] == 2


def test_prose_of_markdown_has_no_marks_and_moves_none() -> None:
    text = "𝔸 Council\rmay 𝔸\n\n```const\nbody Council { seats 3 co-opted }\n```\nCouncil may dissolve Council\n"
    view = Bench({"a.const": text}, language="markdown").view("a.const")
    assert marked(view, tokens(view)) == [("Council", "class.declaration")]


def test_prose_that_changes_its_lines_moves_marks() -> None:
    """To the tool both texts are the same, as prose is blank to it; to the editor the second has a line more."""
    text = "```const\narticle 6 {\n```\nProse and prose\n```const\nact play }\n```\n"
    bench = Bench({"a.const": text}, language="markdown")
    assert tokens(bench.view("a.const"))[5] == 4
    bench.put("a.const", text.replace("and prose", "and\rprose"))
    assert tokens(bench.view("a.const"))[5] == 5


def test_a_stretch_has_the_marks_of_its_pieces() -> None:
    view = Bench({"a.const": CLUB}).view("a.const")
    start = CLUB.index("act play")
    words = [word for word, _ in marked(view, tokens(view, Span(start + 4, start + 8)))]
    assert words == ["play"]


def test_a_change_is_told_as_one_stretch() -> None:
    assert changes([1, 2, 3, 4], [1, 2, 3, 4]) == []
    assert changes([1, 2, 3, 4], [1, 9, 8, 3, 4]) == [types.SemanticTokensEdit(1, 1, [9, 8])]
    assert changes([1, 1], [1, 1, 1]) == [types.SemanticTokensEdit(2, 0, [1])]
    assert changes([1, 2], []) == [types.SemanticTokensEdit(0, 2, [])]


def test_changes_lead_from_what_was_sent_to_what_is() -> None:
    bench, sent = Bench({"a.const": CLUB}), Sent()
    whole = sent.whole(bench.view("a.const"))
    assert whole.result_id is not None
    bench.put("a.const", CLUB.replace("flag war\n", "flag war\nflag peace\n"))
    view = bench.view("a.const")
    delta = sent.delta(view, whole.result_id)
    assert isinstance(delta, types.SemanticTokensDelta)
    data = list(whole.data)
    for edit in delta.edits:
        data[edit.start : edit.start + edit.delete_count] = edit.data or []
    assert data == tokens(view)
    # An older name than the last is not known any more: all marks are sent.
    assert isinstance(sent.delta(view, whole.result_id), types.SemanticTokens)


@pytest.mark.parametrize("text", ["", "body", "article 6 {", "body Sejm { seats", "status \x00 a\nstatus"])
def test_broken_texts_are_no_matter(text: str) -> None:
    view = Bench({"a.const": text}).view("a.const")
    marked(view, tokens(view))
