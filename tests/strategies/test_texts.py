"""Hostile texts: the same for the same seed, of every kind, short, and connected enough to be worth reading."""

from __future__ import annotations

import statistics
from random import Random

from hypothesis import HealthCheck, Phase, find, given, settings

from constdsl.check.program import check
from constdsl.source import Source
from constdsl.strategies import texts
from constdsl.strategies.jumble import jumble
from constdsl.strategies.jumble.damage import damage, noise, splice
from constdsl.strategies.jumble.grammar import productions, say
from constdsl.strategies.jumble.seeds import SEEDS
from constdsl.syntax.grammar import load_tables
from constdsl.syntax.parser import parse

SEEDS_USED = range(400)
SAMPLE = [jumble(Random(f"sample:{number}")) for number in SEEDS_USED]


def nobody(path: str) -> str:
    return "there is no such file"


def report(text: str):
    return check([Source("self.const", text)], nobody)


def test_the_same_seed_gives_the_same_text():
    assert [jumble(Random(f"sample:{number}")) for number in SEEDS_USED] == SAMPLE


def test_texts_differ():
    assert len(set(SAMPLE)) > 0.95 * len(SAMPLE)


def test_most_are_short_and_some_are_not():
    lengths = sorted(text.count("\n") for text in SAMPLE)
    assert statistics.median(lengths) <= 15
    assert lengths[-1] > 60


def test_every_stage_gets_its_share():
    """Enough texts must come through to the verdicts, and enough must fail at every stage before."""
    reports = [report(text) for text in SAMPLE]
    parsed = [
        each for each in reports if not any(found.slug.startswith("syntax/") for found in each.diagnostics)
    ]
    usable = [each for each in reports if not each.unusable]
    weighed = [each for each in reports if each.answers]
    assert 0.3 < len(parsed) / len(SAMPLE) < 0.7
    assert 0.1 < len(usable) / len(SAMPLE) < 0.5
    assert len(weighed) / len(SAMPLE) > 0.07
    assert len({found.slug for each in reports for found in each.diagnostics}) > 25
    assert len({answer.verdict for each in reports for answer in each.answers}) >= 4


def test_no_text_is_one_that_no_file_can_hold():
    for text in SAMPLE:
        text.encode()


def test_the_seeds_are_in_order():
    """What is to be spoilt must be sound before."""
    for seed in SEEDS:
        found = check([Source("self.const", seed)], lambda path: Source(path, 'statute "Empty"\n'))
        assert not found.unusable, found.diagnostics


def test_the_productions_are_those_of_the_grammar():
    """Each is found whole: as many symbols as the table takes for it, and only symbols that the table knows."""
    tables = load_tables()
    sizes = sorted((rule.symbol, rule.size) for rule in tables.rules)
    read_back = sorted((symbol, len(way)) for symbol, ways in productions().items() for way in ways)
    assert [each for each in read_back if each not in sizes] == []
    assert len(read_back) == len({(symbol, way) for symbol, ways in productions().items() for way in ways})
    assert ("DISSOLVE", "ref") in productions()["act"]
    assert ("ENTRENCHED",) not in productions()["act"]


def test_sentences_by_chance_obey_the_grammar():
    """Numbers and meanings may be wrong; no word stands where it has no place."""
    from constdsl.strategies.jumble.cast import Cast

    for number in range(300):
        random = Random(number)
        text = " ".join(say(random, "_statement", Cast(random)))
        slugs = {found.slug for found in parse(Source("said.const", text)).diagnostics}
        assert "syntax/unexpected-word" not in slugs, text


def test_damage_goes_on_whatever_is_left():
    """Even an empty text can be spoilt further."""
    for number in range(300):
        random = Random(number)
        spoilt = damage(random, "", 5)
        assert isinstance(splice(random, spoilt, noise(random)), str)


@given(texts())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_stops_the_tool(text):
    report(text)


def test_texts_shrink():
    """The first words of a text with a promise in it are few once shrunk."""
    found = find(
        texts(), lambda text: "guarantee" in text,
        # The phase that explains failures would give the last text tried instead of the smallest.
        settings=settings(
            max_examples=2_000, deadline=None, database=None, derandomize=True, phases=(Phase.generate, Phase.shrink)
        ),
    )  # fmt: skip
    assert found.count("\n") <= 6
