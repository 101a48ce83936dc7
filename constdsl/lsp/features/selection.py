"""What a person may want to mark around a place: the word, the clause, the statement, the article, the whole text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import fields, has
from lsprotocol import types

from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.source import NOWHERE, Span

__all__ = ["around", "register", "selections"]

_WORD = re.compile(r'"[^"\n]*"|\w+(?:-\w+)*')


def selections(view: View, offsets: Sequence[int]) -> list[types.SelectionRange]:
    """For each offset all that stands around it, from the smallest to the whole text."""
    found = []
    for offset in offsets:
        chain = None
        for span in reversed(around(view, offset)):
            chain = types.SelectionRange(view.range(span), chain)
        found.append(chain or types.SelectionRange(view.range(Span(offset, offset))))
    return found


def around(view: View, offset: int) -> list[Span]:
    """The stretches around an offset, each within the next; the last is the whole text."""
    text = view.document.text
    found = [Span(0, len(text))]
    slot = view.draft.slot_at(offset)
    if slot is not None:
        place = offset - slot.start
        inner = [*_nodes(slot.part.items, place), *(each.span for each in slot.part.comments)]
        found += [Span(slot.start + span.start, slot.start + span.end) for span in inner]
    line = view.lines.starts[view.lines.position(offset).line]
    end = text.find("\n", offset)
    words = _WORD.finditer(text, line, len(text) if end < 0 else end)
    found += [Span(*match.span()) for match in words]
    chain: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start - span.end, span.start)):
        if span.start <= offset <= span.end and (not chain or _is_within(span, chain[-1])):
            chain.append(span)
    return chain[::-1]


def _is_within(span: Span, other: Span) -> bool:
    return span != other and other.start <= span.start and span.end <= other.end


def _nodes(node: Any, place: int) -> Iterator[Span]:
    """The places of all parts of a tree that lie around a place; what lies elsewhere is not looked into."""
    if isinstance(node, tuple):
        for each in node:
            yield from _nodes(each, place)
    elif isinstance(node, Span):
        if node != NOWHERE and node.start <= place <= node.end:
            yield node
    elif has(type(node)):
        span = getattr(node, "span", NOWHERE)
        if span == NOWHERE or span.start <= place <= span.end:
            for each in fields(type(node)):
                yield from _nodes(getattr(node, each.name), place)


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    def answer(params: types.SelectionRangeParams) -> list[types.SelectionRange]:
        view = server.view(params.text_document.uri)
        return selections(view, [view.offset(each) for each in params.positions]) if view is not None else []
