"""What stands around a place, from small to large."""

from __future__ import annotations

from itertools import pairwise

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from constdsl.lsp.features.selection import around, selections
from tests.lsp.harness import Bench, cursor

UNION = """\
act play
article 6 "The Sejm" {
  body Sejm { seats 3 elected by Vo|ters from member of Sejm and not Voters }
}
"""


def grown(marked: str) -> list[str]:
    """The stretches around the `|`, on one line each, without the whole text."""
    text, at = cursor(marked)
    *inner, whole = around(Bench({"a.const": text}).view("a.const"), at)
    assert (whole.start, whole.end) == (0, len(text))
    return [" ".join(text[span.start : span.end].split()) for span in inner]


def test_from_a_word_to_the_article() -> None:
    group = "seats 3 elected by Voters from member of Sejm and not Voters"
    body = f"body Sejm {{ {group} }}"
    assert grown(UNION) == ["Voters", "elected by Voters", group, body, f'article 6 "The Sejm" {{ {body} }}']


def test_conditions_grow_part_by_part() -> None:
    text = UNION.replace("|", "").replace("not Voters", "not Vote|rs")
    assert grown(text)[:4] == [
        "Voters", "not Voters", "member of Sejm and not Voters", "from member of Sejm and not Voters"
    ]  # fmt: skip


def test_titles_and_comments_are_marked_whole() -> None:
    text = UNION.replace("|", "")
    assert grown(text.replace("The Sejm", "The S|ejm"))[:2] == ['"The Sejm"', 'article 6 "The Sejm"']
    assert grown("# What is |said here.\n" + text)[:2] == ["said", "# What is said here."]


def test_each_stretch_has_the_next_for_its_parent() -> None:
    text, at = cursor(UNION)
    view = Bench({"a.const": text}).view("a.const")
    [first, second] = selections(view, [at, 0])
    assert first.parent is not None and first.parent.range.start.character == 22
    assert (second.range.start.line, second.range.end.character) == (0, 3)


@pytest.mark.parametrize("text", ["", "body", "article 6 {", "body Sejm { seats", "x \x00", "\r\n\r"])
def test_broken_texts_are_no_matter(text: str) -> None:
    view = Bench({"a.const": text}).view("a.const")
    for at in range(len(text) + 2):
        chain = around(view, min(at, len(text)))
        for inner, outer in pairwise(chain):
            assert outer.start <= inner.start <= inner.end <= outer.end and inner != outer
