"""Hover: what a name stands for and what becomes of it, what a threshold comes to, what a word of the language says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from constdsl.lsp.facts import Style, facts
from constdsl.lsp.meanings import meaning
from constdsl.lsp.point import read_on
from constdsl.lsp.seats import stated, votes
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.model.names import Kind
from constdsl.source import Span
from constdsl.syntax.grammar import load_tables
from constdsl.syntax.machine import Maker
from constdsl.syntax.spell import spell
from constdsl.syntax.words import END, Word, split_words

__all__ = ["hover", "register"]


def hover(view: View, offset: int, markdown: bool = True) -> types.Hover | None:
    """What is to be said of the word at an offset."""
    style = Style(markdown)
    lines: list[str] = []
    span: Span | None = None
    named = view.named_at(offset)
    if named is not None:
        span = named.span
        lines = list(facts(view, named, style))
    else:
        word = _word_at(view, offset)
        if word is not None:
            span, kind, rule = word
            lines = [*_votes(view, offset, style)]
            said = meaning(kind, rule)
            if said is not None:
                lines.append(style.said(said))
    if not lines or span is None:
        return None
    text = "\n".join(lines)
    kind_of_text = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind_of_text, text), view.range(span))


# --- words of the language -------------------------------------------------------------------------------------------


def _votes(view: View, offset: int, style: Style) -> Iterator[str]:
    """How many votes the threshold at an offset comes to."""
    for statement, start in view.all_statements():
        if not start + statement.span.start <= offset <= start + statement.span.end:
            continue
        for threshold, decider, declared in stated(statement):
            if start + threshold.span.start <= offset <= start + threshold.span.end:
                found = votes(threshold, decider, view.look.names, declared)
                if found is not None:
                    whole = "members" if declared is None and _is_class(view, decider) else "seats"
                    filled = ", when all are filled" if found.filled else ""
                    number = style.strong(f"{found.needed:,}")
                    yield f"{style.code(spell(threshold))} of {found.of:,} {whole}{filled}: {number}"
                    yield ""


def _is_class(view: View, name: str) -> bool:
    return any(each.kind is Kind.CLASS for each in view.declarations(name))


def _word_at(view: View, offset: int) -> tuple[Span, str, str | None] | None:
    """The keyword or number at an offset: its place, its kind, and the rule of the grammar that takes it."""
    slot = view.draft.slot_at(offset)
    if slot is None:
        return None
    text = slot.part.text
    words = split_words(text, 0, len(text), load_tables().keywords)
    at = offset - slot.start
    word = next((each for each in words if each.start <= at <= each.end and each.kind not in _PLAIN), None)
    if word is None:
        return None
    takes: dict[int, str] = {}
    read_on([*words, Word(END, "", len(text), len(text))], text, _recording(takes))
    return Span(slot.start + word.start, slot.start + word.end), word.kind, takes.get(word.start)


_PLAIN = ("NAME", "STRING", "UNTERMINATED", "LBRACE", "RBRACE", "COMMA", "COLON", "DOT", "LPAR", "RPAR", "STRANGE")


def _recording(takes: dict[int, str]) -> list[tuple[str, int, Maker | None]]:
    """Productions that make nothing and note which words they take, by where those start."""

    def noting(symbol: str) -> Maker:
        def make(children: list[Any], _start: int, _end: int) -> None:
            for child in children:
                if isinstance(child, Word):
                    takes.setdefault(child.start, symbol)

        return make

    return [(rule.symbol, rule.size, noting(rule.symbol)) for rule in load_tables().rules]


# --- the editor -----------------------------------------------------------------------------------------------------


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(types.TEXT_DOCUMENT_HOVER, types.HoverOptions())
    def answer(params: types.HoverParams) -> types.Hover | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        document = server.client_capabilities.text_document
        formats = document.hover.content_format if document is not None and document.hover is not None else None
        return hover(view, view.offset(params.position), types.MarkupKind.Markdown in (formats or ()))
