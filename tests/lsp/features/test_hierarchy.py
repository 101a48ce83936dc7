"""Who commands whom."""

from __future__ import annotations

from fractions import Fraction

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from lsprotocol import types

from constdsl.check.results import Play
from constdsl.lsp.features.hierarchy import commanded, commanders, prepare
from constdsl.lsp.view import View
from tests.lsp.harness import Bench

# The Board fills both offices when their terms end; but the Council may refuse whom it likes as Guard.
BOARD = """\
status citizen
class Citizens: citizen
body Board "The Board" { seats 7 elected by Citizens from citizen for 2 years }
office Chair { appointed by Board for 4 years }
body Council { seats 5 elected by Citizens from citizen for 2 years }
office Guard { appointed by Board vetted by Council for 3 years }
"""


def incoming(view: View, name: str) -> list[tuple[str, str | None]]:
    """Who commands a body, and by when."""
    return [(each.from_.name, each.from_.detail) for each in commanders(view, name)]


def outgoing(view: View, name: str) -> list[tuple[str, str | None]]:
    """Whom a body commands, and by when."""
    return [(each.to.name, each.to.detail) for each in commanded(view, name)]


def test_a_body_shows_whom_it_commands_and_by_when() -> None:
    view = Bench({"a.const": BOARD}).view("a.const", analysed=True)
    assert outgoing(view, "Board") == [
        ("Guard", "within 3 years while checks are not used"), ("Chair", "within 4 years")
    ]  # fmt: skip
    assert incoming(view, "Chair") == [("Board", "within 4 years")]
    assert incoming(view, "Board") == [] and outgoing(view, "Chair") == []


def test_places_are_those_of_declarations() -> None:
    view = Bench({"a.const": BOARD}).view("a.const", analysed=True)
    [item] = prepare(view, BOARD.index("by Board") + 4)
    assert (item.name, item.detail, item.kind) == ("Board", "The Board", types.SymbolKind.Class)
    assert (item.range.start.line, item.range.start.character) == (2, 0)
    assert (item.selection_range.start.character, item.selection_range.end.character) == (5, 10)
    [call] = commanders(view, "Chair")
    assert call.from_.selection_range == item.selection_range and list(call.from_ranges) == [item.selection_range]
    chair = next(each for each in commanded(view, "Board") if each.to.name == "Chair")
    assert chair.to.selection_range.start.line == 3 and list(chair.from_ranges) == [item.selection_range]


def test_checks_that_only_delay_are_told() -> None:
    view = Bench({"a.const": BOARD}).view("a.const", analysed=True)
    assert view.outcome is not None and view.outcome.reach is not None
    reach = {Play.ACQUIESCENT: {"Board": {"Chair": Fraction(0)}}, Play.CONTESTED: {"Board": {"Chair": Fraction(4)}}}
    view.outcome.reach = reach
    assert outgoing(view, "Board") == [("Chair", "at once; within 4 years if checks are used")]


def test_groups_stand_for_their_bodies_and_other_names_for_nobody() -> None:
    text = "status citizen\nbody Sejm { seats 3 as wise co-opted }\nSejm.wise may dissolve Sejm\n"
    view = Bench({"a.const": text}).view("a.const")
    assert [each.name for each in prepare(view, text.index("wise may"))] == ["Sejm"]
    assert prepare(view, text.index("citizen")) == []
    assert prepare(view, 0) == []
    assert prepare(view, len(text)) == []


def test_nothing_is_told_before_it_is_known() -> None:
    bench = Bench({"a.const": BOARD})
    bench.analyse()
    bench.put("a.const", BOARD + "act play\n")
    assert outgoing(bench.view("a.const"), "Board") == [] and incoming(bench.view("a.const"), "Chair") == []


def test_what_was_left_out_is_mentioned() -> None:
    view = Bench({"a.const": BOARD + "Stranger may dissolve Board\n"}).view("a.const", analysed=True)
    assert incoming(view, "Chair") == [("Board", "within 4 years (as far as the text can be read)")]


def test_a_body_of_a_text_that_is_used_is_found_there() -> None:
    bench = Bench({"a.const": BOARD, "b.const": 'use "a.const"\nChair may remove any member of Council\n'})
    view = bench.view("b.const", analysed=True)
    [item] = prepare(view, view.document.text.index("Chair"))
    assert item.uri == bench.uri("a.const")
    assert item.data == {"uri": bench.uri("b.const")}
    assert [each.from_.uri for each in commanders(view, "Chair")] == [bench.uri("a.const")]
