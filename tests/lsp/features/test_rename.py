"""New names: everywhere at once, meaning the same, or not at all."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from lsprotocol import types

from constdsl.lsp.features.rename import prepare, rename
from constdsl.lsp.protocol import Refused
from tests.lsp.harness import Bench, cursor

UNION = """\
constitution "Union of the Sejm"
status comrade
attribute origin: worker, peasant
act play
flag war
article 6 "The Sejm" {
  body Sejm "Sejm" {
    seats 10 as peasants elected by Villagers
    seats 20 as workers appointed by Chair
  }
  class Villagers: comrade and origin = peasant
}
# allow names/unused: the Sejm decides
Sejm.peasants may veto amend article 6
office Chair { elected by Sejm }
Chair may play
Sejm may declare war
option way { choice left { } choice right { Chair may confer comrade on anyone } }
guarantee "The Sejm": Sejm can control Chair
"""
RULES = """\
statute "Rules"
use "union.const"
article 2 { Sejm may remove any member of Chair }
Sejm may suspend article 6
"""


def applied(bench: Bench, edit: types.WorkspaceEdit) -> dict[str, str]:
    """The texts after a change, by name; those only that change."""
    found: dict[str, list[types.TextEdit]] = {uri: list(edits) for uri, edits in (edit.changes or {}).items()}
    for each in edit.document_changes or []:
        assert isinstance(each, types.TextDocumentEdit)
        found[each.text_document.uri] = [one for one in each.edits if isinstance(one, types.TextEdit)]
    texts = {}
    for uri, edits in found.items():
        name = uri.removeprefix(bench.uri("")).lstrip("/")
        lines = bench.session.documents.lines(bench.name(name))
        changes = [types.TextDocumentContentChangePartial(each.range, each.new_text) for each in reversed(edits)]
        texts[name] = lines.edited([*changes])
    return texts


def renamed(marked: str, new: str) -> str:
    """One text in which the name at the `|` has become another."""
    text, at = cursor(marked)
    bench = Bench({"a.const": text})
    return applied(bench, rename(bench.view("a.const"), at, new, versions=False)).get("a.const", text)


def refusal(marked: str, new: str) -> str:
    """Why the name at the `|` cannot become another."""
    with pytest.raises(Refused) as refused:
        renamed(marked, new)
    return refused.value.message


def test_a_body_has_its_new_name_everywhere_but_in_titles_and_comments() -> None:
    expected = """\
constitution "Union of the Sejm"
status comrade
attribute origin: worker, peasant
act play
flag war
article 6 "The Sejm" {
  body Diet "Sejm" {
    seats 10 as peasants elected by Villagers
    seats 20 as workers appointed by Chair
  }
  class Villagers: comrade and origin = peasant
}
# allow names/unused: the Sejm decides
Diet.peasants may veto amend article 6
office Chair { elected by Diet }
Chair may play
Diet may declare war
option way { choice left { } choice right { Chair may confer comrade on anyone } }
guarantee "The Sejm": Diet can control Chair
"""
    assert renamed(UNION.replace("body Sejm", "body Se|jm"), "Diet") == expected
    assert renamed(UNION.replace("elected by Sejm", "elected by |Sejm"), " Diet ") == expected


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("status |comrade", "friend", ["status friend", "Villagers: friend and", "confer friend on"]),
        ("attribute ori|gin", "estate", ["attribute estate:", "and estate = peasant"]),
        ("origin = |peasant", "farmer", ["worker, farmer", "origin = farmer"]),
        ("as |peasants", "farmers", ["as farmers", "Sejm.farmers"]),
        ("act play|", "perform", ["act perform", "Chair may perform"]),
        ("flag |war", "alarm", ["flag alarm", "declare alarm"]),
        ("by |Villagers", "Peasants", ["elected by Peasants", "class Peasants:"]),
        ("office |Chair", "President", ["appointed by President", "office President", "President may play",
                                       "choice right { President may", "control President"]),
        ("article |6 {", "12a", ["article 12a {", "amend article 12a"]),
        ("article 6| {", "7", ["article 7 {", "amend article 7"]),
        ("option |way", "path", ["option path {"]),
        ("choice |right", "other", ["choice other {"]),
    ],
)  # fmt: skip
def test_everything_that_has_a_name_can_have_another(old: str, new: str, places: list[str]) -> None:
    plain = UNION.replace('article 6 "The Sejm" {', "article 6 {")
    assert old.replace("|", "") in plain
    text = renamed(plain.replace(old.replace("|", ""), old, 1), new)
    for place in places:
        assert place in text
        text = text.replace(place, "", 1)
    assert new not in text


def test_texts_that_share_the_name_change_together(tmp_path: Path) -> None:
    texts = {"union.const": UNION, "rules.const": RULES}
    bench = Bench(texts, ["union.const"], folder=tmp_path)
    edit = rename(bench.view("union.const"), UNION.index("body Sejm") + 5, "Diet", versions=True)
    after = applied(bench, edit)
    assert after["rules.const"] == RULES.replace("Sejm", "Diet")
    assert set(after) == {"union.const", "rules.const"}
    versions = {each.text_document.uri: each.text_document.version for each in edit.document_changes or []}
    assert versions == {bench.uri("union.const"): 1, bench.uri("rules.const"): None}


def test_what_is_not_saved_yet_counts(tmp_path: Path) -> None:
    bench = Bench({"union.const": UNION, "rules.const": RULES}, folder=tmp_path)
    bench.put("rules.const", RULES + "Sejm may play\n")
    after = applied(bench, rename(bench.view("union.const"), UNION.index("body Sejm") + 5, "Diet", versions=False))
    assert after["rules.const"].endswith("Diet may play\n")


def test_letters_of_any_script() -> None:
    text = 'body Ж "𝔸" { seats 3 co-opted } body 𝔸 { seats 3 appointed by |Ж } # 𝔸\nЖ may dissolve 𝔸\n'
    plain = text.replace("|", "")
    assert renamed(text, "Дума") == plain.replace("Ж", "Дума")


def test_two_ways_of_typing_a_letter_are_one_name() -> None:
    """The accents are typed apart from their letters in one place, and as one sign in another."""
    apart, together = unicodedata.normalize("NFD", "Sénat"), unicodedata.normalize("NFC", "Sénat")
    text = f"body {apart}| {{ seats 3 co-opted }}\n{together} may dissolve {apart}\n"
    assert renamed(text, "Haut") == "body Haut { seats 3 co-opted }\nHaut may dissolve Haut\n"
    assert renamed("body Haut| { seats 3 co-opted }\n", apart) == f"body {together} {{ seats 3 co-opted }}\n"


def test_blocks_of_markdown_change_and_prose_does_not() -> None:
    text = "The Council 𝔸.\n\n```const\nbody Council { seats 3 co-opted }\n```\n\nCouncil\n"
    bench = Bench({"a.md": text}, language="markdown")
    edit = rename(bench.view("a.md"), text.index("body ") + 5, "Senate", versions=False)
    assert applied(bench, edit)["a.md"] == text.replace("body Council", "body Senate")


def test_the_same_name_changes_nothing() -> None:
    bench = Bench({"a.const": UNION})
    assert rename(bench.view("a.const"), UNION.index("comrade"), "comrade", versions=False).changes == {}


# --- refusals -------------------------------------------------------------------------------------------------------

BODY = UNION.replace("body Sejm", "body Se|jm")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("article", "`article` is a word of the language and cannot be a name."),
        ("years", "`years` is a word of the language and cannot be a name."),
        ("two words", "`two words` is no name"),
        ("co-opted", "`co-opted` is a word of the language"),
        ("self-made", "`self-made` is no name"),
        ("7th", "`7th` is no name"),
        ("", "`` is no name"),
        ("Sejm#", "`Sejm#` is no name"),
        ("Chair", "`Chair` is already declared in line 15."),
        ("comrade", "`comrade` is already declared in line 2."),
    ],
)
def test_what_cannot_be_a_name_is_refused(new: str, why: str) -> None:
    assert refusal(BODY, new).startswith(why)


@pytest.mark.parametrize("new", ["six", "-1", "6.1", "12ab", "1_0", "article 7", "", "9" * 16])
def test_what_cannot_be_a_number_is_refused(new: str) -> None:
    assert "is no number of an article" in refusal(UNION.replace("amend article 6", "amend article |6"), new)


def test_a_name_that_is_used_without_being_declared_is_taken() -> None:
    assert refusal(BODY + "Duma may play\n", "Duma") == "`Duma` is already named in line 20."


def test_groups_values_choices_and_articles_clash_where_they_stand_only() -> None:
    group = UNION.replace("as peasants", "as |peasants")
    assert refusal(group, "workers") == "`workers` is already declared in line 9."
    assert "as Chair" in renamed(group, "Chair")
    assert refusal(UNION.replace("origin: worker", "origin: |worker"), "peasant").startswith("`peasant` is already")
    assert refusal(UNION.replace("choice left", "choice |left"), "right").startswith("`right` is already")
    assert refusal(UNION.replace("article 6 ", "article |6 ") + "article 7 { }\n", "7") == (
        "article 7 is already declared in line 20."
    )


def test_a_name_in_a_text_that_shares_it_is_taken(tmp_path: Path) -> None:
    rules = RULES + "status Diet\n"
    bench = Bench({"union.const": UNION, "rules.const": rules}, ["union.const"], folder=tmp_path)
    with pytest.raises(Refused, match=r"^`Diet` is already declared in line 5 of rules\.const\.$"):
        rename(bench.view("union.const"), UNION.index("body Sejm") + 5, "Diet", versions=False)


def test_words_that_cannot_be_read_are_mended_first() -> None:
    """Whether the last line means the body, and whether it declares another, nobody can tell."""
    message = refusal(BODY + "Chair is Sejm\n", "Diet")
    assert message == "`Sejm` also stands in line 20, among words that cannot be read: mend that first."
    assert "`Diet` also stands in line 20" in refusal(BODY + "body Diet = 5\n", "Diet")
    assert "`6` also stands in line 20" in refusal(
        UNION.replace("article 6 ", "article |6 ") + "Chair may = article 6\n", "7"
    )  # fmt: skip


def test_words_that_can_be_read_in_spite_of_a_mistake_change_too() -> None:
    assert renamed("body Sejm| { seats 3 co-opted }\nact play\nSejm may may play\n", "Diet") == (
        "body Diet { seats 3 co-opted }\nact play\nDiet may may play\n"
    )


def test_other_mistakes_are_no_hindrance() -> None:
    text = "body Sejm| { seats 3 co-opted }\nSejm may dissolve Sejm\nstatus status\nStranger may dissolve Sejm\n"
    assert renamed(text, "Diet") == text.replace("|", "").replace("Sejm", "Diet")


def test_words_that_are_missing_are_no_hindrance() -> None:
    """Reading goes on as if a number stood there; nobody wrote it, and it moves with nothing."""
    text = "body Sejm| { seats 3 co-opted }\nSejm may amend article\nSejm may dissolve Sejm\n"
    assert renamed(text, "Diet") == text.replace("|", "").replace("Sejm", "Diet")


def test_numbers_that_would_come_to_mean_another_article_are_refused(tmp_path: Path) -> None:
    """Article 6 of the union is meant by the rules until they have an article 6 of their own."""
    bench = Bench({"union.const": UNION, "rules.const": RULES}, folder=tmp_path)
    with pytest.raises(Refused, match="would mean something else"):
        rename(bench.view("rules.const"), RULES.index("article 2") + 8, "6", versions=False)


def test_numbers_that_would_mean_several_articles_are_refused(tmp_path: Path) -> None:
    texts = {"union.const": UNION, "other.const": "article 7 { }\n", "rules.const": 'use "other.const"\n' + RULES}
    bench = Bench(texts, folder=tmp_path)
    with pytest.raises(Refused, match="With this name, article 7 may be that of several instruments"):
        rename(bench.view("union.const"), UNION.index("amend article 6") + 14, "7", versions=False)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bo|dy Sejm { seats 3 co-opted }\n", "There is no name here that could be changed."),
        ("# Se|jm\n", "There is no name here that could be changed."),
        ("Se|jm may dissolve Sejm\n", "`Sejm` is not declared anywhere, so nobody can tell what it stands for."),
        ('unclear "leading c|ore" { reading wide { } reading narrow { } }\n', "These words are left unclear"),
    ],
)
def test_what_has_no_name_to_change_is_told(text: str, why: str) -> None:
    plain, at = cursor(text)
    with pytest.raises(Refused) as refused:
        prepare(Bench({"a.const": plain}).view("a.const"), at)
    assert refused.value.message.startswith(why)


def test_a_reading_can_have_another_name() -> None:
    text = 'unclear "leading core" { reading |wide { } reading narrow { } }\n'
    assert renamed(text, "broad") == text.replace("|wide", "broad")


def test_before_asking_the_name_is_shown() -> None:
    view = Bench({"a.const": UNION}).view("a.const")
    found = prepare(view, UNION.index("peasants may") + 3)
    assert found.placeholder == "peasants"
    assert (found.range.start.line, found.range.start.character, found.range.end.character) == (13, 5, 13)


@pytest.mark.parametrize("text", ["", "body", "article 6 {", "body Sejm { seats", "x \x00"])
def test_broken_texts_are_no_matter(text: str) -> None:
    view = Bench({"a.const": text}).view("a.const")
    for at in range(len(text) + 2):
        try:
            rename(view, at, "Other", versions=True)
        except Refused as refused:
            assert refused.message
