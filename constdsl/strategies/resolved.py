"""Strategies for resolved constitutions, and for what is said and changed in one that is given."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from constdsl.diagnostic import Severity
from constdsl.model.conditions import (
    TRUE,
    Compare,
    Condition,
    Equals,
    Holds,
    Literal,
    Member,
    Raised,
    Sitting,
    conjunction,
    disjunction,
    negation,
)
from constdsl.model.entities import Constitution
from constdsl.model.load import Reader, load
from constdsl.model.mutants import Mutant, mutants
from constdsl.model.resolve import Model, resolve
from constdsl.source import Source
from constdsl.strategies.grow import Shape, grow, grow_statute

__all__ = ["conditions", "constitution_of", "constitution_texts", "constitutions", "mutations", "statutes"]

_OPERATORS = (">=", "<", ">", "<=", "=", "!=")


def constitution_of(text: str, read: Reader | None = None) -> Constitution:
    """What a text means, under the first choice of every option and the first reading of unclear words.

    `read` brings the texts that it uses, by their paths; without it there are none. ValueError names the mistakes
    of a text that means nothing. Linear in the text.

    >>> constitution_of('class All: anyone body Council { seats 3 elected by All }').bodies["Council"].seats
    3
    """
    loaded = load(Source("constitution.const", text), read or (lambda path: f"{path} was not given"))
    model, found = resolve(loaded)
    diagnostics = (*loaded.diagnostics, *found)
    if not any(each.severity is Severity.ERROR for each in diagnostics):
        constitution, more = model.select(model.default())
        diagnostics = (*diagnostics, *more)
    mistakes = [each.message for each in diagnostics if each.severity is Severity.ERROR]
    if mistakes:
        raise ValueError("; ".join(mistakes))
    return constitution


@st.composite
def constitution_texts(draw: st.DrawFn, *, shape: Shape = Shape()) -> str:  # noqa: B008
    """Texts of small constitutions that mean something, with guarantees of every kind.

    They shrink to few bodies and few clauses. `shape` says how large they may be and what is favoured in them.

        @given(constitution_texts(shape=Shape(guarantees=(1, 1), weights={"veto": 50})))
        def test_verdicts_have_evidence(text):
            (answer,) = check([Source("grown.const", text)], no_other_texts).answers
            assert answer.verdict is Verdict.HOLDS or answer.history
    """
    return grow(draw(st.randoms(use_true_random=False)), shape)


def constitutions(*, shape: Shape = Shape()) -> st.SearchStrategy[Constitution]:  # noqa: B008
    """Small resolved constitutions, the meanings of `constitution_texts`. A failing one is shown as its text.

        @given(constitutions())
        def test_every_seat_has_a_body(constitution):
            assert all(group.ref.body == body.name for body in constitution.bodies.values() for group in body.groups)
    """
    return st.builds(constitution_of, constitution_texts(shape=shape))


def conditions(about: Constitution | Model) -> st.SearchStrategy[Condition]:
    """Conditions over the names of a constitution: its statuses, attributes, flags and bodies.

    Of a model, the one under its first choices. They shrink to single facts, the first of the text.

        CLUB = constitution_of(CLUB_TEXT)

        @given(conditions(CLUB))
        def test_nobody_is_and_is_not(condition):
            assert not Logic(CLUB.axioms).satisfiable(condition, negation(condition))
    """
    constitution = about.select(about.default())[0] if isinstance(about, Model) else about
    facts = [*_facts(constitution)]
    compared = [name for name, kind in constitution.attributes.items() if isinstance(kind, str)]
    atoms: st.SearchStrategy[Condition] = st.sampled_from(facts) if facts else st.just(TRUE)
    if compared:
        numbers = st.builds(Compare, st.sampled_from(compared), st.sampled_from(_OPERATORS), st.integers(0, 100))
        atoms = st.one_of(atoms, numbers) if facts else numbers
    return st.recursive(atoms, _joined, max_leaves=6)


def _facts(constitution: Constitution) -> list[Literal]:
    found: list[Literal] = [Holds(name) for name in constitution.statuses]
    found += [
        Equals(name, value)
        for name, values in constitution.attributes.items()
        if not isinstance(values, str)
        for value in values
    ]
    for body in constitution.bodies.values():
        found += [Member(body.name), *(Member(body.name, group.name) for group in body.groups if group.name)]
    found += [Raised(name) for name in constitution.flags]
    return found + [Sitting(name) for name in constitution.bodies]


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3)
    both: tuple[Callable[..., Condition], ...] = (conjunction, disjunction)
    return st.one_of(inner.map(negation), *(several.map(lambda parts, join=join: join(*parts)) for join in both))  # type: ignore[misc]


def mutations(constitution: Constitution) -> st.SearchStrategy[Mutant]:
    """Changes of a single clause, the first of the text being the simplest; no example where nothing can be changed.

    Each says what was changed in `words`, where in `clause`, how in `kind`, and what comes of it in `constitution`.

        @given(mutations(CLUB))
        def test_no_single_change_unseats_the_meeting(change):
            assert all(verdict is Verdict.HOLDS for verdict in verdicts(change.constitution))
    """
    return st.deferred(lambda: _sampled(mutants(constitution)))


def _sampled(found: tuple[Mutant, ...]) -> st.SearchStrategy[Mutant]:
    return st.sampled_from(found) if found else st.nothing()


@st.composite
def statutes(draw: st.DrawFn, constitution: Constitution, *, use: str | None = None, shape: Shape = Shape()) -> str:  # noqa: B008
    """Texts of statutes with rules over the names of a constitution: what might be decided beside it.

    A statute declares nothing and speaks of no article. `use` is the path by which it names the constitution's text.
    Of the shape, `clauses` says how many rules there are and `weights` which; they shrink to few and simple ones.

        @given(statutes(CLUB, use="club.const", shape=Shape(clauses=(1, 2))))
        def test_no_by_law_opens_the_treasury(text):
            report = check([Source("statute.const", text)], lambda path: CLUB_SOURCE)
            assert all(answer.verdict is Verdict.HOLDS for answer in report.answers)
    """
    return grow_statute(draw(st.randoms(use_true_random=False)), constitution, use=use, shape=shape)
