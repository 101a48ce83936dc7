"""Who commands whom, as editors show who calls whom: from a body to those that come to command it, and back.

What is told is what one body comes to command alone, without allies, as the text stands by default.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lsprotocol import types

from constdsl.check.results import Play
from constdsl.lsp.features.lenses import PROVISIONAL
from constdsl.lsp.features.symbols import KINDS
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import Place, View
from constdsl.model.names import ACTORS, Declaration
from constdsl.model.occurrences import Space
from constdsl.render.words import clean, deadline

__all__ = ["commanded", "commanders", "prepare", "register"]


def prepare(view: View, offset: int) -> list[types.CallHierarchyItem]:
    """The body, office or class that is named at an offset; of a group of seats, its body."""
    named = view.named_at(offset)
    if named is None or named.symbol.space not in (Space.NAME, Space.GROUP):
        return []
    name = named.symbol.name if named.symbol.space is Space.NAME else named.symbol.within
    item = _item(view, name)
    return [item] if item is not None else []


def commanders(view: View, name: str) -> list[types.CallHierarchyIncomingCall]:
    """Who alone comes to command it, soonest first; nobody as long as that is not known."""
    names = dict.fromkeys(each for play in _reach(view).values() for each in play)
    told = _told(view, [(who, who, name) for who in names])
    return [types.CallHierarchyIncomingCall(item, [item.selection_range]) for item in told]


def commanded(view: View, name: str) -> list[types.CallHierarchyOutgoingCall]:
    """Whom it alone comes to command, soonest first; nobody as long as that is not known."""
    names = dict.fromkeys(each for play in _reach(view).values() for each in play.get(name, ()))
    told = _told(view, [(whom, name, whom) for whom in names])
    own = _item(view, name)
    return [types.CallHierarchyOutgoingCall(item, [own.selection_range] if own is not None else []) for item in told]


_Reach = dict[Play, dict[str, dict[str, Fraction]]]


def _reach(view: View) -> _Reach:
    return view.outcome.reach or {} if view.outcome is not None else {}


def _told(view: View, found: Iterable[tuple[str, str, str]]) -> list[types.CallHierarchyItem]:
    """Items for names, each with who commands whom and by when; those that do not are left out."""
    reach = _reach(view)
    items: list[tuple[Fraction, types.CallHierarchyItem]] = []
    for shown, who, whom in found:
        dates = {play: date for play in reach if (date := reach[play].get(who, {}).get(whom)) is not None}
        item = _item(view, shown, _detail(view, dates)) if dates else None
        if item is not None:
            items.append((min(dates.values()), item))
    return [item for _, item in sorted(items, key=lambda each: each[0])]


def _detail(view: View, dates: dict[Play, Fraction]) -> str:
    """By when one commands the other, and whether checks can stop it."""
    certain, unchecked = dates.get(Play.CONTESTED), dates.get(Play.ACQUIESCENT)
    if certain is None:
        words = f"{deadline(min(dates.values()))} while checks are not used"
    elif unchecked is None or unchecked == certain:
        words = deadline(certain)
    else:
        words = f"{deadline(unchecked)}; {deadline(certain)} if checks are used"
    return words + (PROVISIONAL if view.outcome is not None and view.outcome.provisional else "")


# --- items ----------------------------------------------------------------------------------------------------------


def _item(view: View, name: str, detail: str | None = None) -> types.CallHierarchyItem | None:
    """A body, office or class at the first place where it is declared; None for any other name."""
    found = next((each for each in view.declarations(name) if each.kind in ACTORS), None)
    if found is None:
        return None
    whole, own = _place(view, found, whole=True), _place(view, found, whole=False)
    return types.CallHierarchyItem(
        name, KINDS[type(found.statement)], whole.uri, whole.range, own.range,
        detail=detail or (clean(found.statement.title) if found.statement.title else None),
        data={"uri": view.document.uri},
    )  # fmt: skip


def _place(view: View, declaration: Declaration, *, whole: bool) -> types.Location:
    statement = declaration.statement
    span = statement.span if whole else statement.name.span
    return view.location(Place(*view.look.where(declaration.placed.file, span)))


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    def asked(item: types.CallHierarchyItem) -> View | None:
        """The text from which an item was asked for: the one that declares it need not be open."""
        uri = item.data.get("uri") if isinstance(item.data, dict) else None
        return server.view(uri if isinstance(uri, str) else item.uri)

    @server.feature(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
    def prepared(params: types.CallHierarchyPrepareParams) -> list[types.CallHierarchyItem]:
        view = server.view(params.text_document.uri)
        return prepare(view, view.offset(params.position)) if view is not None else []

    @server.feature(types.CALL_HIERARCHY_INCOMING_CALLS)
    def incoming(params: types.CallHierarchyIncomingCallsParams) -> list[types.CallHierarchyIncomingCall]:
        view = asked(params.item)
        return commanders(view, params.item.name) if view is not None else []

    @server.feature(types.CALL_HIERARCHY_OUTGOING_CALLS)
    def outgoing(params: types.CallHierarchyOutgoingCallsParams) -> list[types.CallHierarchyOutgoingCall]:
        view = asked(params.item)
        return commanded(view, params.item.name) if view is not None else []
