"""All 66 patterns are found on their examples, and all their harmless twins left alone; docs/patterns.md says so."""

from __future__ import annotations

import pytest

from tests.rules.patterns import PAGE, Row, page, rows

ROWS = [row for found in rows().values() for row in found]


def test_there_are_sixty_six() -> None:
    assert len(ROWS) == len({row.number for row in ROWS}) == 66


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number} {row.title}")
def test_a_pattern_is_found_and_its_twin_left_alone(row: Row) -> None:
    assert row.examples, "the pattern has an example"
    assert row.traps, "the pattern has a harmless twin"
    assert row.found
    assert row.silent


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, so that a run shows it: the pattern, the rule, and whether example and twin are as they should be."""
    with capsys.disabled():
        print()
        for row in ROWS:
            marks = f"{'found' if row.found else 'MISSED':6}  {'silent' if row.silent else 'LOUD':6}"
            print(f"  {row.number:3}  {row.title:36}  {marks}  {', '.join(row.slugs)}")
        found, silent = sum(row.found for row in ROWS), sum(row.silent for row in ROWS)
        print(f"  {found} of {len(ROWS)} patterns found, {silent} of {len(ROWS)} harmless twins left alone")
    assert (found, silent) == (66, 66)


def test_the_page_is_that_of_the_fixtures() -> None:
    """`python -m tests.rules.patterns` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()
