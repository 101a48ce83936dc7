"""The lines above promises and options."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

pytest.importorskip("pygls", reason="the language server needs pygls")

from constdsl.check.results import Answer, Margin, Step, Verdict
from constdsl.lsp.features.lenses import lenses
from constdsl.lsp.promises import headline
from constdsl.lsp.settings import EditorSettings
from constdsl.source import Span
from tests.lsp.harness import Bench

CLUB = """\
status player
class Meeting: player
body Committee { seats 7 elected by Meeting from player for 1 year }
Meeting may remove any member of Committee
Committee may revoke player from any player by two-thirds

guarantee "The members decide": Committee cannot control Meeting
guarantee "The meeting meets": Meeting can remove any member of Committee
option sacking "Who expels?" {
  choice board { }
  choice nobody { }
}
"""


def titles(bench: Bench, *, analysed: bool = True) -> list[tuple[int, str]]:
    """Lines, counted from 1, and what stands above them."""
    found = lenses(bench.view("a.const", analysed=analysed))
    return [(lens.range.start.line + 1, lens.command.title) for lens in found if lens.command is not None]


def test_each_promise_and_each_option_has_a_line() -> None:
    assert titles(Bench({"a.const": CLUB})) == [
        (7, "broken by Committee in 2 steps: show history"),
        (8, "forestallable: Committee, moving first, can prevent it: show history"),
        (9, "compare the choices"),
    ]


def test_promises_have_no_line_while_the_text_is_analysed() -> None:
    assert titles(Bench({"a.const": CLUB}), analysed=False) == [(9, "compare the choices")]


def test_no_line_speaks_of_an_older_text() -> None:
    bench = Bench({"a.const": CLUB})
    bench.analyse()
    bench.put("a.const", CLUB.replace("by two-thirds", "with consent of Meeting"))
    assert titles(bench, analysed=False) == [(9, "compare the choices")]
    assert titles(bench)[0] == (7, "holds: show")


def test_what_is_said_of_a_text_with_mistakes_is_said_with_a_reservation() -> None:
    first, *_ = titles(Bench({"a.const": CLUB + "status\n"}))
    assert first == (7, "broken by Committee in 2 steps (as far as the text can be read): show history")


def test_lines_can_be_switched_off() -> None:
    bench = Bench({"a.const": CLUB})
    bench.session.settings = EditorSettings(code_lenses=False)
    assert titles(bench) == []


def test_a_client_that_shows_histories_itself_is_asked_to() -> None:
    bench = Bench({"a.const": CLUB})
    uri = bench.uri("a.const")
    for history_view, command in ((False, "constdsl.history"), (True, "constdsl.showHistory")):
        bench.session.settings = EditorSettings(history_view=history_view)
        commands = [lens.command for lens in lenses(bench.view("a.const", analysed=True)) if lens.command is not None]
        assert [each.command for each in commands] == [command] * 3
        assert [each.arguments for each in commands] == [
            [uri, "guarantee 1 The members decide"], [uri, "guarantee 1 The meeting meets"], [uri, "option sacking"],
        ]  # fmt: skip


def test_promises_of_one_title_are_counted() -> None:
    text = "status a\nbody B { seats 3 co-opted from a }\n" + 'guarantee "x": never member of B\n' * 2
    found = [lens.command.arguments for lens in lenses(Bench({"a.const": text}).view("a.const", analysed=True))]
    assert [each[1] for each in found] == ["guarantee 1 x", "guarantee 2 x"]


def test_promises_of_a_used_text_stand_above_them_there_and_not_here() -> None:
    bench = Bench({"a.const": 'use "club.const"\n', "club.const": CLUB})
    assert titles(bench) == []
    lines = [lens.range.start.line for lens in lenses(bench.view("club.const", analysed=True))]
    assert lines == [6, 7, 8]


# --- the words ---------------------------------------------------------------------------------------------------

BY = (("Premier",),)
STEP = Step(1, Fraction(0), "Premier", "appoint", None, "Premier appoints.")


def answer(verdict: Verdict) -> Answer:
    return Answer("a.const", Span(0, 1), "x", "x", verdict, "")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (evolve(answer(Verdict.HOLDS)), "holds"),
        (evolve(answer(Verdict.HOLDS), ability=True, breakers=BY), "holds, whoever objects"),
        (
            evolve(answer(Verdict.HOLDS), margin=Margin(("Party",), "Soviet", "decide", 292, 375, 750)),
            "holds: nobody gets nearer than 292 of 375 in Soviet",
        ),
        (evolve(answer(Verdict.BROKEN), breakers=BY, history=(STEP,)), "broken by Premier in 1 step"),
        (evolve(answer(Verdict.BROKEN), history=(STEP, STEP)), "broken in 2 steps"),
        (
            evolve(answer(Verdict.BROKEN), breakers=(("Premier", "Court"), ("Party",)), history=(STEP,)),
            "broken by Premier and Court together (1 other too) in 1 step",
        ),
        (evolve(answer(Verdict.BROKEN), breakers=BY, ability=True), "broken: Premier cannot"),
        (
            evolve(answer(Verdict.CONTESTABLE), breakers=BY, stoppable_by=("Soviet", "Court")),
            "contestable by Premier unless stopped by Soviet or Court",
        ),
        (evolve(answer(Verdict.HOLLOW), stoppable_by=("Court",), ability=True), "hollow: Court can obstruct it"),
        (
            evolve(answer(Verdict.NOT_ESTABLISHED), depends_on=("“leading core”",)),
            "not established: depends on “leading core”",
        ),
        (evolve(answer(Verdict.UNDECIDED), depends_on=("a limit",)), "undecided: depends on a limit"),
    ],
)  # fmt: skip
def test_the_verdict_in_a_line(given: Answer, words: str) -> None:
    assert headline(given) == words
