"""Every rule has a page beside it that a newcomer can read, and whose example it finds."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from constdsl.check.findings import find
from constdsl.check.program import cases_of
from constdsl.rules.registry import built_in
from constdsl.rules.rule import Rule
from constdsl.source import markdown_source

HEADINGS = [
    "What it reports", "Why it matters", "Example", "Ways out", "What it cannot see", "References",
]  # fmt: skip
RULES = built_in()


def page_of(rule: Rule) -> Path:
    spec = find_spec(rule.module)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).with_suffix(".md")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_page_has_its_parts_in_order(rule: Rule) -> None:
    text = page_of(rule).read_text("utf-8")
    assert text.startswith(f"# {rule.slug} ({rule.code})\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_the_example_of_a_page_is_found(rule: Rule) -> None:
    """The first block of the section Example is reported by the rule; a block after the words “harmless” is not."""
    text = page_of(rule).read_text("utf-8")
    example = text.partition("\n## Example\n")[2].partition("\n## Ways out\n")[0]
    block = re.search(r"```const\n.*?```", example, re.DOTALL)
    assert block, "the page shows no constitution"
    source = markdown_source("page.md", block.group())
    report, case, readings = cases_of(source, lambda path: f"no {path} here", {})
    assert case is not None, [each.message for each in report.diagnostics]
    found, _ = find(case, readings, [rule])
    assert found, "the rule does not find the example of its own page"


def test_codes_and_slugs_are_given_once() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.slug for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_rule_asks_a_question(rule: Rule) -> None:
    assert rule.question.endswith("?")
    assert len(rule.question) <= 100


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_page_names_rules_that_there_are(rule: Rule) -> None:
    """Whatever looks like the slug of a rule, in a group that has rules, is one."""
    text = page_of(rule).read_text("utf-8")
    groups = {each.group for each in RULES}
    named = set(re.findall(r"\b([a-z-]+/[a-z]+(?:-[a-z]+)+)\b", text))
    assert {slug for slug in named if slug.partition("/")[0] in groups} <= {each.slug for each in RULES}
