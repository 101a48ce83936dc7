"""Hypothesis strategies for trees that the language can express."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from constdsl.syntax import tree as t
from constdsl.syntax.grammar import load_tables

_KEYWORDS = frozenset(load_tables().keywords)

names = st.one_of(
    st.sampled_from(["citizen", "Council", "Electors", "years_of_service", "ВерховныйСовет", "église", "статус"]),
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,6}", fullmatch=True),
).filter(lambda text: text not in _KEYWORDS).map(t.Name)
refs = st.builds(t.Ref, names, st.none() | names)
articles = st.builds(t.ArticleRef, st.from_regex(r"[1-9][0-9]{0,2}[a-z]?", fullmatch=True))
numbers = st.integers(0, 10**6)

_values = st.one_of(
    st.builds(t.Comparison, names, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), numbers,
              st.none() | st.sampled_from(["years", "months", "days"])),
    st.builds(t.Comparison, names, st.sampled_from(["=", "!="]), names),
)  # fmt: skip
_leaves = st.one_of(
    st.builds(t.Anyone), st.builds(t.Atom, names), _values, st.builds(t.MemberOf, refs), st.builds(t.IsCandidate),
    st.builds(t.IsSitting, names),
)  # fmt: skip


def _join(kind: type[t.All] | type[t.Some], operands: list[t.Condition]) -> t.Condition:
    flat: list[t.Condition] = []
    for operand in operands:
        flat += operand.operands if isinstance(operand, kind) else [operand]
    return kind(tuple(flat))


conditions: st.SearchStrategy[t.Condition] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(t.Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda operands: _join(t.All, operands)),
        st.lists(inner, min_size=2, max_size=3).map(lambda operands: _join(t.Some, operands)),
    ),
    max_leaves=8,
)
selectors = st.one_of(
    st.builds(t.Selector, conditions),
    st.builds(t.Selector, st.none(), st.just(True), st.none() | refs),
)

shares = st.one_of(
    st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(5, 12), Fraction(5, 11), Fraction(1)]),
    st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 1000)),
)
_bases = st.none() | st.sampled_from(list(t.Base))
_wheres = st.none() | conditions
thresholds = st.one_of(
    st.builds(t.Threshold, st.just(t.ThresholdKind.MAJORITY), st.just(Fraction(1, 2)), st.just(True), _bases, _wheres),
    st.builds(t.Threshold, st.just(t.ThresholdKind.UNANIMITY), st.just(Fraction(1)), st.just(False), _bases, _wheres),
    st.builds(t.Threshold, st.just(t.ThresholdKind.FRACTION), shares, st.booleans(), _bases, _wheres),
    st.builds(t.Threshold, st.just(t.ThresholdKind.VOTES), numbers.map(Fraction), st.booleans(), _bases, _wheres),
)

_V = t.Verb
_plain_acts = st.one_of(
    st.builds(t.Act, st.just(_V.APPOINT), st.none() | selectors, body=st.none() | refs),
    st.builds(t.Act, st.just(_V.STRIKE), st.none() | selectors, body=st.none() | refs),
    # `nominate any candidate for B` cannot tell whose candidate is meant; the body is taken.
    st.builds(t.Act, st.just(_V.NOMINATE), st.none() | st.builds(t.Selector, conditions), body=st.none() | refs),
    st.builds(t.Act, st.just(_V.REMOVE), st.none() | selectors),
    st.builds(t.Act, st.sampled_from([_V.DISSOLVE, _V.CONVENE, _V.ENLARGE, _V.EXTEND, _V.DIRECT]), body=refs),
    st.builds(t.Act, st.sampled_from([_V.CONFER, _V.REVOKE]), st.none() | selectors, names),
    st.builds(t.Act, st.sampled_from([_V.DECLARE, _V.LIFT, _V.PERFORM]), name=names),
    st.builds(t.Act, st.sampled_from([_V.SUSPEND, _V.AMEND]), article=articles),
    st.just(t.Act(_V.AMEND)),
)
acts: st.SearchStrategy[t.Act] = st.recursive(
    _plain_acts, lambda inner: st.builds(t.Act, st.sampled_from([_V.VETO, _V.ANNUL]), act=inner), max_leaves=3
)

coalitions = st.one_of(
    st.builds(t.NamedCoalition, st.lists(refs, min_size=1, max_size=3).map(tuple)),
    st.builds(t.EveryCoalition, st.sampled_from([1, 2]), st.lists(refs, max_size=2).map(tuple)),
)
goals = st.one_of(
    st.builds(t.Control, refs), st.builds(t.ChooseCandidates, refs), st.builds(t.Paralyse, refs),
    st.builds(t.Bar, selectors, refs), st.builds(t.Perform, acts), st.builds(t.Block, acts),
)  # fmt: skip
durations = st.one_of(
    st.integers(1, 99).map(Fraction), st.integers(1, 11).map(lambda months: Fraction(months, 12)),
    st.integers(1, 99).map(lambda tenths: Fraction(tenths, 10)),
)  # fmt: skip


def _abilities(coalition: t.Coalition) -> st.SearchStrategy[t.Ability]:
    possible = st.just(False) if isinstance(coalition, t.EveryCoalition) else st.booleans()
    return st.builds(t.Ability, st.just(coalition), possible, goals, st.none() | durations)


properties: st.SearchStrategy[t.Property] = st.one_of(
    coalitions.flatmap(_abilities), st.builds(t.Invariant, st.booleans(), conditions)
)
