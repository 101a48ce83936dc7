"""What a text holds, as an outline: articles, bodies, powers, promises; and every name in all texts, to search for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from attrs import frozen
from lsprotocol import types

from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.session import Session
from constdsl.lsp.view import View
from constdsl.model.drafts import Draft, Drafts, Slot
from constdsl.render.words import clean
from constdsl.source import Span
from constdsl.syntax import tree
from constdsl.syntax.pieces import Part
from constdsl.syntax.spell import spell

__all__ = ["MOST_FOUND", "KINDS", "Entry", "outline", "flat_outline", "register", "search"]

MOST_FOUND = 200
"""Names that a search through all texts tells at most."""

_LONGEST = 80

_Kind = types.SymbolKind

KINDS: dict[type, types.SymbolKind] = {
    tree.StatusDecl: _Kind.EnumMember,
    tree.AttributeDecl: _Kind.Property,
    tree.ActDecl: _Kind.Function,
    tree.ClassDecl: _Kind.Interface,
    tree.BodyDecl: _Kind.Class,
    tree.FlagDecl: _Kind.Event,
}
"""How an editor pictures what a name is declared as."""


@frozen
class Entry:
    """A line of an outline; places count from the start of a piece.

    `name` is what it is called by among all texts, None for a rule that has no name.
    """

    label: str
    title: str
    name: str | None
    kind: types.SymbolKind
    span: Span
    selection: Span
    inner: tuple[Entry, ...] = ()


# --- outlines -------------------------------------------------------------------------------------------------------

_KNOWN: WeakKeyDictionary[Part, tuple[Entry, ...]] = WeakKeyDictionary()


def _entries(part: Part) -> tuple[Entry, ...]:
    """The outline of a piece; worked out once."""
    known = _KNOWN.get(part)
    if known is None:
        known = _KNOWN[part] = tuple(_outlined(part.items))
    return known


def _outlined(items: Iterable[tree.Item]) -> Iterator[Entry]:
    for item in items:
        entry = _entry(item)
        if entry is not None:
            yield entry


def _entry(item: tree.Item) -> Entry | None:
    """The line of a statement; None of one that an outline does without."""
    match item:
        case tree.Header() | tree.Assumption():
            return None
        case tree.Article():
            number = f"article {item.number.number}"
            inner = tuple(_outlined(item.statements))
            return Entry(number, item.title or "", number, _Kind.Namespace, item.span, item.head, inner)
        case tree.BodyDecl():
            inner = tuple(_groups(item))
            return Entry(
                item.name.text, item.title or "", item.name.text, KINDS[type(item)], item.span, item.name.span, inner
            )
        case tree.StatusDecl() | tree.AttributeDecl() | tree.ActDecl() | tree.ClassDecl() | tree.FlagDecl():
            name = item.name.text
            return Entry(name, item.title or "", name, KINDS[type(item)], item.span, item.name.span)
        case tree.Option():
            inner = tuple(_branch(each) for each in item.choices)
            name = item.name.text
            return Entry(name, item.title or "", name, _Kind.Enum, item.span, item.name.span, inner)
        case tree.Unclear():
            inner = tuple(_branch(each) for each in item.readings)
            return _unnamed(f"unclear “{item.words}”", item, _Kind.Enum, inner)
        case tree.Guarantee():
            return Entry(f"“{item.title}”", "guarantee", f"“{item.title}”", _Kind.Boolean, item.span, item.span)
        case tree.Use():
            return _unnamed(f"use “{item.path}”", item, _Kind.File)
        case tree.Norm():
            return _unnamed(_norm(item), item, _Kind.Method)
        case _:
            return _unnamed(_rule(item), item, _Kind.Key)


def _unnamed(
    label: str, item: tree.Statement, kind: types.SymbolKind, inner: tuple[Entry, ...] = ()
) -> Entry:
    return Entry(label, "", None, kind, item.span, item.span, inner)


def _groups(body: tree.BodyDecl) -> Iterator[Entry]:
    for item in body.items:
        if isinstance(item, tree.SeatGroup) and item.name is not None:
            name = item.name.text
            seats = f"{item.seats} seats" if isinstance(item.seats, int) else ""
            yield Entry(name, seats, f"{body.name.text}.{name}", _Kind.Field, item.span, item.name.span)


def _branch(branch: tree.Choice | tree.Reading) -> Entry:
    name = branch.name.text
    inner = tuple(_outlined(branch.statements))
    return Entry(name, branch.title or "", name, _Kind.EnumMember, branch.span, branch.name.span, inner)


def _norm(norm: tree.Norm) -> str:
    if norm.kind is tree.NormKind.ONLY_MAY:
        return f"only {spell(norm.subject)} may {spell(norm.act)}"
    return f"{spell(norm.subject)} {norm.kind} {spell(norm.act)}"


def _rule(item: tree.Statement) -> str:
    match item:
        case tree.Binding():
            whom = f"members of {item.whom} are" if item.members else f"{item.whom} is"
            return f"{whom} bound by {item.by}"
        case tree.FreeMandate():
            return f"members of {item.body} are free"
        case tree.Suspension():
            return f"article {item.article.number} is suspended during {item.flag.text}"
        case tree.Precedence():
            return f"article {item.winner.number} prevails over article {item.loser.number}"
        case tree.Entrenchment():
            return f"article {item.article.number} is entrenched"
    return type(item).__name__


def outline(view: View) -> list[types.DocumentSymbol]:
    """The outline of a text, what stands in something below it. Linear."""
    return [symbol for slot in view.draft.slots for symbol in _symbols(view, slot)]


@frozen(eq=False)
class _Shown:
    """The outline of a piece that reads `text` and begins at `start`, for editors that count in `encoding`."""

    text: str
    start: types.Position
    encoding: types.PositionEncodingKind
    symbols: list[types.DocumentSymbol]


_SHOWN: WeakKeyDictionary[Part, _Shown] = WeakKeyDictionary()


def _symbols(view: View, slot: Slot) -> list[types.DocumentSymbol]:
    """The outline of a slot, the one of last time as long as the piece has not moved to another line."""
    text, start = view.document.text[slot.start : slot.end], view.lines.position(slot.start)
    known = _SHOWN.get(slot.part)
    if known is None or (known.text, known.start, known.encoding) != (text, start, view.lines.encoding):
        symbols = [_symbol(view, entry, slot.start) for entry in _entries(slot.part)]
        known = _SHOWN[slot.part] = _Shown(text, start, view.lines.encoding, symbols)
    return known.symbols


def _symbol(view: View, entry: Entry, start: int) -> types.DocumentSymbol:
    whole = view.range(_moved(entry.span, start))
    own = whole if entry.selection is entry.span else view.range(_moved(entry.selection, start))
    inner = [_symbol(view, each, start) for each in entry.inner]
    return types.DocumentSymbol(
        _short(entry.label), entry.kind, whole, own, detail=_short(entry.title) if entry.title else None,
        children=inner or None,
    )  # fmt: skip


def flat_outline(view: View) -> list[types.SymbolInformation]:
    """The same in a row, for editors that show no levels; each line tells what it stands in."""
    return [
        types.SymbolInformation(
            types.Location(view.document.uri, view.range(_moved(entry.span, slot.start))), _short(entry.label),
            entry.kind, container_name=_short(around) if around else None,
        )
        for slot in view.draft.slots
        for entry, around in _rows(_entries(slot.part))
    ]  # fmt: skip


def _rows(entries: Iterable[Entry], around: str = "") -> Iterator[tuple[Entry, str]]:
    """Every line of an outline, with the label of the one that it stands in."""
    for entry in entries:
        yield entry, around
        yield from _rows(entry.inner, entry.label)


def _moved(span: Span, start: int) -> Span:
    return Span(start + span.start, start + span.end)


def _short(text: str) -> str:
    """Words for a single line that is not too long."""
    text = clean(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


# --- search ---------------------------------------------------------------------------------------------------------


def search(session: Session, others: Drafts, query: str) -> list[types.WorkspaceSymbol]:
    """Names in all texts of the workspace that have the letters of a query in this order, the best matches first.

    Texts that are part of nothing that is open are read with `others`, which remembers them.
    """
    wanted = query.casefold()
    found: list[tuple[int, int, str, int, str, Span, Entry, str]] = []
    for name, draft in _all_drafts(session, others):
        for slot in draft.slots:
            for entry, around in _rows(_entries(slot.part)):
                rank = _rank(wanted, entry) if entry.name is not None else None
                if rank is not None:
                    span = _moved(entry.selection, slot.start)
                    found.append((rank, len(entry.label), entry.label, len(found), name, span, entry, around))
    documents = session.documents
    return [
        types.WorkspaceSymbol(
            types.Location(documents.uri(name), documents.lines(name).range(span)), _short(entry.name or entry.label),
            entry.kind, container_name=_short(around) if around else None,
        )
        for _, _, _, _, name, span, entry, around in sorted(found, key=lambda each: each[:4])[:MOST_FOUND]
    ]  # fmt: skip


def _all_drafts(session: Session, others: Drafts) -> Iterator[tuple[str, Draft]]:
    """All texts: those that are part of something open, and those in the folders of the workspace."""
    looked = {name: draft for root in session.roots() for name, draft in session.look(root).drafts.items()}
    yield from looked.items()
    for name in session.documents.known():
        source = session.documents.read(name) if name not in looked else ""
        if not isinstance(source, str):
            yield name, others.put(source)


def _rank(wanted: str, entry: Entry) -> int | None:
    """How well a line fits what is sought, 0 for best; None if it does not."""
    name = (entry.name or "").casefold()
    if wanted in name:
        return 0 if name == wanted else 1 if name.startswith(wanted) else 2
    if wanted in entry.title.casefold():
        return 3
    letters = iter(name)
    return 4 if all(letter in letters for letter in wanted) else None


def register(server: ConstdslServer) -> None:
    """Answer the editor."""
    others = Drafts()

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outlined(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        view = server.view(params.text_document.uri)
        if view is None:
            return []
        return outline(view) if _takes_levels(server.client_capabilities) else flat_outline(view)

    @server.feature(types.WORKSPACE_SYMBOL)
    def sought(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        server.read_changes()
        return search(server.session, others, params.query)


def _takes_levels(capabilities: types.ClientCapabilities) -> bool:
    text = capabilities.text_document
    symbols = text.document_symbol if text is not None else None
    return bool(symbols and symbols.hierarchical_document_symbol_support)
