"""Histories of `always` and `never` retold in open play."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from constdsl.capture.history import Move
from constdsl.capture.invariants import Reached, TooMany, reach_condition
from constdsl.model.conditions import Condition
from constdsl.model.entities import Constitution
from constdsl.model.load import load
from constdsl.model.resolve import resolve
from constdsl.play import retell as retelling
from constdsl.play.replay import Failure
from constdsl.play.retell import retell
from constdsl.source import Source
from constdsl.strategies.grow import grow
from tests.play.test_lifetime import goals, questions
from tests.play.test_open import HEAD, constitution
from tests.semantics.harness import sections

EXAMPLES = Path(__file__).parents[2] / "examples"


def history(found: Constitution, goal: Condition) -> tuple[Move, ...]:
    reached = reach_condition(found, goal)
    assert reached is not None
    return told(reached)


def told(reached: Reached) -> tuple[Move, ...]:
    """The moves with the one that says who she is, as `check` reports them."""
    return (Move(Fraction(0), "Vera Orlova", "be who she is", None, reached.start), *reached.moves)


def one(text: str) -> tuple[Constitution, Condition]:
    found = constitution(HEAD + text)
    ((_, goal),) = goals(found)
    return found, goal


def without(moves: Sequence[Move], step: int) -> tuple[Move, ...]:
    return (*moves[:step], *moves[step + 1 :])


def swapped(moves: Sequence[Move], step: int) -> tuple[Move, ...]:
    return (*moves[:step], moves[step + 1], moves[step], *moves[step + 2 :])


CHAIN = """
status noble
office Page { elected by Voters from not noble for 1 year }
office Herald { elected by Voters for 2 years }
office Premier { elected by Voters from member of Page and noble for 4 years }
Herald may confer noble on any member of Page
guarantee "G": never member of Premier
"""


def test_a_chain_is_retold_and_no_step_of_it_can_be_spared():
    found, goal = one(CHAIN)
    moves = history(found, goal)
    assert [move.act for move in moves[1:]] == ["elect Page", "confer noble on any member of Page", "elect Premier"]
    assert retell(found, goal, moves) is None
    for step in (1, 2):
        failure = retell(found, goal, without(moves, step))
        assert failure is not None and failure.step == step
        assert failure.clause == without(moves, step)[step].clause
        assert retell(found, goal, swapped(moves, step)) is not None
    assert retell(found, goal, moves[:-1]) == Failure(
        None, "every step stands, but at the end the condition is not true of her"
    )


def test_the_reason_names_what_stands_in_the_way():
    found, goal = one(CHAIN)
    failure = retell(found, goal, without(history(found, goal), 2))
    assert failure is not None and failure.reason == "Vera Orlova does not meet what is asked of a candidate"


def test_dates_are_kept():
    """A term that ends at the latest 4 years on is not awaited in 3."""
    found, goal = one('office Premier { elected by Voters for 4 years } guarantee "G": never member of Premier')
    start, choice = history(found, goal)
    assert choice.years == 4 and retell(found, goal, (start, choice)) is None
    hasty = Move(Fraction(3), choice.actor, choice.act, choice.clause, choice.text, deed=choice.deed)
    assert retell(found, goal, (start, hasty)) is not None


def test_others_are_not_taken_for_the_person():
    """Somebody else must be removed first; to remove her, or to fill the seat with others, is another step."""
    found, goal = one(
        'office Premier { elected by Voters } Voters may remove any member of Premier guarantee "G": never '
        "member of Premier"
    )
    start, removal, choice = history(found, goal)
    assert retell(found, goal, (start, removal, choice)) is None
    assert removal.deed == ("remove any member of Premier", "") and choice.deed == ("elect Premier", "Vera Orlova")
    hers = ("remove any member of Premier", "Vera Orlova")
    other = Move(removal.years, removal.actor, removal.act, removal.clause, removal.text, deed=hers)
    assert retell(found, goal, (start, other, choice)) is not None
    other = Move(choice.years, choice.actor, choice.act, choice.clause, choice.text, deed=("elect Premier", ""))
    assert retell(found, goal, (start, removal, other)) is not None


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.name)
def test_the_pages_of_semantics(section):
    loaded = load(section.root, section.read)
    model, _ = resolve(loaded)
    check_all(model.select({**model.default(), **section.choices})[0])


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.const")), ids=lambda path: path.stem)
def test_the_examples(path):
    def read(name: str) -> Source | str:
        near = Path(name)
        return Source(name, near.read_text(encoding="utf-8")) if near.exists() else f"no file {name}"

    model, _ = resolve(load(Source(str(path), path.read_text(encoding="utf-8")), read))
    check_all(model.select(model.default())[0])


def check_all(found: Constitution) -> None:
    for title, goal in goals(found):
        try:
            reached = reach_condition(found, goal)
        except TooMany:
            continue
        if reached is not None:
            assert retell(found, goal, told(reached)) is None, title


def test_grown_constitutions():
    """Every history is retold, and none with a step left out: what can be spared would not be told."""
    whole = short = 0
    for seed in range(120):
        found = constitution(grow(random.Random(seed)))
        for goal in (*(goal for _, goal in goals(found)), *questions(found, random.Random(seed))):
            reached = reach_condition(found, goal)
            if reached is None:
                continue
            moves = told(reached)
            failure = retell(found, goal, moves)
            assert failure is None, (seed, goal, failure, [move.text for move in moves])
            whole += 1
            for step in range(1, len(moves)):
                if moves[step].act.startswith("leave "):
                    continue  # The end of a term may go untold.
                short += 1
                assert retell(found, goal, without(moves, step)) is not None, (seed, goal, step)
    assert whole > 200 and short > 200


def offices(number: int) -> str:
    """A circle of offices, each appointed by the next."""
    return "".join(f"office K{each} {{ appointed by K{(each + 1) % number} for 1 year }}\n" for each in range(number))


def test_terms_that_do_not_matter_are_not_gone_through(monkeypatch):
    """One end of a term is waited for; of those of forty other offices it is tried only that time passes."""
    page = "office Page { elected by Voters for 2 years }"
    found, goal = one(f'{offices(40)}{page}\nguarantee "G": never member of Page\n')
    moves = history(found, goal)
    tried: list[object] = []
    made = retelling._made
    monkeypatch.setattr(retelling, "_made", lambda position, rule: tried.append(rule) or made(position, rule))
    assert retell(found, goal, moves) is None
    assert len(tried) < 100
