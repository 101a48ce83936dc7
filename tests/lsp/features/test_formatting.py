"""Layout asked of an editor: only lines that differ are sent, and none of a text with mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from constdsl.format import format_text
from constdsl.lsp.features.formatting import formatted, formatted_range
from constdsl.source import Span
from tests.lsp.edits import applied
from tests.lsp.harness import Bench

EXAMPLES = Path(__file__).parents[3] / "examples"

CROOKED = "status   citizen\nstatus player\nclass  Electors:citizen\n"


def test_only_the_lines_that_differ_are_sent() -> None:
    edits = formatted(Bench({"a.const": CROOKED}).view("a.const"))
    assert [(edit.range.start.line, edit.range.end.line) for edit in edits] == [(0, 1), (2, 3)]
    assert applied(CROOKED, edits) == "status citizen\nstatus player\nclass Electors: citizen\n"


def test_line_ends_stay_what_they_are() -> None:
    text = CROOKED.replace("\n", "\r\n")
    edits = formatted(Bench({"a.const": text}).view("a.const"))
    assert applied(text, edits) == "status citizen\r\nstatus player\r\nclass Electors: citizen\r\n"


def test_wide_characters_before_the_place_do_not_shift_it() -> None:
    text = 'status player\nstatus citizen "\U0001d54f"   within   player\n'
    for encoding in ("utf-8", "utf-16", "utf-32"):
        view = Bench({"a.const": text}, encoding=encoding).view("a.const")
        laid_out = format_text(view.document.source).text
        assert laid_out != text
        assert applied(text, formatted(view), encoding) == laid_out
        assert applied(text, formatted_range(view, Span(0, len(text))), encoding) == laid_out


def test_prose_around_the_blocks_of_markdown_stays() -> None:
    text = f"# On   voting\n\n```const\n{CROOKED}```\n\nAnd   so on.\n"
    view = Bench({"a.md": text}, language="markdown").view("a.md")
    found = "# On   voting\n\n```const\nstatus citizen\nstatus player\nclass Electors: citizen\n```\n\nAnd   so on.\n"
    assert applied(text, formatted(view)) == found


def test_a_text_with_a_mistake_is_left_alone() -> None:
    assert formatted(Bench({"a.const": CROOKED + "status\n"}).view("a.const")) == []


def test_a_text_in_order_needs_no_edit() -> None:
    assert formatted(Bench({"a.const": "status citizen\n"}).view("a.const")) == []


def test_of_a_marked_part_only_the_statements_it_touches_change() -> None:
    view = Bench({"a.const": CROOKED}).view("a.const")
    at = CROOKED.index("class")
    edits = formatted_range(view, Span(at, at + 3))
    assert applied(CROOKED, edits) == "status   citizen\nstatus player\nclass Electors: citizen\n"


def test_a_marked_part_can_be_laid_out_while_another_has_a_mistake() -> None:
    text = "status   citizen\nstatus\nclass Electors: citizen\n"
    edits = formatted_range(Bench({"a.const": text}).view("a.const"), Span(0, 3))
    assert applied(text, edits) == "status citizen\nstatus\nclass Electors: citizen\n"


@pytest.mark.parametrize("name", ["reformed_union", "thread/a14_technocracy", "history/weimar"])
def test_edits_lead_to_what_the_formatter_says(name: str) -> None:
    text = (EXAMPLES / f"{name}.const").read_text("utf-8").replace("{ ", "{  ").replace("  ", "   ")
    view = Bench({"a.const": text}).view("a.const")
    laid_out = format_text(view.document.source).text
    assert laid_out != text
    assert applied(text, formatted(view)) == laid_out
