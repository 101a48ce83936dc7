"""What all builder functions share: names, titles, and a list of problems."""

from __future__ import annotations

import unicodedata
from typing import Any

from attrs import frozen

from constdsl.source import Span
from constdsl.syntax import tree as t
from constdsl.syntax.words import Word

__all__ = ["PLURAL", "Base", "Problem", "name_of", "refs_in", "title_in"]

PLURAL = {"year": "years", "month": "months", "day": "days"}
"""Units as trees hold them."""


@frozen
class Problem:
    """Something wrong at a place: which kind of problem (see `messages.CODES`), a sentence, and advice."""

    kind: str
    message: str
    start: int
    end: int
    advice: tuple[str, ...] = ()


class Base:
    """A builder: its methods take the children of a production and the offsets where it starts and ends."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, kind: str, message: str, start: int, end: int, *advice: str) -> None:
        self.problems.append(Problem(kind, message, start, end, advice))


def name_of(word: Word) -> t.Name:
    """A name in normal form C, so that two ways of typing the same letters name the same thing."""
    text = word.text
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return t.Name(text, span=Span(word.start, word.end))


def title_in(children: list[Any], index: int = 2) -> str | None:
    """The title at this index, if there is one there."""
    if len(children) > index:
        word = children[index]
        if type(word) is Word and word.kind == "STRING":
            return word.text[1:-1]
    return None


def refs_in(children: list[Any]) -> tuple[t.Ref, ...]:
    return tuple(child for child in children if type(child) is t.Ref)
