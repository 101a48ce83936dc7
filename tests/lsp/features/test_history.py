"""What stands behind a verdict, and what each choice does: for clients that show Markdown, and for others."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from constdsl.check.program import variants
from constdsl.lsp.features.history import choices, history
from constdsl.lsp.features.lenses import lenses
from constdsl.lsp.promises import keyed
from constdsl.source import Source
from tests.lsp.harness import Bench

CLUB = """\
status player
class Meeting: player
body Committee { seats 7 elected by Meeting from player for 1 year }
Meeting may remove any member of Committee
option sacking "Who expels?" {
  choice board { Committee may revoke player from any player }
  choice nobody { }
}
guarantee "The members decide": Committee cannot control Meeting
guarantee "One hat": never member of Committee and not player
"""

DECIDE = "guarantee 1 The members decide"


def test_a_broken_promise_is_told_step_by_step_with_links_to_the_clauses() -> None:
    found = history(Bench({"a.const": CLUB}).view("a.const", analysed=True), DECIDE)
    assert found is not None
    assert found.title == "broken by Committee in 2 steps: “The members decide”"
    assert found.markdown == (
        "# ✗ broken: “The members decide”\n\n"
        "Committee cannot control Meeting\n\n"
        "[Show the guarantee](<file:///texts/a.const#L9>)\n\n"
        "Committee can control Meeting at once, and nobody can lawfully stop it.\n\n"
        "1. **at once:** Committee revokes player from any player, at will. ([here](<file:///texts/a.const#L6>))\n"
        "2. **at once:** Nobody who does not act for Committee is left in Meeting. "
        "([here](<file:///texts/a.const#L2>))\n\n"
        "- **by:** Committee\n"
    )
    assert found.plain == (
        "✗ broken: “The members decide”\n"
        "Committee can control Meeting at once, and nobody can lawfully stop it.\n"
        "1. at once: Committee revokes player from any player, at will.\n"
        "2. at once: Nobody who does not act for Committee is left in Meeting."
    )


def test_articles_are_named() -> None:
    clauses, _, promises = CLUB.partition("guarantee")
    text = f'article 4 "Expulsion" {{\n{clauses}}}\nguarantee{promises}'
    found = history(Bench({"a.const": text}).view("a.const", analysed=True), DECIDE)
    assert found is not None
    assert "at will. ([article 4](<file:///texts/a.const#L7>))" in found.markdown
    assert "at will. (article 4)" in found.plain


def test_steps_in_a_used_text_are_linked_there() -> None:
    clauses, _, promises = CLUB.partition("guarantee")
    bench = Bench({"a.const": f'use "club.const"\nguarantee{promises}', "club.const": clauses})
    found = history(bench.view("a.const", analysed=True), DECIDE)
    assert found is not None
    assert "[Show the guarantee](<file:///texts/a.const#L2>)" in found.markdown
    assert "[here](<file:///texts/club.const#L6>)" in found.markdown


def test_a_promise_that_holds_tells_how_near_it_came() -> None:
    text = """\
status player
class Meeting: player
office Chair { elected by Meeting from player for 1 year }
body Council { seats 4 elected by Meeting from player for 1 year  seats 3 appointed by Chair from player for 1 year }
guarantee "Independent": Chair cannot control Council
"""
    found = history(Bench({"a.const": text}).view("a.const", analysed=True), "guarantee 1 Independent")
    assert found is not None
    assert found.title == "holds: nobody gets nearer than 3 of 4 in Council: “Independent”"
    assert "- **nearest:** Chair has 3 of 7 in Council, 4 needed to decide\n" in found.markdown


def test_what_unclear_words_mean_in_the_history_is_told() -> None:
    text = CLUB.replace(
        "Committee may revoke player from any player",
        'unclear "conduct" { reading narrow { } reading wide { Committee may revoke player from any player } }',
    )
    found = history(Bench({"a.const": text}).view("a.const", analysed=True), DECIDE)
    assert found is not None
    assert found.title == "not established: depends on “conduct”: “The members decide”"
    assert "- **hangs on:** “conduct”\n- **reading:** “conduct” as wide\n" in found.markdown


def test_a_text_with_mistakes_is_told_with_a_reservation() -> None:
    found = history(Bench({"a.const": f"{CLUB}status\n"}).view("a.const", analysed=True), DECIDE)
    assert found is not None
    note = "This is how things stand without 1 clause that has a mistake."
    assert note in found.markdown
    assert note in found.plain


def test_titles_cannot_pass_for_marks_of_markdown() -> None:
    title = "*No* [link](x) <b> `code` _so_ a_b"
    bench = Bench({"a.const": f'status a\nbody B {{ seats 1 co-opted from a }}\nguarantee "{title}": never a\n'})
    found = history(bench.view("a.const", analysed=True), f"guarantee 1 {title}")
    assert found is not None
    assert "“\\*No\\* \\[link\\](x) \\<b\\> \\`code\\` \\_so\\_ a_b”" in found.markdown
    assert f"“{title}”" in found.plain


def test_a_key_means_the_same_promise_after_changes_elsewhere() -> None:
    bench = Bench({"a.const": CLUB})
    before = history(bench.view("a.const", analysed=True), DECIDE)
    bench.put("a.const", f'# first\nstatus x\nguarantee "another": never x\n{CLUB}')
    after = history(bench.view("a.const", analysed=True), DECIDE)
    assert before is not None
    assert after is not None
    assert after.title == before.title
    assert "#L12>" in after.markdown


@pytest.mark.parametrize("key", ["", "guarantee", "guarantee 2 The members decide", "guarantee 1 the", "option x"])
def test_a_key_that_means_nothing_gives_nothing(key: str) -> None:
    assert history(Bench({"a.const": CLUB}).view("a.const", analysed=True), key) is None


def test_nothing_is_told_before_the_analysis() -> None:
    assert history(Bench({"a.const": CLUB}).view("a.const"), DECIDE) is None


def test_every_line_above_a_promise_leads_to_its_history() -> None:
    view = Bench({"a.const": CLUB}).view("a.const", analysed=True)
    keys = [lens.command.arguments[1] for lens in lenses(view) if lens.command is not None and lens.command.arguments]
    assert view.outcome is not None
    assert [key for key in keys if key.startswith("guarantee")] == [key for key, _ in keyed(view.outcome, view.name)]
    assert all(history(view, key) is not None for key in keys if key.startswith("guarantee"))


# --- choices ------------------------------------------------------------------------------------------------------


def compared(text: str, option: str | None = None) -> tuple[str, str]:
    """What is told of the choices, as Markdown and as text."""
    found = choices(variants(Source("a.const", text), lambda name: "no file", option), option, "Who expels?")
    return found.markdown, found.plain


def test_the_choices_of_an_option_are_compared_with_everything_else_as_written() -> None:
    text = CLUB + "option other { choice a { status x } choice b { } }\n"
    markdown, plain = compared(text, "sacking")
    assert markdown.startswith("# What each choice of `sacking` does\n\nWho expels?\n\n```text\n")
    rows = [line.split() for line in markdown.splitlines() if line.startswith(("  board", "  nobody"))]
    assert [row[0] for row in rows] == ["board", "nobody"]
    assert plain.splitlines() == [
        "What each choice of `sacking` does",
        "board keeps 0 of 2",
        "nobody keeps 2 of 2",
        "“The members decide” is broken as written; it holds with sacking = nobody.",
        "“One hat” is broken as written; it holds with sacking = nobody.",
    ]


def test_an_option_inside_a_choice_is_compared_under_that_choice() -> None:
    text = """\
status player
class Meeting: player
body Committee { seats 7 elected by Meeting from player for 1 year }
option powers {
  choice none { }
  choice some {
    option which { choice weak { } choice strong { Committee may revoke player from any player } }
  }
}
guarantee "The members decide": Committee cannot control Meeting
"""
    _, plain = compared(text, "which")
    assert plain.splitlines() == ["What each choice of `which` does", "weak keeps 1 of 1", "strong keeps 0 of 1"]


def test_all_choices_are_compared() -> None:
    _, plain = compared(CLUB)
    assert plain.splitlines()[:3] == ["What each choice does", "board keeps 0 of 2", "nobody keeps 2 of 2"]


def test_nothing_is_compared_before_the_text_is_mended() -> None:
    _, plain = compared(f"{CLUB}status\n", "sacking")
    assert plain.splitlines()[1] == "The choices cannot be compared before the text is mended: there is 1 mistake."
