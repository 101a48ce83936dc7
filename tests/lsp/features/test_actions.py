"""What an editor offers against a finding, and what becomes of the text when it is taken."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from lsprotocol import types

from constdsl.check.asking import Asking
from constdsl.check.program import check
from constdsl.diagnostic import Edit
from constdsl.lsp.features.actions import actions, fix_all, must_wait, wants, workspace_edit
from constdsl.lsp.view import View
from constdsl.source import Source, Span, markdown_source
from tests.lsp.edits import changed
from tests.lsp.harness import Bench

UNION = Path(__file__).parents[3] / "examples" / "reformed_union.const"

CLUB = """\
constitution "The Chess Club"
status player
article 1 "Members" {
  class Meeting: player
}
article 2 "The committee" {
  body Committee { seats 7 elected by Meeting from player for 1 year }
  Meeting may remove any member of Committee
  Committee may confer player on anyone
  Committee may revoke player from any player by two-thirds
}
guarantee "The members decide": Committee cannot control Meeting
"""

FLOW = "discipline/circular-flow"
CONSENT = (
    "Let Meeting agree each time before Committee may revoke player from any player; “The members decide” holds then"
)


def found(texts: dict[str, str], read: dict[str, str] | None = None) -> Counter[str]:
    """The slugs of all that is wrong in some texts, by name, that may use others."""
    every = {**(read or {}), **texts}
    sources = {
        name: markdown_source(name, text) if name.endswith(".md") else Source(name, text)
        for name, text in every.items()
    }
    report = check([sources[name] for name in texts], lambda name: sources.get(name, "no file"), None, Asking())
    return Counter(each.slug for each in report.diagnostics)


def at(view: View, words: str) -> Span:
    """A cursor in some words of a text."""
    place = view.document.text.index(words) + 1
    return Span(place, place)


def offered(view: View, words: str) -> dict[str, types.CodeAction]:
    """What is offered with the cursor in some words."""
    return {each.title: each for each in actions(view, at(view, words), versions=True)}


def taken(bench: Bench, action: types.CodeAction, *names: str) -> dict[str, str]:
    """Texts by name once an action was taken."""
    texts = {}
    for name in names:
        document = bench.session.document(bench.name(name))
        assert document is not None
        texts[bench.uri(name)] = document.text
    assert action.edit is not None
    after = changed(texts, action.edit, bench.session.documents.encoding)
    return {bench.name(name): after[bench.uri(name)] for name in names}


# --- ways out -----------------------------------------------------------------------------------------------------


def test_each_way_out_is_offered_with_what_it_brings_and_ends_the_finding() -> None:
    bench = Bench({"a.const": CLUB})
    view = bench.view("a.const", analysed=True)
    assert found({"a.const": CLUB})[FLOW] == 1
    quick = offered(view, "Committee may revoke")
    ways = [title for title in quick if not title.startswith("Allow")]
    assert CONSENT in ways
    assert len(ways) == 2
    for title in ways:
        action = quick[title]
        assert action.kind == types.CodeActionKind.QuickFix
        assert action.diagnostics is not None
        assert [each.code for each in action.diagnostics] == [FLOW]
        assert found(taken(bench, action, "a.const"))[FLOW] == 0, title
    assert "two-thirds with consent of Meeting" in taken(bench, quick[CONSENT], "a.const")[bench.name("a.const")]


def test_nothing_is_offered_elsewhere() -> None:
    assert offered(Bench({"a.const": CLUB}).view("a.const", analysed=True), "Meeting may remove") == {}


def test_edits_are_for_the_versions_of_the_texts_that_were_analysed(tmp_path: Path) -> None:
    texts = {"a.const": 'use "b.const"\nuse "c.const"\n', "b.const": "status b\n", "c.const": "status c\r\n"}
    bench = Bench(texts, ("a.const", "b.const"), folder=tmp_path)
    bench.put("b.const", "status bee\n")
    edits = [Edit(bench.name(name), Span(0, 0), "# why\n") for name in ("b.const", "c.const")]
    found = workspace_edit(bench.view("a.const"), edits, True)
    assert found.changes is None
    changes = [each for each in found.document_changes or () if isinstance(each, types.TextDocumentEdit)]
    assert [(each.text_document.uri, each.text_document.version) for each in changes] == [
        (bench.uri("b.const"), 2), (bench.uri("c.const"), None),
    ]  # fmt: skip
    assert [one.new_text for each in changes for one in each.edits] == ["# why\n", "# why\r\n"]
    plain = workspace_edit(bench.view("a.const"), edits, False)
    assert plain.document_changes is None
    assert [*(plain.changes or {})] == [bench.uri("b.const"), bench.uri("c.const")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_wide_characters_and_other_line_ends_are_kept(encoding: str) -> None:
    text = CLUB.replace("status player", 'status player "\U0001d54f"').replace("\n", "\r\n")
    text = text.replace("  Committee may revoke", '  status guest "\U0001d54f"  Committee may revoke')
    bench = Bench({"a.const": text}, encoding=encoding)
    quick = offered(bench.view("a.const", analysed=True), "Committee may revoke")
    after = taken(bench, quick[CONSENT], "a.const")[bench.name("a.const")]
    assert after == text.replace("by two-thirds", "by two-thirds with consent of Meeting")


# --- words that are meant -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "title", "after"),
    [
        ("status player\nclass A: plaeyr\n", "plaeyr", "Replace it with `player`", "status player\nclass A: player\n"),
        ("stauts player\n", "stauts", "Replace it with `status`", "status player\n"),
        (
            "status p\nbody C { seats 3 as left co-opted from p }\nC may remove any member of C.lft\n", "lft",
            "Replace it with `left`",
            "status p\nbody C { seats 3 as left co-opted from p }\nC may remove any member of C.left\n",
        ),
        (
            "attribute origin = worker, peasant\nclass A: origin = workr\n", "workr", "Replace it with `worker`",
            "attribute origin = worker, peasant\nclass A: origin = worker\n",
        ),
        (
            "article 101 { body C { seats 1 co-opted } }\nC may suspend article 1011\n", "1011",
            "Replace it with `101`", "article 101 { body C { seats 1 co-opted } }\nC may suspend article 101\n",
        ),
        (
            "status p\nbody C { seats 3 co-opted }\nC shall dissolve C\n", "shall", "Replace `shall` with `must`",
            "status p\nbody C { seats 3 co-opted }\nC must dissolve C\n",
        ),
        (
            "status p\nbody C { seats 3 co-opted }\nC shall dissolve C\n", "shall", "Replace `shall` with `may`",
            "status p\nbody C { seats 3 co-opted }\nC may dissolve C\n",
        ),
        ("status p;\nstatus q\n", ";", "Take out `;`", "status p\nstatus q\n"),
        ("status p\nclass A: p && p\n", "&&", "Replace `&&` with `and`", "status p\nclass A: p and p\n"),
        ("status p\nclass A = p\n", "= p", "Replace `=` with `:`", "status p\nclass A : p\n"),
        ("status p “a player”\n", "“", "Use straight quotation marks", 'status p "a player"\n'),
        ("body C { seats two co-opted }\n", "two", "Replace `two` with `2`", "body C { seats 2 co-opted }\n"),
    ],
)  # fmt: skip
def test_a_word_that_is_meant_can_be_put_in(text: str, words: str, title: str, after: str) -> None:
    bench = Bench({"a.const": text})
    quick = offered(bench.view("a.const"), words)
    assert taken(bench, quick[title], "a.const") == {bench.name("a.const"): after}


def test_a_word_is_not_offered_where_the_text_would_be_no_better() -> None:
    # `!` stands for `not`, but not here.
    assert offered(Bench({"a.const": "status p\nclass A: p ! p\n"}).view("a.const"), "!") == {}


def test_a_word_in_a_block_of_markdown_is_put_in_at_its_place() -> None:
    text = "# Title\n\n```const\nstatus player\nclass A: plaeyr\n```\n"
    bench = Bench({"a.md": text}, language="markdown")
    (action,) = offered(bench.view("a.md"), "plaeyr").values()
    assert taken(bench, action, "a.md") == {bench.name("a.md"): text.replace("plaeyr", "player")}


def test_of_several_words_none_is_preferred() -> None:
    text = "status player_a\nstatus player_b\nclass A: player_c\n"
    quick = offered(Bench({"a.const": text}).view("a.const"), "player_c")
    assert {title: action.is_preferred for title, action in quick.items()} == {
        "Replace it with `player_a`": None, "Replace it with `player_b`": None,
    }  # fmt: skip
    (only,) = offered(Bench({"a.const": "status player\nclass A: plaeyr\n"}).view("a.const"), "plaeyr").values()
    assert only.is_preferred


# --- allowances ---------------------------------------------------------------------------------------------------

ALLOW = f"Allow {FLOW} here: write the reason"


def test_an_allowance_stands_above_the_finding_and_waits_for_a_reason() -> None:
    bench = Bench({"a.const": CLUB})
    quick = offered(bench.view("a.const", analysed=True), "Committee may revoke")
    assert [*quick][-1] == ALLOW
    assert not quick[ALLOW].is_preferred
    after = taken(bench, quick[ALLOW], "a.const")
    text = after[bench.name("a.const")]
    assert f"on anyone\n  # allow {FLOW}: \n  Committee may revoke" in text
    without = found(after)
    assert (without[FLOW], without["suppression/without-reason"]) == (1, 1)
    reasoned = found({"a.const": text.replace(f"{FLOW}: ", f"{FLOW}: the members know each other")})
    assert (reasoned[FLOW], reasoned["suppression/unused"]) == (0, 0)


def test_mistakes_and_promises_cannot_be_allowed() -> None:
    view = Bench({"a.const": f"{CLUB}class A: nobody_at_all\n"}).view("a.const", analysed=True)
    assert offered(view, "nobody_at_all") == {}
    assert offered(view, "The members decide") == {}


def test_every_finding_of_the_founding_draft_can_be_allowed_where_it_stands() -> None:
    text = UNION.read_text("utf-8")
    bench = Bench({"a.const": text})
    view = bench.view("a.const", analysed=True)
    before = found({"a.const": text})
    every = [each for each in actions(view, Span(0, len(text)), versions=True) if each.title.startswith("Allow")]
    assert len(every) == 5
    for action in every:
        after = taken(bench, action, "a.const")[bench.name("a.const")].replace(": \n", ": because\n")
        assert action.diagnostics is not None
        slug = str(action.diagnostics[0].code)
        then = found({"a.const": after})
        assert (then[slug], then["suppression/unused"]) == (before[slug] - 1, 0), slug


def test_an_allowance_keeps_the_line_ends_of_its_text_and_stays_in_its_block() -> None:
    block = CLUB.replace("\n", "\r\n")
    text = f"# Club\r\n\r\n```const\r\n{block}```\r\n"
    bench = Bench({"a.md": text}, language="markdown")
    quick = offered(bench.view("a.md", analysed=True), "Committee may revoke")
    after = taken(bench, quick[ALLOW], "a.md")[bench.name("a.md")]
    assert after == text.replace("  Committee may revoke", f"  # allow {FLOW}: \r\n  Committee may revoke")


def with_unused(*places: str) -> str:
    """The club with an allowance that allows nothing above some of its lines."""
    text = CLUB
    for place in places:
        text = text.replace(f"  {place}", f"  # allow recall/leash: in vain\n  {place}")
    return text


def test_an_allowance_of_nothing_is_taken_out() -> None:
    bench = Bench({"a.const": with_unused("Meeting may remove")})
    (action,) = offered(bench.view("a.const", analysed=True), "in vain").values()
    assert action.title == "Take the comment out"
    assert action.is_preferred
    assert taken(bench, action, "a.const") == {bench.name("a.const"): CLUB}


def test_a_rule_that_is_allowed_under_a_wrong_name_is_given_its_right_one() -> None:
    text = CLUB.replace("  Committee may revoke", "  # allow discipline/circular-flew: why\n  Committee may revoke")
    bench = Bench({"a.const": text})
    quick = offered(bench.view("a.const", analysed=True), "allow")
    after = taken(bench, quick[f"Replace it with `{FLOW}`"], "a.const")
    assert after == {bench.name("a.const"): text.replace("circular-flew", "circular-flow")}


# --- all at once --------------------------------------------------------------------------------------------------


def test_every_safe_way_out_is_applied_at_once() -> None:
    bench = Bench({"a.const": with_unused("Meeting may remove", "Committee may confer")})
    view = bench.view("a.const", analysed=True)
    (action,) = fix_all(view, versions=True)
    assert action.kind == "source.fixAll.constdsl"
    assert taken(bench, action, "a.const") == {bench.name("a.const"): CLUB}


def test_where_nothing_is_safe_nothing_is_applied() -> None:
    assert fix_all(Bench({"a.const": CLUB}).view("a.const", analysed=True), versions=True) == []


@pytest.mark.parametrize(
    ("only", "quick", "whole"),
    [
        (None, True, True), ([], True, True), (["quickfix"], True, False), (["source.fixAll"], False, True),
        (["source"], False, True), (["source.fixAll.constdsl"], False, True), (["refactor"], False, False),
        (["source.fixAll.other"], False, False), (["quick"], False, False),
        ([types.CodeActionKind.QuickFix, "source.fixAll"], True, True),
    ],
)  # fmt: skip
def test_only_the_kinds_that_are_asked_for(only: list[str] | None, quick: bool, whole: bool) -> None:
    assert (wants(only, "quickfix"), wants(only, "source.fixAll.constdsl")) == (quick, whole)


# --- time ---------------------------------------------------------------------------------------------------------


def test_no_action_comes_from_an_older_text() -> None:
    bench = Bench({"a.const": CLUB})
    bench.analyse()
    bench.put("a.const", f"# first\n{CLUB}")
    view = bench.view("a.const")
    assert actions(view, Span(0, len(CLUB)), versions=True) == []
    assert fix_all(view, versions=True) == []


def test_for_a_misspelled_word_nothing_has_to_be_waited_for() -> None:
    view = Bench({"a.const": f"{CLUB}class A: plaeyr\n"}).view("a.const")
    assert not must_wait(view, at(view, "plaeyr"))
    assert must_wait(view, at(view, "Committee may revoke"))


def test_after_the_analysis_only_findings_are_worth_waiting_for() -> None:
    view = Bench({"a.const": CLUB}).view("a.const", analysed=True)
    assert view.outcome is not None
    assert not must_wait(view, at(view, "Committee may revoke"))
    view.outcome.ways = None
    assert must_wait(view, at(view, "Committee may revoke"))
    assert not must_wait(view, at(view, "Meeting may remove"))
