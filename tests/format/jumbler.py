"""The same words and comments with other white space around them, to show that a layout does not hang on it."""

from __future__ import annotations

from random import Random

from constdsl.syntax.grammar import load_tables
from constdsl.syntax.words import split_words

__all__ = ["commented", "respaced"]

_COMMENTS = ("# why", "#", "#\ttabs  and   blanks", '## allow names/unused: "quoted" { braces', "# статья 6")
_BLANKS = (" ", "  ", "\t", "\n", "\n\n", " \n   \n\t", "\r\n  ", "\x0c", "\n      ")

_CLOSE = {"no", "amend", "suspend", "over", "any", "lift"}
"""Words that a comment may not part from `article` or `body`, lest that be read as the start of a statement."""


def respaced(text: str, random: Random, *, blank_lines: bool = True) -> str:
    """The words of a text, without its comments, parted by white space of any kind."""
    return _joined(text, random, 0, blank_lines)


def commented(text: str, random: Random, share: float = 0.1) -> str:
    """The words of a text parted by white space of any kind, and now and then by comments."""
    return _joined(text, random, share, True)


def _joined(text: str, random: Random, share: float, blank_lines: bool) -> str:
    blanks = [blank for blank in _BLANKS if blank_lines or blank.count("\n") < 2]
    parts: list[str] = []
    before = " "
    for word in split_words(text, 0, len(text), load_tables().keywords):
        for part in word.text.split(" ") if word.kind == "ON_PETITION" else [word.text]:
            would_join = all(each.isalnum() or each in "_\"" for each in (before[-1], part[0]))
            gap = random.choice(blanks) if would_join or random.random() < 0.8 else ""
            while before not in _CLOSE and random.random() < share:
                gap += random.choice(_COMMENTS) + random.choice(["", " ", "\t "]) + "\n" + random.choice(blanks)
            parts += [gap, part]
            before = part
    return "".join([*parts, random.choice(["", "\n", "\n\n\n", "  "])])
