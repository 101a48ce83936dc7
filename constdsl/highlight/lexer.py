"""The language for Pygments: words are cut, and keywords known, as the parser itself cuts and knows them.

Pygments finds this module by its entry point and is the only one to load it; nothing else here needs Pygments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pygments import token
from pygments.lexer import Lexer

from constdsl.syntax.grammar import RESERVED_STARTS, load_tables
from constdsl.syntax.tree import Verb
from constdsl.syntax.words import Word, split_words

__all__ = ["ConstitutionLexer"]

Piece = tuple[int, Any, str]
"""Where a piece of text starts, its kind for Pygments, and the piece itself."""

_DECLARED = {
    "act": token.Name.Function,
    "as": token.Name.Class,
    "attribute": token.Name.Attribute,
    "body": token.Name.Class,
    "choice": token.Name.Namespace,
    "class": token.Name.Class,
    "flag": token.Name.Label,
    "office": token.Name.Class,
    "option": token.Name.Namespace,
    "reading": token.Name.Namespace,
    "status": token.Name.Constant,
}
"""Keywords after which something gets its name, and what kind of name that is."""

_CONNECTIVES = frozenset({"and", "not", "or"})
_STRONG = frozenset(Verb) | {
    "always", "bar", "block", "can", "cannot", "choose", "control", "may", "must", "never", "only", "paralyse",
}  # fmt: skip
"""Keywords that carry a sentence: acts, goals, and who may or can. All others merely connect."""

_BY_KIND = {
    "ARTICLE_NUMBER": token.Number,
    "DECIMAL": token.Number.Float,
    "FRACTION_WORD": token.Number,
    "INT": token.Number.Integer,
    "NAME": token.Name,
    "STRING": token.String,
} | dict.fromkeys(("HYPHENED", "BAD_NUMBER", "LONG_NUMBER", "STRANGE", "UNTERMINATED"), token.Error)

_OPERATORS = frozenset("=!<>%/")
_GAP = re.compile(r"#[^\n]*|\s+")


class ConstitutionLexer(Lexer):  # type: ignore[misc]  # Pygments has no types
    """Constitutions as `constdsl` reads them. What can stand in no constitution is marked as an error."""

    name = "constdsl"
    aliases = ("constdsl", "const")
    filenames = ("*.const",)
    mimetypes = ("text/x-constdsl",)

    def get_tokens_unprocessed(self, text: str) -> Iterator[Piece]:
        """Every character of the text once, in order. Never fails."""
        keywords = load_tables().keywords
        at = 0
        before = ""
        naming = None
        for word in split_words(text, 0, len(text), keywords):
            yield from _gap(text, at, word.start)
            if word.kind == "ON_PETITION":
                yield from _petition(text, word)
            else:
                yield word.start, _kind(word, naming), word.text
            # `no body alone` and `no body but X` speak of bodies and declare none.
            naming = _DECLARED.get(word.text) if before != "no" else None
            before, at = word.text, word.end
        yield from _gap(text, at, len(text))


def _kind(word: Word, naming: Any) -> Any:
    """What a word is; `naming` is the kind of name that is due here, if one is."""
    if naming is not None and (word.kind == "NAME" or word.text in _soft_words()):
        return naming
    if word.text in load_tables().keywords:
        return _keyword(word.text)
    if word.kind in _BY_KIND:
        return _BY_KIND[word.kind]
    return token.Operator if word.text[0] in _OPERATORS else token.Punctuation


@cache
def _soft_words() -> frozenset[str]:
    """Keywords that may be names as well."""
    tables = load_tables()
    return frozenset(word for word, kind in tables.keywords.items() if kind in tables.soft)


def _keyword(text: str) -> Any:
    if text in RESERVED_STARTS:
        return token.Keyword.Declaration
    if text in _CONNECTIVES:
        return token.Operator.Word
    return token.Keyword if text in _STRONG else token.Keyword.Pseudo


def _petition(text: str, word: Word) -> Iterator[Piece]:
    """`on petition` is one word to the parser, with whatever blanks and comments stand inside it."""
    second = word.end - len("petition")
    yield word.start, token.Keyword.Pseudo, text[word.start : word.start + len("on")]
    yield from _gap(text, word.start + len("on"), second)
    yield second, token.Keyword.Pseudo, text[second : word.end]


def _gap(text: str, start: int, end: int) -> Iterator[Piece]:
    """The blanks and comments between two words."""
    for match in _GAP.finditer(text, start, end):
        yield match.start(), token.Comment.Single if match[0][0] == "#" else token.Whitespace, match[0]
