"""Ways out: applied to the text, tried on the whole of it, and laid out as a person would."""

from __future__ import annotations

from pathlib import Path

import pytest

from constdsl.check.asking import Asking
from constdsl.check.program import check
from constdsl.check.settings import Settings
from constdsl.check.ways_out import apply_edits, laid_out
from constdsl.diagnostic import Diagnostic, Edit
from constdsl.rules.registry import built_in
from constdsl.source import Source, Span

ROOT = Path(__file__).parents[2]


def nothing(name: str) -> str:
    return f"there is no {name}"


def findings(text: str, *selectors: str, ways_out: bool = True) -> list[Diagnostic]:
    report = check([Source("t.const", text)], nothing, {}, Asking(None, Settings(selectors), ways_out))
    assert not report.unusable, report.diagnostics
    return [each for each in report.diagnostics if each.slug in {rule.slug for rule in built_in()}]


# --- layout ------------------------------------------------------------------------------------------------------


def after(text: str, words: str, new: str, *, insert: bool = False) -> str:
    """A text after an edit of the first place where some words stand."""
    start = text.index(words)
    span = Span(start + len(words), start + len(words)) if insert else Span(start, start + len(words))
    return apply_edits(text, [laid_out(text, Edit("t", span, new))])


def test_a_statement_taken_out_takes_its_line() -> None:
    assert after("a may b\n  c may d\ne may f\n", "c may d", "") == "a may b\ne may f\n"
    assert after("a may b\r\n  c may d\r\ne may f\r\n", "c may d", "") == "a may b\r\ne may f\r\n"
    assert after("a may b\nc may d", "c may d", "") == "a may b\n"


def test_what_shares_its_line_leaves_the_rest() -> None:
    assert after("a may b c may d e may f\n", "c may d", "") == "a may b e may f\n"
    assert after("a may b  # why\n", "a may b", "") == "  # why\n"
    assert after("seats 3 elected by V for 2 years\n", "for 2 years", "") == "seats 3 elected by V\n"


def test_a_statement_put_in_has_the_indentation_of_the_one_before_and_leaves_comments() -> None:
    text = "{\n  a may b  # why\n}\n"
    assert after(text, "a may b", "\nc may d", insert=True) == "{\n  a may b  # why\n  c may d\n}\n"
    assert after("{ a may b }\n", "a may b", "\nc may d", insert=True) == "{ a may b\nc may d }\n"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("abcdef", [Edit("t", Span(0, 3), "x"), Edit("t", Span(2, 4), "y")])
    assert apply_edits("abcdef", [Edit("t", Span(3, 4), "y"), Edit("t", Span(0, 3), "x")]) == "xyef"


# --- only what helps ---------------------------------------------------------------------------------------------

TWO_PATHS = """constitution "T"
status comrade
status outcast
class Members: comrade
class Voters: not outcast
body Committee { seats 9 co-opted for life }
body Unions { seats 5 elected by Members from comrade for 1 years }
body Youth { seats 5 elected by Members from comrade for 1 years }
body Council { seats 20 elected by Voters nominated by Unions, Youth for 4 years }
comrade is bound by Committee in voting, nominating
Committee may revoke comrade from any comrade
"""


def test_of_two_paths_mending_one_is_no_way_out() -> None:
    """The Committee gives orders to the nominators, and may expel whom it likes from among those who elect them."""
    (found,) = findings(TWO_PATHS, "nomination/umbrella-monopoly")
    bond, expulsion = TWO_PATHS.splitlines(keepends=True)[-2:]
    for line in (bond, expulsion):
        assert findings(TWO_PATHS.replace(line, ""), "nomination/umbrella-monopoly", ways_out=False)
    assert found.ways_out
    for way in found.ways_out:
        assert findings(apply_edits(TWO_PATHS, way.edits), "nomination/umbrella-monopoly", ways_out=False) == []


@pytest.mark.parametrize("name", ["reformed_union", "thread/a09_siege", "thread/a12_democratic_centralism"])
def test_every_way_out_that_is_shown_ends_its_finding(name: str) -> None:
    """And whatever is told to come with it comes: nothing else."""
    text = (ROOT / "examples" / f"{name}.const").read_text("utf-8")
    before = findings(text)
    ways = [(each, way) for each in before for way in each.ways_out]
    assert ways
    for each, way in ways:
        changed = findings(apply_edits(text, way.edits), ways_out=False)
        assert (each.slug, each.message) not in [(other.slug, other.message) for other in changed]
        new = {other.slug for other in changed} - {other.slug for other in before}
        assert new <= {*way.opens, *(slug for other in before for slug in _folded(other))}, way.title


def _folded(found: Diagnostic) -> list[str]:
    """The slugs of what was shown below a finding, which may stand by itself when that is gone."""
    return [words.rsplit("(", 1)[1].rstrip(")") for words in found.follows]


def test_nothing_is_tried_where_nothing_is_asked() -> None:
    assert [each.ways_out for each in findings(TWO_PATHS, "nomination", ways_out=False)] == [()]
