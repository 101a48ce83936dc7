"""Diagnostics are drawn in the text they are about, whatever the text is made of."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from constdsl.diagnostic import Diagnostic, Label, Severity
from constdsl.render.palette import Palette
from constdsl.render.snippet import Illustrator, draw_all
from constdsl.render.words import WIDTH, width
from constdsl.source import NOWHERE, Source, Span, markdown_source

from . import samples


def draw(source: Source, span: Span, *labels: Label, message: str = "a fault") -> list[str]:
    """One error drawn over one source."""
    diagnostic = Diagnostic("a/fault", "A1", Severity.ERROR, message, source.name, span, labels)
    return Illustrator({source.name: source}).draw(diagnostic)


def test_the_whole_layout():
    drawn = draw_all(Illustrator({"union.const": samples.UNION}), [samples.umbrella()])
    assert "\n".join(drawn) == """\
error[nomination/umbrella-monopoly] N1: every route onto the ballot for `SupremeSoviet` leads
  through `CentralCommittee`
   ┌─ union.const:12:7
   │  Article 2 “The Supreme Soviet”
12 │       nominated by Unions, Youth, PartyCommittees
   │       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   │                                   --------------- the third of three nominators
   ·  Article 6 “The leading role of the Party”
18 │   party_member is bound by CentralCommittee in voting, nominating
   │   --------------------------------------------------- one master
help: let `WorkCollectives` nominate as well
help: bind members in voting only, and let non-members lead Unions
"""


def test_marks_stand_under_wide_and_combining_characters():
    source = Source("x", "status 人民 e\u0301 fault")
    assert draw(source, samples.spot(source, "fault"))[-2:] == [
        "1 │ status 人民 e\u0301 fault",
        "  │               ^^^^^",
    ]
    assert draw(source, samples.spot(source, "人民"))[-1] == "  │        ^^^^"


def test_tabs_and_carriage_returns():
    source = Source("x", "a\r\n\tfault\r\nb\r\n")
    assert draw(source, samples.spot(source, "fault"))[-2:] == ["2 │     fault", "  │     ^^^^^"]


def test_the_end_of_a_text_can_be_pointed_at():
    source = Source("x", "status a {\n")
    assert draw(source, Span(11, 11))[-3:] == ["  ┌─ x:2:1", "2 │", "  │ ^"]


def test_a_span_of_several_lines_is_marked_on_its_first():
    source = Source("x", "body B {\n  seats 3\n}\n")
    assert draw(source, Span(0, 20))[-2:] == ["1 │ body B {", "  │ ^^^^^^^^"]


def test_a_place_nobody_wrote_is_the_file():
    lines = draw(Source("x", ""), NOWHERE)
    assert lines == ["error[a/fault] A1: a fault", "  ┌─ x"]


def test_labels_in_other_files():
    other = Source("lib/b.const", "article 3 {\n  law\n}\n")
    diagnostic = Diagnostic(
        "a/fault", "A1", Severity.WARNING, "m", "a.const", Span(0, 4), (Label("lib/b.const", Span(14, 17), "here"),)
    )
    sources = {"a.const": Source("a.const", "here\n"), other.name: other}
    assert Illustrator(sources).draw(diagnostic)[1:] == [
        "  ┌─ a.const:1:1",
        "1 │ here",
        "  │ ^^^^",
        "  ┌─ lib/b.const:2:3",
        "  │  Article 3",
        "2 │   law",
        "  │   --- here",
    ]


def test_markdown_is_quoted_as_it_stands():
    source = markdown_source("g.md", "# Rules\n\n```const\nstatus a\n```\n")
    assert draw(source, samples.spot(source, "status a"))[-2:] == ["4 │ status a", "  │ ^^^^^^^^"]


def test_articles_are_found_past_braces_in_strings_comments_and_missing_ones():
    source = Source(
        "x", 'article 1 "A { B" { # {\n  x\n}\ny\narticle 2 unpublished {\n  body B { z }\n  u\narticle 3 {\n v }\n'
    )
    found = {char: draw(source, samples.spot(source, char))[2] for char in "xyzuv"}
    assert {char: line.split("│")[1].strip() for char, line in found.items()} == {
        "x": "Article 1 “A { B”", "y": "y", "z": "Article 2", "u": "Article 2", "v": "Article 3",
    }  # fmt: skip


def test_an_enormous_line_is_shown_in_part_and_quickly():
    text = "x" * 20_000_000 + " fault " + "y" * 20_000_000
    source = Source("x", text)
    start = time.perf_counter()
    lines = draw(source, Span(20_000_001, 20_000_006))
    assert time.perf_counter() - start < 3
    assert all(width(line) <= WIDTH for line in lines)
    assert "fault" in lines[-2]
    assert lines[-2].index("fault") == lines[-1].index("^^^^^")
    assert all(width(line) <= WIDTH for line in draw(source, Span(0, len(text))))


def test_no_text_can_command_the_terminal():
    source = Source("\x1b]0;x\x07", "status \x1b[2J\u202e fault")
    lines = draw(source, Span(7, 12), Label(source.name, Span(0, 3), "\x1b[31m"), message="\x1b[31m")
    assert not any("\x1b" in line or "\u202e" in line for line in lines)


@given(st.text(), st.integers(0, 60), st.integers(0, 60), st.text(max_size=150))
def test_any_text_can_be_drawn_and_fits(text, start, length, words):
    source = Source("x", text)
    span = Span(min(start, len(text)), min(start + length, len(text)))
    lines = draw(source, span, Label("x", span, words), message=words)
    assert all(width(line) <= WIDTH for line in lines)


def test_colour_adds_nothing_but_colour():
    import re

    plain = draw_all(Illustrator({"union.const": samples.UNION}), [samples.umbrella()])
    painted = draw_all(Illustrator({"union.const": samples.UNION}, Palette(True)), [samples.umbrella()])
    assert painted != plain
    assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in painted] == plain
