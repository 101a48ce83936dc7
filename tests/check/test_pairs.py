"""Promises about two bodies together: no pair is tried that cannot matter, and none that does is missed."""

from __future__ import annotations

from constdsl.capture.calculus import Calculus
from constdsl.check.asking import PROMISES_ONLY
from constdsl.check.program import check
from constdsl.check.results import Answer, Verdict
from constdsl.source import Source

OFFICES = "".join(f"office K{number} {{ appointed by K{number + 1} for 1 year }}\n" for number in range(40))
LAST = "office K40 { drawn by lot for 5 years }\n"


def weighed(monkeypatch, text: str) -> tuple[Answer, list[tuple[str, ...]]]:
    """The only answer about a text, and the pairs of bodies that were looked at one by one."""
    pairs: list[tuple[str, ...]] = []
    force = Calculus.force

    def counted(self, coalition, node, **how):
        if len(coalition) == 2:
            pairs.append(tuple(coalition))
        return force(self, coalition, node, **how)

    monkeypatch.setattr(Calculus, "force", counted)
    (answer,) = check([Source("offices.const", text)], lambda name: f"there is no {name}", {}, PROMISES_ONLY).answers
    return answer, pairs


def test_pairs_that_reach_nothing_are_not_tried_one_by_one(monkeypatch):
    """Of 820 pairs of offices none can ever reach what is drawn by lot, as all together cannot."""
    top = "office Top { drawn by lot for 1 year }"
    text = f'{OFFICES}{LAST}{top}\nguarantee "two": no two bodies together can control Top\n'
    answer, pairs = weighed(monkeypatch, text)
    assert answer.verdict is Verdict.HOLDS
    assert pairs == []


def test_the_one_pair_that_reaches_something_is_found(monkeypatch):
    """Top is elected by the end of the chain and by Others, which is none of it; K40 never comes to anybody else."""
    text = (
        f"{OFFICES}{LAST}office Others {{ drawn by lot for life }}\n"
        "office Top { elected by K40, Others for 1 year }\n"
        'guarantee "two": no two bodies together can control Top within 1 year\n'
    )
    answer, pairs = weighed(monkeypatch, text)
    assert answer.verdict is Verdict.BROKEN
    assert answer.breakers == (("K40", "Others"),)
    assert len(pairs) < 40
