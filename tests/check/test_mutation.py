"""Which clauses carry which promise: outcomes derived by hand, the sums, and what is saved without harm."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from constdsl.check.cones import Cones
from constdsl.check.mutation import Mutation, Trial, Tried, conclude, prepare, titles, try_mutant
from constdsl.check.program import settle
from constdsl.check.results import Verdict
from constdsl.model.entities import Constitution
from constdsl.source import Source
from tests.check.random_texts import random_text
from tests.semantics.harness import sections

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.const"))
UNION = ROOT / "examples" / "reformed_union.const"


def neighbour(name: str) -> Source | str:
    """What an example uses: a file of its own folder, all of which have different names."""
    found = next((path for path in EXAMPLES if path.name == name), None)
    return Source(name, found.read_text("utf-8")) if found else f"no {name}"


def settled(text: str, choose: dict[str, str] | None = None) -> Constitution:
    report, constitution = settle(Source("t.const", text), neighbour, choose)
    assert constitution is not None, report.diagnostics
    return constitution


def mutation(constitution: Constitution, wanted: tuple[str, ...] = ()) -> Mutation:
    trial = prepare(constitution, wanted)
    return conclude(trial, [try_mutant(trial, number) for number in range(len(trial.mutants))])


@cache
def union() -> Mutation:
    return mutation(settled(UNION.read_text("utf-8")))


def effects(found: Mutation, words: str) -> dict[str, str]:
    """What one change does: for each promise that fares otherwise, its new verdict, and who breaks it."""
    (tried,) = (each for each in found.tried if each.words == words)
    return {
        found.promises[shift.promise].title: " by ".join(
            filter(None, [shift.after.verdict.value, ", ".join(sorted(" and ".join(c) for c in shift.after.breakers))])
        )
        for shift in tried.shifts
    }


# --- the founding draft, clause by clause ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # Nobody names extremists any more: WorkCollectives nominate whom they like, and no citizen is barred. The
        # Party's bodies reach the whole Party and nothing outside it.
        (
            "StateSecurity may no longer confer extremist on any citizen",
            {"A free choice": "holds", "No purge": "holds"},
        ),
        # The annulment was the one check on it: what was contestable is broken, by those it was contestable by
        # (StateSecurity, and Premier who appoints it). Both now also bar whom they like, with the Soviet as before.
        (
            "SupremeSoviet may no longer annul confer extremist",
            {
                "A free choice": "broken by Premier, StateSecurity",
                "No purge": "broken by Premier, StateSecurity, SupremeSoviet",
            },
        ),
        # Only PartyCommittees nominate, however many candidates stand: who commands them (each link of the circle by
        # which the General Secretary chooses who chooses him) chooses the candidates, bars the others, and so rules
        # the Soviet. The Soviet itself reaches the purge through Premier and StateSecurity as before.
        (
            "WorkCollectives may no longer nominate any citizen for SupremeSoviet",
            {
                "A free choice": "broken by CentralCommittee, GeneralSecretary, PartyCommittees, PartyCongress, "
                "RegionalSecretaries",
                "No purge": "broken by CentralCommittee, GeneralSecretary, PartyCommittees, PartyCongress, "
                "RegionalSecretaries, SupremeSoviet",
                "A Party that leads and does not rule": "broken by CentralCommittee",
            },
        ),
        # The other way round nothing happens: WorkCollectives keep the ballot open.
        ("PartyCommittees may no longer nominate any citizen for SupremeSoviet", {}),
        # A group without a term stays as it is until its holders are removed (section 1): the circle never turns.
        (
            "GeneralSecretary may no longer remove any member of RegionalSecretaries",
            {"The Committee chooses its secretary": "holds"},
        ),
        (
            "members of PartyCongress sit until removed instead of for 5 years",
            {"The Committee chooses its secretary": "holds"},
        ),
        (
            "members of CentralCommittee sit until removed instead of for 5 years",
            {"The Committee chooses its secretary": "holds"},
        ),
        # StateSecurity never falls vacant, so neither Premier nor the Soviet comes to command it. It still may
        # exclude whom it likes, unless the Soviet annuls.
        (
            "the holder of StateSecurity sits until removed instead of for 4 years",
            {"A free choice": "contestable by StateSecurity", "No purge": "contestable by StateSecurity"},
        ),
        # Premier never falls vacant: the Soviet cannot come to command StateSecurity through it. Premier and
        # StateSecurity still bar others, unless the Soviet annuls.
        (
            "the holder of Premier sits until removed instead of for 4 years",
            {"No purge": "contestable by Premier, StateSecurity"},
        ),
        # Nobody may remove members any more, and no rule forbids it: silence (section 9).
        (
            "Electors may no longer remove any member of SupremeSoviet",
            {"Recall": "not established"},
        ),
        # Whoever is called an extremist may now stand all the same.
        (
            "to be chosen for SupremeSoviet it no longer takes: not extremist",
            {"A free choice": "holds", "No purge": "holds"},
        ),
        # Party discipline, expulsion and the ban on factions decide nothing while WorkCollectives nominate.
        ("party_member is no longer bound by CentralCommittee", {}),
        ("CentralCommittee may no longer revoke party_member from any party_member", {}),
        ("CentralCommittee may no longer direct PartyCommittees", {}),
        ("nothing here forbids any party_member to form_faction", {}),
        # Those who may be Premier must be members of the Soviet, which is loyal to itself: nobody else can be chosen
        # for the office, whoever chooses (section 5, gatekeeping).
        ("the office of Premier is filled by Politburo instead of SupremeSoviet", {}),
    ],
)
def test_the_founding_draft(change, expected):
    assert effects(union(), change) == expected


def test_who_breaks_a_promise_is_told_apart_from_the_verdict():
    (tried,) = (each for each in union().tried if each.words == "SupremeSoviet may no longer annul confer extremist")
    assert [shift.verdict_changed for shift in tried.shifts] == [True, False]
    assert tried.article == "article 7"
    assert tried.kills
    (only_breakers,) = (each for each in union().tried if each.shifts and not each.kills)
    assert only_breakers.words == "the office of StateSecurity is filled by Politburo instead of Premier"


def test_the_draft_under_another_choice():
    """With the Party alone nominating, discipline matters no more than before, and article 7 no more at all."""
    chosen = {"nomination": "party_only", "extremists": "dropped", "expulsion": "dropped"}
    found = mutation(settled(UNION.read_text("utf-8"), chosen))
    assert found.standings[-1].verdict is Verdict.BROKEN
    # Design, section 3: bound and direct dropped and expulsion too, CentralCommittee reaches nothing. Of the two,
    # each suffices by itself, so dropping one of them does not mend the promise.
    assert effects(found, "CentralCommittee may no longer direct PartyCommittees") == {}
    assert effects(found, "party_member is no longer bound by CentralCommittee").keys() == set()
    rule = "PartyCommittees may no longer nominate any citizen for SupremeSoviet, so that anybody eligible may stand"
    assert effects(found, rule)["A Party that leads and does not rule"] == "holds"


# --- the sums ---------------------------------------------------------------------------------------------------------

SMALL = """constitution "Two rules"
status citizen
status outcast
class Voters: citizen
body Council { seats 2 elected by Voters for life }
Council may confer outcast on any citizen by unanimity
Voters may dissolve Council
guarantee "Unbranded": no body alone can confer outcast on any citizen
guarantee "Dissolved": Voters can dissolve Council
"""


def test_sums_on_a_text_that_can_be_counted_by_hand():
    """Council is the only body, so that nothing can be given to another but what Voters have.

    decisions of Council: a third (one of two votes); a majority of two is both, so there is nothing harder. Filling
    by another body: there is none but itself. Conferring: left out; a third instead of both (a majority of two is
    both again). Dissolving: left out; a third; two-thirds. It cannot be given to Council, to which it is done.
    """
    found = mutation(settled(SMALL))
    assert [each.words for each in found.tried] == [
        "decisions of Council take one-third instead of a majority",
        "Council may no longer confer outcast on any citizen",
        "Council may confer outcast on any citizen by one-third instead of unanimity",
        "Voters may no longer dissolve Council",
        "Voters may dissolve Council by one-third instead of a majority",
        "Voters may dissolve Council by two-thirds instead of a majority",
    ]
    # Council itself may confer: broken. Voters may dissolve, nobody can forestall: holds.
    assert [each.verdict for each in found.standings] == [Verdict.BROKEN, Verdict.HOLDS]
    assert effects(found, "Council may no longer confer outcast on any citizen") == {"Unbranded": "holds"}
    assert effects(found, "Voters may no longer dissolve Council") == {"Dissolved": "not established"}
    assert (found.killed, found.moved, found.kill_rate) == (2, 0, Fraction(1, 3))
    assert found.weighings == 12
    text = SMALL.splitlines()
    idle = {text[SMALL.count("\n", 0, clause.span.start)].split(" ")[0] for clause in found.idle()}
    assert idle == {"body"}


def test_a_promise_keeps_its_answer_where_a_change_cannot_reach_it():
    """Branding citizens has no bearing on who may dissolve Council."""
    found = mutation(settled(SMALL), ("Dissolved",))
    assert [each.weighed for each in found.tried] == [1, 0, 0, 1, 1, 1]
    assert found.saved == 2


def test_nothing_to_change_and_nothing_promised():
    empty = mutation(settled('constitution "E" status citizen'))
    assert (empty.tried, empty.kill_rate, empty.weighings) == ((), None, 0)
    assert titles(settled(SMALL)) == ("Unbranded", "Dissolved")
    assert prepare(settled(SMALL), ("No such promise",)).promises == ()


# --- skipping does no harm --------------------------------------------------------------------------------------------


def compare(trial: Trial, every: int) -> tuple[int, int]:
    """Weigh what was skipped after every so many changes; how many weighings were looked at, and how many of the
    changes moved anything."""
    skipped = moved = 0
    for number in range(0, len(trial.mutants), every):
        sparing = try_mutant(trial, number)
        moved += bool(sparing.shifts)
        if sparing.weighed < len(trial.promises):
            skipped += len(trial.promises) - sparing.weighed
            thorough: Tried = try_mutant(trial, number, sparing=False)
            assert sparing.shifts == thorough.shifts, (trial.mutants[number].words, thorough.shifts)
    return skipped, moved


def test_skipping_is_harmless_on_every_example():
    skipped = 0
    for path in EXAMPLES:
        skipped += compare(prepare(settled(path.read_text("utf-8"))), 17)[0]
    assert skipped > 40


def test_skipping_is_harmless_on_small_constitutions():
    """More than three hundred texts, each written to show one rule of the calculus at work."""
    looked_at = skipped = moved = 0
    for section in sections():
        _, constitution = settle(section.root, section.read, section.choices)
        if constitution is not None:
            looked_at += 1
            found = compare(prepare(constitution), 17)
            skipped, moved = skipped + found[0], moved + found[1]
    assert looked_at > 300
    assert skipped > 80
    assert moved > 50


def test_skipping_is_harmless_on_random_constitutions():
    skipped = moved = 0
    for seed in range(120):
        found = compare(prepare(settled(random_text(seed))), 29)
        skipped, moved = skipped + found[0], moved + found[1]
    assert skipped > 150
    assert moved > 8


def test_a_cone_holds_what_a_promise_can_depend_on_and_no_more():
    constitution = settled(UNION.read_text("utf-8"))
    cones = Cones(constitution)
    by_title = {promise.title: cones.cone(promise) for promise in constitution.promises}
    # The circle of the Party, what its members are, and the article in which all of it stands.
    assert by_title["The Committee chooses its secretary"] == {
        "CentralCommittee", "PartyCongress", "RegionalSecretaries", "GeneralSecretary", "party_member", "citizen",
        "0:6",
    }  # fmt: skip
    # Who sits where is a matter of what is asked of members, and not of who chooses them.
    assert by_title["One hat"] is not None
    assert "CentralCommittee" not in by_title["One hat"]


def test_flags_put_everything_into_the_cone():
    """Where an article can lapse the order of moves counts, and nothing is skipped."""
    text = SMALL.replace("Voters may", "flag alarm Council may declare alarm Voters may", 1)
    constitution = settled(text.replace("dissolve Council\n", "dissolve Council unless alarm\n", 1))
    cones = Cones(constitution)
    assert [cones.cone(promise) for promise in constitution.promises][1] is None
