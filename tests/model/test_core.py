"""The core that sugar becomes, thresholds and years as exact fractions, and seats as they are counted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Both,
    Candidate,
    Compare,
    Either,
    Equals,
    Holds,
    Member,
    Negation,
    Raised,
    Sitting,
)
from constdsl.model.entities import Act, Clause, Filling, Group, Power, Threshold
from constdsl.source import NOWHERE
from constdsl.syntax.tree import Base, Verb
from tests.model.texts import constitution, findings

HEAD = 'constitution "T" status citizen class Voters: citizen '
B = "body B { seats 9 elected by Voters } "
NOWHERE_IN_PARTICULAR = Clause("", NOWHERE)


def plain(power: Power) -> Power:
    """A power without its place and its spelling."""
    return evolve(power, clause=NOWHERE_IN_PARTICULAR, sugar=False)


def placeless(group: Group) -> Group:
    """A group without its places."""
    return evolve(group, clause=NOWHERE_IN_PARTICULAR, fill_clause=NOWHERE_IN_PARTICULAR)


def powers(text: str) -> list[Power]:
    return [plain(power) for power in constitution(HEAD + text).powers]


# --- sugar ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sugar, plainly",
    [
        (
            "body A { seats 5 as s elected by Voters nominated by B }",
            "body A { seats 5 as s elected by Voters } B may nominate anyone for A.s",
        ),
        (
            "body A { seats 5 as s elected by Voters nominated by anyone }",
            "body A { seats 5 as s elected by Voters } anyone may nominate anyone for A.s",
        ),
        (
            "body A { seats 5 as s elected by Voters vetted by B, Voters }",
            "body A { seats 5 as s elected by Voters } B may strike anyone from A.s Voters may strike anyone from A.s",
        ),
        (
            "body A { seats 5 as s elected by Voters vetted by B }",
            "body A { seats 5 as s elected by Voters } B may strike any candidate for A.s",
        ),
        ("body A { seats 5 as s appointed by B }", "body A { seats 5 as s } B may appoint anyone to A.s"),
        ("body A { seats 5 as s co-opted }", "body A { seats 5 as s appointed by A }"),
        ("body A { seats 5 as s co-opted }", "body A { seats 5 as s } A may appoint anyone to A.s"),
        (
            "body A { seats 5 elected by Voters convened by B, A }",
            "body A { seats 5 elected by Voters } B may convene A A may convene A",
        ),
        ("B may veto appoint any citizen to B", "B may veto appoint any citizen to B"),
    ],
)
def test_clauses_are_powers(sugar: str, plainly: str) -> None:
    assert powers(B + sugar) == powers(B + plainly) != []


def test_sugar_is_known_as_such_and_points_at_its_clause() -> None:
    text = HEAD + B + "body A { seats 5 elected by Voters nominated by B for 4 years }"
    (power,) = constitution(text).powers
    assert power.sugar
    assert text[power.clause.span.start : power.clause.span.end] == "nominated by B"


def test_co_opted_is_appointed_by_itself() -> None:
    ours, theirs = (
        constitution(HEAD + f"body A {{ seats 5 {how} from citizen for 2 years }}").bodies["A"].groups[0]
        for how in ("co-opted", "appointed by A")
    )
    assert (ours.filling, ours.by, ours.eligible, ours.term) == (
        theirs.filling,
        theirs.by,
        theirs.eligible,
        theirs.term,
    )


def test_an_office_is_a_body_of_one_seat() -> None:
    office = constitution(HEAD + "office O { elected by Voters from citizen for 4 years }").bodies["O"]
    body = constitution(HEAD + "body O { seats 1 elected by Voters from citizen for 4 years }").bodies["O"]
    assert [placeless(group) for group in office.groups] == [placeless(group) for group in body.groups]
    assert office.office and not body.office


def test_a_removal_from_two_bodies_is_two_powers() -> None:
    found = powers(
        B + "body A { seats 3 elected by Voters } Voters may remove any (member of A or member of B and citizen)"
    )
    assert [(power.act.body, power.act.whom) for power in found] == [("A", TRUE), ("B", Holds("citizen"))]


def test_members_described_further_lose_the_description_of_their_seat() -> None:
    (found,) = powers(B + "status rich Voters may remove any (rich and member of B and not citizen)")
    assert found.act == Act(Verb.REMOVE, Both((Holds("rich"), Negation(Holds("citizen")))), "B")


def test_when_and_unless_become_one_scope() -> None:
    (found,) = powers(B + "flag f Voters may dissolve B when f and B is sitting unless citizen or f")
    assert found.scope == Both((Raised("f"), Sitting("B"), Negation(Either((Holds("citizen"), Raised("f"))))))


def test_the_kinds_of_rules() -> None:
    text = (
        "B must dissolve B only B may extend B B may enlarge B on petition of 12.5% with consent of Voters "
        "B must not direct B"
    )
    found = constitution(HEAD + B + text)
    assert [(power.duty, power.exclusive, power.petition, power.consent) for power in found.powers] == [
        (True, False, None, ()), (False, True, None, ()), (False, False, Fraction(1, 8), ("Voters",))
    ]  # fmt: skip
    assert [norm.act.verb for norm in found.norms] == [Verb.DIRECT]


def test_vetoes_of_vetoes_keep_what_they_are_about() -> None:
    (power,) = powers(B + "B may veto annul veto remove any member of B")
    inner = power.act
    for verb in (Verb.VETO, Verb.ANNUL, Verb.VETO):
        assert inner.verb is verb
        assert inner.inner is not None
        inner = inner.inner
    assert (inner.verb, inner.body) == (Verb.REMOVE, "B")


def test_bindings() -> None:
    found = constitution(
        HEAD
        + B
        + "status member_ class Party: member_ and citizen Party is bound by B member_ is bound by B in voting "
        "members of B are bound by B in nominating, standing"
    ).bindings
    assert [(each.condition, each.member_of, each.status) for each in found] == [
        (Both((Holds("member_"), Holds("citizen"))), None, None),
        (Holds("member_"), None, "member_"),
        (Member("B"), "B", None),
    ]
    assert [sorted(each.modes) for each in found] == [
        ["nominating", "standing", "voting"], ["voting"], ["nominating", "standing"]
    ]  # fmt: skip


# --- amounts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words, threshold",
    [
        ("majority", Threshold()),
        ("majority of members", Threshold(base=Base.MEMBERS)),
        ("half", Threshold(Fraction(1, 2), False)),
        ("more than half", Threshold(Fraction(1, 2), True)),
        ("two-thirds", Threshold(Fraction(2, 3), False)),
        ("more than two-thirds of present", Threshold(Fraction(2, 3), True, base=Base.PRESENT)),
        ("at least 33.3% of votes", Threshold(Fraction(333, 1000), False, base=Base.VOTES)),
        ("3/7", Threshold(Fraction(3, 7), False)),
        ("unanimity", Threshold(Fraction(1), False)),
        ("7 votes", Threshold(Fraction(0), False, 7)),
        ("more than 7 votes", Threshold(Fraction(0), False, 8)),
        ("two-thirds of members where not candidate",
         Threshold(Fraction(2, 3), False, None, Base.MEMBERS, Negation(Candidate()))),
    ],
)  # fmt: skip
def test_thresholds_are_exact(words: str, threshold: Threshold) -> None:
    found = constitution(
        HEAD + f"body B {{ seats 9 elected by Voters decides by {words} }} B may dissolve B by {words}"
    )
    assert found.bodies["B"].decides == threshold
    assert found.powers[0].threshold == threshold
    assert type(threshold.share) is type(found.bodies["B"].decides.share) is Fraction


@pytest.mark.parametrize(
    "words, seats, needed",
    [
        ("majority", 500, 251), ("two-thirds", 500, 334), ("majority", 9, 5), ("half", 10, 5), ("half", 9, 5),
        ("more than half", 10, 6), ("two-thirds", 2250, 1500), ("more than two-thirds", 2250, 1501),
        ("unanimity", 7, 7), ("1%", 3, 1), ("2 votes", 9, 2), ("more than 2 votes", 9, 3), ("majority", 1, 1),
        # In floating point, 55% of 100 is a little more than 55.
        ("55%", 100, 55), ("more than 55%", 100, 56), ("7%", 100, 7), ("0%", 5, 1), ("more than 99%", 100, 100),
    ],
)  # fmt: skip
def test_how_many_are_needed(words: str, seats: int, needed: int) -> None:
    body = constitution(HEAD + f"body B {{ seats {seats} elected by Voters decides by {words} }}").bodies["B"]
    assert body.decides.needed(body.seats) == needed


def test_years_are_exact() -> None:
    body = constitution(
        HEAD + "body B { seats 1 elected by Voters for 18 months seats 1 elected by Voters for 0.1 years "
        "seats 1 elected by Voters for life seats 1 elected by Voters convened by B every 1 month }"
    ).bodies["B"]
    assert [group.term for group in body.groups] == [Fraction(3, 2), Fraction(1, 10), None, None]
    assert body.every == Fraction(1, 12)
    assert all(type(each) is Fraction for each in (body.every, body.groups[0].term, body.groups[1].term))


def test_shares_of_assumptions_are_exact() -> None:
    found = constitution(HEAD + B + "status red assume 87.3% of B are red assume 13 members of B side with Voters")
    first, second = found.assumptions
    assert (first.share, first.number, first.status, first.side) == (Fraction(873, 1000), None, "red", None)
    assert (second.share, second.number, second.status, second.side) == (None, 13, None, "Voters")


@pytest.mark.parametrize("residents, per, seats", [(1_000_000, 25_000, 40), (1_024_999, 25_000, 40), (9, 9, 1)])
def test_seats_per_residents_are_whole(residents: int, per: int, seats: int) -> None:
    text = f'constitution "T" class V: anyone numbering {residents} body B {{ seats 1 per {per} of V elected by V }}'
    assert constitution(text).bodies["B"].seats == seats


def test_several_seats_per_so_many_residents() -> None:
    text = 'constitution "T" class V: anyone numbering 50 body B { seats 2 per 30 of V elected by V }'
    assert constitution(text).bodies["B"].seats == 3


def test_joint_and_ex_officio_seats_are_counted() -> None:
    found = constitution(
        HEAD
        + "body A { seats 25 elected by Voters } body C { seats 10 as l elected by Voters seats 5 elected by Voters } "
        "office O { elected by Voters } office P { elected by Voters } "
        "body Both { joining A, C seats 2 held by O, P } body Part { seats 35 joining A, C.l } "
        "body All { joining Both }"
    ).bodies
    assert [(name, found[name].seats) for name in ("Both", "Part", "All")] == [("Both", 42), ("Part", 35), ("All", 42)]
    assert [group.filling for group in found["Both"].groups] == [Filling.JOINING, Filling.HELD]


def test_long_chains_of_joint_bodies_are_counted_whatever_the_order() -> None:
    chain = [f"body J{number} {{ joining J{number - 1} }}" for number in range(1, 400)]
    ground = "body J0 { seats 7 elected by Voters }"
    for parts in ([ground, *chain], [*reversed(chain), ground]):
        found = constitution(HEAD + " ".join(parts)).bodies
        assert {body.seats for body in found.values()} == {7}


# --- conditions -----------------------------------------------------------------------------------------------------


def condition(text: str, declared: str = "") -> object:
    head = HEAD + "status rich flag siege attribute age in years attribute origin: worker, peasant " + B + declared
    return constitution(f"{head} class Asked: {text}").classes["Asked"].condition


@pytest.mark.parametrize(
    "text, meaning",
    [
        ("anyone", TRUE),
        ("not anyone", FALSE),
        ("rich", Holds("rich")),
        ("siege", Raised("siege")),
        ("Voters", Holds("citizen")),
        ("not not rich", Holds("rich")),
        ("member of B", Member("B")),
        ("B is sitting", Sitting("B")),
        ("age >= 18 years", Compare("age", ">=", 18)),
        ("age != 18", Compare("age", "!=", 18)),
        ("origin = worker", Equals("origin", "worker")),
        ("origin != worker", Negation(Equals("origin", "worker"))),
        ("rich and Voters and rich", Both((Holds("rich"), Holds("citizen")))),
        ("rich or Voters or anyone", TRUE),
        ("rich and (Voters or not anyone)", Both((Holds("rich"), Holds("citizen")))),
    ],
)
def test_conditions_mean_what_they_say(text: str, meaning: object) -> None:
    assert condition(text) == meaning


def test_classes_of_classes_are_written_out() -> None:
    declared = "class Poor: not rich class PoorWorkers: Poor and origin = worker "
    assert condition("not PoorWorkers or Voters", declared) == Either(
        (Negation(Both((Negation(Holds("rich")), Equals("origin", "worker")))), Holds("citizen"))
    )


def test_long_chains_of_classes_are_written_out_whatever_the_order() -> None:
    chain = [f"class C{number}: C{number - 1}" for number in range(1, 2000)]
    for parts in ([*chain, "class C0: citizen"], ["class C0: citizen", *reversed(chain)]):
        text = 'constitution "T" status citizen ' + " ".join(parts)
        assert constitution(text).classes["C1999"].condition == Holds("citizen")


def test_a_deep_chain_of_different_classes_is_refused_and_not_a_crash() -> None:
    text = 'constitution "T" status s status t class C0: s ' + " ".join(
        f"class C{number}: (C{number - 1} or s) and t" for number in range(1, 2000)
    )
    found = findings(text)
    assert {each.slug for each in found} == {"definitions/too-large"}


def test_terms_counted_together() -> None:
    """The bodies named count in; one that is not there, or that has no seats of its own, is a mistake."""
    both = "office P { elected by Voters at most 2 terms together with Q, B } office Q { elected by Voters } "
    (group,) = constitution(f"{HEAD}{B}{both}").bodies["P"].groups
    assert (group.term_limit, group.counted_with) == (2, ("Q", "B"))
    alone = constitution(f"{HEAD}{B}office Q {{ elected by Voters at most 2 terms for 4 years }}").bodies["Q"].groups[0]
    assert (alone.term_limit, alone.counted_with) == (2, ())
    wrong = "office P { elected by Voters at most 2 terms together with "
    assert "names/unknown" in {each.slug for each in findings(f"{HEAD}{B}{wrong}Nobody }}")}
    assert "names/wrong-kind" in {each.slug for each in findings(f"{HEAD}{B}{wrong}Voters }}")}


def test_an_interpreter_who_needs_consent() -> None:
    words = 'unclear "x" interpreted by B with consent of Voters { reading a { } reading b { } }'
    (found,) = constitution(f"{HEAD}{B}{words}").ambiguities
    assert (found.interpreter, found.consent) == ("B", ("Voters",))
    wrong = words.replace("of Voters", "of Nobody")
    assert {each.slug for each in findings(f"{HEAD}{B}{wrong}")} == {"names/unknown"}


def test_what_is_kept_of_seats_for_rules() -> None:
    """The ratio, whether an open vote is stated, and where each clause stands."""
    text = (
        'constitution "T" status citizen class Voters: citizen numbering 1000 '
        "body B { seats 1 per 100 of Voters elected by Voters by open vote for 4 years }"
    )
    (group,) = constitution(text).bodies["B"].groups
    assert (group.per, group.open_ballot, group.secret) == ((1, 100, "Voters"), True, False)
    place = group.part("term").span
    assert text[place.start : place.end] == "for 4 years"
    assert group.part("surplus") == group.clause
