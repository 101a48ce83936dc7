"""Random play without hints: it finds what a search through all orders finds, and nothing that the tables deny."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from constdsl.check import program
from constdsl.check.results import Play, Verdict
from constdsl.play.open import Person
from constdsl.source import Source
from constdsl.testing import live, rehearse
from constdsl.testing.fuzzing import assignments, conclude, play
from constdsl.testing.results import Budget

UNION = Path(__file__).parent.parent.parent / "examples" / "reformed_union.const"
SOURCE = Source("union.const", UNION.read_text(encoding="utf-8"))

DROPPED = {"extremists": "dropped"}
PARTY = {**DROPPED, "nomination": "party_only"}
CHAIN = {"CentralCommittee", "PartyCongress", "RegionalSecretaries", "GeneralSecretary", "PartyCommittees"}

# Who chooses the candidates for the Supreme Soviet alone, in contested and in acquiescent play: the worked answers.
TABLE = [
    ({}, set(), {"StateSecurity", "Premier"}),
    (DROPPED, set(), set()),
    (PARTY, CHAIN, CHAIN),
    # Where nobody need obey, the committees are first emptied of others: the General Secretary needs ten moves.
    ({**PARTY, "discipline": "dropped"}, CHAIN - {"GeneralSecretary"}, CHAIN - {"GeneralSecretary"}),
    ({**PARTY, "discipline": "dropped", "expulsion": "dropped"}, {"PartyCommittees"}, {"PartyCommittees"}),
    ({**DROPPED, "nomination": "cuban"}, set(), set()),
]


@pytest.mark.parametrize(("choose", "contested", "acquiescent"), TABLE)
def test_the_captures_of_the_table_are_found_and_no_others(choose, contested, acquiescent):
    _, constitution = program.settle(SOURCE, lambda name: name, choose)
    answers = program.check([SOURCE], lambda name: name, choose).answers
    budget = Budget(examples=20, seed=0)
    done = [play(constitution, each, budget) for each in assignments(constitution) if each.play]
    report = conclude(constitution, answers, done, seed=0)
    assert not report.disagrees
    outcome = next(each for each in report.outcomes if each.promise.title == "A free choice")
    short = {
        wanted: {hit.coalition[0] for hit in outcome.hits if hit.play is wanted and len(hit.history) <= 8}
        for wanted in Play
    }
    assert short == {Play.CONTESTED: contested, Play.ACQUIESCENT: acquiescent}
    for each in report.outcomes:
        if each.answer.verdict is Verdict.HOLDS and not each.kept:
            assert not each.hits


def test_a_verdict_that_play_contradicts_is_reported():
    _, constitution = program.settle(SOURCE, lambda name: name, PARTY)
    answers = [
        evolve(each, verdict=Verdict.HOLDS, breakers=())
        for each in program.check([SOURCE], lambda name: name, PARTY).answers
    ]
    mine = [each for each in assignments(constitution) if each.coalition == ("PartyCommittees",)]
    done = [play(constitution, each, Budget(examples=5)) for each in mine]
    report = conclude(constitution, answers, done, seed=0)
    outcome = report.outcomes[0]
    assert outcome.disagreements[0] == "the verdict is “holds”, and PartyCommittees gets there in contested play"
    # What nobody can tell is no disagreement.
    undecided = [evolve(each, verdict=Verdict.UNDECIDED) for each in answers]
    assert not conclude(constitution, undecided, done, seed=0).disagrees


def test_a_verdict_that_no_order_of_moves_bears_out_is_reported():
    _, constitution = program.settle(SOURCE, lambda name: name, DROPPED)
    answers = [
        evolve(each, verdict=Verdict.BROKEN, breakers=(("Premier",),))
        for each in program.check([SOURCE], lambda name: name, DROPPED).answers
    ]
    mine = [each for each in assignments(constitution) if each.coalition == ("Premier",)]
    done = [play(constitution, each, Budget(examples=40)) for each in mine]
    assert all(each.exhausted for each in done)
    (said,) = conclude(constitution, answers, done, seed=0).outcomes[0].disagreements
    assert said.endswith("no lawful order of moves in contested play gets there")


def test_a_rehearsal_refuses_what_is_unlawful():
    rehearsal = rehearse(SOURCE, ["Premier"])
    with pytest.raises(Exception, match="not vacant yet"):
        rehearsal.make("fill StateSecurity")
    with pytest.raises(ValueError, match="did you mean “fill StateSecurity”"):
        rehearsal.make("fill StateSecurty")
    rehearsal.make("wait")
    rehearsal.make("fill StateSecurity")
    assert rehearsal.commands("StateSecurity") and not rehearsal.reaches("A free choice")
    with pytest.raises(ValueError, match="no guarantee called"):
        rehearsal.reaches("A free choices")
    with pytest.raises(ValueError, match="did you mean “Premier”"):
        rehearse(SOURCE, ["Premeir"])
    with pytest.raises(ValueError, match="there is no file"):
        rehearse("there is no file `x`", ["Premier"])


def test_a_life_is_played_by_words():
    life = live(SOURCE, [Person("Vera Orlova", {"citizen", "party_member"}, {"age": 30})])
    life.make("Vera Orlova has held the seat of GeneralSecretary from the start.")
    assert not life.breaks("One hat")
    with pytest.raises(ValueError, match="no lawful move now"):
        life.make("SupremeSoviet elects Vera Orlova to the seat of Premier.")
