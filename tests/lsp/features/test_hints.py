"""Notes between the words."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from attrs import evolve

from constdsl.lsp.features.hints import hints
from constdsl.lsp.settings import EditorSettings
from constdsl.source import Span
from tests.lsp.harness import Bench


def notes(text: str, *, analysed: bool = False, span: Span | None = None) -> list[tuple[str, str]]:
    """The last word before each note, and the note."""
    view = Bench({"a.const": text}).view("a.const", analysed=analysed)
    found = hints(view, span or Span(0, len(text)))
    return [(text[: view.offset(hint.position)].split()[-1], str(hint.label)) for hint in found]


BODY = "class C: anyone\nbody B {{ seats {} elected by C {} }}\nB may dissolve B by {}\n"


@pytest.mark.parametrize(
    ("seats", "threshold", "note"),
    [
        ("300", "two-thirds", "= 200 of 300"),
        ("300", "more than two-thirds", "= 201 of 300"),
        ("300", "majority", "= 151 of 300"),
        ("7", "majority", "= 4 of 7"),
        ("10", "66.6%", "= 7 of 10"),
        ("20", "unanimity", "= 20 of 20"),
        ("4_000", "half", "= 2,000 of 4,000"),
        ("60", "half of seats", "= 30 of 60"),
    ],
)
def test_a_share_comes_to_so_many_seats(seats: str, threshold: str, note: str) -> None:
    assert notes(BODY.format(seats, "", threshold)) == [(threshold.split()[-1], note)]


@pytest.mark.parametrize("threshold", ["7 votes", "two-thirds of present", "majority of votes", "half where candidate"])
def test_no_note_where_the_number_is_written_or_hangs_on_who_comes(threshold: str) -> None:
    assert notes(BODY.format("10", "", threshold)) == []


def test_filled_seats_are_taken_to_be_all() -> None:
    text = BODY.format("60", "quorum two-thirds of members", "7 votes")
    view = Bench({"a.const": text}).view("a.const")
    (hint,) = hints(view, Span(0, len(text)))
    assert (hint.label, hint.tooltip) == ("= 40 of 60", "when all seats are filled")


def test_groups_and_ratios_and_joint_bodies_are_added_up() -> None:
    text = """\
class Workers: anyone numbering 100_000
body A { seats 1 per 25_000 of Workers as workers elected by Workers seats 8 as others elected by Workers }
body B { joining A, O }
office O { elected by A }
B may dissolve A by majority
A.others may dissolve B by half
Workers may dissolve B by 10%
O may dissolve B by majority
"""
    assert notes(text) == [("majority", "= 7 of 13"), ("half", "= 4 of 8"), ("10%", "= 10,000 of 100,000")]


def test_a_body_counts_its_own_seats_under_each_choice() -> None:
    text = """\
class C: anyone
option size {
  choice small { body B { seats 10 elected by C decides by half } }
  choice large { body B { seats 90 elected by C decides by half } }
}
B may dissolve B by half
"""
    assert notes(text) == [("half", "= 5 of 10"), ("half", "= 45 of 90")]


def test_bodies_that_join_each_other_have_no_number() -> None:
    assert notes("body A { joining B }\nbody B { joining A }\nA may dissolve B by half\n") == []


PROMISES = """\
status player
class Meeting: player
body Committee { seats 7 elected by Meeting from player for 1 year }
Committee may revoke player from any player
guarantee "Members": Committee cannot control Meeting
guarantee "Elections": Meeting can control Committee
guarantee "No newcomers": Meeting cannot confer player on anyone
"""


def test_promises_show_their_verdict() -> None:
    shown = notes(PROMISES, analysed=True)
    assert shown[0] == ("Meeting", "✗ broken by Committee (at once)")
    assert [note.split()[0] for _, note in shown] == ["✗", "»", "✓"]


def test_promises_show_nothing_while_the_verdict_is_unknown() -> None:
    assert notes(PROMISES) == []


def test_a_verdict_despite_mistakes_says_so() -> None:
    shown = notes(PROMISES + "Committee may dissolve Comittee\n", analysed=True)
    assert shown[0] == ("Meeting", "✗ broken by Committee (at once) so far")


def test_only_what_is_asked_for() -> None:
    text = BODY.format("10", "decides by half", "two-thirds")
    end = text.index("B may")
    assert notes(text, span=Span(0, end)) == [("half", "= 5 of 10")]
    assert notes(text, span=Span(end, len(text))) == [("two-thirds", "= 7 of 10")]


def test_people_can_do_without() -> None:
    text = BODY.format("10", "", "half")
    view = Bench({"a.const": text}).view("a.const")
    assert hints(evolve(view, settings=EditorSettings(inlay_hints=False)), Span(0, len(text))) == []


def test_in_broken_and_foreign_text() -> None:
    text = "class : \nbody Совет { seats 9 elcted by X }\nСовет may dissolve Совет by half\nbody {"
    assert notes(text) == [("half", "= 5 of 9")]
