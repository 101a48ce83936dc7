"""A constitution made as small as possible while something about it remains true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from time import monotonic

__all__ = ["shrink"]


def shrink(text: str, still: Callable[[str], bool], seconds: float = 60) -> str:
    """The text with blocks, lines and words left out and numbers made smaller, greedily, as long as `still` says yes.

    `still` must say no, and not raise, to what is no constitution. Stops when nothing more can go, or the time is up.
    """
    end = monotonic() + seconds
    smaller = True
    while smaller and monotonic() < end:
        smaller = False
        for steps in (_without_blocks, _without_lines, _unwrapped, _without_words, _with_smaller_numbers):
            place = 0
            while True:
                tried = steps(text, place)
                if tried is None or monotonic() > end:
                    break
                found = next((candidate for candidate in tried if candidate != text and still(candidate)), None)
                if found is not None:
                    text, smaller = found, True
                else:
                    place += 1
    return text


Steps = Iterator[str] | None
"""Smaller texts to try at one place; None past the last place."""


def _line(text: str, place: int) -> tuple[list[str], bool]:
    lines = text.splitlines(keepends=True)
    return lines, place < len(lines)


def _without_blocks(text: str, place: int) -> Steps:
    """Without the block that opens in a line."""
    lines, there = _line(text, place)
    if not there:
        return None
    depth = 0
    for end in range(place, len(lines)):
        depth += lines[end].count("{") - lines[end].count("}")
        if depth <= 0:
            return iter(["".join(lines[:place] + lines[end + 1 :])])
    return iter(())


def _without_lines(text: str, place: int) -> Steps:
    lines, there = _line(text, place)
    return iter(["".join(lines[:place] + lines[place + 1 :])]) if there else None


def _unwrapped(text: str, place: int) -> Steps:
    """What an article holds, without the article."""
    lines, there = _line(text, place)
    if not there:
        return None
    if not lines[place].startswith("article"):
        return iter(())
    end = next((number for number in range(place + 1, len(lines)) if lines[number].startswith("}")), None)
    if end is None:
        return iter(())
    return iter(["".join([*lines[:place], *lines[place + 1 : end], *lines[end + 1 :]])])


def _without_words(text: str, place: int) -> Steps:
    """Without some words in a row from one place on, many before few."""
    words = list(re.finditer(r"\S+[ \t]*", text))
    if place >= len(words):
        return None
    start = words[place].start()
    ends = [words[place + more].end() for more in range(7, -1, -1) if place + more < len(words)]
    return (text[:start] + text[end:] for end in ends)


def _with_smaller_numbers(text: str, place: int) -> Steps:
    numbers = list(re.finditer(r"\d+", text))
    if place >= len(numbers):
        return None
    found = numbers[place]
    value = int(found[0])
    smaller = dict.fromkeys(number for number in (1, value // 2, value - 1) if 0 < number < value)
    return (text[: found.start()] + str(number) + text[found.end() :] for number in smaller)
