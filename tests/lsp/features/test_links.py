"""Links to other texts and to the pages of rules."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from constdsl.lsp.diagnostics import page
from constdsl.lsp.features.links import links
from tests.lsp.harness import Bench

SLUG = "elections/ballot-without-alternative"


def linked(bench: Bench, name: str) -> list[tuple[int, str, str | None]]:
    """Lines, counted from 1, the words that are links, and where to."""
    view = bench.view(name)
    found = []
    for each in links(view):
        span = view.lines.span(each.range)
        found.append((each.range.start.line + 1, view.document.text[span.start : span.end], each.target))
    return found


def test_a_path_leads_to_the_text_from_the_folder_of_its_own(tmp_path: Path) -> None:
    text = 'option way {\n  choice left { use "../rules.const" }\n  choice right { use "missing.const" }\n}\n'
    bench = Bench({"union/main.const": text, "rules.const": "act play\n"}, ["union/main.const"], folder=tmp_path)
    assert linked(bench, "union/main.const") == [(2, "../rules.const", bench.uri("rules.const"))]


def test_a_rule_that_is_allowed_leads_to_its_page() -> None:
    text = f"# 𝔸\nact play  # allow {SLUG}: there is no other\n# allow no/such-rule: it does not exist\n# allow this\n"
    address = page(SLUG)
    assert address is not None and address.endswith("elections/ballot_without_alternative.md")
    assert linked(Bench({"a.const": text}), "a.const") == [(2, SLUG, address)]


def test_prose_of_markdown_has_no_links() -> None:
    text = f'use "b.const"\n# allow {SLUG}: x\n\n```const\nuse "b.const"\n# allow {SLUG}: x\n```\n'
    bench = Bench({"a.md": text, "b.const": "act play\n"}, language="markdown")
    assert [line for line, _, _ in linked(bench, "a.md")] == [5, 6]


def test_a_path_without_its_closing_quotation_mark_is_no_link() -> None:
    bench = Bench({"a.const": 'use "b.const\n', "b.const": "act play\n"})
    assert linked(bench, "a.const") == []


@pytest.mark.parametrize("text", ["", "use", 'use "', 'use "b.const', 'use ""', 'use "."', "# allow", 'use "\x00"'])
def test_broken_texts_are_no_matter(text: str) -> None:
    assert linked(Bench({"a.const": text}), "a.const") == []
