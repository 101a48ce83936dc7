"""Colours by meaning: every name that stands for something is marked by the kind of thing that it stands for.

Words of the language, titles and numbers are left to the editor's own highlighting. A name that stands for nothing
is not marked, so that it looks different from the others.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from attrs import frozen
from lsprotocol import types

from constdsl.lsp.positions import Lines
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.model.drafts import Slot
from constdsl.model.names import Kind
from constdsl.model.occurrences import Space, Symbol
from constdsl.source import Span
from constdsl.syntax.pieces import Part

__all__ = ["LEGEND", "Sent", "changes", "register", "tokens"]

LEGEND = types.SemanticTokensLegend(
    token_types=["class", "enumMember", "property", "event", "function", "namespace"],
    token_modifiers=["declaration", "abstract"],
)
"""`abstract` tells a class, which is all persons of some kind, from a body or an office, which has seats."""

_DECLARED, _ABSTRACT = 1, 2

_OF_KIND: dict[Kind, tuple[int, int]] = {
    Kind.CLASS: (0, _ABSTRACT),
    Kind.BODY: (0, 0),
    Kind.OFFICE: (0, 0),
    Kind.STATUS: (1, 0),
    Kind.ATTRIBUTE: (2, 0),
    Kind.FLAG: (3, 0),
    Kind.ACT: (4, 0),
}
_OF_SPACE: dict[Space, tuple[int, int]] = {
    Space.VALUE: (1, 0),
    Space.GROUP: (2, 0),
    Space.ARTICLE: (5, 0),
    Space.OPTION: (5, 0),
    Space.CHOICE: (5, 0),
}


# --- where names stand in a piece -----------------------------------------------------------------------------------


@frozen
class _Mark:
    """A name in a piece: the line, counted from the start of the piece, the column, which in the first line counts
    from there too, and the length in the editor's units."""

    line: int
    column: int
    length: int
    symbol: Symbol
    declares: bool


@frozen(eq=False)
class _Marks:
    """The names of a piece that reads `text`, for editors that count in `encoding`."""

    text: str
    encoding: types.PositionEncodingKind
    all: tuple[_Mark, ...]


_KNOWN: WeakKeyDictionary[Part, _Marks] = WeakKeyDictionary()


def _marks(view: View, slot: Slot) -> tuple[_Mark, ...]:
    """The names of a slot; worked out once for each piece, wherever it moves."""
    text = view.document.text[slot.start : slot.end]
    known = _KNOWN.get(slot.part)
    if known is None or known.text != text or known.encoding is not view.lines.encoding:
        lines = Lines(text, view.lines.encoding)
        known = _KNOWN[slot.part] = _Marks(text, lines.encoding, tuple(_placed(slot, lines)))
    return known.all


def _placed(slot: Slot, lines: Lines) -> Iterator[_Mark]:
    reached = 0
    for each in slot.occurrences:
        place = lines.range(each.span)
        if each.span.start < reached or place.start.line != place.end.line:
            continue  # of two names in one place, which no whole statement has, the first
        reached = each.span.end
        length = place.end.character - place.start.character
        yield _Mark(place.start.line, place.start.character, length, each.symbol, each.declares)


# --- tokens ---------------------------------------------------------------------------------------------------------


def tokens(view: View, span: Span | None = None) -> list[int]:
    """The marks of a text, or of a stretch of it, five numbers each as the protocol wants them. Linear."""
    meaning = _Meanings(view)
    data: list[int] = []
    last_line = last_column = 0
    for slot in view.draft.slots:
        if span is not None and not (slot.start <= span.end and span.start <= slot.end):
            continue
        marks = _marks(view, slot)
        start = view.lines.position(slot.start) if marks else None
        for mark in marks:
            found = meaning.of(mark.symbol)
            if found is None or start is None:
                continue
            line = start.line + mark.line
            column = mark.column if mark.line else start.character + mark.column
            ahead = line - last_line
            kind, modifiers = found
            data += (
                ahead, column if ahead else column - last_column, mark.length, kind,
                modifiers | _DECLARED if mark.declares else modifiers,
            )  # fmt: skip
            last_line, last_column = line, column
    return data


class _Meanings:
    """What the names of a text stand for: number of the type and modifiers, or None for nothing."""

    def __init__(self, view: View) -> None:
        self._names = view.look.names
        self._declared = {
            each.symbol
            for draft in view.look.drafts.values()
            for slot in draft.slots
            for each in slot.occurrences
            if each.declares and each.symbol.space is not Space.NAME
        }
        self._known: dict[Symbol, tuple[int, int] | None] = {}

    def of(self, symbol: Symbol) -> tuple[int, int] | None:
        if symbol not in self._known:
            self._known[symbol] = self._find(symbol)
        return self._known[symbol]

    def _find(self, symbol: Symbol) -> tuple[int, int] | None:
        if symbol.space is Space.NAME:
            declarations = self._names.declarations.get(symbol.name)
            return _OF_KIND[declarations[0].kind] if declarations else None
        return _OF_SPACE[symbol.space] if symbol in self._declared else None


# --- what changed ---------------------------------------------------------------------------------------------------


def changes(before: Sequence[int], after: Sequence[int]) -> list[types.SemanticTokensEdit]:
    """The one stretch of the marks that must be replaced to make those of before those of after; none if equal."""
    most = min(len(before), len(after))
    head = next((at for at in range(most) if before[at] != after[at]), most)
    tail = next((at for at in range(most - head) if before[-1 - at] != after[-1 - at]), most - head)
    if head == len(before) == len(after):
        return []
    return [types.SemanticTokensEdit(head, len(before) - head - tail, after[head : len(after) - tail])]


class Sent:
    """The marks that an editor has of each text, under the name that they were sent by."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._last: dict[str, tuple[str, list[int]]] = {}

    def whole(self, view: View) -> types.SemanticTokens:
        """All marks of a text."""
        data = tokens(view)
        return types.SemanticTokens(data, self._keep(view, data))

    def delta(self, view: View, before: str) -> types.SemanticTokens | types.SemanticTokensDelta:
        """What changed since marks were sent; all of them where it is not known which those were."""
        known, old = self._last.get(view.name, ("", []))
        if known != before:
            return self.whole(view)
        data = tokens(view)
        return types.SemanticTokensDelta(changes(old, data), self._keep(view, data))

    def _keep(self, view: View, data: list[int]) -> str:
        for name in [name for name in self._last if name not in view.documents.open]:
            del self._last[name]
        number = str(next(self._numbers))
        self._last[view.name] = number, data
        return number


def register(server: ConstdslServer) -> None:
    """Answer the editor."""
    sent = Sent()

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)
    def whole(params: types.SemanticTokensParams) -> types.SemanticTokens:
        view = server.view(params.text_document.uri)
        return sent.whole(view) if view is not None else types.SemanticTokens([])

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, LEGEND)
    def since(params: types.SemanticTokensDeltaParams) -> types.SemanticTokens | types.SemanticTokensDelta:
        view = server.view(params.text_document.uri)
        return sent.delta(view, params.previous_result_id) if view is not None else types.SemanticTokens([])

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, LEGEND)
    def part(params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
        view = server.view(params.text_document.uri)
        return types.SemanticTokens(tokens(view, view.lines.span(params.range)) if view is not None else [])
