"""What the plain player finds where no section of tests/semantics leads it: each answer derived by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from constdsl.model.entities import Ability
from constdsl.play.people import TooLarge
from constdsl.play.player import Player
from tests.differential.compare import selected
from tests.play.test_campaign import HEAD
from tests.play.test_semantics_sections import Verdict, can, cannot


def verdict(text: str) -> Verdict:
    """How the one promise of a text fares."""
    constitution = selected(HEAD + text)
    (promise,) = constitution.promises
    assert isinstance(promise.property, Ability)
    return (can if promise.property.possible else cannot)(Player(constitution), promise.property)


AT_ONCE: dict[tuple[str, ...], Fraction] = {("Chair",): Fraction(0)}

NAMED = """
body Board { seats 3 elected by Court for 2 years }
Chair may nominate anyone for Board
article 1 { Clerk may nominate anyone for Board }
article 2 { Clerk must not nominate anyone for Board }
flag war
article 2 is suspended during war
guarantee "lists": Chair cannot choose the candidates for Board
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A class decides who may levy: whom the Chair marks is out of it, and nobody else has the power (section 8).
        ("class All: not marked All may levy Chair may confer marked on anyone "
         'guarantee "levy": Chair cannot bar anyone from levy', Verdict("broken", AT_ONCE)),
        ("class All: anyone All may levy Chair may confer marked on anyone "
         'guarantee "levy": Chair cannot bar anyone from levy', Verdict("holds")),
        # Nobody unmarked can stand, so nobody unmarked can be struck; the marked can.
        ("body Board { seats 3 elected by Court from marked for 2 years } Chair may strike anyone from Board "
         'guarantee "list": Chair cannot strike any not marked from Board', Verdict("holds")),
        ("body Board { seats 3 elected by Court from marked for 2 years } Chair may strike anyone from Board "
         'guarantee "list": Chair cannot strike any marked from Board', Verdict("broken", AT_ONCE)),
        # The larger assumption about one status counts: 60 in 100 of the class are bound, and a majority suffices.
        ("class All: anyone assume 40% of All are marked assume 60% of All are marked marked is bound by Chair "
         'All may levy guarantee "levy": Chair cannot levy', Verdict("broken", AT_ONCE)),
        ("class All: anyone assume 40% of All are marked assume 45% of All are marked marked is bound by Chair "
         'All may levy guarantee "levy": Chair cannot levy', Verdict("holds")),
        # Numbers and shares compare in a class whose number is known: 30 of 50 are more than half of it.
        ("class All: anyone numbering 50 assume 40% of All are marked assume 30 members of All side with Chair "
         'All may levy guarantee "levy": Chair cannot levy', Verdict("broken", AT_ONCE)),
        # Eligible in war alone: in peace nobody at all can be elected, free or loyal, and war is not the Chair's.
        ("flag war body Board { seats 3 elected by Chair from war for 2 years } Clerk may declare war "
         'guarantee "board": Chair cannot control Board', Verdict("holds")),
        # Whom the Clerk must not nominate, nobody but the Chair nominates; in war the Clerk would.
        (NAMED + "Chair may declare war", Verdict("broken", AT_ONCE)),
        (NAMED.replace("Board }\nflag", "Board unless war }\nflag") + "Court may declare war",
         Verdict("contestable", AT_ONCE)),
        (NAMED.replace("must not nominate anyone", "must not nominate any marked"), Verdict("holds")),
    ],
)  # fmt: skip
def test_promises(text: str, wanted: Verdict) -> None:
    assert verdict(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Every seat is held at the start, and `from` is asked at the choosing alone: the seats open after two years.
        ("flag war body Board { seats 3 elected by Chair from war for 2 years } Chair may declare war "
         'guarantee "board": Chair cannot control Board', Verdict("broken", {("Chair",): Fraction(2)})),
        # The Chair has no power at all.
        ("flag war body Board { seats 3 appointed by Clerk from war } Clerk may declare war "
         'guarantee "board": Chair cannot paralyse Board', Verdict("holds")),
    ],
)  # fmt: skip
def test_seats_are_held_in_peace_by_those_chosen_in_war(text: str, wanted: Verdict) -> None:
    assert verdict(text) == wanted


@pytest.mark.parametrize("power", ["Court may declare war", "Court may suspend article 2"])
def test_a_ban_that_others_can_suspend_is_no_safe_gate(power: str) -> None:
    """Once the Court has done so the Clerk may nominate whom it likes, as where the ban itself says `unless war`."""
    assert verdict(NAMED + power) == Verdict("contestable", AT_ONCE)


def test_too_many_kinds_of_persons_are_refused() -> None:
    """Seventeen statuses are 131,072 kinds: the answer is the limit and no guess."""
    names = [f"s{number}" for number in range(17)]
    text = "".join(f"status {name} " for name in names)
    text += f"class All: {' or '.join(names)} body Board {{ seats 3 elected by All for 2 years }} "
    with pytest.raises(TooLarge, match="131,072 kinds of persons"):
        Player(selected(HEAD + text)).play(["Chair"], contested=False)
