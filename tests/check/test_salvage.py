"""What is analysed of a text with mistakes: everything but the clauses that are wrong, and what leans on them."""

from __future__ import annotations

import pytest

from constdsl.check.asking import Asking
from constdsl.check.program import check
from constdsl.check.results import Report
from constdsl.render.report import render_report, tally
from constdsl.source import Source

DESPITE = Asking(despite_mistakes=True)

HEAD = 'constitution "T"\nstatus citizen\nstatus extremist\n'
ELECTORS = "article 1 { class Electors: citizen and not extremist }\n"
DUMA = "article 2 { body Duma { seats 9 elected by Electors from citizen for 4 years } }\n"
CHIEF = "article 3 { office Chief { elected by Duma for 4 years } Chief may confer extremist on any citizen }\n"
PROMISES = (
    'guarantee "Vote": no body alone can bar any citizen from Duma\n'
    'guarantee "Apart": Duma cannot control Duma within 1 years\n'
)


def answer(text: str, asking: Asking = DESPITE) -> Report:
    return check([Source("a.const", text)], lambda name: f"there is no file `{name}`", None, asking)


def slugs(report: Report) -> list[str]:
    return [each.slug for each in report.diagnostics]


WHOLE = HEAD + ELECTORS + DUMA + CHIEF + PROMISES


def test_a_text_without_mistakes_is_analysed_as_ever() -> None:
    assert answer(WHOLE) == answer(WHOLE, Asking())
    assert answer(WHOLE).left_out == 0


def test_without_being_asked_nothing_is_analysed_despite_mistakes() -> None:
    report = answer(WHOLE + "Chief may dissolve Dumma\n", Asking())
    assert report.unusable and not report.answers and not report.left_out
    assert slugs(report) == ["names/unknown"]


BREAKS = {
    "a name that is not declared": "article 4 { Chief may dissolve Dumma }\n",
    "a power without an act": "article 4 { Chief may }\n",
    "a brace too many": "article 4 { status other } }\n",
    "a missing text": 'use "missing.const"\n',
    "a promise about nobody": 'guarantee "Other": no body alone can control Dumma\n',
    "a body with an unreadable clause": "article 4 { body Court { seats 3 appointed by Chief wiht 4 } }\n",
}


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS)
def test_what_a_broken_article_does_not_touch_keeps_its_results(broken: str) -> None:
    """Chief confers the status unasked and unchecked: that is found, and breaks the first promise, beside mistakes."""
    sound = answer(WHOLE)
    report = answer(WHOLE + broken)
    assert report.unusable and report.left_out
    assert any(slug.startswith(("names/unknown", "syntax/", "use/")) for slug in slugs(report))
    assert "carve-outs/undefined-enemy" in slugs(report)
    assert [(each.name, each.verdict) for each in report.answers if each.name != "Other"] == [
        (each.name, each.verdict) for each in sound.answers
    ]


def test_what_names_something_left_out_is_left_out_too() -> None:
    """Duma names nobody there is as its electorate, so it has no seats left; Chief goes with it, and both promises."""
    text = HEAD + DUMA + CHIEF + PROMISES  # no class Electors
    report = answer(text)
    assert not report.answers
    assert report.left_out >= 3


def test_a_clause_is_left_out_alone() -> None:
    """`nominated by Nobody` goes; who elects the Duma stays, and with it the promises about it."""
    text = WHOLE.replace("from citizen for 4 years } }\narticle 3", "from citizen nominated by Nobody } }\narticle 3")
    assert text != WHOLE
    report = answer(text)
    assert slugs(report).count("names/unknown") == 1
    assert [each.name for each in report.answers] == ["Vote", "Apart"]
    assert report.left_out == 1


def test_one_of_several_electorates_is_left_out_alone() -> None:
    text = WHOLE.replace("elected by Electors from", "elected by Electors, Nobody from")
    report = answer(text)
    assert [each.name for each in report.answers] == ["Vote", "Apart"]
    constitution = report.cases["a.const"].constitution
    assert constitution.bodies["Duma"].groups[0].by == ("Electors",)


def test_the_rest_is_not_blamed_for_what_is_missing() -> None:
    """The status is used only in the clause that is wrong: left out, it would seem to be used nowhere."""
    text = HEAD + "status resident\n" + ELECTORS + DUMA + "article 5 { Duma may confer resident on any citizn }\n"
    assert "names/unused" in slugs(answer(text.replace("article 5 { Duma may confer resident on any citizn }", "")))
    assert "names/unused" not in slugs(answer(text))


def test_the_answer_says_that_it_is_provisional() -> None:
    report = answer(WHOLE + BREAKS["a power without an act"])
    words = "without 1 clause that has a mistake"
    assert words in tally(report)
    assert words in render_report(report)
    assert "without" not in tally(answer(WHOLE))


@pytest.mark.parametrize("head", ['article "Rules"', 'article 4 "Rules" foo', "article 4 ,", "article 2"])
def test_what_stands_in_an_article_belongs_to_it_whatever_its_head_says(head: str) -> None:
    """The Duma may amend any article, also those whose heads are wrong; of two of one number the first counts."""
    report = answer(WHOLE + head + " { Duma may amend any article }\n")
    assert "carve-outs/undefined-enemy" in slugs(report)
    assert "internal/failed-rule" not in slugs(report)
    assert [each.name for each in report.answers] == ["Vote", "Apart"]


@pytest.mark.parametrize("text", ["", "}", "article", HEAD + "class A: A", 'constitution "T" body B { seats }', "\x00"])
def test_any_text_can_be_asked_about(text: str) -> None:
    answer(text)
