"""What a text may not contain or exceed, checked before anything else so that nothing later need fear it."""

from __future__ import annotations

import re

from constdsl.syntax.build import Problem
from constdsl.syntax.words import Word

__all__ = [
    "DEEPEST_BRACES", "DEEPEST_CONDITION", "LONGEST_LINE", "LONGEST_TEXT", "check_text", "too_deep", "too_many_braces",
]  # fmt: skip

LONGEST_TEXT = 20_000_000
"""The most characters a text may have."""
LONGEST_LINE = 100_000
"""The most characters a line may have."""
DEEPEST_BRACES = 40
"""How deep braces may stand in one another."""
DEEPEST_CONDITION = 100
"""How deep parentheses, `not`, `veto` and `annul` may stand in one another."""

# Control characters; marks that change the direction of writing, which can hide what a line says; halves of
# characters that no text can hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MOST_REPORTED = 20


def check_text(text: str) -> tuple[str, list[Problem], bool]:
    """The text with forbidden characters blanked out, what is wrong with it, and whether to read it at all."""
    if len(text) > LONGEST_TEXT:
        message = f"the text has {len(text):,} characters, more than {LONGEST_TEXT:,}"
        return "", [Problem("limit", message, 0, 0, ("Divide it into several files and join them with `use`.",))], False
    problems = _long_lines(text)
    if problems:
        return "", problems, False
    for match in _FORBIDDEN.finditer(text):
        code = f"U+{ord(match[0]):04X}"
        problems.append(
            Problem(
                "strange-character", f"the text contains the invisible character {code}", match.start(), match.end(),
                ("Remove it; it may have come in by copying.",),
            )
        )  # fmt: skip
        if len(problems) >= _MOST_REPORTED:
            break
    if problems:
        text = _FORBIDDEN.sub(" ", text)
    if text.startswith("\ufeff"):
        text = " " + text[1:]  # the mark with which some editors begin a file
    return text, problems, True


def _long_lines(text: str) -> list[Problem]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > LONGEST_LINE:
            message = f"this line has {end - start:,} characters, more than {LONGEST_LINE:,}"
            return [Problem("limit", message, start, start + 1, ("Break the line; line breaks are free.",))]
        start = end + 1
    return []


def too_many_braces(depth: int) -> Problem | None:
    """What is wrong with a text whose braces stand so deep in one another, if anything is."""
    if depth <= DEEPEST_BRACES:
        return None
    message = f"braces stand more than {DEEPEST_BRACES} deep in one another"
    return Problem("limit", message, 0, 1, ("Close each article and each choice before the next.",))


def too_deep(words: list[Word]) -> Problem | None:
    """The place where parentheses, `not`, `veto` and `annul` stand too deep in one another, if there is one.

    Trees are walked by recursion later; this bound is what makes that safe. Linear.
    """
    open_runs: list[int] = []
    total = run = 0
    for word in words:
        kind = word.kind
        if kind == "LPAR":
            total += 1
            open_runs.append(run)
            run = 0
        elif kind == "RPAR":
            if open_runs:
                total -= 1 + run
                run = open_runs.pop()
        elif kind in ("NOT", "VETO", "ANNUL"):
            run += 1
            total += 1
        elif run and kind != "MUST":
            total -= run
            run = 0
        if total > DEEPEST_CONDITION:
            return Problem(
                "limit", f"conditions stand more than {DEEPEST_CONDITION} deep in one another", word.start, word.end,
                ("Give parts of the condition a name with `class`, and use the names.",),
            )  # fmt: skip
    return None
