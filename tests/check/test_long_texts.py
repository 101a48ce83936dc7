"""Long texts: what a statement costs does not grow with the text around it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

from benchmarks.generate import generate
from constdsl.check.program import check
from constdsl.source import Source


def calls(work: Callable[[], object]) -> int:
    """How often functions are called in doing something; unlike seconds, the same on every machine."""
    count = 0

    def seen(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def per_statement(statements: int) -> float:
    source = Source("long.const", generate(statements))
    return calls(lambda: check([source], lambda name: f"no {name}")) / statements


def test_all_rules_on_a_long_text_cost_what_its_statements_cost() -> None:
    """Articles of which each is tied to its neighbours alone, three times as many. They share one act, on which many
    rules bear, so that not all of the work is told apart: hence the margin. Rules that asked every body, or looked
    through the whole text, for every article would need three times as much for each statement."""
    per_statement(60)  # what is made once for all texts is made here
    assert per_statement(240) < 1.6 * per_statement(80)
