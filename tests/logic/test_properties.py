"""`Logic` agrees with trying every world, whichever of its two deciders does the work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constdsl.logic import Logic, cubes, holds
from constdsl.logic.encoding import Encoding
from constdsl.logic.theory import Theory
from constdsl.model.conditions import Compare, Condition, Equals, Holds, Member, atoms

from .deciders import DECIDERS, only
from .worlds import AXIOMS, ORIGINS, WITHIN, conditions, literals, worlds

EITHER_DECIDER = pytest.mark.parametrize("decider", DECIDERS)
BRUTE_FORCE = settings(deadline=None, max_examples=150)  # Trying all worlds takes as long as it takes.


@contextmanager
def logic(decider: str) -> Iterator[Logic]:
    with only(decider):
        yield Logic(AXIOMS)


def possible(*together: Condition) -> bool:
    return any(all(holds(condition, world) for condition in together) for world in worlds(*together))


@EITHER_DECIDER
@BRUTE_FORCE
@given(together=st.lists(conditions(), max_size=3))
def test_satisfiable_means_true_in_some_world(decider: str, together: list[Condition]) -> None:
    with logic(decider) as subject:
        assert subject.satisfiable(*together) == possible(*together)


@BRUTE_FORCE
@given(conditions(leaves=12))
def test_both_deciders_agree_with_the_worlds(condition: Condition) -> None:
    theory = Theory.of(AXIOMS)
    with Encoding(theory, [condition]) as encoding:
        by_solver = encoding.possible([condition])
    assert by_solver == cubes.possible(theory, [condition], 10**9) == possible(condition)


@EITHER_DECIDER
@BRUTE_FORCE
@given(first=conditions(), second=conditions())
def test_entails_disjoint_and_equivalent_compare_worlds(decider: str, first: Condition, second: Condition) -> None:
    outcomes = {(holds(first, world), holds(second, world)) for world in worlds(first, second)}
    with logic(decider) as subject:
        assert subject.entails(first, second) == ((True, False) not in outcomes)
        assert subject.disjoint(first, second) == ((True, True) not in outcomes)
        assert subject.equivalent(first, second) == all(one == other for one, other in outcomes)


@EITHER_DECIDER
@BRUTE_FORCE
@given(together=st.lists(conditions(), max_size=3))
def test_a_witness_satisfies_the_conditions_and_the_axioms(decider: str, together: list[Condition]) -> None:
    with logic(decider) as subject:
        witness = subject.witness(*together)
    assert (witness is not None) == possible(*together)
    if witness is None:
        return

    assert all(holds(condition, witness.fact) for condition in together)
    for status, container in WITHIN:
        assert witness.fact(Holds(container)) or not witness.fact(Holds(status))
    for group in ("peasants", "workers"):
        assert witness.fact(Member("Sejm")) or not witness.fact(Member("Sejm", group))
    for attribute, value in witness.values:
        assert attribute == "faith" or value in ORIGINS

    # Total over what was asked: each atom is listed just once, in the right place.
    mentioned = {atom for condition in together for atom in atoms(condition)}
    listed = [atom for atom, _ in witness.facts]
    assert len(listed) == len(set(listed))
    assert {atom for atom in mentioned if not isinstance(atom, Compare | Equals)} <= set(listed)
    assert {name for name, _ in witness.numbers} == {atom.attribute for atom in mentioned if isinstance(atom, Compare)}
    if any(isinstance(atom, Equals) and atom.attribute == "origin" for atom in mentioned):
        assert "origin" in dict(witness.values)


@BRUTE_FORCE
@given(together=st.lists(conditions(), max_size=3))
def test_the_witness_depends_on_neither_the_decider_nor_earlier_questions(together: list[Condition]) -> None:
    with logic("solver") as subject:
        for condition in together:
            subject.witness(condition)
        by_solver = subject.witness(*together)
    with logic("tableau") as subject:
        assert subject.witness(*together) == by_solver


@EITHER_DECIDER
@BRUTE_FORCE
@given(together=st.lists(st.one_of(literals(), conditions(leaves=3)), min_size=1, max_size=7))
def test_a_core_is_impossible_and_without_any_one_part_possible(decider: str, together: list[Condition]) -> None:
    with logic(decider) as subject:
        core = subject.core(together)
        assert (core is None) == subject.satisfiable(*together)
        if core is None:
            return
        assert list(core) == sorted(set(core))
        assert not subject.satisfiable(*(together[index] for index in core))
        for left_out in core:
            assert subject.satisfiable(*(together[index] for index in core if index != left_out))


@BRUTE_FORCE
@given(together=st.lists(literals(), min_size=1, max_size=4))
def test_a_core_of_literals_is_a_core_in_the_worlds(together: list[Condition]) -> None:
    core = Logic(AXIOMS).core(together)
    assert (core is None) == possible(*together)
    if core is not None:
        assert not possible(*(together[index] for index in core))
        assert all(possible(*(together[index] for index in core if index != out)) for out in core)
