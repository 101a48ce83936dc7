"""What can be folded away."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from constdsl.lsp.features.folding import folds
from tests.lsp.harness import Bench


def folded(text: str, language: str = "constdsl") -> list[tuple[int, int, str | None]]:
    """First and last lines of folds, counted from 1, and their kinds."""
    found = folds(Bench({"a.const": text}, language=language).view("a.const"))
    return [(each.start_line + 1, each.end_line + 1, each.kind) for each in found]


def test_all_that_stands_in_braces_folds_up_to_its_last_line() -> None:
    text = """\
article 6 "Soviets" {
  body Sejm
  {
    seats 3 co-opted
  }
  office Chair { elected by Sejm }
  option way {
    choice left { act play
      act work }
  }
}
"""
    assert folded(text) == [(1, 10, None), (3, 4, None), (7, 9, None), (8, 9, None)]


def test_of_two_that_begin_in_one_line_the_outer_one_folds() -> None:
    assert folded("article 6 { body Sejm {\n seats 3 co-opted\n}\nact play\n}\n") == [(1, 4, None)]


def test_braces_in_titles_and_comments_are_none() -> None:
    assert folded('article 6 "{" { # {\nact play "}"\n# }\nact work\n}\n') == [(1, 4, None)]


def test_comments_of_several_lines_fold() -> None:
    text = "# One.\n# Two.\nact play # three\n# Alone.\n\n  # Four.\n  # Five.\n\n# Six.\n"
    assert folded(text) == [(1, 2, "comment"), (6, 7, "comment")]


def test_what_is_not_closed_yet_leaves_the_others_their_folds() -> None:
    assert folded("article 1 {\narticle 2 {\nact play\n}\n") == [(2, 3, None)]
    assert folded("}\narticle 2 {\nact play\n}\n") == [(2, 3, None)]


def test_blocks_of_markdown_fold_and_prose_does_not() -> None:
    prose, first, second, empty = "# A {\n# B\n", "article 6 {\nact play\n}\n", "act work\n", ""
    text = f"{prose}\n```const\n{first}```\n}}\n\n```const\n{second}```\n\n```const\n{empty}```\n"
    assert folded(text, "markdown") == [(4, 7, None), (5, 6, None), (11, 12, None)]


@pytest.mark.parametrize("text", ["", "{", "}", '"', "#", "{\n}", "```const", "```const\n```", "\r{\r\n\r}"])
@pytest.mark.parametrize("language", ["constdsl", "markdown"])
def test_broken_texts_are_no_matter(text: str, language: str) -> None:
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= first < end <= last for first, end, _ in folded(text, language))
