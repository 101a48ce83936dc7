"""Cut a text into words, the terminals of the grammar, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["FRACTIONS", "END", "Word", "split_words"]

END = "$END"
"""The kind of the word that stands for the end of a text."""

_PARTS = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "", "twelfth")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")

FRACTIONS: dict[str, tuple[int, int]] = {
    f"{count}-{part}" + ("s" if number > 1 else ""): (number, whole)
    for whole, part in enumerate(_PARTS, start=2)
    if part and whole > 2
    for number, count in enumerate(_COUNTS, start=1)
    if number < whole
} | {"one-half": (1, 2), "one-fourth": (1, 4), "two-fourths": (2, 4), "three-fourths": (3, 4)}
"""Fractions in words, from thirds to tenths and twelfths, as numerator and denominator."""

# Beyond ASCII everything but blanks, among them the no-break space that word processors put before numbers.
_FOREIGN = (
    "\u0080-\u0084\u0086-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
    "\u3001-\U0010ffff"
)

_TOKEN = re.compile(
    rf"""(?:\s++|\#[^\n]*+)*+                                         # blanks and comments, never given back
    (?: ([A-Za-z_{_FOREIGN}][\w{_FOREIGN}]*+(?:-[A-Za-z]++)*+)  # 1 a name, a keyword, or a foreign sign
      | ("(?:[^"\n]*+"|[^"\n{{]*+))                                   # 2 a title, perhaps without its closing quote
      | ([0-9]\w*+(?:\.[0-9]\w*+)?+)                                # 3 a number
      | (==+|=>|<=|>=|!=|=<|&&|\|\||:=|->|[^\s\#])                  # 4 a sign
      | \Z                                                         #   the end; else a last comment would be read
    )""",
    re.VERBOSE,
)
_SIGNS = {
    "{": "LBRACE", "}": "RBRACE", "(": "LPAR", ")": "RPAR", ",": "COMMA", ":": "COLON", ".": "DOT", "%": "PERCENT",
    "/": "SLASH", "=": "EQUAL", "!=": "NOT_EQUAL", "<": "LESSTHAN", "<=": "AT_MOST_SIGN", ">": "MORETHAN",
    ">=": "AT_LEAST_SIGN",
}  # fmt: skip
_INT = re.compile(r"[0-9]+(?:_[0-9]+)*\Z")
_DECIMAL = re.compile(r"[0-9]+(?:_[0-9]+)*\.[0-9]+\Z")
_ARTICLE_NUMBER = re.compile(r"[0-9]+[A-Za-z]\Z")
_LONGEST_NUMBER = 15


class Word:
    """One word or sign: its kind (a terminal of the grammar), its text, and where it starts and ends."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"Word({self.kind}, {self.text!r}, {self.start})"


def split_words(text: str, start: int, end: int, keywords: dict[str, str]) -> list[Word]:
    """The words of `text[start:end]`, without blanks and comments; linear, and never fails.

    What belongs to no terminal gets a kind of its own that no rule of the grammar accepts: UNTERMINATED (a title
    without its closing quote), HYPHENED, BAD_NUMBER, LONG_NUMBER and STRANGE (any other character).
    """
    words: list[Word] = []
    append = words.append
    keyword = keywords.get
    for match in _TOKEN.finditer(text, start, end):
        group = match.lastindex
        if group is None:
            break
        part = match[group]
        first, last = match.span(group)
        if group == 1:
            kind = keyword(part)
            if kind is not None:
                append(Word(kind, part, first, last))
            elif part.isidentifier():
                if part == "petition" and words and words[-1].text == "on":
                    # One word, so that `confer S on petition of 10%` and `confer S on any X` part at once.
                    words[-1] = Word("ON_PETITION", "on petition", words[-1].start, last)
                else:
                    append(Word("NAME", part, first, last))
            elif part.isascii():
                append(Word("FRACTION_WORD" if part in FRACTIONS else "HYPHENED", part, first, last))
            else:
                words.extend(_split_foreign(part, first, keywords))
        elif group == 4:
            append(Word(_SIGNS.get(part, "STRANGE"), part, first, last))
        elif group == 3:
            append(Word(_number_kind(part), part, first, last))
        else:
            whole = len(part) > 1 and part[-1] == '"'
            append(Word("STRING" if whole else "UNTERMINATED", part, first, last))
    return words


def _number_kind(text: str) -> str:
    if len(text) > _LONGEST_NUMBER:
        return "LONG_NUMBER"
    if _INT.match(text):
        return "INT"
    if _DECIMAL.match(text):
        return "DECIMAL"
    return "ARTICLE_NUMBER" if _ARTICLE_NUMBER.match(text) else "BAD_NUMBER"


def _split_foreign(text: str, start: int, keywords: dict[str, str]) -> Iterator[Word]:
    """Part a run of letters beyond ASCII that is no name by itself: blanks, names, and strange characters."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        stop = at
        # A name can only be lengthened one character at a time; what can follow is what `isidentifier` allows.
        while stop < len(text) and (text[stop].isidentifier() if stop == at else f"a{text[stop]}".isidentifier()):
            stop += 1
        if stop == at:
            yield Word("STRANGE", text[at], start + at, start + at + 1)
            at += 1
        else:
            part = text[at:stop]
            yield Word(keywords.get(part, "NAME"), part, start + at, start + stop)
            at = stop
