"""Words that lead elsewhere: from `use "…"` to the text that is used, from `# allow SLUG` to the page of the rule."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lsprotocol import types

from constdsl.lsp.diagnostics import page
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.source import Span
from constdsl.syntax import tree

__all__ = ["links", "register", "target_at"]

_ALLOWED = re.compile(r"#+\s*allow\s+([\w/-]+)")


def links(view: View) -> list[types.DocumentLink]:
    """Every link of a text, in the order of places; none to a text or a page that does not exist."""
    found = [(span, view.documents.uri(name), "Open the text that is used here") for span, name in _used(view)]
    found += [(span, address, f"Read about {slug}") for span, slug in _allowed(view) if (address := page(slug))]
    return [
        types.DocumentLink(view.range(span), target=address, tooltip=tooltip)
        for span, address, tooltip in sorted(found)
    ]


def target_at(view: View, offset: int) -> str | None:
    """The name of the text that is used at an offset, if one is."""
    return next((name for span, name in _used(view) if span.start - 1 <= offset <= span.end + 1), None)


def _used(view: View) -> Iterator[tuple[Span, str]]:
    """The paths in `use` statements, without their quotation marks, with the names of the texts that they lead to."""
    for item, start in view.all_statements():
        if isinstance(item, tree.Use):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(view.name), item.path))
            span = Span(start + item.span.end - 1 - len(item.path), start + item.span.end - 1)
            # A path that lacks its closing quotation mark does not stand where it should.
            if view.document.source.quote(span) == item.path and not isinstance(view.documents.read(name), str):
                yield span, name


def _allowed(view: View) -> Iterator[tuple[Span, str]]:
    """The rules that comments allow to be broken."""
    for slot in view.draft.slots:
        for comment in slot.part.comments:
            match = _ALLOWED.match(comment.text)
            if match:
                start = slot.start + comment.span.start
                yield Span(start + match.start(1), start + match.end(1)), match[1]


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkOptions(resolve_provider=False))
    def answer(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        view = server.view(params.text_document.uri)
        return links(view) if view is not None else []
