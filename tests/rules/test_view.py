"""What rules may ask, on constitutions small enough to answer by hand."""

from __future__ import annotations

from fractions import Fraction

from constdsl.check.program import cases_of
from constdsl.rules.view import Capture
from constdsl.source import Source

HEAD = """constitution "T"
status outcast
class Electors: not outcast
"""


def view(text: str) -> Capture:
    _, case, readings = cases_of(Source("t.const", HEAD + text), lambda name: f"no {name}")
    assert case is not None
    return Capture(case, readings)


def test_who_is_master_through_one_that_is_so_sooner_is_not_the_nearest() -> None:
    """The Guard makes outcasts at once; the Premier names the Guard after four years, and then does so, too."""
    capture = view("""
        office Premier { elected by Electors for 4 years }
        office Guard { appointed by Premier for 4 years }
        Guard may confer outcast on anyone
    """)
    masters = capture.masters("Electors")
    # The Guard has the electors at once, and so the Premier at the next election.
    assert masters == {"Premier": Fraction(4), "Guard": Fraction(0)}
    assert capture.nearest(masters) == {"Guard": Fraction(0)}


def test_who_only_gives_orders_to_a_master_is_not_the_nearest() -> None:
    """Both are masters at once, the Committee by directing the Board, which directs nobody."""
    capture = view("""
        body Committee { seats 3 co-opted for life }
        body Board { seats 3 co-opted for life }
        Committee may direct Board
        Board may confer outcast on anyone
    """)
    masters = capture.masters("Electors")
    assert masters == {"Committee": Fraction(0), "Board": Fraction(0)}
    assert list(capture.nearest(masters)) == ["Board"]


def test_of_two_who_command_each_other_one_is_told() -> None:
    capture = view("""
        body Committee { seats 3 co-opted for life }
        body Board { seats 3 co-opted for life }
        Committee may direct Board
        Board may direct Committee
        Board may confer outcast on anyone
    """)
    assert list(capture.nearest(capture.masters("Electors"))) == ["Committee"]


def test_nobody_is_nearest_where_nobody_is_master() -> None:
    capture = view("body Board { seats 3 elected by Electors for 2 years }")
    assert capture.nearest(capture.masters("Electors")) == {}


def test_persons_each_by_themselves_are_nobodys() -> None:
    capture = view("office Guard { elected by Electors for 4 years }\nGuard may confer outcast on anyone")
    assert capture.independent("any outcast", "Guard")
    assert not capture.independent("Electors", "Guard")
