"""Every single change: what is changed, how it is told, and that no two changes are the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from constdsl.model.entities import MAJORITY, Constitution
from constdsl.model.load import load
from constdsl.model.mutants import Mutant, MutantKind, mutants
from constdsl.model.resolve import resolve
from constdsl.source import Source
from tests.check.random_texts import random_text

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.const"))
KINDS = MutantKind


def constitution_of(text: str) -> Constitution:
    """The one constitution of a text without options and without mistakes."""
    model, diagnostics = resolve(load(Source("t.const", text), lambda name: f"no {name}"))
    constitution, mistakes = model.select(model.default())
    assert not [*diagnostics, *mistakes]
    return constitution


def changes(text: str) -> list[tuple[MutantKind, str]]:
    return [(each.kind, each.words) for each in mutants(constitution_of(f'constitution "T" {text}'))]


def only(text: str, word: str) -> list[tuple[MutantKind, str]]:
    """The changes whose words mention something."""
    return [each for each in changes(text) if word in each[1]]


HEAD = """status citizen
class Voters: citizen
body Council { seats 9 elected by Voters for 4 years }
body Court { seats 1 elected by Voters for life }
"""


# --- what is changed, clause by clause ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "word", "expected"),
    [
        (
            "Council may revoke citizen from any citizen by two-thirds with consent of Court when not member of Court",
            "revoke",
            [
                (KINDS.DELETE, "Council may no longer revoke citizen from any citizen"),
                (KINDS.WEAKEN, "Council may revoke citizen from any citizen by a majority instead of two-thirds"),
                (KINDS.STRENGTHEN, "Council may revoke citizen from any citizen by unanimity instead of two-thirds"),
                (KINDS.UNGATE, "Council may revoke citizen from any citizen without the consent of Court"),
                (
                    KINDS.UNEXCEPT,
                    "Council may revoke citizen from any citizen whether or not this is so: not member of Court",
                ),
                (KINDS.SWAP, "Court instead of Council may revoke citizen from any citizen"),
            ],
        ),
        (
            # A body's usual threshold is changed where the body decides; a class has none of its own. Court is what
            # the act is done to, so Council comes next.
            "Voters may dissolve Court",
            "dissolve",
            [
                (KINDS.DELETE, "Voters may no longer dissolve Court"),
                (KINDS.WEAKEN, "Voters may dissolve Court by one-third instead of a majority"),
                (KINDS.STRENGTHEN, "Voters may dissolve Court by two-thirds instead of a majority"),
                (KINDS.SWAP, "Council instead of Voters may dissolve Court"),
            ],
        ),
        (
            "Council may annul revoke citizen",
            "annul",
            [
                (KINDS.UNCHECK, "Council may no longer annul revoke citizen"),
                (KINDS.SWAP, "Court instead of Council may annul revoke citizen"),
            ],
        ),
        (
            "Court must convene Council unless Council is sitting",
            "convene",
            [
                (KINDS.DELETE, "Court need no longer convene Council"),
                (KINDS.UNEXCEPT, "Court must convene Council whether or not this is so: not Council is sitting"),
            ],
        ),
        (
            "only Court may enlarge Council",
            "enlarge",
            [
                (KINDS.DELETE, "Court may no longer enlarge Council"),
                (KINDS.UNGATE, "Court may enlarge Council, and others are no longer forbidden to"),
            ],
        ),
        (
            "Council must not dissolve Court when not citizen",
            "dissolve",
            [
                (KINDS.DELETE, "nothing here forbids Council to dissolve Court"),
                (KINDS.UNEXCEPT, "Council must not dissolve Court, whether or not this is so: not citizen"),
            ],
        ),
        (
            "citizen is bound by Council in voting",
            "bound",
            [
                (KINDS.DELETE, "citizen is no longer bound by Council"),
                (KINDS.SWAP, "citizen is bound by Court instead of Council"),
            ],
        ),
        (
            "members of Council are bound by Court",
            "bound",
            [(KINDS.DELETE, "members of Council are no longer bound by Court")],
        ),
        ("members of Council are free", "free", [(KINDS.DELETE, "members of Council are no longer free")]),
        (
            "assume 60% of Council are citizen assume 3 members of Council side with Court",
            "assumed",
            [
                (KINDS.DELETE, "it is no longer assumed that 60% of Council are citizen"),
                (KINDS.DELETE, "it is no longer assumed that 3 members of Council side with Court"),
            ],
        ),
        (
            "flag war article 1 { } article 2 { } article 1 is suspended during war article 1 is entrenched "
            "article 1 prevails over article 2",
            "article",
            [
                (KINDS.DELETE, "article 1 is no longer suspended during war"),
                (KINDS.DELETE, "article 1 is no longer entrenched"),
                (KINDS.DELETE, "article 1 no longer prevails over article 2"),
            ],
        ),
    ],
)
def test_rules(rule, word, expected):
    assert only(HEAD + rule, word) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "body B { seats 5 elected by Voters, Council from citizen and member of Council while citizen "
            "with consent of Court funded by Court, Council by secret ballot for 2 years }",
            [
                (KINDS.UNGATE, "to be chosen for B it no longer takes: citizen"),
                (KINDS.UNGATE, "to be chosen for B it no longer takes: member of Council"),
                (
                    KINDS.UNGATE,
                    "to be chosen for B nothing is needed any more (it was: citizen and member of Council)",
                ),
                (KINDS.UNGATE, "to keep a seat in B it no longer takes: citizen"),
                (KINDS.UNGATE, "B is filled without the consent of Court"),
                (KINDS.UNGATE, "candidates for B need nobody's funds"),
                (KINDS.UNGATE, "votes for B are open instead of secret"),
                (KINDS.UNGATE, "members of B sit until removed instead of for 2 years"),
                (KINDS.DELETE, "the seats of B are filled without Voters"),
                (KINDS.DELETE, "the seats of B are filled without Council"),
                (KINDS.SWAP, "the seats of B are filled by Court instead of Voters"),
                (KINDS.SWAP, "the seats of B are filled by Court instead of Council"),
            ],
        ),
        (
            # One of two nominators, either, or both; the first of the other bodies in their place.
            "body B { seats 5 elected by Voters nominated by Council, Court at most 6 candidates "
            "surplus settled by Court each naming at most 3 for life }",
            [
                (KINDS.UNGATE, "any number of candidates may stand for B"),
                (KINDS.UNGATE, "one nominator may name any number of candidates for B"),
                (KINDS.SWAP, "the seats of B are filled by Council instead of Voters"),
                (KINDS.DELETE, "Council may no longer nominate any candidate for B"),
                (KINDS.DELETE, "Court may no longer nominate any candidate for B"),
                (KINDS.UNGATE, "candidates for B need no nomination"),
            ],
        ),
        (
            "body B { seats 5 elected by Voters nominated by Council for life }",
            [
                (KINDS.SWAP, "the seats of B are filled by Council instead of Voters"),
                (
                    KINDS.DELETE,
                    "Council may no longer nominate any candidate for B, so that anybody eligible may stand",
                ),
                (KINDS.SWAP, "Court instead of Council may nominate any candidate for B"),
            ],
        ),
        # Nomination by anyone is what holds without it; and somebody must fill the seats.
        (
            "office B { appointed by Council vetted by Court nominated by anyone for 6 months }",
            [
                (KINDS.UNGATE, "the holder of B sits until removed instead of for 6 months"),
                (KINDS.SWAP, "the office of B is filled by Court instead of Council"),
                (KINDS.DELETE, "Court may no longer strike any candidate for B"),
                (KINDS.SWAP, "Council instead of Court may strike any candidate for B"),
            ],
        ),
        (
            "body B { seats 5 co-opted for life decides by two-thirds quorum half convened by Court every 1 year }",
            [
                (KINDS.WEAKEN, "decisions of B take a majority instead of two-thirds"),
                (KINDS.STRENGTHEN, "decisions of B take unanimity instead of two-thirds"),
                (KINDS.WEAKEN, "B may decide without a quorum of half"),
                (KINDS.DELETE, "B need not meet every 1 year"),
                (KINDS.SWAP, "the seats of B are filled by Council instead of B"),
                (KINDS.SWAP, "Council instead of Court may convene B"),
                (KINDS.UNGATE, "B may meet without being convened"),
            ],
        ),
    ],
)
def test_bodies(body, expected):
    found = [each for each in changes(HEAD + body) if " B" in f" {each[1]}"]
    if "decides" not in body:
        found = [each for each in found if "decisions" not in each[1]]
    assert sorted(found) == sorted(expected)


def test_no_swap_where_the_other_has_the_power_already():
    text = HEAD + "Council may revoke citizen from anyone Court may revoke citizen from anyone"
    assert [kind for kind, _ in only(text, "revoke")] == [KINDS.DELETE, KINDS.DELETE]


def test_one_sentence_is_one_change():
    """Two core powers that one sentence gives go together."""
    text = HEAD + "Voters may remove any (member of Council or member of Court)"
    assert [kind for kind, _ in only(text, "no longer")] == [KINDS.DELETE]


def test_nobody_is_left_to_fill_seats():
    text = HEAD + "body B { seats 2 for 4 years } Court may appoint anyone to B"
    assert not only(text, "may no longer appoint")
    text = HEAD + "body B { seats 2 for 4 years } Court may appoint anyone to B Council may appoint anyone to B"
    assert len(only(text, "may no longer appoint")) == 2


def test_thresholds_on_seats_that_make_no_difference():
    """On two seats a majority, two-thirds and all are two votes; a third is one."""
    text = "status c class V: c body B { seats 2 elected by V for life }"
    assert only(text, "decisions") == [(KINDS.WEAKEN, "decisions of B take one-third instead of a majority")]


# --- of all changes --------------------------------------------------------------------------------------------------


def neighbour(name: str) -> Source | str:
    """What an example uses: a file of its own folder, all of which have different names."""
    found = next((path for path in EXAMPLES if path.name == name), None)
    return Source(name, found.read_text("utf-8")) if found else f"no {name}"


def constitutions() -> list[Constitution]:
    texts = [path.read_text("utf-8") for path in EXAMPLES] + [random_text(seed) for seed in range(60)]
    found = []
    for text in texts:
        model, _ = resolve(load(Source("t.const", text), neighbour))
        found.append(model.select(model.default())[0])
    return found


@pytest.fixture(scope="module")
def everywhere() -> list[tuple[Constitution, tuple[Mutant, ...]]]:
    return [(constitution, mutants(constitution)) for constitution in constitutions()]


def test_no_change_changes_nothing_and_no_two_are_the_same(everywhere):
    assert sum(len(found) for _, found in everywhere) > 1500
    for constitution, found in everywhere:
        distinct: dict[str, list[Mutant]] = {}
        for mutant in found:
            assert mutant.constitution != constitution, mutant.words
            # What differs shows in the text of the values, which is quicker to compare than all pairs.
            parts = (mutant.constitution.bodies, mutant.constitution.powers, mutant.constitution.norms)
            others = distinct.setdefault(repr(parts), [])
            assert all(other.constitution != mutant.constitution for other in others), mutant.words
            others.append(mutant)


def test_the_order_is_that_of_the_text_and_the_same_again(everywhere):
    for constitution, found in everywhere:
        places = [(each.clause.file, each.clause.span) for each in found]
        assert places == sorted(places)
        assert [each.words for each in mutants(constitution)] == [each.words for each in found]


def test_every_kind_occurs(everywhere):
    assert {each.kind for _, found in everywhere for each in found} == set(MutantKind)


def test_what_was_worked_out_before_is_not_carried_over():
    """A constitution remembers its labels; a changed one must not answer from the memory of the old one."""
    before = constitution_of(f'constitution "T" {HEAD}')
    assert before.labels["Council"]
    for mutant in mutants(before):
        assert "labels" not in mutant.constitution.__dict__
    strengthened = next(each for each in mutants(before) if each.kind is KINDS.STRENGTHEN)
    assert strengthened.constitution.bodies["Council"].decides != MAJORITY
    assert before == evolve(before)
