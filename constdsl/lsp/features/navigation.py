"""Where a name is declared, and where it is used: in this text and in all that share it."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from constdsl.lsp.features.links import target_at
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import Named, View

__all__ = ["definition", "highlights", "references", "register"]


def definition(view: View, offset: int) -> list[types.Location]:
    """Where the name at an offset is declared, under each choice; from `use "…"` the text that is used."""
    target = target_at(view, offset)
    if target is not None:
        start = types.Position(0, 0)
        return [types.Location(view.documents.uri(target), types.Range(start, start))]
    named = view.named_at(offset)
    if named is None:
        return []
    here = [each for name in view.look.drafts for each in view.places_in(named.symbol, text=name) if each.declares]
    return _locations(view, here or view.declared(named.symbol))


def references(view: View, offset: int, *, declaration: bool) -> list[types.Location]:
    """Every place at which the name at an offset stands, in all texts that share it; its declarations if wanted."""
    named = view.named_at(offset)
    if named is None:
        return []
    return _locations(view, [each for each in view.places_of(named.symbol) if declaration or not each.declares])


def _locations(view: View, places: Sequence[Named]) -> list[types.Location]:
    """Places for the editor, those of this text first."""
    ordered = sorted(places, key=lambda each: (each.name != view.name, each.name, each.span))
    return [view.location(each) for each in ordered]


def highlights(view: View, offset: int) -> list[types.DocumentHighlight]:
    """The places of this text at which the name at an offset stands."""
    named = view.named_at(offset)
    if named is None:
        return []
    return [
        types.DocumentHighlight(
            view.range(each.span),
            types.DocumentHighlightKind.Write if each.declares else types.DocumentHighlightKind.Read,
        )
        for each in view.places_in(named.symbol)
    ]


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    def declared(params: types.DefinitionParams | types.DeclarationParams) -> list[types.Location]:
        view = server.view(params.text_document.uri)
        return definition(view, view.offset(params.position)) if view is not None else []

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def define(params: types.DefinitionParams) -> list[types.Location]:
        return declared(params)

    @server.feature(types.TEXT_DOCUMENT_DECLARATION)
    def declare(params: types.DeclarationParams) -> list[types.Location]:
        return declared(params)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def refer(params: types.ReferenceParams) -> list[types.Location]:
        view = server.view(params.text_document.uri)
        if view is None:
            return []
        return references(view, view.offset(params.position), declaration=params.context.include_declaration)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        view = server.view(params.text_document.uri)
        return highlights(view, view.offset(params.position)) if view is not None else []
