"""What a feature is given: one open text, all that is known of it, and the way from places to the editor and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import field, frozen
from lsprotocol import types

from constdsl.lsp.documents import Document, Documents
from constdsl.lsp.outcome import Outcome
from constdsl.lsp.positions import Lines
from constdsl.lsp.settings import EditorSettings
from constdsl.model.drafts import Draft, Look, Slot
from constdsl.model.load import every_statement
from constdsl.model.names import Declaration
from constdsl.model.occurrences import Occurrence, Space, Symbol
from constdsl.source import Span
from constdsl.syntax import tree

__all__ = ["Named", "Place", "View"]


@frozen
class Place:
    """A stretch of a text, by the name of the text."""

    name: str
    span: Span


@frozen
class Named:
    """A symbol as it is named at one place of the text `name`; `span` counts from the start of the text."""

    symbol: Symbol
    name: str
    span: Span
    declares: bool


@frozen(eq=False, slots=False)
class View:
    """One open text at one version.

    `look` is the text read with those it belongs to, `outcome` what the analysis of exactly this state found, or None
    while it is under way. `others` gives the looks at all other texts that share names with this one.
    """

    document: Document
    look: Look = field(repr=False)
    outcome: Outcome | None = field(repr=False)
    documents: Documents = field(repr=False)
    settings: EditorSettings
    others: Callable[[], list[Look]] = field(repr=False)

    # --- places -----------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The name of the text in the tool."""
        return self.document.name

    @property
    def lines(self) -> Lines:
        """Its lines."""
        return self.document.lines

    @property
    def draft(self) -> Draft:
        """Its pieces."""
        return self.look.drafts[self.name]

    def offset(self, position: types.Position) -> int:
        """The offset of a position in this text."""
        return self.lines.offset(position)

    def range(self, span: Span) -> types.Range:
        """The range of a span of this text."""
        return self.lines.range(span)

    def location(self, place: Place | Named) -> types.Location:
        """A place in any text, for the editor."""
        return types.Location(self.documents.uri(place.name), self.documents.lines(place.name).range(place.span))

    # --- the tree ---------------------------------------------------------------------------------------------------

    def statements(self) -> Iterator[tuple[tree.Item, int]]:
        """The statements and headers at the top of this text, each with the offset that its places count from."""
        for slot in self.draft.slots:
            for item in slot.part.items:
                yield item, slot.start

    def all_statements(self) -> Iterator[tuple[tree.Item, int]]:
        """All statements of this text, those in articles and choices after what they stand in."""
        for item, start in self.statements():
            yield from ((each, start) for each in every_statement([item]))

    # --- names ------------------------------------------------------------------------------------------------------

    def named_at(self, offset: int) -> Named | None:
        """What is named at an offset, also right behind the name."""
        for slot in dict.fromkeys((self.draft.slot_at(offset), self.draft.slot_at(max(0, offset - 1)))):
            if slot is not None:
                for each in slot.occurrences:
                    if slot.start + each.span.start <= offset <= slot.start + each.span.end:
                        return self._named(self.look, slot, each)
        return None

    def names_in(self, look: Look | None = None, text: str | None = None) -> Iterator[Named]:
        """Everything that is named in one text of a look; of this text, if nothing else is said."""
        look = look or self.look
        for slot in look.drafts[text or self.name].slots:
            for each in slot.occurrences:
                yield self._named(look, slot, each)

    def _named(self, look: Look, slot: Slot, occurrence: Occurrence) -> Named:
        symbol = occurrence.symbol
        if symbol.space is Space.ARTICLE:
            symbol = Symbol(Space.ARTICLE, symbol.name, _article_text(look, symbol.name, slot.text))
        span = Span(slot.start + occurrence.span.start, slot.start + occurrence.span.end)
        return Named(symbol, slot.text, span, occurrence.declares)

    def places_of(self, symbol: Symbol) -> list[Named]:
        """Every place, in all texts that share this name with this one, at which a symbol is named; each once.

        Two texts share a name when some text uses both and both name it, or when others between them do.
        """
        groups = [
            found for look in (self.look, *self.others()) if (found := {
                name: each for name in look.drafts if (each := self.places_in(symbol, look, name))
            })
        ]  # fmt: skip
        joined = {self.name}
        while more := {name for found in groups if not joined.isdisjoint(found) for name in found} - joined:
            joined |= more
        places = (each for found in groups for name in found if name in joined for each in found[name])
        return list({(each.name, each.span): each for each in places}.values())

    def places_in(self, symbol: Symbol, look: Look | None = None, text: str | None = None) -> list[Named]:
        """The places of one text of a look at which a symbol is named; of this text, if nothing else is said."""
        look = look or self.look
        named = (
            self._named(look, slot, each)
            for slot in look.drafts[text or self.name].slots
            for each in slot.occurrences
            if each.symbol.name == symbol.name
        )
        return [each for each in named if each.symbol == symbol]

    def declared(self, symbol: Symbol) -> list[Named]:
        """The places at which a symbol is declared."""
        return [each for each in self.places_of(symbol) if each.declares]

    def declarations(self, name: str) -> tuple[Declaration, ...]:
        """The declarations of a status, attribute, act, class, body, office or flag.

        Their places count from the slot whose `file` is `Declaration.placed.file`; `look.where` moves them.
        """
        return self.look.names.declarations.get(name, ())


def _article_text(look: Look, number: str, text: str) -> str:
    """The text whose article a number means: its own if it has one, otherwise another's."""
    places = look.names.articles.get(number, ())
    texts = [look.slots[placed.file].text for placed in places if placed.file in look.slots]
    return text if text in texts or not texts else texts[0]
