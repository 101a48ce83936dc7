"""Histories tried move by move: true ones stand, and of false ones the first wrong move is named, with its reason."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from constdsl.capture.calculus import Calculus
from constdsl.capture.notes import Filled, Used
from constdsl.model.entities import Ability, Constitution
from constdsl.play.campaign import Fill, Use
from constdsl.play.lawbook import Lawbook
from constdsl.play.people import People, TooLarge
from constdsl.play.replay import Claim, Replayed, Told, replay
from constdsl.strategies.grow import grow
from constdsl.syntax.tree import Verb
from tests.differential.compare import coalitions, goals, selected
from tests.play.test_campaign import HEAD, UNION, move

# --- telling ----------------------------------------------------------------------------------------------------------


def tell(constitution: Constitution, story: str) -> list[Told]:
    """A history from lines such as `5: fill PartyCongress`, with the year first."""
    told = []
    for line in filter(None, map(str.strip, story.splitlines())):
        years, words = line.split(": ", 1)
        found = move(constitution, words)
        assert isinstance(found, Use | Fill)
        told.append(Told(Fraction(years), found))
    return told


def claim(
    constitution: Constitution, who: str, years: str | None = None, *, contested: bool = False, number: int = 0
) -> Claim:
    """That a coalition reaches the goal of a promise of the text."""
    ability = constitution.promises[number].property
    assert isinstance(ability, Ability)
    by = Fraction(years) if years is not None else None
    return Claim(tuple(who.split(" and ")), ability.goal, ability.possible, contested, years=by)


def tried(
    text: str, who: str, story: str, years: str | None = None, *, contested: bool = False, number: int = 0
) -> Replayed:
    constitution = selected(text)
    return replay(
        constitution, claim(constitution, who, years, contested=contested, number=number), tell(constitution, story)
    )


def order(found: Replayed) -> list[str]:
    """The moves by their numbers, each with its date, in the order in which they were made."""
    return [f"{number} at {years}" for number, years in found.order]


def failure(text: str, found: Replayed) -> tuple[int | None, str, str | None]:
    """The number of the wrong move, why it is wrong, and the article of the clause that says so."""
    assert found.failure is not None and not found.stands
    clause = found.failure.clause
    article = clause.article if clause is not None else None
    label = selected(text).articles[article].label if article is not None else None
    return found.failure.step, found.failure.reason, label


# --- true histories ---------------------------------------------------------------------------------------------------

UNION_TEXT = UNION.read_text(encoding="utf-8")

CIRCULAR = """
    0: remove any member of RegionalSecretaries
    0: fill RegionalSecretaries
    5: fill PartyCongress
    10: fill CentralCommittee
"""

PURGE = """
    4: fill Premier
    8: fill StateSecurity
    8: confer extremist on any citizen
"""
COMMITTEE, FREE_CHOICE, NO_PURGE = 4, 0, 1


@pytest.mark.parametrize("contested", [False, True])
def test_the_circular_flow_of_power(contested: bool) -> None:
    """At once, after five years, after ten; no check stands in the way (examples/reformed_union.const)."""
    found = tried(UNION_TEXT, "GeneralSecretary", CIRCULAR, "10", contested=contested, number=COMMITTEE)
    assert found.stands and found.failure is None
    assert order(found) == ["0 at 0", "1 at 0", "2 at 5", "3 at 10"]


def test_those_elected_choose_who_elects_them() -> None:
    found = tried(UNION_TEXT, "SupremeSoviet", PURGE, "8", contested=True, number=NO_PURGE)
    assert order(found) == ["0 at 4", "1 at 8", "2 at 8"]
    assert found.stands


def test_a_goal_may_be_reached_by_waiting() -> None:
    """The Board need not be convened: it meets in its second year."""
    text = HEAD + (
        "body Board { seats 3 drawn by lot for life convened by Clerk every 2 years } Board may levy "
        'guarantee "peace": Board cannot levy'
    )
    assert order(tried(text, "Board", "2: levy", "2", contested=True)) == ["0 at 2"]
    early = tried(text, "Board", "2: levy", "1", contested=True)
    assert failure(text, early) == (0, "it is not possible in time", None)


def test_waiting_counts_no_more_than_moves_when_it_is_too_late() -> None:
    """Nothing is done but to wait: the Guard obeys the Board from the day on which the Board meets."""
    text = HEAD + (
        "body Board { seats 3 drawn by lot for life convened by Clerk every 2 years } "
        "body Guard { seats 3 drawn by lot for life } members of Guard are bound by Board "
        'guarantee "guard": Board cannot control Guard'
    )
    assert tried(text, "Board", "", "2", contested=True).stands
    late = tried(text, "Board", "", "1", contested=True)
    assert failure(text, late) == (None, "every move stands, but the goal is not reached by them", None)


def test_a_goal_may_be_reached_while_a_power_is_used() -> None:
    """In war nobody has the power to declare it any more; war was declared all the same."""
    text = HEAD + (
        "flag war article 1 { Chair may declare war } article 1 is suspended during war "
        'guarantee "peace": Chair cannot declare war'
    )
    assert tried(text, "Chair", "0: declare war").stands


def test_no_moves_are_needed_where_a_coalition_has_what_it_wants() -> None:
    text = HEAD + 'guarantee "own": Chair cannot control Chair guarantee "court": Chair cannot control Court'
    assert tried(text, "Chair", "") == Replayed(())
    assert failure(text, tried(text, "Chair", "", number=1))[0] is None


# --- the order of moves -----------------------------------------------------------------------------------------------

WAR = HEAD + """
flag war
article 1 { Court may veto appoint anyone to Guard }
article 2 {
  body Guard { seats 5 appointed by Chair for 4 years }
  Chair may declare war
  Chair may lift war
  Guard may levy unless war
}
article 1 is suspended during war
guarantee "peace": Chair cannot levy
"""


def test_a_flag_is_lifted_where_it_stands_in_the_way() -> None:
    """In war no veto: the Guard is filled after four years; only in peace does it levy."""
    found = tried(WAR, "Chair", "0: declare war\n4: fill Guard\n4: levy", "4", contested=True)
    assert found.stands
    assert order(found) == ["0 at 0", "1 at 4", "2 at 4"]


def test_lifting_a_flag_does_not_turn_time_back() -> None:
    """Four years are too late, in war as in peace."""
    found = tried(WAR, "Chair", "0: declare war\n4: fill Guard\n4: levy", "3", contested=True)
    assert found.failure is not None and found.failure.step == 1
    assert order(found) == ["0 at 0"]


def test_moves_of_one_date_may_be_told_in_any_order() -> None:
    text = HEAD + (
        "body Board { seats 3 appointed by Chair } Chair may remove any member of Board Board may levy "
        'guarantee "peace": Chair cannot levy'
    )
    found = tried(text, "Chair", "0: levy\n0: fill Board\n0: remove any member of Board", "0")
    assert order(found) == ["2 at 0", "1 at 0", "0 at 0"]


EARLY = HEAD + """
flag war
body Board { seats 3 appointed by Chair for 2 years }
Chair may remove any member of Board unless war
Board may levy when war
Chair may declare war
guarantee "peace": Chair cannot levy
"""


def test_flags_are_left_alone_until_they_are_needed() -> None:
    """Told with war first: then nobody could be removed. The seats are emptied and filled before it is declared."""
    story = "0: declare war\n0: remove any member of Board\n0: fill Board\n0: levy"
    found = tried(EARLY, "Chair", story, "0")
    assert found.stands
    assert order(found) == ["1 at 0", "2 at 0", "0 at 0", "3 at 0"]


def test_a_flag_may_have_to_wait_for_a_term() -> None:
    """The Guard is never emptied: its term must end in peace, and then only can war begin, which nobody ends."""
    text = HEAD + """
    flag war
    article 1 { body Guard { seats 5 appointed by Chair for 4 years } }
    Chair may declare war
    Guard may levy when war
    article 1 is suspended during war
    guarantee "peace": Chair cannot levy
    """
    found = tried(text, "Chair", "4: declare war\n4: fill Guard\n4: levy", "4")
    assert found.stands
    assert order(found) == ["1 at 4", "0 at 4", "2 at 4"]
    assert not tried(text, "Chair", "0: declare war\n4: fill Guard\n4: levy", "4").stands


# --- false histories --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("story", "years", "step", "reason", "article"),
    [
        # The Congress elected by the Secretaries sits five years on, not four.
        ("0: remove any member of RegionalSecretaries\n0: fill RegionalSecretaries\n4: fill PartyCongress", "4",
         2, "the seats of PartyCongress are not vacant yet", "article 6"),
        ("0: fill RegionalSecretaries", "0",
         0, "the seats of RegionalSecretaries are not vacant yet", "article 6"),
        ("0: remove any member of RegionalSecretaries\n5: fill PartyCongress", "10",
         1, "0 of 80 seats of RegionalSecretaries act for GeneralSecretary, and 41 are needed; "
         "Vera Orlova, who is `citizen` and is `party_member`, can still be chosen for PartyCongress against its will",
         "article 6"),
        # All that is told is true, and the last step is not told.
        ("0: remove any member of RegionalSecretaries\n0: fill RegionalSecretaries\n5: fill PartyCongress", None,
         None, "every move stands, but the goal is not reached by them", None),
        # All steps in their order, and too late.
        (CIRCULAR, "9", 3, "it is not possible in time", None),
    ],
)  # fmt: skip
def test_the_flow_of_power_told_wrongly(
    story: str, years: str | None, step: int | None, reason: str, article: str | None
) -> None:
    found = tried(UNION_TEXT, "GeneralSecretary", story, years, number=COMMITTEE)
    assert failure(UNION_TEXT, found) == (step, reason, article)
    stood = story.strip().count("\n") + 1 if step is None else step
    assert len(found.order) == stood, "the moves before it stand"


def test_a_move_told_a_year_too_early() -> None:
    """The Congress can be filled by its fifth year at the latest, and nobody can promise it for the fourth."""
    story = CIRCULAR.replace("5: fill PartyCongress", "4: fill PartyCongress")
    found = tried(UNION_TEXT, "GeneralSecretary", story, "10", number=COMMITTEE)
    assert failure(UNION_TEXT, found)[0] == 2


def test_a_step_that_others_annul() -> None:
    """True in acquiescent play, false in contested play: article 7 lets the Soviet annul."""
    story = "0: confer extremist on any citizen"
    assert tried(UNION_TEXT, "StateSecurity", story, "0", number=FREE_CHOICE).stands
    found = tried(UNION_TEXT, "StateSecurity", story, "0", contested=True, number=FREE_CHOICE)
    assert failure(UNION_TEXT, found) == (0, "SupremeSoviet can annul confer extremist", "article 7")


def test_a_goal_for_everybody_is_not_reached_by_reaching_some() -> None:
    text = HEAD + """
    status old
    body Board { seats 3 drawn by lot for life }
    Chair may remove any (member of Board and old)
    guarantee "some": Chair cannot remove any member of Board
    guarantee "all": Chair can remove any member of Board
    """
    assert tried(text, "Chair", "0: remove any member of Board and old").stands
    found = tried(text, "Chair", "0: remove any member of Board and old", number=1)
    assert failure(text, found) == (None, "every move stands, but the goal is not reached by them", None)


def test_a_flag_before_a_seat_that_it_keeps_from_being_filled() -> None:
    """War suspends the article under which the Guard is appointed, and the Chair needs war for the removal too."""
    text = HEAD + """
    flag war
    article 1 { body Guard { seats 5 appointed by Chair for life } }
    article 2 { Chair may declare war Chair may remove any member of Guard when war }
    article 1 is suspended during war
    guarantee "guard": Chair cannot control Guard
    """
    found = tried(text, "Chair", "0: declare war\n0: remove any member of Guard\n0: fill Guard")
    assert failure(text, found) == (
        2, "article 1 is out of force, and nobody is chosen under it", "article 1",
    )  # fmt: skip
    # The neighbour: war that can be ended leaves the vacancy to be filled at the same date.
    mended = text.replace("Chair may declare war", "Chair may declare war Chair may lift war")
    assert tried(mended, "Chair", "0: declare war\n0: remove any member of Guard\n0: fill Guard", "0").stands


def test_consent_that_is_given_and_that_is_not() -> None:
    text = HEAD + 'article 1 { Chair may levy with consent of Court } guarantee "levy": Chair can levy'
    constitution = selected(text)
    asked = claim(constitution, "Chair")
    told = tell(constitution, "0: levy")
    found = replay(constitution, asked, told)
    assert failure(text, found) == (0, "Court does not consent", "article 1")
    given = Claim(asked.coalition, asked.goal, asked.every, asked.contested, consenting=True)
    assert replay(constitution, given, told, People(Lawbook(constitution))).stands


# --- the histories of the calculus ------------------------------------------------------------------------------------


def shown(constitution: Constitution, calculus: Calculus) -> list[tuple[Claim, list[Told]]]:
    """What the calculus would tell of every goal that a coalition reaches, as moves with their dates."""
    found = []
    for wanted, every in goals(constitution):
        node = calculus.goal(wanted, every=every)
        for who in coalitions(constitution, pairs=False):
            for contested in (False, True):
                forced = calculus.force(who, node, contested=contested)
                if forced is None or forced.closure is None or list(calculus.limits(node)):
                    continue
                told = []
                for used in forced.closure.derivation(node):
                    ticks = forced.closure.date(used)
                    note = calculus.compiler.notes.get(used)
                    assert ticks is not None
                    if isinstance(note, Used) and note.act.verb is not Verb.APPOINT:
                        told.append(Told(calculus.compiler.years(ticks), Use(note.power)))
                    elif isinstance(note, Filled):
                        told.append(Told(calculus.compiler.years(ticks), Fill(note.group)))
                found.append((Claim(who, wanted, every, contested, years=forced.years), told))
    return found


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_every_history_of_the_calculus_stands(start: int) -> None:
    """In time, in its own play, move by move."""
    tried_out = too_large = 0
    for seed in range(start, start + 30):
        constitution = selected(grow(Random(seed)))
        people = People(Lawbook(constitution))
        for asked, told in shown(constitution, Calculus(constitution)):
            try:
                found = replay(constitution, asked, told, people)
            except TooLarge:
                too_large += 1
                continue
            assert found.stands, (seed, asked, found.failure)
            tried_out += 1
    assert tried_out >= 50 and too_large <= tried_out / 20


def test_a_history_without_one_of_its_fillings_does_not_stand() -> None:
    """Seats that the goal rests on are not filled by themselves; the replay is no rubber stamp."""
    fallen = kept = 0
    for seed in range(40):
        constitution = selected(grow(Random(seed)))
        for asked, told in shown(constitution, Calculus(constitution)):
            for number, each in enumerate(told):
                if isinstance(each.move, Fill):
                    less = [*told[:number], *told[number + 1 :]]
                    if replay(constitution, asked, less).stands:
                        kept += 1
                    else:
                        fallen += 1
    assert fallen > 20 and fallen > 4 * kept
