"""Every rule finds what its fixtures say, on the lines they say, and nothing else there."""

from __future__ import annotations

import pytest

from tests.rules.harness import HERE, Section, sections

SECTIONS = sections()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_a_rule_reports_what_its_fixture_says(section: Section) -> None:
    problems = list(section.problems())
    assert not problems, "\n".join(["", *problems])


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_section_says_why(section: Section) -> None:
    assert section.prose, "a section derives its answer in words"


def test_fixtures_belong_to_rules() -> None:
    """tests/rules has a file for each rule, and none for anything else."""
    from constdsl.rules.registry import built_in

    stems = {f"{path.parent.name}/{path.stem}".replace("_", "-") for path in HERE.glob("*/*.md")}
    assert stems == {rule.slug for rule in built_in()}
