"""What is reported as a contradiction is one, and is the smallest: compared with trying every world there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constdsl.check.program import cases_of
from constdsl.logic import Logic
from constdsl.model.conditions import Axioms
from constdsl.rules.common.lines import Clash, Kind, Line, clashes, incompatible
from constdsl.rules.view import Capture
from constdsl.source import Source

KINDS = st.sampled_from(list(Kind))
ASKED = st.lists(st.tuples(KINDS, st.sampled_from("xyz")), max_size=5)

CONDITIONS = ("", "when war", "when not war", "when famine", "when war or famine", "unless war or famine")
SENTENCES = {
    Kind.MUST: "{} must go {}", Kind.MUST_NOT: "{} must not go {}",
    Kind.MAY: "{} may go {}", Kind.ONLY: "only {} may go {}",
}  # fmt: skip
RULES = st.lists(st.tuples(KINDS, st.sampled_from(("Left", "Right")), st.sampled_from(CONDITIONS)), max_size=5)


def obeyed(asked: Sequence[tuple[Kind, str]]) -> bool:
    """Whether in some world, that says who may and who does, all demands are met."""
    actors = sorted({actor for _, actor in asked})
    for bits in product((False, True), repeat=2 * len(actors)):
        may, does = dict(zip(actors, bits, strict=False)), dict(zip(actors, bits[len(actors) :], strict=True))
        if all(may[actor] or not does[actor] for actor in actors) and all(_met(one, may, does) for one in asked):
            return True
    return False


def _met(one: tuple[Kind, str], may: dict[str, bool], does: dict[str, bool]) -> bool:
    kind, actor = one
    match kind:
        case Kind.MUST:
            return does[actor]
        case Kind.MAY:
            return may[actor]
        case Kind.MUST_NOT:
            return not may[actor]
        case Kind.ONLY:
            return may[actor] and not any(allowed for other, allowed in may.items() if other != actor)


@settings(deadline=None, max_examples=300)
@given(ASKED)
def test_a_core_cannot_be_obeyed_and_nothing_of_it_can_be_left_out(asked: list[tuple[Kind, str]]) -> None:
    core = incompatible(Logic(Axioms()), asked)
    if core is None:
        assert obeyed(asked)
        return
    chosen = [asked[index] for index in core]
    assert not obeyed(chosen)
    for index in range(len(chosen)):
        assert obeyed(chosen[:index] + chosen[index + 1 :])


@settings(deadline=None, max_examples=300)
@given(ASKED)
def test_two_lines_are_enough(asked: list[tuple[Kind, str]]) -> None:
    """Rules look at pairs, and so miss nothing: where all together cannot be obeyed, two of them cannot."""
    pairs = [pair for pair in combinations(asked, 2) if not obeyed(pair)]
    assert obeyed(asked) == (not pairs)


def capture_of(rules: Sequence[tuple[Kind, str, str]]) -> Capture:
    lines = [SENTENCES[kind].format(who, when).strip() for kind, who, when in rules]
    head = ["act go", "flag war", "flag famine", "class P: anyone"]
    bodies = [f"body {name} {{ seats 9 elected by P for 4 years }}" for name in ("Left", "Right")]
    _, case, readings = cases_of(Source("t.const", "\n".join([*head, *bodies, *lines])), lambda path: "none", {})
    assert case is not None
    return Capture(case, readings)


def worlds() -> Iterator[dict[str, bool]]:
    for war, famine in product((False, True), repeat=2):
        yield {"": True, "when war": war, "when not war": not war, "when famine": famine,
               "when war or famine": war or famine, "unless war or famine": not (war or famine)}  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(RULES)
def test_clashes_are_the_pairs_that_some_world_cannot_obey(rules: list[tuple[Kind, str, str]]) -> None:
    capture = capture_of(rules)
    expected = set()
    for world in worlds():
        for first, second in combinations(range(len(rules)), 2):
            pair = [(rules[index][0], rules[index][1]) for index in (first, second) if world[rules[index][2]]]
            if len(pair) == 2 and not obeyed(pair):
                expected.add(frozenset((first, second)))
    found = list(clashes(capture))
    assert {frozenset(map(_number(capture), (clash.ban, clash.other))) for clash in found} == expected
    assert len(found) == len(expected), "each pair once"
    assert all(_shown(clash, capture) for clash in found)


def _number(capture: Capture) -> Callable[[Line], int]:
    constitution = capture.constitution
    stated = [power for power in constitution.powers if not power.sugar]
    places = sorted(rule.clause.span.start for rule in (*stated, *constitution.norms))
    return lambda line: places.index(line.clause.span.start)


def _shown(clash: Clash, capture: Capture) -> bool:
    """The situation shown is one in which both rules speak."""
    return all(capture.logic.witness(condition) is not None for condition in clash.situation)


@pytest.mark.parametrize("words", ["`war` is up", "`famine` is up"])
def test_the_situation_is_told_in_words(words: str) -> None:
    flag = words.split("`")[1]
    capture = capture_of([(Kind.MUST, "Left", f"when {flag}"), (Kind.MUST_NOT, "Left", "")])
    (clash,) = clashes(capture)
    assert words in clash.words(capture)
