"""Layout: the whole text, or the statements that are marked, as the smallest changes that lead there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate

from lsprotocol import types

from constdsl.diagnostic import Edit
from constdsl.format import format_range, format_text
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.source import Span

__all__ = ["formatted", "formatted_range", "register"]


def formatted(view: View) -> list[types.TextEdit]:
    """The changes that lay out a text anew; none for one that has mistakes."""
    text = view.document.text
    found = format_text(view.document.source).text
    return [types.TextEdit(view.range(edit.span), edit.text) for edit in _differences(view.name, text, found)]


def formatted_range(view: View, span: Span) -> list[types.TextEdit]:
    """The changes that lay out anew the statements that a stretch touches."""
    edits = format_range(view.document.source, span, view.draft.parts)
    return [types.TextEdit(view.range(edit.span), edit.text) for edit in edits]


def _differences(name: str, before: str, after: str) -> Iterator[Edit]:
    """The lines that differ, so that the cursor and marks elsewhere in the text stay where they are."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, old))]
    for kind, first, last, begin, end in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            yield Edit(name, Span(starts[first], starts[last]), "".join(new[begin:end]))


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def whole(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        view = server.view(params.text_document.uri)
        if view is None:
            return []
        # A long text takes seconds, in which other questions are answered.
        edits = await asyncio.to_thread(formatted, view)
        now = server.session.document(view.name)
        return edits if now is view.document else []

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    def part(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
        view = server.view(params.text_document.uri)
        return formatted_range(view, view.lines.span(params.range)) if view is not None else []
