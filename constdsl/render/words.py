"""The measure of text on a screen, and the small phrases that every rendering shares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

__all__ = ["WIDTH", "clean", "count", "deadline", "duration", "listing", "pad", "together", "width", "wrap"]

WIDTH = 100
"""The number of columns that every text rendering fits into, as far as single words allow."""


# --- what a screen makes of a text ------------------------------------------------------------------------------

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """Make control characters visible, so that no constitution can command the terminal that shows it.

    Line breaks and tabs become spaces; marks that reorder what follows them are spelled out.
    """
    return _UNSAFE.sub(_picture, text) if not (text.isascii() and text.isprintable()) else text


def _picture(match: re.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    if char in "\t\n\r\u2028\u2029\x85":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code < 0xA0 or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"<U+{code:04X}>"


def width(text: str) -> int:
    """How many columns a cleaned text takes: wide characters take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    # Hangul vowels and final consonants join the syllable before them, though Unicode does not call them combining.
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text with spaces up to a number of columns; `right` puts the text at the right edge."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def wrap(text: str, columns: int) -> list[str]:
    """Break a cleaned text into lines of at most so many columns; at least one line. Given line breaks stay.

    Words break only when longer than a line, then preferably where a name has a seam (`Central|Committee`).
    """
    columns = max(columns, 4)
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, columns)]


def _wrap_paragraph(text: str, columns: int) -> list[str]:
    if width(text) <= columns:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) <= columns:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *whole, line = _split_word(word, columns)
        lines += whole
    return [*lines, line]


def _split_word(word: str, columns: int) -> list[str]:
    pieces: list[str] = []
    start = cut = used = seam = 0
    for place, char in enumerate(word):
        if used + _char_width(char) > columns:
            cut = seam if seam - start > columns // 3 else place
            pieces.append(word[start:cut])
            start, used = cut, width(word[cut:place])
        used += _char_width(char)
        if char in "._/-" or (char.islower() and word[place + 1 : place + 2].isupper()):
            seam = place + 1
    return [*pieces, word[start:]]


# --- phrases ----------------------------------------------------------------------------------------------------


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listing(words: Iterable[str], last: str = "and") -> str:
    """`A`, `A and B`, `A, B and C`."""
    items = list(words)
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def together(coalition: Sequence[str]) -> str:
    """A coalition by its members: `A`, or `A and B together`."""
    return coalition[0] if len(coalition) == 1 else f"{listing(coalition)} together"


def duration(years: Fraction) -> str:
    """A length of time in the largest units that give it exactly: `4 years`, `2 years 6 months`, `30 days`."""
    if years.denominator == 1:
        return count(years.numerator, "year")
    months = years * 12
    if months.denominator == 1:
        whole, rest = divmod(months.numerator, 12)
        return f"{count(whole, 'year')} {count(rest, 'month')}" if whole else count(rest, "month")
    for unit, per_year in (("week", 52), ("day", 365), ("day", 360)):
        if (years * per_year).denominator == 1:
            whole, rest = divmod((years * per_year).numerator, per_year)
            return f"{count(whole, 'year')} {count(rest, unit)}" if whole else count(rest, unit)
    whole, part = divmod(years.numerator, years.denominator)
    hundredths = -(-part * 100 // years.denominator)
    return f"{whole + hundredths // 100}.{hundredths % 100:02d} years"


def deadline(years: Fraction) -> str:
    """The latest date of a step: `at once`, or `within 4 years`."""
    return "at once" if years <= 0 else f"within {duration(years)}"
