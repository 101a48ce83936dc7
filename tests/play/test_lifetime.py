"""`always` and `never` by brute force: derived by hand, and held against the calculus."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from constdsl.capture.invariants import reach_condition
from constdsl.model.conditions import (
    TRUE,
    Condition,
    Holds,
    Literal,
    Member,
    Raised,
    Sitting,
    Truth,
    conjunction,
    negation,
)
from constdsl.model.entities import Constitution, Invariant
from constdsl.play.lifetime import Life, TooLarge, find, live
from constdsl.play.open import Play, after
from constdsl.strategies.grow import grow
from tests.play.test_open import HEAD, constitution
from tests.semantics.harness import sections


def goals(found: Constitution) -> Iterator[tuple[str, Condition]]:
    """What would break each promise of `always` or `never`."""
    for promise in found.promises:
        if isinstance(promise.property, Invariant):
            wanted = promise.property.condition
            yield promise.title, negation(wanted) if promise.property.always else wanted


def broken(text: str) -> bool:
    """Whether the one promise of a text can be broken; then the history is replayed and does break it."""
    found = constitution(HEAD + text)
    ((_, goal),) = goals(found)
    life = live(found, goal)
    if life is None:
        assert find(found, goal) is None
        return False
    given = Play(found, [life.person])
    for move in life.moves:
        given.apply(move)
    assert given.holds(goal, life.person.name)
    return True


# --- by hand ----------------------------------------------------------------------------------------------------------


PAGE = [section for section in sections() if section.file in ("invariants", "invariants_more")]


@pytest.mark.parametrize("section", PAGE, ids=lambda section: section.title)
def test_the_page_of_invariants(section):
    """The expectations written beside the guarantees of the two pages in tests/semantics/."""
    written = re.findall(r'# expect: (\w+).*\n(?:#.*\n)*guarantee "([^"]+)"', section.root.text)
    expected = {title: verdict for verdict, title in written}
    found = constitution(section.root.text)
    asked = dict(goals(found))
    assert set(asked) == set(expected)
    for title, goal in asked.items():
        assert (find(found, goal) is not None) is (expected[title] == "broken"), title


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # A norm does not count while its article is suspended (sections 4 and 7), by an act or during a flag.
        ("article 1 { Voters must not declare war } Voters may suspend article 1", True),
        ("article 1 { Voters must not declare war } article 2 { Voters may suspend article 2 }", False),
        (
            "article 1 { Voters must not declare war } flag siege Voters may declare siege "
            "article 1 is suspended during siege",
            True,
        ),
        # What stands in the suspended article lapses with it.
        ("article 1 { Voters must not declare war } article 1 is entrenched", False),
    ],
)
def test_norms_of_articles_that_lapse(text: str, verdict: bool):
    assert broken(f'flag war Voters may declare war {text} guarantee "G": never war') is verdict


def test_what_is_suspended_stays_so():
    """The article forbids the siege and gives the war: suspended for the one, it no longer gives the other."""
    text = (
        "flag war flag siege Voters may suspend article 1 article 1 { Voters must not declare siege "
        "Voters may declare war %s } Voters may declare siege unless war "
        'guarantee "G": never war and siege'
    )
    assert not broken(text % "when siege")
    assert not broken(text % "")
    assert broken(text.replace(" unless war", "") % "")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # Nobody decides for a body without members (section 3): who is never there chooses nobody.
        ("office Premier { elected by Ghost for 4 years } body Ghost { seats 3 }", False),
        ("office Premier { appointed by Chief with consent of Ghost for 4 years } body Ghost { seats 3 }", False),
        ("office Premier { appointed by Chief with consent of Chief for 4 years }", True),
        ("office Premier { appointed by Nobles for 4 years } class Nobles: noble and not noble", False),
        # Once empty, a body that chooses its own members stays empty.
        ("office Premier { co-opted } Chief may remove any member of Premier", False),
        ("office Premier { co-opted for 1 year }", True),
        # Two votes are never had in a body of one seat.
        ("office Premier { co-opted for 1 year quorum 2 votes }", False),
        # One of two members is no majority of the seats; one of three that are left is.
        ("body Premier { seats 2 co-opted } Chief may remove any member of Premier", False),
        ("body Premier { seats 3 co-opted } Chief may remove any member of Premier", True),
        # Who chose before the start need not be there today: the seat never opens.
        ("office Premier { elected by House } body House { seats 3 elected by Ghost } body Ghost { seats 3 }", True),
        # A seat for life that nobody fills is somebody's for good; when it can be vacated, nobody is chosen for it.
        ("office Premier { for life }", True),
        ("office Premier { for life } Chief may remove any member of Premier", False),
    ],
)
def test_who_must_choose_must_be_there(text: str, verdict: bool):
    chief = "status noble office Chief { drawn by lot for 1 year } "
    assert broken(f'{chief} {text} guarantee "G": never member of Premier') is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # `while` asks for the seat itself of who has it.
        ("office Premier { elected by Voters while member of Premier }", True),
        ("office Premier { elected by Voters while member of Premier for 4 years }", True),
        # The seats one needs to be chosen for a seat that never opens, for whatever clause (section 8).
        ("office Premier { co-opted from member of Page }", True),
        ("office Premier { co-opted } Voters may nominate any member of Page for Premier", True),
        ("office Premier { for life } Voters may appoint any member of Page to Premier", True),
        # A seat opens when what `while` demands can be taken from its holder (section 5), here with the Page's seat.
        ("office Premier { elected by Voters while member of Page }", True),
        # Whoever is noble no longer leaves the seat, and it opens only then.
        ("office Premier { elected by Voters while noble } Voters may revoke noble from any noble", True),
    ],
)
def test_seats_that_rest_on_others(text: str, verdict: bool):
    page = "status noble office Page { elected by Voters for 1 year } "
    assert broken(f'{page} {text} guarantee "G": never member of Premier') is verdict


def test_a_dissolved_body_comes_back():
    """The siege is declared while no House sits, the war while it sits in a siege: it is elected anew in between."""
    text = (
        "flag war flag siege body House { seats 3 elected by Voters for 4 years } Voters may dissolve House "
        "Voters may declare siege unless House is sitting Voters may declare war when House is sitting and siege "
        'guarantee "G": never war'
    )
    assert broken(text)


def test_the_holder_of_an_office_does_what_the_office_does():
    """Whoever is Priest and blesses is blessed, although nobody else can be."""
    text = (
        "status noble status blessed within noble act bless makes blessed "
        "office Priest { elected by Voters from not noble for 4 years } "
        "Voters may confer noble on any member of Priest "
        "Priest may bless Voters may revoke blessed from anyone "
        'guarantee "G": never member of Priest and blessed'
    )
    assert broken(text)


def test_the_fewest_moves_and_the_plainest_person():
    found = constitution(HEAD + "status a status b Voters may confer b on anyone")
    life = live(found, conjunction(Holds("a"), Holds("b")))
    assert life is not None and life.moves == () and life.person.statuses == {"a", "b"}
    assert find(found, Truth(False)) is None


def test_more_seats_make_no_more_positions():
    """Seats may be added for ever; the search ends all the same."""
    text = (
        "body Court { seats 3 elected by Voters for 2 years } Voters may enlarge Court "
        'guarantee "G": never member of Court and not member of Court'
    )
    assert not broken(text)
    found = constitution(HEAD + text + " status noble Voters may confer noble on any not member of Court")
    assert find(found, conjunction(Member("Court"), Holds("noble"))) is not None


def test_too_large():
    found = constitution(HEAD + " ".join(f"status s{number}" for number in range(12)))
    with pytest.raises(TooLarge, match="more than 100 positions") as caught:
        find(found, Truth(False), limit=100)
    assert caught.value.limit == 100
    found = constitution(
        HEAD + " ".join(f"flag f{number} Voters may declare f{number}" for number in range(12))
    )  # fmt: skip
    every = conjunction(*(Raised(f"f{number}") for number in range(12)))
    with pytest.raises(TooLarge):
        find(found, every, limit=100)
    assert len(find(found, every) or ()) == 12


# --- against the calculus ---------------------------------------------------------------------------------------------


def test_agrees_with_the_calculus():
    """On grown constitutions, without exception."""
    compared, reached = 0, 0
    for seed in range(160):
        found = constitution(grow(random.Random(seed)))
        for goal in (*(goal for _, goal in goals(found)), *questions(found, random.Random(seed))):
            if goal in (TRUE, Truth(False)):
                continue
            slow, fast = live(found, goal), reach_condition(found, goal)
            assert (slow is not None) is (fast is not None), (seed, goal)
            compared += 1
            reached += slow is not None
            if slow is not None:
                _replay(found, goal, slow)
    assert compared > 600 and 400 < reached < compared - 160


def _replay(found: Constitution, goal: Condition, life: Life) -> None:
    """The history is lawful move by move, and ends with the goal."""
    given = Play(found, [life.person])
    for move in life.moves:
        assert move in given.moves()
        assert after(given.position, move) == given.apply(move)
    assert given.holds(goal, life.person.name)


def questions(found: Constitution, rng: random.Random) -> Iterator[Condition]:
    facts: list[Literal] = [Holds(status) for status in found.statuses]
    facts += [Member(body) for body in found.bodies] * 2
    facts += [Raised(flag) for flag in found.flags]
    facts += [Sitting(body) for body in found.bodies][:2]
    for _ in range(4):
        chosen = [rng.choice(facts) for _ in range(rng.choice([1, 2, 2, 2, 3]))]
        yield conjunction(*(negation(fact) if rng.random() < 0.35 else fact for fact in chosen))
