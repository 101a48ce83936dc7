"""Every mistake of a text is found in one run, and what is right stays in the tree."""

from __future__ import annotations

import random

import pytest

from constdsl.source import Source
from constdsl.syntax import tree as t
from constdsl.syntax.parser import parse

GOOD = """\
constitution "The Union"
status citizen
status worker within citizen
attribute age in years
flag war while citizen
article 1 "Suffrage" {
  class Electors: citizen and age >= 18
  class Workers: worker
  any citizen may vote
}
article 2 "The Assembly" {
  body Assembly "The Assembly" {
    seats 100 elected by Electors
      from citizen and age >= 21
      nominated by Workers, Electors
      at least 2 candidates
      for 4 years
    decides by majority
  }
  Electors may remove any member of Assembly on petition of 10%
  Assembly may dissolve Council by two-thirds
}
article 3 "The Council" {
  body Council { seats 5 appointed by Premier for 2 years }
  office Premier { elected by Assembly for 4 years }
  Council may veto amend any article
  Premier must convene Assembly
}
worker is bound by Council in voting
article 2 prevails over article 3
assume 20% of Assembly are worker
guarantee "Free": no body alone can choose the candidates for Assembly
guarantee "Recall": Electors can remove any member of Assembly
"""

# Line number (from 1), what stands there, what is written instead.
MISTAKES = [
    (1, '"The Union"', "The Union"),
    (2, "status citizen", "status"),
    (3, "within citizen", "withn citizen"),
    (4, "in years", "years"),
    (5, "while citizen", "while"),
    (6, '"Suffrage" {', '"Suffrage"'),
    (7, "Electors: citizen", "Electors citizen"),
    (8, "Workers: worker", "Workers = worker"),
    (9, "any citizen", "every citizen"),
    (13, "seats 100", "seats hundred"),
    (13, "elected by", "elected"),
    (14, "from citizen and", "from citizen and and"),
    (15, "nominated", "nomnated"),
    (16, "2 candidates", "2 candidate"),
    (17, "for 4 years", "for 4"),
    (18, "majority", "majorty"),
    (20, "any member", "member"),
    (20, "may", "shall"),
    (21, "two-thirds", "two-third"),
    (21, "dissolve", "disolve"),
    (24, "{ seats", "seats"),
    (24, "appointed by", "appointed bye"),
    (25, "4 years", "four years"),
    (26, "amend any article", "amend article"),
    (27, "must", "must not not"),
    (29, "bound by", "bound"),
    (30, "prevails over", "prevail over"),
    (31, "20%", "20"),
    (32, '"Free":', '"Free"'),
    (33, "can", "may"),
    (32, "can choose", "can chose"),
    (28, "}", "};"),
]


def spoil(mistakes: list[tuple[int, str, str]]) -> str:
    lines = GOOD.splitlines()
    for number, right, wrong in mistakes:
        assert right in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(right, wrong, 1)
    return "\n".join(lines) + "\n"


def lines_found(text: str) -> list[int]:
    source = Source("x", text)
    return [source.position(finding.span.start).line for finding in parse(source).diagnostics]


def test_the_good_text_is_good() -> None:
    assert lines_found(GOOD) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[2])
def test_one_mistake_gives_one_finding(mistake: tuple[int, str, str]) -> None:
    found = lines_found(spoil([mistake]))
    # Where something is missing at the end of a line, it is the next word that cannot stand.
    assert found in ([mistake[0]], [mistake[0] + 1])


def test_all_mistakes_of_a_text_are_found() -> None:
    """At most a few in a hundred are hidden by another, and as few findings are echoes."""
    chance = random.Random(1)
    made = missed = echoes = 0
    for _ in range(150):
        mistakes = {mistake[0]: mistake for mistake in chance.sample(MISTAKES, 6)}
        found = lines_found(spoil(list(mistakes.values())))
        made += len(mistakes)
        missed += sum(1 for line in mistakes if not {line, line + 1} & set(found))
        echoes += sum(1 for line in found if not {line, line - 1} & set(mistakes))
    assert missed <= made * 0.02, (missed, echoes, made)
    assert echoes <= made * 0.02, (missed, echoes, made)


def test_what_is_right_stays() -> None:
    text = "article 1 {\nstatus a\nstatus within\nbody B { seats five elected by C for 4 years }\n"
    text += "X may\nY may vote\n}\n"
    (article,) = parse(Source("x", text)).instrument.statements
    assert isinstance(article, t.Article)
    kinds = [type(statement).__name__ for statement in article.statements]
    assert kinds[0] == "StatusDecl"
    assert kinds[-2:] == ["BodyDecl", "Norm"]
    body = article.statements[-2]
    assert isinstance(body, t.BodyDecl)
    group = body.items[0]
    assert isinstance(group, t.SeatGroup)
    assert group.clauses


def test_a_missing_brace_spoils_one_article_only() -> None:
    lines = GOOD.splitlines()
    assert lines[9] == "}"
    text = "\n".join(lines[:9] + lines[10:])
    parsed = parse(Source("x", text))
    assert [finding.code for finding in parsed.diagnostics] == ["S7"]
    numbers = [part.number.number for part in parsed.instrument.statements if isinstance(part, t.Article)]
    assert numbers == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("status from", "S4", "`from` is a word of the language"),
        ('status a "title', "S6", "no closing quotation mark"),
        ("}", "S7", "closes nothing"),
        ("article 1 {", "S7", "the text ends"),
        ("X may remove", "S8", "must say whom"),
        ("X may appoint any s", "S8", "to which body"),
        ("X may strike any s", "S8", "from which ballot"),
        ("X may dissolve", "S8", "must name a body"),
        ("X may dissolve B when a when b", "S9", "stated twice"),
        ("body B { seats 5 elected by X co-opted }", "S9", "two ways"),
        ("X may dissolve B by 150%", "S10", "larger than the whole"),
        ("X may dissolve B by 1/0", "S10", "divided by zero"),
        ("class A: origin < worker", "S10", "more or less"),
        ("article 1 { article 2 { } }", "S11", "stands inside"),
        ('status a constitution "x"', "S11", "does not stand first"),
        ('law "a" law "b"', "S11", "twice"),
        ("boddy Council { }", "S1", "begins no statement"),
        ("Council may disolve Assembly", "S1", "no act of the language"),
    ],
)
def test_findings(text: str, code: str, words: str) -> None:
    finding, *more = parse(Source("x", text)).diagnostics
    assert not more
    assert (finding.code, words in finding.message) == (code, True)
    assert finding.help


def test_messages_speak_no_parser() -> None:
    for mistake in MISTAKES:
        for finding in parse(Source("x", spoil([mistake]))).diagnostics:
            for words in (finding.message, *finding.help):
                assert "ANON" not in words and "LBRACE" not in words and "token" not in words and "$END" not in words
