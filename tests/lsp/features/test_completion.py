"""What may stand at the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from lsprotocol import types

from constdsl.lsp.features import completion
from constdsl.lsp.features.completion import Abilities, complete
from constdsl.lsp.point import symbols
from constdsl.source import Span
from constdsl.syntax.grammar import load_tables
from tests.lsp.harness import Bench, cursor

BASE = """\
status citizen "citizen of the town"
status fool
attribute age in years
attribute origin: worker, peasant
flag war
act sing
class Electors: citizen
body Council { seats 5 as elders elected by Electors seats 2 as clerks appointed by Mayor }
office Mayor { elected by Council }
article 6 "Walls" { }
article 12a { }
"""
FRACTIONS = ["half", "two-thirds", "three-quarters", "three-fifths", "one-third", "four-fifths"]


def found(marked: str, can: Abilities | None = None, base: str = BASE) -> list[types.CompletionItem]:
    """What is offered at the `|`, in the order in which editors show it."""
    text, offset = cursor(base + marked)
    offered = complete(Bench({"a.const": text}).view("a.const"), offset, can)
    return sorted(offered.items, key=lambda item: item.sort_text or item.label)


def labels(marked: str, base: str = BASE) -> list[str]:
    return [item.label for item in found(marked, base=base)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Council may confer |", ["citizen", "fool"]),
        ("Council may revoke |", ["citizen", "fool"]),
        ("status juror within |", ["citizen", "fool", "juror"]),
        ("Council may declare |", ["war"]),
        ("article 6 is suspended during |", ["war"]),
        ("Council may remove any member of |", ["Council", "Mayor"]),
        ("Council may remove any member of Council.|", ["clerks", "elders"]),
        ("Council may appoint any citizen to |", ["Council", "Mayor"]),
        ("Mayor may strike any candidate from |", ["Council", "Mayor"]),
        ("Council may direct |", ["Council", "Electors", "Mayor"]),
        ("Council may dissolve Council with consent of Mayor, |", ["Council", "Electors", "Mayor"]),
        ("body Court { seats 1 held by |", ["Mayor"]),
        ("body Court { seats 5 elected by |", ["Council", "Court", "Electors", "Mayor"]),
        ("body Court { seats 1 per 100 of |", ["Electors"]),
        ("body Court { joining Council, |", ["Council", "Court", "Mayor"]),
        ("class Workers: origin = |", ["worker", "peasant"]),
        ("Mayor may amend article |", ["6", "12a"]),
        ("article 6 prevails over article |", ["6", "12a"]),
        ('guarantee "G": Mayor cannot bar any citizen from |', ["Council", "Mayor", "sing"]),
        ('guarantee "G": Mayor cannot control |', ["Council", "Electors", "Mayor"]),
        ("assume 5% of Council are |", ["citizen", "fool"]),
        ("assume 5% of |", ["Council", "Mayor"]),
        ('unclear "wise" interpreted by |', ["Council", "Electors", "Mayor"]),
        ("status |", []),
        ("body Court { seats 5 as |", []),
    ],
)
def test_names_of_the_kinds_that_fit(marked: str, expected: list[str]) -> None:
    assert labels(marked) == expected


def test_conditions_take_what_is_true_of_people_and_what_sits() -> None:
    assert labels("Mayor may dissolve Council when not |") == [
        "Electors", "age", "citizen", "fool", "origin", "war",
        "not", "member of", "candidate", "anyone",
        "Council is sitting", "Mayor is sitting",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("class Old: age |", [">=", "<=", "=", "!=", ">", "<"]),
        ("class Workers: origin |", ["=", "!="]),
        ("class Fools: fool |", ["and", "or", "numbering"]),
        ("Council |", ["may", "must", "is bound by"]),
        ("Council may remove any member of Council by |",
         ["at least", "majority", "half", "two-thirds", "three-quarters", "three-fifths", "one-third", "four-fifths",
          "unanimity", "more than"]),
        ("body Court { decides by at least |", FRACTIONS),
        ("body Court { seats 5 elected by Council for 4 |", ["months", "years"]),
        ("body Court { seats 5 elected by Council for 1 |", ["month", "year"]),
        ("Mayor may dissolve Council |", ["by", "when", "unless", "with consent of", "on petition of"]),
        ("Mayor may dissolve Council by majority when war |",
         ["unless", "with consent of", "on petition of", "and", "or"]),
        ("article 6 is |", ["entrenched", "suspended during"]),
        ("fool is bound by Council in |", ["voting", "standing", "nominating"]),
        ("option o { |", ["choice"]),
        ("body Court { |", ["joining", "decides by", "quorum", "convened by", "seats"]),
    ],
)  # fmt: skip
def test_words_of_the_language(marked: str, expected: list[str]) -> None:
    assert labels(marked) == expected


def test_verbs_come_after_may_with_the_acts_of_the_text() -> None:
    offered = labels("Council may |")
    assert offered[:4] == ["sing", "appoint", "remove", "nominate"]
    assert "amend any article" in offered
    assert "control" not in offered
    assert "control" in labels('guarantee "G": Council can |')


def test_a_filling_is_not_offered_twice() -> None:
    assert "appointed by" in labels("office Judge { |")
    assert "appointed by" not in labels("office Judge { elected by Council |")
    assert "for" in labels("office Judge { elected by Council |")
    assert "for" not in labels("office Judge { elected by Council for life |")


def test_statements_begin_on_lines_of_their_own() -> None:
    assert "article" not in labels("Mayor may dissolve Council |")
    next_line = labels("Mayor may dissolve Council\n|")
    assert next_line.index("by") < next_line.index("article")
    after_blank_line = labels("Mayor may dissolve Council\n\n|")
    assert "by" not in after_blank_line
    assert {"article", "guarantee", "Council"} <= {*after_blank_line}


def test_the_first_word_says_what_a_text_is() -> None:
    assert "constitution" in labels("|", base="")
    assert "constitution" in labels("cons|", base="")
    assert "constitution" not in labels("|")


@pytest.mark.parametrize(
    "broken",
    [
        "body Court { seats 5 elcted by\n}\n",
        "body Court { seats 5 elected by\n",
        "article 7 {\n  status\n",
        "Council may\n",
        "class : and\n",
        "Council shall be wise\n",
        "}\n",
    ],
)
def test_what_is_unfinished_above_does_not_matter(broken: str) -> None:
    assert labels(f"{broken}Mayor may lift |") == ["war"]


def test_the_next_statement_is_not_taken_for_the_end_of_an_unfinished_one() -> None:
    """Read on the same line, `Council may Mayor` would give power to do `Mayor`."""
    assert "majority" in labels("Council may\nMayor may dissolve Council by |")


def test_in_a_statement_that_cannot_be_read_the_word_before_still_counts() -> None:
    assert labels("Council myy remove any member of |") == ["Council", "Mayor"]
    assert labels("Council myy remove |") == []


def test_what_follows_the_cursor_does_not_matter() -> None:
    assert labels("Mayor may lift | when Council }}} article") == ["war"]


def test_a_statement_that_is_begun_belongs_to_what_stands_before_it() -> None:
    """`status` cuts the text: the piece begins with the word that is being written."""
    assert "status" in labels("status|")
    assert "status" in labels("article 8 { status|")
    assert labels("Mayor may confer status|") == ["citizen", "fool"]


def test_the_change_covers_the_word_begun() -> None:
    marked = "Mayor may confer cit|zen on anyone"
    line = BASE.count("\n")
    item = found(marked)[0]
    assert item.text_edit == types.TextEdit(
        types.Range(types.Position(line, 17), types.Position(line, 20)), "citizen"
    )  # fmt: skip
    item = found(marked, Abilities(replacing=True))[0]
    assert isinstance(item.text_edit, types.InsertReplaceEdit)
    assert item.text_edit.replace == types.Range(types.Position(line, 17), types.Position(line, 23))


def test_a_word_with_a_hyphen_is_one_word() -> None:
    start = len("Mayor may dissolve Council by ")
    for begun in ("two-", "two-th"):
        text, offset = cursor(f"{BASE}Mayor may dissolve Council by {begun}|")
        view = Bench({"a.const": text}).view("a.const")
        item = next(item for item in complete(view, offset).items if item.label == "two-thirds")
        assert isinstance(item.text_edit, types.TextEdit)
        assert item.text_edit.range.start.character == start


def test_names_come_with_kind_and_title() -> None:
    offered = {item.label: item for item in found("Council may confer |")}
    assert offered["citizen"].detail == "status “citizen of the town”"
    assert offered["fool"].detail == "status"
    assert offered["fool"].kind is types.CompletionItemKind.EnumMember


def test_names_in_other_scripts() -> None:
    base = "class Граждане: anyone\nbody ВерховныйСовет { seats 5 elected by Граждане }\n"
    assert labels("ВерховныйСовет may remove any member of Вер|", base) == ["ВерховныйСовет"]
    assert labels("ВерховныйСовет may enlarge |", base) == ["ВерховныйСовет"]
    text, offset = cursor(f"{base}ВерховныйСовет may enlarge Вер|")
    item = complete(Bench({"a.const": text}).view("a.const"), offset).items[0]
    assert isinstance(item.text_edit, types.TextEdit)
    assert item.text_edit.range.start.character == len("ВерховныйСовет may enlarge ")


def test_nothing_in_titles_and_comments() -> None:
    assert labels('guarantee "Council may |') == []
    assert labels("# Council may |") == []
    assert labels("Council may # Council |\n") == []


def test_rules_that_a_comment_can_allow() -> None:
    offered = found("Mayor may dissolve Council # allow recall/f|")
    assert "recall/first-strike" in [item.label for item in offered]
    edit = next(item.text_edit for item in offered if item.label == "recall/first-strike")
    assert isinstance(edit, types.TextEdit)
    assert edit.new_text == "recall/first-strike: "
    assert edit.range.end.character - edit.range.start.character == len("recall/f")


def test_files_after_use(tmp_path: Path) -> None:
    bench = Bench(
        {"laws/a.const": 'use "|', "laws/court.const": "status x", "base.const": "status y"}, ["laws/a.const"],
        folder=tmp_path,
    )  # fmt: skip
    bench.put("laws/a.const", 'use "co')
    view = bench.view("laws/a.const")
    offered = complete(view, 7)
    assert sorted(item.label for item in offered.items) == ["../base.const", "court.const"]
    assert all(item.text_edit.range == view.range(Span(5, 7)) for item in offered.items if item.text_edit)  # type: ignore[union-attr]


def test_whole_statements_for_editors_that_fill_them_in() -> None:
    offered = found("\n|", Abilities(snippets=True))
    snippets = [item for item in offered if item.kind is types.CompletionItemKind.Snippet]
    assert {"body … { }", "article … { }", "X may …"} <= {item.label for item in snippets}
    assert all(item.insert_text_format is types.InsertTextFormat.Snippet for item in snippets)
    inside = found("article 8 {\n|", Abilities(snippets=True))
    assert "body … { }" in [item.label for item in inside]
    assert "article … { }" not in [item.label for item in inside]
    assert not [item for item in found("Council may |", Abilities(snippets=True)) if item.insert_text_format]


def test_every_snippet_can_be_read() -> None:
    import re

    from constdsl.source import Source
    from constdsl.syntax.parser import parse

    for item in found("|", Abilities(snippets=True), base=""):
        if item.kind is types.CompletionItemKind.Snippet:
            assert item.text_edit is not None
            text = re.sub(r"\$\{\d:([^}]*)\}|\$0", lambda match: match[1] or "", item.text_edit.new_text)
            assert parse(Source("snippet", text)).diagnostics == (), text


def test_of_very_many_names_those_that_begin_alike_come_and_the_editor_asks_again() -> None:
    base = "".join(f"status s{number}\n" for number in range(1000)) + "status wise\n"
    text, offset = cursor(f"{base}class C: wi|")
    offered = complete(Bench({"a.const": text}).view("a.const"), offset)
    assert offered.is_incomplete
    assert len(offered.items) == completion.MOST
    assert "wise" in [item.label for item in offered.items]
    text, offset = cursor(f"{BASE}class C: wi|")
    assert not complete(Bench({"a.const": text}).view("a.const"), offset).is_incomplete


def test_only_the_blocks_of_markdown() -> None:
    text, offset = cursor("# Town\n\nCouncil may |\n\n```const\nflag war\n```\n")
    bench = Bench({"a.md": text}, language="markdown")
    assert complete(bench.view("a.md"), offset).items == []
    text, offset = cursor("# Town\n\n```const\nflag war\nCouncil may lift |\n```\n")
    bench = Bench({"a.md": text}, language="markdown")
    assert [item.label for item in complete(bench.view("a.md"), offset).items] == ["war"]


def test_every_place_in_a_text_has_an_answer() -> None:
    """Cut off anywhere, and at the cursor with all of it: nothing raises, and what the text says next is offered."""
    text = BASE + "Council may remove any member of Mayor by two-thirds when not war\n"
    keywords = load_tables().keywords
    bench = Bench({"a.const": ""})
    for offset in range(len(BASE), len(text)):
        bench.put("a.const", text[:offset])
        offered = [item.label for item in complete(bench.view("a.const"), offset).items]
        following = text[offset:].split()
        if text[offset - 1] == " " and following and following[0] in keywords:
            assert any(label.split()[0] == following[0] for label in offered), text[:offset]


def test_the_table_names_symbols_of_the_grammar() -> None:
    """A rule that is renamed in the grammar would otherwise leave its names without completions."""
    known = {symbol for state in range(len(load_tables().states)) for symbol in symbols([0, state])}
    used = {symbol for key in completion._WANTED for symbol in key}
    assert used - known == set()
