"""The differential run in small: some random constitutions, and every one on which the engines ever disagreed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.differential.compare import Difference, compare, selected
from tests.differential.examine import examine
from tests.differential.report import Report
from tests.differential.rules import exercised
from tests.differential.run import disagrees
from tests.differential.sample import text_of
from tests.differential.shrink import shrink

KEPT = sorted((Path(__file__).parent / "kept").glob("*.const"))


@pytest.mark.parametrize("start", range(0, 240, 60))
def test_the_engines_agree_on_random_constitutions(start: int) -> None:
    found = {seed: examine(text_of(seed), seed).findings for seed in range(start, start + 60)}
    assert {seed: findings for seed, findings in found.items() if findings} == {}


@pytest.mark.parametrize("path", KEPT, ids=[path.stem for path in KEPT])
def test_the_engines_agree_where_they_once_did_not(path: Path) -> None:
    assert examine(path.read_text(encoding="utf-8")).findings == ()


# --- which rules are exercised --------------------------------------------------------------------------------------

HEAD = 'constitution "A club" status rower class Meeting: rower '
BOARD = "body Board { seats 3 appointed by Chair for 2 years } office Chair { appointed by Founder for life } "
FOUNDER = "office Founder { for life } "


@pytest.mark.parametrize(
    ("text", "used", "unused"),
    [
        (BOARD + FOUNDER, {"start", "gift"}, {"gatekeeping", "checks", "composition", "exclusion"}),
        ("body Board { seats 3 as a appointed by Meeting for 1 year seats 2 as b appointed by Chair for 1 year } "
         "office Chair { for life }", {"composition", "gift"}, {"discipline"}),
        ("body Board { seats 3 appointed by Meeting with consent of Chair for 1 year } office Chair { for life }",
         {"gatekeeping"}, {"discipline", "exclusion"}),
        ("body Board { seats 3 appointed by Meeting from rower for 1 year } office Chair { for life } "
         "rower is bound by Chair", {"discipline"}, {"direction"}),
        ("body Board { seats 3 appointed by Meeting for 1 year } office Chair { for life } Chair may direct Board",
         {"direction"}, {"discipline"}),
        ("status marked office Chair { for life } Chair may confer marked on anyone class Rest: not marked",
         {"exclusion"}, {"gift", "emergency, suspension, amendment"}),
        ("body Board { seats 3 appointed by Chair for 1 year } office Chair { for life } office Critic { for life } "
         "Critic may veto appoint anyone to Board", {"checks"}, {"composition"}),
        ("article 1 { body Board { seats 3 appointed by Meeting for 1 year } } office Chair { for life } "
         "Chair may amend article 1", {"emergency, suspension, amendment"}, {"exclusion"}),
    ],
)  # fmt: skip
def test_rules_are_told_apart(text: str, used: set[str], unused: set[str]) -> None:
    found = set(exercised(compare(selected(HEAD + text))))
    assert used <= found
    assert not unused & found


# --- reporting and shrinking ----------------------------------------------------------------------------------------


def test_a_disagreement_is_counted_and_shown() -> None:
    report = Report()
    for seed in range(3):
        report.add(examine(text_of(seed), seed))
    assert report.constitutions == 3 and report.questions > 100 and report.histories > 0
    assert "bar from standing" in report.words(60)
    assert report.seldom, "three constitutions cannot exercise everything"
    assert report.as_json(1.0)["disagreements"] == {}


def test_a_text_shrinks_to_what_matters() -> None:
    text = text_of(0) + "office Hermit { for 12 years }\nbody Crowd {\n  seats 3\n  appointed by Hermit\n}\n"

    def still(smaller: str) -> bool:
        try:
            found = selected(smaller)
        except AssertionError:
            return False
        return "Hermit" in found.bodies and any(power.subject == "Hermit" for power in found.powers)

    assert shrink(text, still).split() == ["office", "Hermit", "{", "appointed", "by", "Hermit", "}"]


def test_the_same_question_is_known_again() -> None:
    text = HEAD + BOARD + FOUNDER
    agreed = Difference(("Chair",), True, "control Board", None, Fraction(2))
    assert not disagrees(text, agreed)
    assert agreed.same(Difference(("Chair",), True, "control Board", None, Fraction(0)))
    assert not agreed.same(Difference(("Chair",), True, "control Board", Fraction(0), None))
