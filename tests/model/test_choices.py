"""Options, readings and used texts as selections over one model."""

from __future__ import annotations

import pytest

from constdsl.model.conditions import TRUE, Compare, Holds
from constdsl.model.load import load
from constdsl.source import Source
from constdsl.syntax import tree
from tests.model.texts import MAIN, chosen, constitution, findings, marked, model, summary

HEAD = 'constitution "T" status citizen class Voters: citizen '


def test_the_first_choice_is_the_default() -> None:
    text = (
        HEAD + "option size { choice few { body B { seats 3 elected by Voters } } choice many { body B { seats 9 } } }"
    )
    assert constitution(text).bodies["B"].seats == 3
    assert constitution(text, size="many").bodies["B"].seats == 9
    assert constitution(text).selection == (("size", "few"),)


def test_a_name_may_stand_for_different_things_of_a_kind() -> None:
    text = (
        HEAD + "attribute age in years body B { seats 3 elected by MayVote } "
        "option suffrage { choice all { class MayVote: anyone } choice old { class MayVote: age >= 30 } }"
    )
    assert constitution(text).classes["MayVote"].condition == TRUE
    assert constitution(text, suffrage="old").classes["MayVote"].condition == Compare("age", ">=", 30)


def test_an_office_under_one_choice_may_be_a_body_under_another() -> None:
    text = (
        HEAD + "option head { choice one { office Chief { elected by Voters } } "
        "choice three { body Chief { seats 3 elected by Voters } } } Chief may dissolve Chief"
    )
    assert constitution(text).bodies["Chief"].office
    assert not constitution(text, head="three").bodies["Chief"].office


def test_an_attribute_may_be_counted_under_one_choice_and_listed_under_another() -> None:
    text = (
        HEAD + "option how { choice number { attribute rank in years class High: rank > 3 } "
        "choice word { attribute rank: low, high class High: rank = high } }"
    )
    assert constitution(text).attributes == {"rank": "years"}
    assert constitution(text, how="word").attributes == {"rank": ("low", "high")}


def test_options_nest_and_an_inner_one_is_asked_only_where_it_stands() -> None:
    text = (
        HEAD + "option o { choice a { option p { choice c { status x } choice d { } } } choice b { } } "
        'unclear "w" { reading r { } reading s { } }'
    )
    assert chosen(text) == [
        {"o": "a", "p": "c", "w": "r"},
        {"o": "a", "p": "c", "w": "r"},
        {"o": "b", "w": "r"},
        {"o": "a", "p": "c", "w": "r"},
        {"o": "a", "p": "d", "w": "r"},
        {"o": "a", "p": "c", "w": "r"},
        {"o": "a", "p": "c", "w": "s"},
    ]
    assert "x" in constitution(text).statuses
    assert "x" not in constitution(text, p="d").statuses
    assert "x" not in constitution(text, o="b", p="c").statuses


def test_readings_are_selected_like_options_and_remembered_as_ambiguities() -> None:
    text = (
        HEAD + "body Court { seats 3 elected by Voters } "
        'unclear "leading core" interpreted by Court { reading narrow { } reading wide { Court may dissolve Court } }'
    )
    narrow, wide = constitution(text), constitution(text, **{"leading core": "wide"})
    assert len(wide.powers) == len(narrow.powers) + 1
    (words,) = wide.ambiguities
    assert (words.words, words.readings, words.interpreter) == ("leading core", ("narrow", "wide"), "Court")


def test_an_unknown_option_or_choice_is_refused() -> None:
    found, _ = model(HEAD + "option o { choice a { } choice b { } }")
    with pytest.raises(KeyError):
        found.select({"p": "a"})
    with pytest.raises(ValueError, match="c"):
        found.select({"o": "c"})


# --- texts used -----------------------------------------------------------------------------------------------------

LAW = 'law "L" article 1 { body Court { seats 3 elected by Voters } }'


def test_a_used_text_shares_its_names_and_keeps_its_articles() -> None:
    text = HEAD + 'use "law" article 1 { Voters may dissolve Court } article 1 prevails over article 2 article 2 { }'
    found = constitution(text, {"law": LAW})
    assert [article.label for article in found.articles.values()] == [
        "article 1 of “L”", "article 1 of “T”", "article 2 of “T”"
    ]  # fmt: skip
    ours = next(key for key, article in found.articles.items() if article.label == "article 1 of “T”")
    assert found.precedences[0].winner == ours
    assert found.articles[found.bodies["Court"].clause.article or ""].rank == 1
    assert found.file_ranks == {MAIN: 0, "law": 1}


def test_an_article_of_another_text_is_meant_where_ours_has_none_of_that_number() -> None:
    found = constitution(HEAD + 'use "law" article 1 is entrenched', {"law": LAW})
    assert found.articles[found.shields[0].article].label == "article 1 of “L”"


def test_which_of_two_texts_is_meant_may_hang_on_a_choice() -> None:
    files = {"x": 'law "X" article 5 { }', "y": 'law "Y" article 5 { }'}
    text = HEAD + 'option o { choice a { use "x" } choice b { use "y" } } article 5 is entrenched'
    for choice, label in (("a", "article 5 of “X”"), ("b", "article 5 of “Y”")):
        found = constitution(text, files, o=choice)
        assert found.articles[found.shields[0].article].label == label


def test_a_text_used_under_a_choice_counts_only_there() -> None:
    text = HEAD + 'option o { choice without { } choice with_court { use "law" } }'
    assert not constitution(text, {"law": LAW}).bodies
    assert list(constitution(text, {"law": LAW}, o="with_court").bodies) == ["Court"]


@pytest.mark.parametrize(
    "uses",
    [
        'use "law" use "law"',
        'use "law" use "./law" use "x/../law"',
        'use "law" option o { choice a { use "law" } choice b { } }',
        'option o { choice a { use "law" } choice b { } } use "law"',
        'option o { choice a { use "law" } } option p { choice a { use "law" } }',
        'use "left" use "right"',
    ],
)
def test_a_text_used_several_times_counts_once(uses: str) -> None:
    files = {"law": LAW + " any citizen may dissolve Court", "left": 'law "l" use "law"', "right": 'law "r" use "law"'}
    found = constitution(HEAD + uses, files)
    assert list(found.bodies) == ["Court"]
    assert len(found.articles) == 1
    assert len(found.powers) == 1


def test_a_text_used_under_each_choice_has_its_options_under_each() -> None:
    text = HEAD + 'option o { choice a { use "law" } choice b { use "law" } choice c { } }'
    files = {"law": 'law "L" option p { choice x { } choice y { } }'}
    assert [row for row in chosen(text, files) if row["o"] != "c"] == [
        {"o": "a", "p": "x"}, {"o": "a", "p": "x"}, {"o": "b", "p": "x"}, {"o": "a", "p": "x"}, {"o": "a", "p": "y"}
    ]  # fmt: skip
    assert {"o": "c"} in chosen(text, files)


def test_a_diamond_is_parsed_once() -> None:
    read: list[str] = []
    files = {"left": 'law "l" use "law"', "right": 'law "r" use "law"', "law": LAW}

    def reader(name: str) -> Source:
        read.append(name)
        return Source(name, files[name])

    loaded = load(Source(MAIN, HEAD + 'use "left" use "right"'), reader)
    assert sorted(read) == ["law", "left", "right"]
    assert loaded.uses == {"law", "left", "right"}
    assert [instrument.name for instrument in loaded.instruments] == [MAIN, "left", "law", "right"]


def test_a_circle_of_texts_is_a_mistake_in_the_text_that_closes_it() -> None:
    closing, spans = marked('law "b" ⟦use "../main.const"⟧')
    files = {"sub/a": 'law "a" use "b"', "sub/b": closing}
    (found,) = findings(HEAD + 'use "sub/a"', files)
    assert (found.slug, found.file, found.span) == ("use/circular", "sub/b", spans[0])
    assert found.message == "`use` runs in a circle: main.const → sub/a → sub/b → main.const"


def test_paths_start_from_the_folder_of_the_text_that_uses() -> None:
    files = {"a/b/one": 'law "1" use "../two" use "three"', "a/two": 'law "2"', "a/b/three": 'law "3" use "../two"'}
    assert findings(HEAD + 'use "a//b/./one"', files) == ()


def test_mistakes_in_used_texts_are_reported_there_once() -> None:
    law, spans = marked('law "L" class A: ⟦citzen⟧')
    text = HEAD + 'use "law" option o { choice a { use "law" } choice b { } }'
    found = findings(text, {"law": law})
    assert [(each.file, each.span) for each in found] == [("law", spans[0])]


def test_a_missing_text_does_not_hide_other_mistakes() -> None:
    text, spans = marked(HEAD + '⟦use "nowhere"⟧ class A: ⟦citizenn⟧')
    assert summary(findings(text)) == [("use/missing", spans[0]), ("names/unknown", spans[1])]


def test_classes_may_be_defined_the_other_way_round_under_another_choice() -> None:
    text = HEAD + "option o { choice a { class A: B class B: citizen } choice b { class A: citizen class B: A } }"
    for choice in "ab":
        assert constitution(text, o=choice).classes["A"].condition == Holds("citizen")
        assert constitution(text, o=choice).classes["B"].condition == Holds("citizen")


def test_every_statement_knows_the_choices_around_it() -> None:
    text = HEAD + 'option o { choice a { article 1 { unclear "w" { reading r { status deep } } } } }'
    found, _ = model(text)
    (deep,) = [item for item in found.loaded.statements if item.statement == tree.StatusDecl(tree.Name("deep"))]
    assert deep.guard == (("o", "a"), ("w", "r"))
    assert deep.article == "0:1"
