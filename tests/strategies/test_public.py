"""The public strategies: what they draw is in order, and shrinks to what a person can read at a glance."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.errors import NoSuchExample

import constdsl.strategies as public
from constdsl.check.program import check
from constdsl.logic.decide import Logic
from constdsl.model.conditions import Compare, Condition, Holds, Member, Negation, Raised, Sitting, atoms, negation
from constdsl.model.entities import Constitution, Filling
from constdsl.model.load import load
from constdsl.model.mutants import MutantKind, mutants
from constdsl.model.resolve import resolve
from constdsl.play.open import Person, Play
from constdsl.source import Source
from constdsl.strategies import (
    Shape,
    conditions,
    constitution_of,
    constitution_texts,
    constitutions,
    histories,
    mutations,
    statutes,
)
from constdsl.syntax.tree import Verb

CLUB_TEXT = """\
constitution "A club"
status member_of_club
attribute age in years
attribute boat: eight, single
flag flood
class Members: member_of_club and age >= 16
body Board { seats 1 as chair elected by Members for 1 year seats 2 elected by Members from member_of_club }
office Treasurer { appointed by Board for 1 year }
Board may revoke member_of_club from any member_of_club by two-thirds
Members may veto revoke member_of_club
"""
CLUB = constitution_of(CLUB_TEXT)

QUICK = settings(
    max_examples=2000, deadline=None, database=None, derandomize=True, phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


# --- what is drawn ----------------------------------------------------------------------------------------------------


@given(constitution_texts())
@settings(max_examples=50, deadline=None)
def test_texts_mean_something(text: str) -> None:
    assert constitution_of(text).bodies


@given(constitutions(shape=Shape(bodies=(2, 2), motifs=(0, 0))))
@settings(max_examples=50, deadline=None)
def test_constitutions_have_the_shape_asked_for(constitution: Constitution) -> None:
    assert len(constitution.bodies) == 2


@given(conditions(CLUB))
@settings(max_examples=100, deadline=None)
def test_conditions_speak_of_what_there_is(condition: Condition) -> None:
    for atom in atoms(condition):
        match atom:
            case Holds(name):
                assert name in CLUB.statuses
            case Compare(name):
                assert name == "age"
            case Member(name) | Sitting(name):
                assert name in CLUB.bodies
            case Raised(name):
                assert name in CLUB.flags
    logic = Logic(CLUB.axioms)
    assert not logic.satisfiable(condition, negation(condition))


def test_conditions_of_a_model_are_those_of_its_first_choices() -> None:
    text = "option rule { choice first { status a } choice second { status b } } class All: anyone"
    model, _ = resolve(load(Source("x.const", text), lambda path: path))
    assert find(conditions(model), lambda condition: True, settings=QUICK) == Holds("a")
    with pytest.raises(NoSuchExample):
        find(conditions(model), lambda condition: Holds("b") in atoms(condition), settings=QUICK)


def test_conditions_of_an_empty_constitution_exist() -> None:
    assert find(conditions(constitution_of("")), lambda condition: True, settings=QUICK)


@given(mutations(CLUB))
@settings(max_examples=50, deadline=None)
def test_changes_change_one_clause(change: object) -> None:
    assert change in mutants(CLUB)


def test_where_nothing_can_be_changed_there_is_no_change() -> None:
    assert mutations(constitution_of("status citizen")).is_empty


@given(statutes(CLUB, use="club.const"))
@settings(max_examples=50, deadline=None)
def test_statutes_are_read_beside_the_constitution(text: str) -> None:
    report = check([Source("statute.const", text)], lambda path: Source(path, CLUB_TEXT))
    assert not report.unusable


@given(histories(CLUB, most=8))
@settings(max_examples=30, deadline=None)
def test_histories_are_lawful(play: Play) -> None:
    again = Play(CLUB, play.position.world.persons)
    for step in play.history:
        again.apply(step.move)  # raises what is unlawful
    assert again.position == play.position
    assert len(play.history) <= 8


def test_histories_are_made_by_the_persons_given() -> None:
    vera = Person("Vera Orlova", {"member_of_club"}, {"age": 30}, {"boat": "single"})
    play = find(
        histories(CLUB, persons=(vera,)),
        lambda play: play.holds(Member("Treasurer"), "Vera Orlova"),
        settings=QUICK,
    )  # fmt: skip
    assert len(play.history) <= 2


# --- what it shrinks to -----------------------------------------------------------------------------------------------


def _some_power(verb: Verb) -> Callable[[Constitution], bool]:
    return lambda constitution: any(power.act.verb is verb for power in constitution.powers)


def _some_group(filling: Filling) -> Callable[[Constitution], bool]:
    return lambda constitution: any(
        group.filling is filling for body in constitution.bodies.values() for group in body.groups
    )


@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        pytest.param(lambda constitution: True, 6, id="any"),
        pytest.param(_some_group(Filling.ELECTED), 6, id="elected"),
        pytest.param(_some_group(Filling.JOINING), 10, id="joint"),
        pytest.param(_some_power(Verb.VETO), 12, id="veto"),
        pytest.param(lambda constitution: bool(constitution.bindings), 10, id="discipline"),
    ],
)
def test_constitutions_shrink_to_a_few_lines(wanted: Callable[[Constitution], bool], lines: int) -> None:
    text = find(constitution_texts(), lambda text: wanted(constitution_of(text)), settings=QUICK)
    assert text.count("\n") <= lines, text


def test_the_simplest_condition_is_the_first_fact() -> None:
    assert find(conditions(CLUB), lambda condition: True, settings=QUICK) == Holds("member_of_club")
    negated = find(conditions(CLUB), lambda condition: isinstance(condition, Negation), settings=QUICK)
    assert negated == Negation(Holds("member_of_club"))


def test_the_simplest_change_is_the_first_of_its_kind() -> None:
    change = find(mutations(CLUB), lambda change: change.kind is MutantKind.UNCHECK, settings=QUICK)
    assert change == next(found for found in mutants(CLUB) if found.kind is MutantKind.UNCHECK)


# --- the package ------------------------------------------------------------------------------------------------------


def test_every_public_name_is_there_and_documented() -> None:
    for name in public.__all__:
        found = getattr(public, name)
        assert found.__doc__, name
        assert name in {"Shape"} or not hasattr(found, "__path__"), f"{name} is hidden by a module"
    with pytest.raises(AttributeError, match="has no `nonsense`"):
        public.nonsense  # noqa: B018


def test_the_package_alone_brings_no_hypothesis() -> None:
    program = "import sys, constdsl.strategies.jumble; sys.exit('hypothesis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match="`Voters` is not declared"):
        constitution_of("body Council { seats 3 elected by Voters }")
