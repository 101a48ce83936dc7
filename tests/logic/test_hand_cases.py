"""Conditions decided by hand: containments, gaps between whole numbers, values, and the words for a witness."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import constdsl
from constdsl.logic import Logic, Situation, holds
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Axioms,
    Candidate,
    Compare,
    Condition,
    Equals,
    Holds,
    Member,
    Raised,
    Sitting,
    conjunction,
    disjunction,
    negation,
)

from .deciders import DECIDERS, only

CITIZEN, COMRADE, CADET, EXTREMIST = (Holds(name) for name in ("citizen", "comrade", "cadet", "extremist"))
ORIGINS = ("worker", "peasant")
AXIOMS = Axioms((("comrade", "citizen"), ("cadet", "comrade")), (("origin", ORIGINS),))


def age(operator: str, value: int) -> Compare:
    return Compare("age", operator, value)


@pytest.fixture(params=DECIDERS)
def logic(request: pytest.FixtureRequest) -> Iterator[Logic]:
    with only(request.param):
        yield Logic(AXIOMS)


def test_nothing_asked_is_satisfiable_and_the_empty_situation_shows_it(logic: Logic) -> None:
    assert logic.satisfiable()
    assert logic.witness() == Situation()
    assert logic.core([]) is None


def test_constants(logic: Logic) -> None:
    assert logic.satisfiable(TRUE)
    assert not logic.satisfiable(CITIZEN, FALSE)
    assert logic.entails(FALSE, CITIZEN)
    assert not logic.entails(TRUE, CITIZEN)
    assert logic.core([CITIZEN, FALSE, COMRADE]) == (1,)


def test_containment_reaches_over_a_status_that_nobody_mentions(logic: Logic) -> None:
    assert logic.entails(CADET, CITIZEN)
    assert not logic.entails(CITIZEN, CADET)
    assert logic.disjoint(CADET, negation(CITIZEN))


def test_statuses_that_contain_each_other_are_equivalent() -> None:
    logic = Logic(Axioms((("a", "b"), ("b", "a"))))
    assert logic.equivalent(Holds("a"), Holds("b"))


def test_no_whole_number_lies_between_neighbours(logic: Logic) -> None:
    assert not logic.satisfiable(age(">", 17), age("<", 18))
    assert logic.satisfiable(age(">", 16), age("<", 18))
    assert not logic.satisfiable(age(">", 16), age("<", 18), age("!=", 17))
    assert logic.equivalent(age(">=", 18), age(">", 17))


def test_numbers_have_no_end_in_either_direction(logic: Logic) -> None:
    assert logic.satisfiable(age("<", 0))
    assert logic.satisfiable(age(">", 10**30))
    assert not logic.entails(TRUE, age(">=", 0))


def test_different_attributes_do_not_meet(logic: Logic) -> None:
    assert logic.satisfiable(age(">", 30), Compare("tenure", "<", 30))


def test_enumerated_attributes_have_one_declared_value(logic: Logic) -> None:
    worker, peasant = (Equals("origin", value) for value in ORIGINS)
    assert logic.disjoint(worker, peasant)
    assert logic.entails(negation(worker), peasant)
    assert not logic.satisfiable(Equals("origin", "noble"))


def test_a_person_has_some_declared_value_though_no_condition_says_so(logic: Logic) -> None:
    assert not logic.satisfiable(*(negation(Equals("origin", value)) for value in ORIGINS))
    assert logic.satisfiable(negation(Equals("origin", "worker")))


def test_an_undeclared_attribute_may_have_a_value_that_nobody_names(logic: Logic) -> None:
    old, new = Equals("faith", "old"), Equals("faith", "new")
    assert logic.disjoint(old, new)
    assert logic.satisfiable(negation(old), negation(new))


def test_members_of_a_group_are_members_of_the_body(logic: Logic) -> None:
    assert logic.entails(Member("Sejm", "peasants"), Member("Sejm"))
    assert not logic.entails(Member("Sejm"), Member("Sejm", "peasants"))
    assert logic.satisfiable(Member("Sejm"), negation(Sitting("Sejm")))


def test_a_core_prefers_what_was_said_first(logic: Logic) -> None:
    said: list[Condition] = [CITIZEN, age(">=", 18), CADET, age("<", 18), negation(COMRADE), age("<", 10)]
    assert logic.core(said) == (1, 3)


def test_a_core_may_need_three(logic: Logic) -> None:
    said: list[Condition] = [EXTREMIST, disjunction(COMRADE, Candidate()), negation(CITIZEN), negation(Candidate())]
    assert logic.core(said) == (1, 2, 3)


def test_an_unknown_operator_is_an_error(logic: Logic) -> None:
    with pytest.raises(ValueError, match="<>"):
        logic.satisfiable(age("<>", 3))


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        (age(">=", 21), 21),
        (age(">", 21), 22),
        (age("<", 18), 17),
        (age("<=", -5), -5),
        (conjunction(age(">=", -9), age("<", -2)), -3),
        (conjunction(age(">=", 18), age("!=", 18), age("<=", 30)), 19),
        (age("!=", 0), 1),
    ],
)
def test_a_witness_has_a_plausible_number(logic: Logic, condition: Condition, number: int) -> None:
    witness = logic.witness(condition)
    assert witness is not None
    assert dict(witness.numbers) == {"age": number}


def test_a_witness_chooses_numbers_and_values_together(logic: Logic) -> None:
    tall, worker, old = Compare("height", ">=", 200), Equals("origin", "worker"), Equals("faith", "old")
    either_number = logic.witness(disjunction(age(">=", 18), tall))
    either_value = logic.witness(disjunction(negation(worker), old))
    assert either_number is not None
    assert either_number.numbers == (("age", 17), ("height", 200))
    assert either_value is not None
    assert either_value.values == (("origin", "worker"), ("faith", "old"))


def test_a_witness_lists_what_follows_from_its_facts(logic: Logic) -> None:
    witness = logic.witness(CADET)
    assert witness is not None
    assert witness.facts == ((CADET, True), (COMRADE, True), (CITIZEN, True))


def test_a_witness_is_none_for_the_impossible(logic: Logic) -> None:
    assert logic.witness(CITIZEN, negation(CITIZEN)) is None


def test_words_say_person_attributes_and_world(logic: Logic) -> None:
    eligible = conjunction(CITIZEN, negation(EXTREMIST), age(">=", 21))
    witness = logic.witness(eligible, Raised("emergency"))
    assert witness is not None
    assert witness.words() == (
        "a person who is a `citizen` and is not an `extremist`, whose `age` is 21; while `emergency` is up"
    )


def test_words_use_titles(logic: Logic) -> None:
    witness = logic.witness(COMRADE, Member("Soviet"), negation(Sitting("Soviet")), Equals("origin", "worker"))
    assert witness is not None
    assert witness.words({"comrade": "member of the CPSU", "Soviet": "the Supreme Soviet"}) == (
        "a person who is a member of the CPSU, sits in the Supreme Soviet and is a `citizen`, "
        "whose `origin` is `worker`; while the Supreme Soviet is not sitting"
    )


def test_words_say_a_seat_once(logic: Logic) -> None:
    inside = logic.witness(Member("Sejm", "peasants"), Candidate())
    outside = logic.witness(negation(Member("Sejm")), negation(Member("Sejm", "peasants")))
    assert inside is not None
    assert inside.words() == "a person who sits in `Sejm.peasants` and is a candidate"
    assert outside is not None
    assert outside.words() == "a person who does not sit in `Sejm`"


def test_words_of_anyone() -> None:
    assert Situation().words() == "anyone"
    assert Situation(((Raised("alarm"), False),)).words() == "anyone; while `alarm` is not up"


def test_evaluation_asks_no_more_than_it_needs() -> None:
    asked = []

    def fact(atom: object) -> bool:
        asked.append(atom)
        return True

    assert holds(disjunction(CITIZEN, COMRADE), fact)
    assert asked == [CITIZEN]


def _pigeons(holes: int) -> str:
    """One pigeon more than holes: every clause is small, and no short proof by cases exists (Cook and Reckhow)."""
    return f"""
from constdsl.logic import Logic
from constdsl.model.conditions import *
import sys
def sits(p, h): return Holds(f"p{{p}}h{{h}}")
said = [Either(tuple(sits(p, h) for h in range({holes}))) for p in range({holes} + 1)]
said += [Either((Negation(sits(p, h)), Negation(sits(q, h))))
         for h in range({holes}) for p in range({holes} + 1) for q in range(p)]
logic = Logic(Axioms())
print(logic.satisfiable(*said), logic.core(said[1:]), logic.core(said) == tuple(range(len(said))))
print(logic.witness(*said[1:]).facts)
print("pysat" in sys.modules)
"""


def _run(program: str, seed: str) -> str:
    root = Path(constdsl.__file__).parents[1]
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    return done.stdout


def test_hard_formulas_go_to_the_solver_and_hash_seeds_change_nothing() -> None:
    said = [_run(_pigeons(5), seed) for seed in ("0", "1", "77")]
    assert said[0].startswith("False None True\n")
    assert said[0].endswith("\nTrue\n")
    assert len(set(said)) == 1


def test_ordinary_conditions_load_no_solver() -> None:
    program = """
import sys
from constdsl.logic import Logic
from constdsl.model.conditions import *
logic = Logic(Axioms((("party_member", "citizen"),)))
eligible = conjunction(Holds("citizen"), Compare("age", ">=", 21), negation(Holds("extremist")))
either = disjunction(Holds("party_member"), conjunction(Holds("citizen"), Member("Soviet")))
logic.witness(eligible, either), logic.entails(either, Holds("citizen"))
logic.core([eligible, either, negation(Holds("citizen"))])
print([name for name in sys.modules if name.startswith(("pysat", "pysolvers"))])
"""
    assert _run(program, "0") == "[]\n"
