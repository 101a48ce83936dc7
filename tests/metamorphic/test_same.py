"""Texts that say the same get the same answers, on grown constitutions.

Names, order and division are changed as in `tests/check/test_same_meaning.py`, which has the examples.
"""

from __future__ import annotations

import re

import pytest

from constdsl.source import Source
from constdsl.syntax import tree
from constdsl.syntax.parser import parse
from tests.check.test_same_meaning import answers, gist, pieces, quoted, renamed, shuffled
from tests.metamorphic.grown import SEEDS, grown, original, verdicts
from tests.metamorphic.plain import plainly


@pytest.mark.parametrize("seed", SEEDS)
def test_names_do_not_matter(seed: int) -> None:
    text, back = renamed(grown(seed))
    found = re.sub(r"n\d{4}_", lambda match: back[match[0]], repr(_ordered(text)))
    assert found == repr(_ordered(grown(seed)))


def _ordered(text: str) -> list[tuple[object, ...]]:
    return [(answer.name, answer.property, str(answer.verdict), answer.breakers) for answer in answers(text)]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_statements_and_articles_does_not_matter(seed: int) -> None:
    assert gist(answers(shuffled(grown(seed), seed))) == gist(answers(grown(seed)))


@pytest.mark.parametrize("seed", SEEDS)
def test_two_texts_joined_by_use_are_one(seed: int) -> None:
    text = grown(seed)
    instrument = parse(Source("t.const", text)).instrument
    assert instrument.header is not None
    parts = pieces(text, instrument.statements)
    first = "\n".join([quoted(text, instrument.header.span), 'use "other"', *parts[::2]])
    second = "\n".join(['constitution "The other half"', *parts[1::2]])
    if "amend" in text:
        # Who may amend what stands outside articles may amend that of one text, and not of the other.
        second = "\n".join(['constitution "The other half"', *(part for part in parts[1::2] if _closed(part))])
        first = "\n".join([first, *(part for part in parts[1::2] if not _closed(part))])
    assert verdicts(first, other=second) == original(seed)


def _closed(part: str) -> bool:
    return part.startswith(("article", "guarantee"))


UNRELATED = """
article 99 "The almanac" {
  status astronomer
  flag eclipse
  class Observers: astronomer
  act observe
  body Observatory { seats 3 elected by Observers from astronomer for 2 years }
  Observatory may confer astronomer on any not astronomer
  Observatory may declare eclipse by two-thirds
  Observers may observe when eclipse
  astronomer is bound by Observatory in voting
}
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_an_unrelated_article_changes_nothing(seed: int) -> None:
    before, after = original(seed), verdicts(grown(seed) + UNRELATED)
    for promise, (verdict, breakers, stoppers) in before.items():
        found, others, stopping = after[promise]
        old = frozenset(coalition for coalition in others if "Observatory" not in coalition)
        if others and not old:
            continue  # "no body" now means one body more, and what is open to all is open to it
        assert (found, old, stopping) == (verdict, breakers, stoppers), promise


@pytest.mark.parametrize("seed", SEEDS)
def test_clauses_of_bodies_may_be_written_as_powers(seed: int) -> None:
    text = grown(seed)
    assert verdicts(plainly(text)) == original(seed)


def test_clauses_are_found() -> None:
    """The texts have clauses enough of every kind to try."""
    written = "\n".join(plainly(grown(seed)) for seed in SEEDS)
    assert not re.search(r"nominated by|vetted by|appointed by|co-opted", re.sub(r"(?m)^guarantee.*", "", written))
    for words in ("may nominate", "may strike any candidate", "may appoint anyone to"):
        assert written.count(words) >= 5, words


def test_a_clause_and_the_power_that_it_is() -> None:
    text = "body A { seats 3 elected by B from red nominated by B, C for 1 year convened by B, C }"
    assert " ".join(plainly(text).split()) == (
        "body A { seats 3 elected by B from red for 1 year convened by B } "
        "C may convene A B may nominate any (red) for A C may nominate any (red) for A"
    )
    assert isinstance(parse(Source("t.const", plainly(text))).instrument.statements[0], tree.BodyDecl)
