"""docs/semantics.md, rule by rule: every section of the Markdown files here is answered as its comments say.

harness.py tells how a section is written. Each fault stands beside its nearest harmless twin.
"""

from __future__ import annotations

import pytest

from tests.semantics.harness import Section, sections

SECTIONS = sections()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_the_answer_is_the_one_derived_from_the_page(section: Section) -> None:
    """Verdicts, breakers, checks, dates and steps, reaches and silences are those of the comments."""
    problems = list(section.problems())
    assert not problems, "\n".join(["", *problems])


def test_every_section_asks_something() -> None:
    silent = [
        section.name
        for section in SECTIONS
        if not any(section.comments(mark) for mark in ("expect", "reaches", "silence", "error", "warning"))
    ]
    assert silent == []


def test_no_two_sections_of_a_file_have_the_same_title() -> None:
    titles = [(section.file, section.title) for section in SECTIONS]
    assert len(set(titles)) == len(titles)


def test_there_are_many() -> None:
    assert len(SECTIONS) >= 90
