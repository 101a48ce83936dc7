"""A coalition's play move by move: what is lawful when, why the rest is not, and by when all is won.

Every expected date, reason and clause is derived from docs/semantics.md; the worked answers of the Reformed Union are
derived in the comments of examples/reformed_union.const.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constdsl.model.entities import Ability, Constitution, Goal, GroupRef
from constdsl.play.campaign import Campaign, Fill, Move, Unlawful, Use, Wait
from constdsl.play.people import TooLarge
from constdsl.play.player import Player
from constdsl.strategies.grow import grow
from constdsl.syntax.tree import Verb
from tests.differential.compare import coalitions, goals, selected

UNION = Path(__file__).resolve().parents[2] / "examples" / "reformed_union.const"

HEAD = """constitution "A town"
status marked
act levy
office Chair { drawn by lot for life }
office Clerk { drawn by lot for life }
body Court { seats 5 drawn by lot for life }
"""


def move(constitution: Constitution, words: str) -> Move:
    """A move by its words: `wait`, `fill Board`, or the words of an act, with its subject where several have it."""
    if words == "wait":
        return Wait()
    if words.startswith("fill "):
        (ref,) = constitution.labels[words.removeprefix("fill ")]
        return Fill(ref, words.removeprefix("fill "))
    found = [Use(power) for power in constitution.powers if words in (power.act.text, str(Use(power)))]
    assert len(found) == 1, (words, [str(Use(power)) for power in constitution.powers])
    return found[0]


def begin(text: str, who: str, *, contested: bool = False, consenting: bool = False) -> Campaign:
    return Campaign(selected(HEAD + text), who.split(" and "), contested=contested, consenting=consenting)


def make(campaign: Campaign, *moves: str) -> None:
    for words in moves:
        campaign.apply(move(campaign.constitution, words))


def refused(campaign: Campaign, words: str) -> tuple[str, str | None]:
    """Why a move is unlawful now, and in which article the clause stands that says so."""
    wanted = move(campaign.constitution, words)
    assert not campaign.lawful(wanted)
    before = campaign.situation, campaign.history
    with pytest.raises(Unlawful) as caught:
        campaign.apply(wanted)
    assert (campaign.situation, campaign.history) == before, "a move that is refused changes nothing"
    clause = caught.value.clause
    assert str(caught.value) == caught.value.reason
    if clause is None or clause.article is None:
        return caught.value.reason, None
    return caught.value.reason, campaign.constitution.articles[clause.article].label


def offered(campaign: Campaign) -> list[str]:
    return [str(found) for found in campaign.moves()]


def commanded(campaign: Campaign) -> set[str]:
    names = (*campaign.constitution.bodies, *campaign.constitution.classes)
    return {name for name in names if campaign.commands(name)} - set(campaign.coalition)


def goal(constitution: Constitution, number: int = 0) -> Goal:
    found = constitution.promises[number].property
    assert isinstance(found, Ability)
    return found.goal


# --- the Reformed Union -----------------------------------------------------------------------------------------------


def union(who: str, *, contested: bool = False) -> Campaign:
    return Campaign(selected(UNION.read_text(encoding="utf-8")), [who], contested=contested)


@pytest.mark.parametrize("contested", [False, True])
def test_the_general_secretary_chooses_who_chooses_him(contested: bool) -> None:
    """He removes and appoints the Secretaries at once; they elect the Congress when its five years are over, and it
    the Committee five years later. All members then obey, and no check stands against any of it."""
    campaign = union("GeneralSecretary", contested=contested)
    assert offered(campaign) == ["GeneralSecretary: remove any member of RegionalSecretaries"]
    make(campaign, "remove any member of RegionalSecretaries")
    assert offered(campaign) == ["fill RegionalSecretaries"]
    assert not campaign.commands("RegionalSecretaries"), "a vacancy is not yet a loyal Secretary"
    make(campaign, "fill RegionalSecretaries")
    assert commanded(campaign) == {"RegionalSecretaries"}
    # They stand ready from now on: the Congress's term ends five years after, at the latest.
    assert refused(campaign, "fill PartyCongress") == ("the seats of PartyCongress are not vacant yet", "article 6")
    make(campaign, "wait", "fill PartyCongress", "wait")
    assert campaign.situation.date == 10
    assert "CentralCommittee" not in commanded(campaign)
    make(campaign, "fill CentralCommittee")
    # Members are bound to it in voting: their class, and the committees in which only members sit.
    assert commanded(campaign) == {
        "RegionalSecretaries", "PartyCongress", "CentralCommittee", "PartyMembers", "PartyCommittees",
    }  # fmt: skip
    assert [made.number for made in campaign.history] == [1, 2, 3, 4, 5, 6]
    assert [made.years for made in campaign.history] == [0, 0, 5, 5, 10, 10]


def test_state_security_makes_everybody_an_extremist() -> None:
    """Then only its own are voters and may stand; without the recall, the Soviet's term must end: four years."""
    campaign = union("StateSecurity")
    make(campaign, "confer extremist on any citizen")
    assert commanded(campaign) == {"Electors"}
    assert refused(campaign, "fill SupremeSoviet") == ("the seats of SupremeSoviet are not vacant yet", "article 2")
    assert campaign.reached(goal(campaign.constitution)), "it chooses the candidates for the Supreme Soviet"
    assert campaign.reached(goal(campaign.constitution, 1)), "and bars any citizen from it"
    make(campaign, "wait")
    assert campaign.situation.date == 4
    make(campaign, "fill SupremeSoviet")
    assert commanded(campaign) == {"Electors", "SupremeSoviet"}
    # The other terms are waited for from the day on which somebody loyal can fill them.
    assert refused(campaign, "fill Premier")[0] == "the seats of Premier are not vacant yet"
    assert refused(campaign, "fill Politburo")[0] == "the seats of Politburo are not vacant yet"
    # The Soviet consents to nobody else, so the Politburo need not wait for a new Premier; StateSecurity must.
    make(campaign, "wait", "fill Politburo", "fill Premier")
    assert campaign.situation.date == 8
    assert commanded(campaign) == {"Electors", "SupremeSoviet", "Premier", "Politburo"}


def test_electors_who_obey_can_recall_the_soviet_at_once() -> None:
    campaign = union("StateSecurity")
    make(campaign, "confer extremist on any citizen", "remove any member of SupremeSoviet", "fill SupremeSoviet")
    assert campaign.situation.date == 0
    assert campaign.commands("SupremeSoviet")


def test_the_soviet_annuls_what_it_does_not_want() -> None:
    campaign = union("StateSecurity", contested=True)
    words = "SupremeSoviet can annul confer extremist"
    assert refused(campaign, "confer extremist on any citizen") == (words, "article 7")
    assert offered(campaign) == []
    premier = union("Premier", contested=True)
    make(premier, "wait", "fill StateSecurity")
    assert premier.situation.date == 4
    assert (offered(premier), commanded(premier)) == ([], {"StateSecurity"})
    assert refused(premier, "fill Politburo") == (
        "SupremeSoviet does not consent to anybody whom Premier wants", "article 3",
    )  # fmt: skip


def test_those_elected_choose_who_elects_them() -> None:
    """Premier after 4 years, StateSecurity after 8; the only check on it is the Soviet's own."""
    campaign = union("SupremeSoviet", contested=True)
    make(campaign, "wait", "fill Premier", "wait", "fill StateSecurity", "confer extremist on any citizen")
    assert campaign.situation.date == 8
    assert {"Electors", "Premier", "StateSecurity"} <= commanded(campaign)
    assert campaign.reached(goal(campaign.constitution, 1))


# --- what is unlawful, and why ----------------------------------------------------------------------------------------

LEVY = "article 1 { Chair may levy } "
MARK = "article 1 { Chair may confer marked on anyone } "
BOARD = "article 1 { body Board { seats 3 appointed by Chair for 2 years } } "


@pytest.mark.parametrize(
    ("text", "who", "words", "contested", "reason", "article"),
    [
        # Two-thirds of nine are six.
        ("body Board { seats 9 drawn by lot for life } article 1 { Board may levy by two-thirds }", "Chair", "levy",
         False, "0 of 9 seats of Board act for Chair, and 6 are needed", 1),
        # More than half of nine are five.
        ("body Board { seats 4 as a drawn by lot for life seats 5 as b drawn by lot for life } "
         "article 1 { Board may levy }", "Board.a and Chair", "levy",
         False, "4 of 9 seats of Board act for Board.a and Chair, and 5 are needed", 1),
        ("class All: anyone article 1 { All may levy }", "Chair", "levy",
         False, "All does not act for Chair", 1),
        ("article 1 { Chair may levy with consent of Court }", "Chair", "levy", False, "Court does not consent", 1),
        (LEVY + "article 2 { Chair must not levy }", "Chair", "levy", False, "article 2 forbids it", 2),
        (LEVY + "article 2 { only Court may levy }", "Chair", "Chair: levy", False, "article 2 forbids it", 2),
        (LEVY + "article 2 { Court may veto levy }", "Chair", "levy", True, "Court can veto levy", 2),
        # The Clerk's veto is the coalition's own; the other one is not.
        (LEVY + "article 2 { Clerk may veto levy } article 3 { Court may veto levy }", "Chair and Clerk", "levy",
         True, "Court can veto levy", 3),
        (MARK + "article 2 { Court may annul confer marked }", "Chair", "confer marked on anyone",
         True, "Court can annul confer marked", 2),
        (LEVY + "article 2 { any member of Court may veto levy }", "Chair", "levy",
         True, "any member of Court can veto levy", 2),
        ("flag war article 1 { Chair may levy when war } article 2 { Court may declare war }", "Chair", "levy",
         False, "its conditions are not met", 1),
        ("flag war article 1 { Chair may levy unless war } article 2 { Court may declare war }", "Chair", "levy",
         True, "others can keep up or raise a flag against it", 1),
        (LEVY + "article 2 { Court may suspend article 1 }", "Chair", "levy",
         True, "others put article 1 out of force", 1),
        (LEVY + "flag war article 1 is suspended during war article 2 { Court may declare war }", "Chair", "levy",
         True, "others put article 1 out of force", 1),
        # A member of the Court is never the Chair's: the Court is not captured.
        ("article 1 { any member of Court may levy }", "Chair", "levy",
         False, "none of the coalition's people has this power", 1),
        ("body Board { seats 3 drawn by lot for life convened by Clerk } article 1 { Board may levy }", "Board", "levy",
         True, "nobody convenes Board", 1),
        ("article 1 { Chair may confer marked on any member of Court and not member of Court }", "Chair",
         "confer marked on any member of Court and not member of Court", False, "there is nobody whom it covers", 1),
        ("Chair may levy Chair must not levy", "Chair", "levy",
         False, "the text outside articles forbids it", None),
    ],
)  # fmt: skip
def test_a_power_that_cannot_be_used(
    text: str, who: str, words: str, contested: bool, reason: str, article: int | None
) -> None:
    campaign = begin(text, who, contested=contested)
    assert refused(campaign, words) == (reason, article and f"article {article}")
    assert not any(isinstance(found, Use) and found.power.act.text == words for found in campaign.moves())


@pytest.mark.parametrize(
    ("text", "who", "words", "consenting"),
    [
        # The nearest lawful neighbours of what is refused above.
        ("body Board { seats 9 drawn by lot for life } Board may levy by two-thirds", "Board", "levy", False),
        ("article 1 { Chair may levy with consent of Court }", "Chair", "levy", True),
        ("article 1 { Chair may levy with consent of Court }", "Chair and Court", "levy", False),
        (LEVY + "article 2 { Clerk must not levy }", "Chair", "levy", False),
        (LEVY + "article 2 { Chair must not levy } article 1 prevails over article 2", "Chair", "levy", False),
        (LEVY + "article 2 { Court may veto levy }", "Chair", "levy", False),
        (LEVY + "article 2 { Court may suspend article 1 }", "Chair", "levy", False),
        ("flag war Chair may levy unless war Court may declare war", "Chair", "levy", False),
        ("article 1 { any member of Court may levy }", "Court", "levy", False),
        ("body Board { seats 3 drawn by lot for life convened by Clerk } Board may levy", "Board", "levy", False),
    ],
)  # fmt: skip
def test_a_power_that_can_be_used(text: str, who: str, words: str, consenting: bool) -> None:
    campaign = begin(text, who, consenting=consenting)
    assert any(isinstance(found, Use) and found.power.act.text == words for found in campaign.moves())
    make(campaign, words)
    assert words not in offered(campaign)
    assert [str(made.move) for made in campaign.history] == [offered_as(campaign, words)]


def offered_as(campaign: Campaign, words: str) -> str:
    return str(move(campaign.constitution, words))


ELECTED = "class All: anyone article 1 { body Board { seats 3 elected by All for 2 years } } "


@pytest.mark.parametrize(
    ("text", "reason", "article"),
    [
        (BOARD, "the seats of Board are not vacant yet", 1),
        ("article 1 { body Board { seats 3 appointed by Clerk for 2 years } }",
         "others fill Board; Vera Orlova can still be chosen for Board against its will", 1),
        (ELECTED, "All does not act for Chair; Vera Orlova can still be chosen for Board against its will", 1),
        ("body Board { seats 3 elected by Court for 2 years }",
         "0 of 5 seats of Court act for Chair, and 3 are needed; "
         "Vera Orlova can still be chosen for Board against its will", None),
        ("article 1 { body Board { seats 3 appointed by Chair with consent of Court for 2 years } }",
         "Court does not consent to anybody whom Chair wants", 1),
        # Who sits in the Court is not the Chair's, and only they can be chosen.
        ("article 1 { body Board { seats 3 appointed by Chair from member of Court for 2 years } }",
         "nobody whom Chair wants can be chosen for Board", 1),
        ("office Twin { held by Chair } article 1 { body Board { joining Court, Twin } }",
         "there are no such seats to be filled", None),
        # Whoever is chosen must be marked and thirty: what the one is who can still be chosen.
        ("attribute age in years attribute origin: worker, peasant "
         "article 1 { body Board { seats 3 appointed by Clerk from marked and age >= 30 and origin = worker } }",
         "others fill Board; Vera Orlova, who is `marked`, has origin worker and has age >= 30, "
         "can still be chosen for Board against its will", 1),
        ("article 1 { body Board { seats 3 appointed by Clerk from member of Court for 1 year } }",
         "nobody whom Chair wants can be chosen for Board", 1),
    ],
)  # fmt: skip
def test_seats_that_cannot_be_filled(text: str, reason: str, article: int | None) -> None:
    campaign = begin(text, "Chair")
    assert refused(campaign, "fill Board") == (reason, article and f"article {article}")
    assert "fill Board" not in offered(campaign)


def test_seats_that_are_nowhere() -> None:
    with pytest.raises(Unlawful, match="no such seats"):
        begin("", "Chair").apply(Fill(GroupRef("Nowhere", 0)))


def test_who_can_still_be_chosen_sits_elsewhere() -> None:
    """Members of the Court are the Clerk's to appoint; the Chair's people might be Guards, where they already are."""
    text = "body Guard { seats 3 appointed by Chair for 1 year } " + (
        "article 1 { body Board { seats 3 appointed by Clerk from member of Court or member of Guard for 1 year } }"
    )
    campaign = begin(text, "Chair")
    make(campaign, "wait", "fill Guard")
    reason, article = refused(campaign, "fill Board")
    assert article == "article 1"
    assert reason == (
        "others fill Board; Vera Orlova, who sits in Court, can still be chosen for Board against its will"
    )


def test_who_is_struck_is_not_named_as_who_can_be_chosen() -> None:
    text = "body Board { seats 3 elected by Court for 1 year } Chair may strike any not marked from Board"
    campaign = begin(text, "Chair")
    lost = "0 of 5 seats of Court act for Chair, and 3 are needed; "
    assert refused(campaign, "fill Board")[0] == f"{lost}Vera Orlova can still be chosen for Board against its will"
    make(campaign, "strike any not marked from Board")
    assert refused(campaign, "fill Board")[0] == (
        f"{lost}Vera Orlova, who is `marked`, can still be chosen for Board against its will"
    )


def test_a_veto_is_met_by_a_veto() -> None:
    """The coalition must have begun to veto: then the Court can no longer declare war, and peace is sure."""
    text = "flag war Chair may levy unless war Court may declare war Chair may veto declare war"
    campaign = begin(text, "Chair", contested=True)
    assert refused(campaign, "levy")[0] == "others can keep up or raise a flag against it"
    make(campaign, "veto declare war", "levy")
    assert [made.number for made in campaign.history] == [1, 2]


# --- flags and articles -----------------------------------------------------------------------------------------------


def test_a_flag_is_raised_used_and_lifted() -> None:
    campaign = begin("flag war Chair may levy when war Chair may declare war Chair may lift war", "Chair")
    # To lift a flag that is not up is a power like others: to have it protects whatever needs peace.
    assert offered(campaign) == ["Chair: declare war", "Chair: lift war"]
    make(campaign, "declare war")
    assert campaign.situation.world.up == {"war"}
    assert offered(campaign) == ["Chair: levy", "Chair: lift war"]
    make(campaign, "levy", "lift war")
    assert campaign.situation.world.up == frozenset()
    assert refused(campaign, "levy") == ("its conditions are not met", None)
    assert offered(campaign) == ["Chair: declare war"]


def test_a_flag_without_what_it_needs_falls_at_once() -> None:
    text = "flag calm while not Court is sitting Chair may declare calm Chair may dissolve Court"
    campaign = begin(text, "Chair")
    make(campaign, "declare calm")
    assert campaign.situation.world.up == frozenset()
    make(campaign, "dissolve Court", "declare calm")
    assert campaign.situation.world.up == {"calm"}


def test_what_changes_nothing_is_not_offered() -> None:
    campaign = begin("flag calm while not Court is sitting Chair may declare calm", "Chair")
    make(campaign, "declare calm")
    before = campaign.situation
    make(campaign, "declare calm")
    assert campaign.situation == before
    assert offered(campaign) == []


def test_a_suspended_article_gives_no_powers_and_fills_no_seats() -> None:
    text = (
        "article 1 { Chair may levy body Board { seats 3 appointed by Chair for 2 years } } "
        "Chair may suspend article 1"
    )
    campaign = begin(text, "Chair")
    make(campaign, "wait")
    assert "fill Board" in offered(campaign)
    make(campaign, "suspend article 1")
    assert refused(campaign, "levy") == ("article 1 is out of force", "article 1")
    assert refused(campaign, "fill Board") == ("article 1 is out of force, and nobody is chosen under it", "article 1")
    assert offered(campaign) == []


def test_a_ban_lapses_during_a_flag() -> None:
    text = LEVY + "article 2 { Chair must not levy } flag war article 2 is suspended during war Chair may declare war"
    campaign = begin(text, "Chair")
    assert refused(campaign, "levy") == ("article 2 forbids it", "article 2")
    make(campaign, "declare war", "levy")


def test_an_act_that_undoes_its_own_power_is_reached_while_it_is_done() -> None:
    """The power to declare war stands in an article that war suspends: afterwards nobody has it."""
    text = (
        "flag war article 1 { Chair may declare war } article 1 is suspended during war "
        'guarantee "peace": Chair cannot declare war'
    )
    campaign = begin(text, "Chair")
    found = move(campaign.constitution, "declare war")
    assert isinstance(found, Use)
    wanted = goal(campaign.constitution)
    assert not campaign.reached(wanted), "a power that is not used brings nothing about"
    assert campaign.during(found.power, wanted, every=False)
    assert not campaign.reached(wanted), "to ask is not to do"
    make(campaign, "declare war")
    assert not campaign.reached(wanted)
    assert refused(campaign, "declare war") == ("article 1 is out of force", "article 1")


def test_what_was_emptied_stays_empty_when_flags_change() -> None:
    """In war he may not remove, but the seats that he emptied before are vacant still."""
    text = (
        "body Board { seats 3 appointed by Chair } flag war Chair may declare war "
        "Chair may remove any member of Board unless war"
    )
    campaign = begin(text, "Chair")
    assert refused(campaign, "fill Board")[0] == "the seats of Board are not vacant yet"
    make(campaign, "remove any member of Board", "declare war")
    assert offered(campaign) == ["fill Board"]
    assert refused(campaign, "remove any member of Board")[0] == "there is nobody whom it covers"
    late = begin(text, "Chair")
    make(late, "declare war")
    assert refused(late, "fill Board")[0] == "the seats of Board are not vacant yet"


def test_what_was_emptied_is_filled_by_others_when_time_passes() -> None:
    """The Guard's term makes time pass; then the Board is full again, and in war nobody can empty it."""
    text = (
        "body Board { seats 3 appointed by Chair } body Guard { seats 3 appointed by Chair for 1 year } "
        "flag war Chair may declare war Chair may remove any member of Board unless war"
    )
    campaign = begin(text, "Chair")
    make(campaign, "remove any member of Board", "declare war")
    assert "fill Board" in offered(campaign)
    make(campaign, "wait")
    assert refused(campaign, "fill Board")[0] == "the seats of Board are not vacant yet"


def test_seats_added_before_a_flag_stay() -> None:
    """The Chair adds seats in peace and fills them; war ends the adding and not what was added."""
    text = (
        "body Board { seats 3 as old drawn by lot for life seats 1 as new appointed by Chair for life } flag war "
        "Chair may declare war Chair may enlarge Board unless war"
    )
    campaign = begin(text, "Chair")
    assert not campaign.commands("Board")
    make(campaign, "enlarge Board")
    assert campaign.commands("Board")
    make(campaign, "declare war")
    assert campaign.commands("Board")
    late = begin(text, "Chair")
    make(late, "declare war")
    assert not late.commands("Board")


# --- time -------------------------------------------------------------------------------------------------------------


def test_terms_add_up_from_when_they_can_be_used() -> None:
    text = (
        "body Board { seats 3 appointed by Chair for 2 years } body Guard { seats 3 appointed by Board for 3 years } "
    )
    campaign = begin(text, "Chair")
    make(campaign, "wait", "fill Board", "wait", "fill Guard")
    assert [made.years for made in campaign.history] == [2, 2, 5, 5]
    assert refused(campaign, "wait") == ("no term that matters ends any more", None)
    quick = begin(text + "Chair may remove any member of Board", "Chair")
    make(quick, "remove any member of Board", "fill Board", "wait", "fill Guard")
    assert [made.years for made in quick.history] == [0, 0, 3, 3]


def test_only_terms_watched_make_time_pass() -> None:
    constitution = selected(HEAD + BOARD)
    assert not Campaign(constitution, ["Chair"], watch=[]).lawful(Wait())
    assert Campaign(constitution, ["Chair"], watch=[GroupRef("Board", 0)]).lawful(Wait())


def test_a_term_that_others_extend_does_not_end() -> None:
    text = BOARD + "Court may extend Board "
    make(begin(text, "Chair"), "wait", "fill Board")
    assert refused(begin(text, "Chair", contested=True), "wait")[0] == "no term that matters ends any more"
    make(begin(text, "Chair and Court", contested=True), "wait", "fill Board")


def test_a_body_that_nobody_convenes_meets_when_it_must() -> None:
    text = "body Board { seats 3 drawn by lot for life convened by Clerk every 2 years } Board may levy "
    make(begin(text, "Board"), "levy")
    contested = begin(text, "Board", contested=True)
    assert refused(contested, "levy")[0] == "nobody convenes Board"
    make(contested, "wait")
    assert contested.situation.date == 2
    assert contested.situation.meeting == {"Board"}
    make(contested, "levy")
    convened = begin(text, "Board and Clerk", contested=True)
    make(convened, "convene Board", "levy")
    assert convened.situation.date == 0


def test_a_duty_to_convene_is_done() -> None:
    text = "body Board { seats 3 drawn by lot for life convened by Clerk } Board may levy Clerk must convene Board"
    make(begin(text, "Board", contested=True), "levy")


def test_waiting_is_offered_last_and_only_where_something_comes_of_it() -> None:
    campaign = begin(BOARD + LEVY.replace("1", "2"), "Chair")
    assert offered(campaign) == ["Chair: levy", "wait"]
    assert refused(begin(LEVY, "Chair"), "wait") == ("no term that matters ends any more", None)


# --- against the player -----------------------------------------------------------------------------------------------


def wander(constitution: Constitution, who: Sequence[str], contested: bool, rng: Random, steps: int) -> None:
    """Random lawful play reaches nothing that the player calls out of reach, and nothing before its dates."""
    asked = goals(constitution)
    found = Player(constitution).play(who, contested=contested, goals=asked)
    campaign = Campaign(constitution, who, contested=contested)
    for _ in range(steps):
        date = campaign.situation.date
        for name in commanded(campaign):
            assert name in found.reach, f"{name} is out of reach"
            assert found.reach[name] <= date, f"{name} is commanded too early"
        for number, (wanted, every) in enumerate(asked):
            if campaign.reached(wanted, every=every):
                assert number in found.goals, f"goal {number} is out of reach"
                assert found.goals[number] <= date, f"goal {number} is reached too early"
        moves = campaign.moves()
        if not moves:
            return
        assert all(campaign.lawful(each) for each in moves)
        campaign.apply(rng.choice(moves))


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_random_play_of_every_coalition_stays_within_reach(start: int) -> None:
    for seed in range(start, start + 20):
        constitution = selected(grow(Random(seed)))
        for who in coalitions(constitution):
            for contested in (False, True):
                try:
                    wander(constitution, who, contested, Random(seed), 8)
                except TooLarge:
                    continue


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_random_play_stays_within_reach(seed: int, data: st.DataObject) -> None:
    constitution = selected(grow(Random(seed)))
    who = data.draw(st.sampled_from(list(coalitions(constitution))), label="coalition")
    contested = data.draw(st.booleans(), label="contested")
    try:
        wander(constitution, who, contested, data.draw(st.randoms(use_true_random=False)), 15)
    except TooLarge:
        return


def test_whoever_does_everything_at_once_reaches_what_the_player_says() -> None:
    """Where there are no flags to raise and no articles to suspend, more is never less: no order of moves matters."""
    asked = 0
    for seed in range(60):
        constitution = selected(grow(Random(seed)))
        if any(power.act.verb in (Verb.DECLARE, Verb.LIFT, Verb.SUSPEND) for power in constitution.powers):
            continue
        for who in coalitions(constitution, pairs=False):
            for contested in (False, True):
                campaign = Campaign(constitution, who, contested=contested)
                reach: dict[str, Fraction] = {}
                while True:
                    for name in commanded(campaign):
                        reach.setdefault(name, campaign.situation.date)
                    moves = campaign.moves()
                    if not moves:
                        break
                    campaign.apply(moves[0])
                assert reach == Player(constitution).play(who, contested=contested).reach, (seed, who, contested)
                asked += len(reach)
    assert asked > 100
