"""What is said of the word under the mouse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from lsprotocol import types

from constdsl.lsp import meanings
from constdsl.lsp.features.hover import hover
from constdsl.source import markdown_blocks
from constdsl.syntax.grammar import load_tables
from tests.lsp.harness import Bench, cursor

TOWN = """\
status citizen "citizen of the town"
status guard within citizen
attribute age in years
attribute origin: worker, peasant
flag siege "a state of siege" while Council is sitting
act sing "sing in the street"
act swear makes guard

article 1 "The Council" {
  class Electors "the voters": citizen and age >= 18 numbering 900
  body Council "Council of the town" {
    seats 9 as elders elected by Electors from citizen for 4 years
    seats 3 appointed by Mayor with consent of Council for life
    decides by two-thirds
    quorum half of members
    convened by Mayor every 6 months
  }
  Electors may remove any member of Council by 10%
}
article 2 "The Mayor" {
  office Mayor { elected by Council from member of Council nominated by anyone for 2 years }
  Mayor may confer guard on any citizen
  Mayor may declare siege
  Council may lift siege
  Council may nominate any citizen for Mayor
  Mayor may suspend article 3
}
article 3 unpublished {
  anyone may sing
  any guard must not sing
  guard is bound by Mayor in voting
}
article 3 is suspended during siege
article 1 is entrenched
article 1 prevails over article 2
option bells "Who rings?" {
  choice ringer "a ringer" { office Ringer { appointed by Mayor } }
  choice nobody { }
}
"""


def said(marked: str, *, analysed: bool = False, markdown: bool = False) -> list[str]:
    """The lines that are shown at the `|`, without empty ones."""
    text, offset = cursor(marked)
    found = hover(Bench({"a.const": text}).view("a.const", analysed=analysed), offset, markdown)
    if found is None:
        return []
    assert isinstance(found.contents, types.MarkupContent)
    return [line for line in found.contents.value.split("\n") if line]


def at(words: str, *, analysed: bool = False, markdown: bool = False) -> list[str]:
    """What is shown at the `|` in some words of the town's constitution."""
    plain = words.replace("|", "")
    assert TOWN.count(plain) == 1, plain
    return said(TOWN.replace(plain, words), analysed=analysed, markdown=markdown)


def test_a_body() -> None:
    assert at("body |Council") == [
        "body Council “Council of the town” · article 1 “The Council”",
        "- 9 seats as elders, elected by Electors, from citizen, for 4 years",
        "- 3 seats, appointed by Mayor, with consent of Council, for life",
        "- decides by two-thirds: 8 of 12",
        "- quorum half of members: 6 of 12",
        "- convened by Mayor, at least every 6 months",
        "- elects Mayor",
    ]


def test_an_office() -> None:
    assert at("office |Mayor") == [
        "office Mayor · article 2 “The Mayor”",
        "- elected by Council, from member of Council, nominated by anyone, for 2 years",
        "- candidates are put up by Council",
        "- appoints Council and Ringer",
    ]


def test_a_group_of_seats() -> None:
    assert at("as |elders") == [
        "group of seats Council.elders",
        "- 9 seats as elders, elected by Electors, from citizen, for 4 years",
    ]


def test_statuses_and_flags_tell_who_gives_and_who_takes() -> None:
    assert at("status |guard") == [
        "status guard",
        "- whoever has it has citizen as well",
        "- given by Mayor (article 2)",
        "- taken by nobody",
        "- comes of doing swear",
        "- bound by Mayor",
    ]
    assert at("lift |siege") == [
        "flag siege “a state of siege”",
        "- stands only while Council is sitting",
        "- raised by Mayor (article 2)",
        "- lifted by Council (article 2)",
        "- article 3 is suspended during it",
    ]


def test_classes_attributes_values_and_acts() -> None:
    assert at("class |Electors") == [
        "class Electors “the voters” · article 1 “The Council”",
        "- everybody of whom this is true: citizen and age >= 18",
        "- 900 people",
        "- elects Council",
    ]
    assert at("attribute |age") == ["attribute age", "- a number, in years"]
    assert at("origin: |worker") == ["value worker of origin", "attribute origin", "- one of worker and peasant"]
    assert at("anyone may |sing") == [
        "act sing “sing in the street”", "- anyone may do it", "- any guard must not do it",
    ]  # fmt: skip


def test_articles() -> None:
    assert at("article |1 is") == [
        "article 1 “The Council”",
        "- declares Electors and Council",
        "- holds 1 power",
        "- entrenched: a power to amend any article does not reach it",
        "- prevails over article 2",
    ]
    assert at("article 3| unpublished") == [
        "article 3, unpublished",
        "- holds 1 power and 1 duty or prohibition",
        "- suspended during siege",
        "- Mayor may suspend it",
    ]


def test_options_and_choices() -> None:
    choices = ["- ringer “a ringer” (counts unless another is chosen)", "- nobody"]
    assert at("option |bells") == ["option bells “Who rings?”", *choices]
    assert at("choice |nobody")[2] == "- nobody (this one)"
    assert at("office |Ringer")[-1] == "- only under bells = ringer"


CLUB = """\
status player
class Meeting: player
body Committee { seats 7 elected by Meeting from player for 1 year }
Committee may revoke player from any player
"""
GUARDED = CLUB + """\
body Court { seats 3 drawn by lot from anyone for 1 year }
Court may annul revoke player
"""


def test_who_comes_to_command_whom_and_when() -> None:
    assert said(CLUB.replace("class M", "class |M"), analysed=True)[-1] == (
        "- Committee comes to command it at once; nobody can stop it"
    )
    assert said(CLUB.replace("body C", "body |C"), analysed=True)[-1] == (
        "- comes to command Meeting; nobody can stop it"
    )
    assert said(GUARDED.replace("class M", "class |M"), analysed=True)[-1] == (
        "- Committee comes to command it at once; only while checks are not used"
    )
    assert said(GUARDED.replace("body Committee", "body |Committee"), analysed=True)[-1] == (
        "- comes to command Meeting, only while checks are not used"
    )


def test_nothing_is_said_of_command_before_it_is_known() -> None:
    assert not [line for line in said(CLUB.replace("class M", "class |M")) if "command" in line]


def test_what_is_known_despite_mistakes_is_said_to_be_so() -> None:
    lines = said(CLUB.replace("class M", "class |M") + "Committee may dissolve Comittee\n", analysed=True)
    assert lines[-1] == "- as far as the text can be read: clauses with mistakes were left out"


def test_a_threshold_in_votes() -> None:
    assert at("decides by |two-thirds") == ["two-thirds of 12 seats: 8", "At least this share."]
    assert at("quorum |half") == ["half of members of 12 seats, when all are filled: 6", "At least this share."]
    assert at("by 1|0%") == ["10% of 900 members: 90", "At least this share."]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("a|rticle 2 \"The", "An article: rules under one number. Other rules can speak of it by that number."),
        ("|with consent", "Each of these must agree."),
        ("with consent |of", "Each of these must agree."),
        ("for |life", "How long a seat is held. Without it, until somebody is removed."),
        ("|declare", "Raises a flag."),
        ("anyone |may sing", "Gives a power. A power that no rule gives does not exist."),
        ("must |not", "Forbids."),
        ("guard |within", "Whoever has this status has that one as well."),
        ("state of siege\" |while", "The flag falls as soon as this is no longer true."),
    ],
)  # fmt: skip
def test_words_of_the_language(words: str, sentence: str) -> None:
    assert at(words) == [sentence]


def test_a_word_of_the_language_in_a_broken_statement_raises_nothing() -> None:
    assert said("body Court { seats 5 elcted |by X") == []
    assert said("Council may |remove") == ["Takes somebody's seat away."]
    assert said("|") == []


def test_markdown_marks_names_and_hides_nothing_in_titles() -> None:
    assert said('status |odd_one "a *bold* `title`"', markdown=True)[0] == (
        "**status** `odd_one` “a \\*bold\\* \\`title\\`”"
    )
    assert at("class |Electors", markdown=True)[0] == (
        "**class** `Electors` “the voters” · article 1 “The Council”"
    )


def test_the_place_is_the_name_without_what_stands_around_it() -> None:
    text, offset = cursor("class C: anyone\nbody ВерховныйСовет { seats 5 elected by C }\nВерх|овныйСовет may sing")
    found = hover(Bench({"a.const": text}).view("a.const"), offset)
    assert found is not None
    assert found.range == types.Range(types.Position(2, 0), types.Position(2, 14))


def test_names_of_a_used_text_tell_where_they_stand(tmp_path: Path) -> None:
    texts = {"a.const": 'use "base.const"\nclass C: citizen\n', "base.const": 'article 1 "Who" { status citizen }\n'}
    view = Bench(texts, ["a.const"], folder=tmp_path).view("a.const")
    found = hover(view, view.document.text.index("citizen"), False)
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.value.split("\n")[0] == "status citizen · article 1 “Who” in base.const"


def test_meanings_are_those_of_rules_and_words_of_the_grammar() -> None:
    """A rule or a word that is renamed in the grammar would otherwise lose its sentence unseen."""
    rules = {rule.symbol for rule in load_tables().rules}
    assert {key.partition(":")[0] for key in meanings._MEANINGS} - rules == set()
    kinds = {kind for row in load_tables().states for kind in row}
    assert {key.partition(":")[2] for key in meanings._MEANINGS} - kinds == {""}


def test_no_place_in_the_documentation_raises() -> None:
    page = (Path(__file__).parents[3] / "docs" / "language.md").read_text("utf-8")
    text = "".join(page[block.start : block.end] for block in markdown_blocks(page)[6:14])
    view = Bench({"a.const": text}).view("a.const")
    for match in re.finditer(r"\w+", text):
        hover(view, match.start())
