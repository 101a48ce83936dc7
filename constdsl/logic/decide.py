"""Questions about conditions, answered exactly and once: a cheap decider first, a SAT solver when it must be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from constdsl.logic import cubes
from constdsl.logic.encoding import Encoding
from constdsl.logic.situation import Situation
from constdsl.logic.theory import Theory, stretch
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Axioms,
    Both,
    Compare,
    Condition,
    Equals,
    Literal,
    Sitting,
    atoms,
    conjunction,
    negation,
)

__all__ = ["Logic"]

_BUDGET = 150
"""How many alternatives the tableau may open before a solver is loaded: a few milliseconds' worth at most."""


class Logic:
    """Decides conditions about one person and the state of the constitution, under the axioms of one text.

    Every answer is exact. Numbers are integers without bounds, other than those the conditions set. The problem is
    NP-complete, so the worst case is exponential in the number of disjunctions; formulas of the size people write
    take microseconds. Answers are remembered for the life of the object, and depend neither on earlier questions
    nor on hash seeds. All methods raise ValueError for a comparison operator that the language does not have.
    """

    def __init__(self, axioms: Axioms) -> None:
        self._theory = Theory.of(axioms)
        self._satisfiable: dict[Condition, bool] = {}
        self._witnesses: dict[tuple[Condition, ...], Situation | None] = {}
        self._cores: dict[tuple[Condition, ...], tuple[int, ...] | None] = {}

    def satisfiable(self, *conditions: Condition) -> bool:
        """Whether some person, in some state of the constitution, meets all the conditions."""
        together = conjunction(*conditions)
        if together in (TRUE, FALSE):
            return together == TRUE
        known = self._satisfiable.get(together)
        if known is None:
            with _Problem(self._theory, (together,)) as problem:
                known = self._satisfiable[together] = problem.possible((together,))
        return known

    def entails(self, premise: Condition, conclusion: Condition) -> bool:
        """Whether everybody who meets the premise meets the conclusion; so an impossible premise entails anything."""
        if conclusion == TRUE or premise in (FALSE, conclusion):
            return True
        if isinstance(conclusion, Both):
            return all(self.entails(premise, part) for part in conclusion.operands)
        if isinstance(premise, Both) and conclusion in premise.operands:
            return True
        return not self.satisfiable(premise, negation(conclusion))

    def disjoint(self, first: Condition, second: Condition) -> bool:
        """Whether nobody meets both conditions; so an impossible condition is disjoint from all."""
        return not self.satisfiable(first, second)

    def equivalent(self, first: Condition, second: Condition) -> bool:
        """Whether the same persons meet both conditions, in every state of the constitution."""
        return first == second or (self.entails(first, second) and self.entails(second, first))

    def witness(self, *conditions: Condition) -> Situation | None:
        """The plainest situation in which all the conditions are true; None when there is none.

        Plainest means: going through the facts in the order of their first appearance, each is false if it can be
        (a body sits if it can); then each enumerated attribute has the first declared value that it can have; then
        each number is the smallest, zero or more if it can be, among those at which some comparison changes. One
        satisfiability question for each choice.
        """
        if conditions not in self._witnesses:
            self._witnesses[conditions] = self._find_witness(conditions)
        return self._witnesses[conditions]

    def core(self, conditions: Sequence[Condition]) -> tuple[int, ...] | None:
        """Which of the conditions cannot be true together, as indices; None when all can.

        Leaving any one of them out leaves conditions that can be true together. Where there is a choice, earlier
        conditions are preferred. By QuickXplain (Junker 2004): for a core of k conditions out of n, of the order
        of k + k·log(n/k) satisfiability questions.
        """
        key = tuple(conditions)
        if key not in self._cores:
            self._cores[key] = self._find_core(key)
        return self._cores[key]

    def _find_witness(self, conditions: tuple[Condition, ...]) -> Situation | None:
        if not self.satisfiable(*conditions):
            return None
        mentioned = dict.fromkeys(atom for condition in conditions for atom in atoms(condition))
        chosen: list[Condition] = list(conditions)
        facts: dict[Literal, bool] = {}
        values: dict[str, str] = {}
        numbers: dict[str, int] = {}

        with _Problem(self._theory, conditions) as problem:
            for atom in mentioned:
                if isinstance(atom, Compare | Equals):
                    continue
                preferred = isinstance(atom, Sitting)
                literal = atom if preferred else negation(atom)
                possible = problem.possible((*chosen, literal))
                facts[atom] = preferred == possible
                chosen.append(literal if possible else negation(literal))

            for attribute, named in _by_attribute(atom for atom in mentioned if isinstance(atom, Equals)):
                for value in (*self._theory.values.get(attribute, named), None):
                    meaning = _having(attribute, value, named)
                    if problem.possible((*chosen, *meaning)):
                        chosen += meaning
                        if value is not None:
                            values[attribute] = value
                        break

            for attribute, cuts in self._cuts(atom for atom in mentioned if isinstance(atom, Compare)):
                for number, within in _plausible_numbers(attribute, cuts):
                    if problem.possible((*chosen, *within)):
                        chosen += within
                        numbers[attribute] = number
                        break

        for atom, true in list(facts.items()):
            if true:
                facts.update(dict.fromkeys(self._theory.above(atom), True))
        return Situation(tuple(facts.items()), tuple(numbers.items()), tuple(values.items()))

    def _cuts(self, comparisons: Iterable[Compare]) -> list[tuple[str, list[int]]]:
        cuts: dict[str, set[int]] = {}
        for comparison in comparisons:
            allowed = stretch(comparison, True)
            found = cuts.setdefault(comparison.attribute, set())
            if allowed.low is not None:
                found.add(allowed.low)
            if allowed.high is not None:
                found.add(allowed.high + 1)
        return [(attribute, sorted(found)) for attribute, found in cuts.items()]

    def _find_core(self, conditions: tuple[Condition, ...]) -> tuple[int, ...] | None:
        if self.satisfiable(*conditions):
            return None
        with _Problem(self._theory, conditions) as problem:

            def explain(given: list[int], added: bool, suspects: list[int]) -> list[int]:
                """The preferred suspects that, with those given, cannot be true; `added` if new ones were given."""
                if added and not problem.possible([conditions[index] for index in given]):
                    return []
                if len(suspects) == 1:
                    return suspects
                half = (len(suspects) + 1) // 2
                early, late = suspects[:half], suspects[half:]
                from_late = explain(given + early, True, late)
                return explain(given + from_late, bool(from_late), early) + from_late

            return tuple(sorted(explain([], False, list(range(len(conditions))))))


class _Problem:
    """Conditions about which several questions are asked; it goes over to the solver at the first hard one."""

    def __init__(self, theory: Theory, conditions: tuple[Condition, ...]) -> None:
        self._theory = theory
        self._conditions = conditions
        self._encoding: Encoding | None = None

    def __enter__(self) -> _Problem:
        return self

    def __exit__(self, *_: object) -> None:
        if self._encoding is not None:
            self._encoding.close()

    def possible(self, conditions: Sequence[Condition]) -> bool:
        if self._encoding is None:
            try:
                return cubes.possible(self._theory, conditions, _BUDGET)
            except cubes.TooManyBranches:
                self._encoding = Encoding(self._theory, self._conditions)
        return self._encoding.possible(conditions)


def _by_attribute(mentioned: Iterable[Equals]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for atom in mentioned:
        found.setdefault(atom.attribute, []).append(atom.value)
    return list(found.items())


def _having(attribute: str, value: str | None, named: Sequence[str]) -> list[Condition]:
    """That an attribute has a value, said of the values that are named; None is some value that is not."""
    if value is not None and value in named:
        return [Equals(attribute, value)]
    return [negation(Equals(attribute, other)) for other in named]


def _plausible_numbers(attribute: str, cuts: Sequence[int]) -> list[tuple[int, list[Condition]]]:
    """For each stretch between cuts, the number to stand for it and what makes the attribute lie in it."""
    found: list[tuple[int, list[Condition]]] = []
    for low, end in zip([None, *cuts], [*cuts, None], strict=True):
        within: list[Condition] = []
        if low is not None:
            within.append(Compare(attribute, ">=", low))
        if end is not None:
            within.append(Compare(attribute, "<", end))
        if low is not None and low >= 0:
            number = low
        elif end is not None:
            number = end - 1
        else:
            number = 0
        found.append((number, within))
    return sorted(found, key=lambda one: (one[0] < 0, abs(one[0])))
