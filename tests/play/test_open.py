"""Lawful play by everybody: small constitutions in which it is plain what may be done."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from constdsl.model.conditions import Compare, Holds, Member, Raised, Sitting
from constdsl.model.entities import Constitution
from constdsl.model.load import load
from constdsl.model.resolve import resolve
from constdsl.play.open import Person, Play, Unlawful, after, moves
from constdsl.play.open_position import Move
from constdsl.source import Source

HEAD = 'constitution "T" class Voters: anyone '


def constitution(text: str) -> Constitution:
    """The constitution of a text without mistakes."""
    loaded = load(Source("t.const", text), lambda _: "no other text")
    model, diagnostics = resolve(loaded)
    found, more = model.select(model.default())
    wrong = [each.message for each in (*loaded.diagnostics, *diagnostics, *more) if each.severity.value == "error"]
    assert not wrong, wrong
    return found


def play(text: str, *persons: Person) -> Play:
    """A play of Ann and Ben, or of the persons given."""
    return Play(constitution(HEAD + text), persons or (Person("Ann"), Person("Ben")))


def said(given: Play) -> set[str]:
    return {move.words for move in given.moves()}


def find(given: Play, *words: str) -> Move:
    """The one rule's move whose sentence has all these words, lawful or not."""
    found = [move for move in given.position.world.by_move if all(word in move.words for word in words)]
    assert len(found) == 1, [move.words for move in found]
    return found[0]


def do(given: Play, *words: str) -> Play:
    given.apply(find(given, *words))
    return given


def reason(given: Play, *words: str) -> str:
    """Why a move is not lawful; and then it is not listed either."""
    move = find(given, *words)
    assert move not in given.moves()
    with pytest.raises(Unlawful) as caught:
        given.apply(move)
    return caught.value.reason


# --- seats -----------------------------------------------------------------------------------------------------------


def test_a_seat_is_taken_when_its_term_ends():
    """At the start others hold every seat; at the end of the term the voters choose whom they like."""
    given = play("office Premier { elected by Voters for 4 years }")
    assert reason(given, "elect", "Ann") == "no seat of Premier is vacant"
    do(given, "term of Premier ends")
    do(given, "Ann to the seat of Premier")
    assert given.position.holders("Premier") == ("Ann",)
    assert [(step.number, step.date) for step in given.history] == [(1, 4), (2, 4)]
    assert reason(given, "Ann to the seat of Premier") == "Ann sits there already"


def test_the_only_seat_cannot_have_two_holders():
    """Ann has the office; Ben gets it when she is removed, and not before."""
    given = play("office Premier { elected by Voters for 4 years } Voters may remove any member of Premier")
    do(do(given, "term of Premier ends"), "Ann to the seat")
    assert reason(given, "Ben to the seat") == "no seat of Premier is vacant"
    do(do(given, "Ann from Premier"), "Ben to the seat")
    assert given.position.holders("Premier") == ("Ben",)
    do(given, "term of Premier ends")
    assert given.position.holders("Premier") == ()


def test_a_body_has_room_for_as_many_as_it_has_seats():
    """Three persons, two seats, both open at the end of the term."""
    given = play(
        "body House { seats 2 elected by Voters for 4 years }", Person("Ann"), Person("Ben"), Person("Cid")
    )  # fmt: skip
    do(do(do(given, "term of House ends"), "Ann to"), "Ben to")
    assert reason(given, "Cid to") == "no seat of House is vacant"


def test_removal_of_somebody_makes_a_vacancy_that_others_fill_when_time_passes():
    given = play(
        "office Chief { drawn by lot for 1 year } body House { seats 3 elected by Voters for 4 years } "
        "Chief may remove any member of House"
    )
    do(given, "removes somebody from House")
    assert given.position.vacancies("House") == 1
    do(given, "removes somebody from House")
    # There is a seat for Ann and one for Ben.
    assert reason(given, "removes somebody from House") == "seats enough of House are vacant"
    assert find(given, "Ann", "House", "elect") in given.moves()
    do(given, "term of Chief ends")
    assert given.position.vacancies("House") == 0
    assert reason(given, "elect", "Ann", "House") == "no seat of House is vacant"


def test_others_may_fill_a_vacancy_at_once():
    given = play("body House { seats 3 elected by Voters for 4 years } Voters may remove any member of House")
    assert reason(given, "others to what is vacant") == "nothing is vacant in House"
    do(do(given, "remove somebody"), "others to what is vacant")
    assert given.position.vacancies("House") == 0


def test_from_is_asked_at_the_choosing_and_while_for_as_long_as_one_sits():
    """A judge must be sworn when chosen; a clerk as long as he sits."""
    text = (
        "status sworn office Judge { elected by Voters from sworn for 4 years } "
        "office Clerk { elected by Voters while sworn for 4 years } Voters may revoke sworn from anyone"
    )
    given = play(text, Person("Ann", {"sworn"}), Person("Ben"))
    for office in ("Judge", "Clerk"):
        do(do(given, f"term of {office} ends"), "Ann", f"seat of {office}", "elect")
    do(given, "term of Judge ends")
    assert reason(given, "Ben", "Judge") == "Ben does not meet what is asked of a candidate"
    do(given, "Ann to the seat of Judge")
    assert reason(given, "Ben", "Clerk", "elect") == "Ben could not keep the seat"
    do(given, "`sworn` from Ann")
    assert given.position.holders("Judge") == ("Ann",)
    assert given.position.holders("Clerk") == ()
    assert given.position.vacancies("Clerk") == 1


def test_while_may_ask_for_the_seat_itself():
    """It is asked of who has the seat, so nobody need have it before."""
    given = play("office Premier { elected by Voters while member of Premier for 4 years }")
    do(do(given, "term of Premier ends"), "Ann to")
    assert given.position.holders("Premier") == ("Ann",)


def test_attributes_never_change():
    text = (
        "attribute age in years attribute origin: worker, peasant "
        "body House { seats 9 elected by Voters from age >= 30 and origin = peasant for 4 years }"
    )
    given = play(
        text,
        Person("Ann", numbers={"age": 30}, values={"origin": "peasant"}),
        Person("Ben", numbers={"age": 29}, values={"origin": "peasant"}),
        Person("Cid", numbers={"age": 30}),
    )
    do(given, "term of House ends")
    assert "Voters elect Ann to a seat in House." in said(given)
    assert reason(given, "Ben") == "Ben does not meet what is asked of a candidate"
    # Cid has the first of the origins, since nothing else was said.
    assert reason(given, "Cid") == "Cid does not meet what is asked of a candidate"


def test_all_electors_elect_together():
    """The House of nobody can elect nobody, also not together with the voters."""
    given = play(
        "body Ghost { seats 2 } body Board { seats 3 elected by Voters, House for 2 years } "
        "body House { seats 3 elected by Voters for 4 years } Voters may dissolve House "
        "office Clerk { elected by Ghost for 1 year }"
    )
    do(given, "term of Board ends")
    assert "Voters and House elect Ann to a seat in Board." in said(given)
    do(given, "dissolve House")
    assert reason(given, "Ann", "Board") == "`House` does not sit, or too few of its seats are filled"
    do(given, "term of Clerk ends")
    assert reason(given, "Ann", "Clerk") == "`Ghost` does not sit, or too few of its seats are filled"


def test_lot_and_co_option():
    given = play(
        "status citizen body Jury { seats 3 drawn by lot from citizen for 1 year } "
        "body Academy { seats 3 co-opted for 2 years }",
        Person("Ann", {"citizen"}), Person("Ben"),
    )  # fmt: skip
    do(do(given, "term of Jury ends"), "lot brings Ann")
    assert reason(given, "Ben", "Jury").startswith("Ben does not meet")
    do(do(given, "term of Academy ends"), "Ben to a seat in Academy")
    assert given.position.holders("Academy") == ("Ben",)


def test_outgoing_members_choose_the_last_successor():
    """Only the Premier can sit in the Board, which chooses its own members: those who leave choose her."""
    given = play(
        "office Premier { elected by Voters for life } "
        "body Board { seats 3 co-opted from member of Premier for 1 year }"
    )
    do(given, "Ann has held the seat of Premier")
    do(do(given, "term of Board ends"), "Board appoints Ann")
    assert given.position.holders("Board") == ("Ann",)
    # Nobody else succeeds them, and they do not stay on for ever.
    do(given, "term of Board ends")
    do(given, "term of Board ends")
    assert given.position.vacancies("Board") == 3


def test_a_group_that_nobody_fills_is_empty_unless_it_is_for_life():
    given = play("body Ghost { seats 5 for 4 years } office King { for life } Voters may remove any member of King")
    assert given.position.vacancies("Ghost") == 5
    assert given.position.vacancies("King") == 0
    do(given, "remove somebody from King")
    assert not any("Ann" in words for words in said(given))


def test_appointment_covers_whom_it_covers():
    given = play(
        "status noble office Chief { drawn by lot for 1 year } body Board { seats 5 for 4 years } "
        "Chief may appoint any noble to Board unless member of Chief",
        Person("Ann", {"noble"}), Person("Ben"),
    )  # fmt: skip
    do(given, "term of Board ends")
    assert reason(given, "Ben", "Board") == "the rule does not cover Ben"
    assert "Chief appoints Ann to a seat in Board." in said(given)
    do(do(given, "term of Chief ends"), "lot brings Ann")
    do(given, "term of Board ends")
    assert reason(given, "Ann", "Board") == "the rule does not cover Ann"


def test_a_seat_of_another_office_follows_it():
    """Who is Premier sits in the Council and in the joint Congress, and no longer than that."""
    given = play(
        "office Premier { elected by Voters for 4 years } body Council { seats 1 held by Premier } "
        "body House { seats 9 elected by Voters for 4 years } body Congress { joining House, Council }"
    )
    do(do(given, "term of Premier ends"), "Ann to the seat of Premier")
    assert given.position.holders("Council") == given.position.holders("Congress") == ("Ann",)
    assert given.holds(Member("Congress"), "Ann") and not given.holds(Member("House"), "Ann")
    do(given, "term of Premier ends")
    assert given.position.holders("Congress") == ()


def test_seats_held_from_the_start():
    """The King's seat never opens, so Ann may have had it always; Ben as well, but not both, and only at the start."""
    given = play(
        "status noble office King { drawn by lot from noble and member of Court for life } "
        "body Court { seats 9 elected by Voters for 2 years }",
        Person("Ann", {"noble"}), Person("Ben", {"noble"}),
    )  # fmt: skip
    assert reason(given, "Ann has held the seat of King") == "Ann does not meet what is asked of a candidate"
    do(do(given, "Ann has held a seat in Court"), "Ann has held the seat of King")
    do(given, "Ben has held a seat in Court")
    assert reason(given, "Ben has held the seat of King") == "somebody else holds the seat"
    do(given, "term of Court ends")
    assert given.position.holders("King") == ("Ann",)
    assert "only at the start" in reason(given, "Ben has held a seat in Court")


def test_what_one_needs_to_be_nominated_may_be_had_from_the_start():
    """The Censor's seat never opens, and only a Regent may be put up for it."""
    given = play(
        "office Regent { elected by Voters for 1 year } office Censor { co-opted } "
        "Voters may nominate any member of Regent for Censor"
    )
    do(do(given, "Ann has held the seat of Regent"), "Ann has held the seat of Censor")
    assert given.position.holders("Censor") == ("Ann",)


def test_who_nominated_before_the_start_need_not_be_there():
    """The Censor's seat never opens, and nobody is left in the body that nominated for it."""
    given = play(
        "status noble body Ghost { seats 3 } office Censor { co-opted } Ghost may nominate any noble for Censor",
        Person("Ann", {"noble"}), Person("Ben"),
    )  # fmt: skip
    assert said(given) == {"Ann has held the seat of Censor from the start."}


def test_a_seat_opens_when_while_can_fail():
    """The Judge sits for life and nobody removes him, but his citizenship can be taken: the seat opens."""
    text = (
        "status citizen office Judge { elected by Voters while citizen for life } "
        "office Clerk { elected by Voters for life } Voters may revoke citizen from any citizen"
    )
    given = play(text, Person("Ann", {"citizen"}))
    assert "Ann has held the seat of Clerk from the start." in said(given)
    assert "Ann has held the seat of Judge from the start." not in said(given)
    do(do(given, "somebody, who so loses the seat of Judge"), "Ann to the seat of Judge")
    assert given.position.holders("Judge") == ("Ann",)


@pytest.mark.parametrize(
    ("while_", "rules", "words"),
    [
        ("not member of Page", "", "elect to Page"),
        ("not sworn", "act vow makes sworn any citizen may vow", "does `vow` as somebody"),
        ("not sworn", "Voters may confer sworn on anyone", "confer `sworn` on somebody"),
        ("member of Page", "", "for somebody"),
        ("member of Page", "Voters may remove any member of Page", "remove from Page somebody"),
    ],
)
def test_ways_in_which_others_lose_what_while_demands(while_: str, rules: str, words: str):
    text = (
        f"status citizen status sworn office Judge {{ elected by Voters while {while_} for life }} "
        f"body Page {{ seats 4 elected by Voters for 1 year }} {rules}"
    )
    given = play(text, Person("Ann", {"citizen"}))
    if while_ == "not member of Page":
        do(given, "Time passes: the term of Page ends.")
    do(given, words, "so loses the seat of Judge")
    assert given.position.vacancies("Judge") == 1


def test_while_can_fail_for_everybody_at_once():
    """In war nobody is envoy, whoever it was; a flag falls with its own condition."""
    given = play(
        "flag war flag calm while not war office Chief { drawn by lot for 1 year } "
        "office Envoy { elected by Voters while not war for life } "
        "Chief may declare war Chief may lift war Chief may declare calm"
    )
    do(given, "declares `calm`")
    assert reason(given, "declares `calm`") == "`calm` is up already"
    do(given, "declares `war`")
    assert given.position.vacancies("Envoy") == 1
    assert given.position.flags == {"war"}
    assert reason(given, "declares `calm`") == "`calm` could not stand"
    do(given, "lifts `war`")
    assert reason(given, "lifts `war`") == "`war` is not up"
    assert any("Ann to the seat of Envoy" in words for words in said(given))


# --- nomination, consent, funds ---------------------------------------------------------------------------------------


def test_nomination_where_somebody_must_nominate():
    given = play(
        "status noble body Clubs { seats 9 elected by Voters for 4 years } "
        "body House { seats 9 elected by Voters for 4 years } Clubs may nominate any noble for House",
        Person("Ann", {"noble"}), Person("Ben"),
    )  # fmt: skip
    do(given, "term of House ends")
    assert "Voters elect Ann to a seat in House." in said(given)
    assert reason(given, "Ben", "House") == "nobody may nominate Ben for House"
    do(given, "term of Clubs ends")
    assert "Voters elect Ben to a seat in Clubs." in said(given)


def test_candidates_are_candidates():
    """`candidate` is true of whoever stands in the matter to be decided."""
    given = play(
        "body House { seats 9 elected by Voters from candidate for 4 years } "
        "Voters may remove any (member of House and candidate)"
    )
    do(do(given, "term of House ends"), "Ann to a seat")
    assert reason(given, "Ann from House") == "the rule does not cover Ann"


def test_who_must_consent_must_be_there():
    given = play(
        "office Chief { drawn by lot for 1 year } body Senate { seats 9 elected by Voters for 4 years } "
        "office General { appointed by Chief with consent of Senate for 2 years } "
        "status noble Chief may confer noble on anyone with consent of Senate Chief may dissolve Senate"
    )
    do(given, "term of General ends")
    assert {"Chief appoints Ann to the seat of General.", "Chief confers `noble` on Ann."} <= said(given)
    do(given, "dissolves Senate")
    assert reason(given, "Ann to the seat of General").startswith("`Senate` cannot consent")
    assert reason(given, "`noble` on Ann").startswith("`Senate` cannot consent")


def test_funds_of_one_are_enough():
    given = play(
        "body Rich { seats 3 elected by Voters for 4 years } body Poor { seats 3 } "
        "body House { seats 9 elected by Voters funded by Poor, Rich for 4 years } Voters may dissolve Rich"
    )
    do(given, "term of House ends")
    assert "Voters elect Ann to a seat in House." in said(given)
    do(given, "dissolve Rich")
    assert reason(given, "Ann", "House") == "nobody can fund a candidate for House"


# --- deciding --------------------------------------------------------------------------------------------------------


def test_vacancies_count_against_a_share_of_the_seats():
    """Of two seats a majority is two; of the members that are left one is enough, unless a quorum asks for two."""
    texts = {"majority": False, "majority of members": True, "majority of members quorum 2 votes": False}
    for decides, able in texts.items():
        given = play(
            f"flag war body House {{ seats 2 elected by Voters for 4 years decides by {decides} }} "
            "Voters may remove any member of House House may declare war"
        )
        do(given, "remove somebody from House")
        assert ("House declares `war`." in said(given)) is able


def test_nobody_is_in_a_class_that_nobody_can_be_in():
    given = play(
        "flag war body House { seats 2 elected by Voters for 4 years } class Deputies: member of House "
        "Deputies may declare war Voters may dissolve House"
    )
    assert "Deputies declare `war`." in said(given)
    do(given, "dissolve House")
    assert reason(given, "declare `war`") == "there is nobody in `Deputies`"


def test_powers_and_the_person_who_uses_them():
    """Somebody or other is noble, but Ann, the Chief, is not."""
    text = (
        "status noble flag war flag siege office Chief { drawn by lot for 1 year } Chief may declare war when noble "
        "any member of Chief and noble may declare siege Voters may remove any member of Chief"
    )
    given = play(text)
    assert "Chief declares `war`." in said(given)
    do(do(given, "term of Chief ends"), "lot brings Ann")
    assert "nobody who could do it" in reason(given, "declares `war`")
    assert "nobody who could do it" in reason(given, "declares `siege`")
    # With the office vacant there is no Chief at all.
    do(given, "Ann from Chief")
    assert reason(given, "declares `war`") == "`Chief` does not sit, or too few of its seats are filled"


# --- statuses and acts ------------------------------------------------------------------------------------------------


def test_statuses_stay_within_their_axioms():
    given = play(
        "status citizen status card within citizen Voters may confer card on anyone "
        "Voters may confer citizen on anyone Voters may revoke citizen from anyone"
    )
    assert reason(given, "`card` on Ann") == "`card` is for those who have `citizen`, which Ann has not"
    do(do(given, "`citizen` on Ann"), "`card` on Ann")
    assert given.position.statuses == ({"citizen", "card"}, frozenset())
    assert reason(given, "`card` on Ann") == "Ann has `card` already"
    do(given, "`citizen` from Ann")
    assert given.position.statuses[0] == frozenset()
    assert reason(given, "`citizen` from Ann") == "Ann has no `citizen` to lose"


def test_custom_acts_make_statuses():
    """Of whoever does them: a person, or the holder of an office; a body of several makes nobody anything."""
    text = (
        "status citizen status sworn within citizen status blessed act vow makes sworn act bless makes blessed "
        "attribute age in years any age >= 21 may vow office Priest { elected by Voters for 4 years } "
        "body Choir { seats 5 elected by Voters for 4 years } act sing Priest may bless Choir may bless Choir may sing "
        "any citizen may sing"
    )
    given = play(text, Person("Ann", {"citizen"}, {"age": 21}), Person("Ben", {"citizen"}, {"age": 20}), Person("Cid"))
    do(given, "Ann does `vow`")
    assert given.position.statuses[0] == {"citizen", "sworn"}
    assert reason(given, "Ben does `vow`") == "the conditions of the rule are not met"
    assert reason(given, "in the person of Ann") == "Ann is not Priest"
    do(do(given, "term of Priest ends"), "Ann to the seat of Priest")
    do(given, "in the person of Ann")
    assert given.holds(Holds("blessed"), "Ann") and not given.holds(Holds("blessed"), "Ben")
    before = given.position
    do(given, "Choir does `bless`")
    assert given.position == before
    assert {"Choir does `sing`.", "Ann does `sing`."} <= said(given)
    assert reason(given, "Cid does `vow`")


# --- norms ------------------------------------------------------------------------------------------------------------


def test_norms_forbid_while_their_conditions_hold():
    given = play(
        "flag war flag siege status noble office Chief { drawn by lot for 1 year } "
        "article 1 { Chief may declare war Chief may lift war Chief may declare siege } "
        "article 2 { Chief must not declare siege unless war }"
    )
    assert reason(given, "declares `siege`") == "a rule forbids it"
    with pytest.raises(Unlawful) as caught:
        given.apply(find(given, "declares `siege`"))
    assert caught.value.clause is not None and caught.value.clause.article == "0:2"
    do(do(given, "declares `war`"), "declares `siege`")
    assert given.position.flags == {"war", "siege"}


def test_norms_about_the_person_an_act_is_done_to():
    given = play(
        "status noble status outlaw office Chief { drawn by lot for 1 year } Chief may confer outlaw on anyone "
        "Chief must not confer outlaw on any noble",
        Person("Ann", {"noble"}), Person("Ben"),
    )  # fmt: skip
    assert reason(given, "`outlaw` on Ann") == "a rule forbids it"
    assert "Chief confers `outlaw` on Ben." in said(given)


def test_only_one_may():
    given = play(
        "flag war flag siege status noble office Chief { drawn by lot for 1 year } "
        "office Clerk { drawn by lot for 1 year } only Chief may declare war Clerk may declare war "
        "any not noble may declare siege only any noble may declare siege"
    )
    assert {"Chief declares `war`.", "Any noble declares `siege`."} <= said(given)
    assert reason(given, "Clerk declares") == "a rule forbids it"
    assert "Any not noble declares `siege`." not in said(given)
    given = play(
        "flag war flag siege status noble status citizen any citizen may declare war only any noble may declare war "
        "any (citizen and not noble) may declare siege only any noble may declare siege"
    )
    # Some citizens are noble, and those may.
    assert "Any citizen declares `war`." in said(given)
    assert said(given) == {"Any citizen declares `war`.", "Any noble declares `war`.", "Any noble declares `siege`."}


def test_precedence_settles_a_conflict():
    for rule, able in (("article 1 prevails over article 2", True), ("article 2 prevails over article 1", False)):
        given = play(
            "flag war office Chief { drawn by lot for 1 year } article 1 { Chief may declare war } "
            f"article 2 {{ Chief must not declare war }} {rule}"
        )
        assert ("Chief declares `war`." in said(given)) is able


def test_precedence_among_rules_about_any_person():
    for rule, able in (("article 1 prevails over article 2", True), ("", False)):
        given = play(
            "status noble flag war article 1 { any noble may declare war } "
            f"article 2 {{ any noble must not declare war }} {rule}"
        )
        assert ("Any noble declares `war`." in said(given)) is able


def test_norms_on_some_persons_leave_others_free():
    """Nobles must not expel anybody; those of the House who are no nobles may."""
    text = (
        "status noble status citizen body House { seats 5 elected by Voters for 4 years } "
        "any member of House may revoke citizen from anyone {}"
    )
    for norm, able in (
        ("any noble must not revoke citizen from anyone", True),
        ("any member of House must not revoke citizen from anyone", False),
        ("any member of House and noble must not revoke citizen from anyone", True),
        ("any noble must not revoke citizen from anyone any not noble must not revoke citizen from anyone", False),
    ):
        given = play(text.replace("{}", norm), Person("Ann", {"citizen"}))
        assert any("`citizen` from Ann" in words for words in said(given)) is able, norm


# --- emergencies ------------------------------------------------------------------------------------------------------


def test_a_suspended_article_lapses():
    """Its election is put off and its norm does not count; no act puts it in force again."""
    given = play(
        "flag war office Chief { drawn by lot for 1 year } Chief may suspend article 1 Chief may declare war "
        "article 1 { body House { seats 9 elected by Voters for 4 years } Chief must not declare war "
        "Voters may remove any member of House }"
    )
    assert reason(given, "declares `war`") == "a rule forbids it"
    do(given, "remove somebody from House")
    do(given, "suspends article 1")
    assert not given.position.in_force("0:1")
    assert reason(given, "suspends article 1") == "it is suspended already"
    assert reason(given, "term of House ends.") == "article 1 is suspended"
    assert reason(given, "elect Ann") == "article 1 is suspended"
    assert reason(given, "remove somebody") == "article 1 is suspended"
    do(given, "declares `war`")
    assert not any("in force" in words for words in said(given))


def test_an_article_is_suspended_during_a_flag():
    given = play(
        "flag war office Chief { drawn by lot for 1 year } Chief may declare war Chief may lift war "
        "article 1 { status noble Chief may confer noble on anyone } article 1 is suspended during war"
    )
    do(given, "declares `war`")
    assert reason(given, "`noble` on Ann") == "article 1 is suspended"
    do(do(given, "lifts `war`"), "`noble` on Ann")


def test_a_dissolved_body_is_empty_until_its_next_filling():
    given = play(
        "flag war body House { seats 3 elected by Voters for 4 years } office Chief { drawn by lot for 1 year } "
        "Chief may dissolve House House may declare war"
    )
    do(do(given, "term of House ends"), "Ann to a seat")
    do(given, "dissolves House")
    assert given.position.holders("House") == () and given.position.vacancies("House") == 3
    assert not given.holds(Sitting("House"), "Ann")
    assert reason(given, "dissolves House") == "House is dissolved already"
    assert reason(given, "declares `war`") == "`House` does not sit, or too few of its seats are filled"
    do(given, "term of Chief ends")
    assert given.position.sits("House") and given.position.vacancies("House") == 0
    do(do(given, "dissolves House"), "Ann to a seat")
    assert given.position.sits("House")


def test_a_joint_body_has_no_seats_of_its_own_to_lose():
    given = play(
        "body House { seats 3 elected by Voters for 4 years } body Congress { joining House } "
        "Voters may dissolve Congress"
    )
    do(given, "dissolve Congress")
    assert not given.position.sits("Congress") and given.position.vacancies("House") == 0
    do(given, "term of House ends")
    assert given.position.sits("Congress")


def test_a_body_meets_when_it_is_convened():
    given = play(
        "flag war office Chief { drawn by lot for 1 year } House may declare war "
        "body House { seats 3 elected by Voters for 4 years convened by Chief } "
        "body Senate { seats 3 elected by Voters for 4 years convened by Chief every 1 year } "
    )
    assert reason(given, "Chief convenes House") == "House meets already"
    do(do(given, "Nobody convenes House"), "Nobody convenes Senate")
    assert reason(given, "Nobody convenes House") == "House does not sit"
    assert reason(given, "declares `war`") == "`House` does not sit, or too few of its seats are filled"
    do(given, "term of Chief ends")
    assert given.position.sits("Senate") and not given.position.sits("House")
    do(do(given, "Chief convenes House"), "declares `war`")
    assert given.holds(Raised("war"), "Ben")


def test_new_seats_are_vacant():
    given = play("body Court { seats 3 elected by Voters for life } Voters may enlarge Court", Person("Ann"))
    do(given, "add a seat in Court")
    assert given.position.size == (4,)
    assert reason(given, "add a seat in Court") == "seats enough of Court are vacant"
    do(given, "elect Ann to a seat")
    assert given.position.vacancies("Court") == 0
    # The seats that there were never open, so that they may be somebody's from the start.
    assert "Ann has held a seat in Court from the start." in {move.words for move in given.position.world.by_move}


def test_flags_and_dissolutions_of_those_who_are_never_there():
    """Nobody fills Ghost, so that nothing it alone may do is ever done."""
    given = play(
        "body Ghost { seats 3 } flag war status noble act sing office Chief { drawn by lot for life } "
        "Ghost may declare war Ghost may dissolve Chief Ghost may confer noble on anyone Ghost may sing "
        "Ghost may remove any member of Chief Ghost may enlarge Chief Ghost may enlarge Ghost"
    )
    assert said(given) == {f"{name} has held the seat of Chief from the start." for name in ("Ann", "Ben")}


# --- the play itself --------------------------------------------------------------------------------------------------


def test_a_move_of_another_text_is_unlawful():
    given, other = play("flag war"), play("flag war Voters may declare war")
    with pytest.raises(Unlawful, match="no rule of the text gives this power"):
        given.apply(find(other, "declare `war`"))
    assert given.history == ()


def test_positions_are_values():
    """The old position is untouched, and the same moves lead to equal positions."""
    given = play("status noble Voters may confer noble on anyone Voters may revoke noble from anyone")
    first = given.position
    later = after(first, find(given, "`noble` on Ann"))
    assert first.statuses[0] == frozenset() and later.statuses[0] == {"noble"}
    back = after(later, find(given, "`noble` from Ann"))
    assert back != first  # The start is over.
    assert after(back, find(given, "`noble` on Ann")) == later
    assert moves(first) == given.moves()


def test_undo_takes_back_the_last_move():
    given = play("office Premier { elected by Voters for 4 years }")
    first = given.position
    do(given, "term of Premier ends")
    assert given.undo() == first and given.history == ()
    with pytest.raises(IndexError):
        given.undo()


@pytest.mark.parametrize(
    ("persons", "message"),
    [
        ((Person("Ann"), Person("Ann")), "the same name"),
        ((Person("Ann", {"knight"}),), "no status of the text"),
        ((Person("Ann", {"card"}),), "without `citizen`"),
    ],
)
def test_persons_that_cannot_be(persons: tuple[Person, ...], message: str):
    with pytest.raises(ValueError, match=message):
        play("status citizen status card within citizen", *persons)


def test_conditions_are_asked_of_persons_by_name():
    given = play("attribute age in years", Person("Ann", numbers={"age": 30}))
    assert given.holds(Compare("age", ">=", 30), "Ann")
    with pytest.raises(KeyError):
        given.holds(Compare("age", ">=", 30), "Zoe")


def test_invented_persons_follow_from_the_seed():
    """They obey the axioms, and their numbers lie where the text draws its lines."""
    text = HEAD + (
        "status citizen status card within citizen attribute age in years attribute origin: worker, peasant "
        "flag war while not House is sitting body House { seats 3 elected by Voters from age >= 18 for 1 year } "
        "House must not declare war"
    )
    found = [Play(constitution(text), 5, seed).position.world.persons for seed in range(20)]
    assert found == [Play(constitution(text), 5, seed).position.world.persons for seed in range(20)]
    everybody = [person for persons in found for person in persons]
    assert {dict(person.numbers)["age"] for person in everybody} == {17, 18, 19}
    assert {dict(person.values)["origin"] for person in everybody} == {"worker", "peasant"}
    assert {person.statuses for person in everybody} == {
        frozenset(), frozenset({"citizen"}), frozenset({"citizen", "card"})
    }  # fmt: skip


def test_random_play_keeps_the_books():
    """However it goes, seats are never held twice, statuses obey the axioms, and dates never fall."""
    text = HEAD + (
        "status citizen status card within citizen flag war body House { seats 2 elected by Voters for 4 years } "
        "office Premier { elected by House from member of House while citizen for 2 years } "
        "Voters may confer card on any citizen Premier may revoke citizen from anyone Premier may dissolve House "
        "Voters may confer citizen on anyone Premier may declare war House may lift war House may enlarge House "
        "Voters may remove any member of House"
    )
    for seed in range(10):
        given, rng = Play(constitution(text), 4, seed), random.Random(seed)
        for _ in range(100):
            move = given.random_move(rng)
            assert move is not None
            position = given.apply(move)
            for number in range(len(position.size)):
                assert position.vacant[number] >= 0 and 0 <= position.others(number) <= position.size[number]
            assert all("citizen" in held for held in position.statuses if "card" in held)
            assert len(position.holders("Premier")) <= 1
        dates = [step.date for step in given.history]
        assert dates == sorted(dates) and all(isinstance(date, Fraction) for date in dates)


def test_nothing_to_do():
    assert play("flag war").random_move(random.Random(0)) is None
