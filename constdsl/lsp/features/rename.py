"""A new name for something, everywhere at once or not at all.

Three things make sure of it. Names are told apart by what they stand for, never by their letters alone. A name that
also stands in words that cannot be read is left as it is: what it means there nobody can tell yet, and both to change
and to leave it there could be wrong. And the changed texts are read again before anything is answered: every name must
stand for what it stood for before, and no mistake may have come.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import PurePosixPath

from attrs import evolve, frozen
from lsprotocol import types

from constdsl.diagnostic import Edit
from constdsl.lsp.features.actions import takes_versions, workspace_edit
from constdsl.lsp.protocol import Refused
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import Named, View
from constdsl.model.drafts import Draft, Look
from constdsl.model.load import Loaded, load
from constdsl.model.names import Names
from constdsl.model.occurrences import Space, Symbol, occurrences, written
from constdsl.model.resolve import resolve
from constdsl.source import Source, Span, markdown_source
from constdsl.syntax import tree
from constdsl.syntax.grammar import load_tables
from constdsl.syntax.words import split_words

__all__ = ["prepare", "register", "rename"]

_NUMBERS = ("INT", "ARTICLE_NUMBER")


def prepare(view: View, offset: int) -> types.PrepareRenamePlaceholder:
    """The name at an offset, where it can have another. Raises Refused where it cannot."""
    named = _named(view, offset)
    return types.PrepareRenamePlaceholder(view.range(named.span), named.symbol.name)


def rename(view: View, offset: int, new: str, *, versions: bool) -> types.WorkspaceEdit:
    """The changes that give what is named at an offset another name; `versions` as in `workspace_edit`.

    Raises Refused, and says why, where that cannot be done without doubt.
    """
    symbol = _named(view, offset).symbol
    new = _valid(symbol, unicodedata.normalize("NFC", new.strip()))
    places = view.places_of(symbol) if new != symbol.name else []
    texts = {each.name for each in places}
    looks = [look for look in (view.look, *view.others()) if not texts.isdisjoint(look.drafts)]
    _refuse_taken(view, looks, evolve(symbol, name=new))
    _refuse_unreadable(view, looks, symbol, new)
    for look in looks:
        _verify(look, _Renaming(view, symbol, new, places))
    return workspace_edit(view, [Edit(each.name, each.span, new) for each in places], versions)


# --- what can be changed, and to what -------------------------------------------------------------------------------


def _named(view: View, offset: int) -> Named:
    """The name at an offset, if it is declared anywhere."""
    named = view.named_at(offset)
    if named is None:
        for item, start in view.all_statements():
            if isinstance(item, tree.Unclear) and start + item.span.start <= offset <= start + item.span.end:
                quoted = view.document.source.text.find(f'"{item.words}"', start + item.span.start)
                if quoted <= offset <= quoted + len(item.words) + 2:
                    raise Refused("These words are left unclear and go by no other name: change them where they stand.")
        raise Refused("There is no name here that could be changed.")
    if not view.declared(named.symbol):
        raise Refused(f"{_spelled(named.symbol)} is not declared anywhere, so nobody can tell what it stands for.")
    return named


def _valid(symbol: Symbol, new: str) -> str:
    """The new name, if it can be one."""
    tables = load_tables()
    words = split_words(new, 0, len(new), tables.keywords)
    whole = len(words) == 1 and words[0].text == new
    if symbol.space is Space.ARTICLE:
        if not whole or words[0].kind not in _NUMBERS or "_" in new:
            raise Refused(f"`{new}` is no number of an article: write digits, perhaps with a letter, such as `12a`.")
    elif new in tables.reserved:
        raise Refused(f"`{new}` is a word of the language and cannot be a name.")
    elif not whole or not new.isidentifier():
        raise Refused(f"`{new}` is no name: write letters, digits and `_` in one word, and no digit in front.")
    return new


def _refuse_taken(view: View, looks: Sequence[Look], new: Symbol) -> None:
    taken = [each for look in looks for name in look.drafts for each in view.places_in(new, look, name)]
    if taken:
        first = next((each for each in taken if each.declares), taken[0])
        what = "is already declared" if first.declares else "is already named"
        raise Refused(f"{_spelled(new)} {what} in {_line(view, first.name, first.span.start)}.")


def _refuse_unreadable(view: View, looks: Sequence[Look], symbol: Symbol, new: str) -> None:
    """Nobody can tell what a name stands for in words that cannot be read."""
    drafts = {name: draft for look in looks for name, draft in look.drafts.items()}
    for name, draft in drafts.items():
        for word, start in _unread(draft, symbol.space):
            if unicodedata.normalize("NFC", word) in (symbol.name, new):
                where = _line(view, name, start)
                raise Refused(f"`{word}` also stands in {where}, among words that cannot be read: mend that first.")


def _unread(draft: Draft, space: Space) -> Iterator[tuple[str, int]]:
    """Words that may be names, or numbers of articles, in those pieces of a text that have mistakes."""
    broken = [(slot.part.text, slot.start, slot.occurrences) for slot in draft.slots if slot.part.diagnostics]
    if not draft.slots:
        broken = [(draft.source.text, 0, ())]
    for text, start, known in broken:
        read = {each.span.start for each in known}
        words = split_words(text, 0, len(text), load_tables().keywords)
        for before, word in zip([None, *words], words, strict=False):
            numbers = before is not None and before.kind == "ARTICLE" and word.kind in _NUMBERS
            if word.start not in read and (numbers if space is Space.ARTICLE else word.text.isidentifier()):
                yield word.text, start + word.start


# --- whether it means the same --------------------------------------------------------------------------------------


@frozen
class _Renaming:
    """A change of names in several texts."""

    view: View
    symbol: Symbol
    new: str
    places: Sequence[Named]

    def spans(self, text: str) -> list[Span]:
        """The stretches of a text that change, in order."""
        return sorted(each.span for each in self.places if each.name == text)

    def symbol_after(self, symbol: Symbol, changed: bool) -> Symbol:
        """What a name stands for afterwards; `changed` tells that it is one of those that change."""
        if changed:
            return evolve(symbol, name=self.new)
        inside = _INSIDE.get(self.symbol.space, ())
        if symbol.space in inside and symbol.within == self.symbol.name:
            return evolve(symbol, within=self.new)
        return symbol

    def source_after(self, source: Source) -> Source:
        """A text afterwards."""
        text, end = "", 0
        shown = source.shown or source.text
        for span in self.spans(source.name):
            text += shown[end : span.start] + self.new
            end = span.end
        text += shown[end:]
        return markdown_source(source.name, text) if source.shown else Source(source.name, text)


_INSIDE = {Space.NAME: (Space.GROUP, Space.VALUE), Space.OPTION: (Space.CHOICE,)}
"""What is named within something else, and so changes with its name."""

_Meant = list[tuple[Span, Symbol, bool]]


def _verify(look: Look, renaming: _Renaming) -> None:
    """Read the changed texts again: each name stands for what it did, and nothing is wrong that was not before."""
    after = {name: renaming.source_after(source) for name, source in look.loaded.sources.items()}

    def read(name: str) -> Source | str:
        return after[name] if name in after else renaming.view.documents.read(name)

    loaded = load(after[look.root], read)
    model, found = resolve(loaded)
    moves = {name: _moves(renaming, name) for name in look.drafts}
    known = {
        (each.slug, each.file, moves[each.file](each.span).start) for each in look.diagnostics if each.file in moves
    }
    for diagnostic in (*loaded.diagnostics, *found):
        if (diagnostic.slug, diagnostic.file, diagnostic.span.start) not in known:
            raise Refused(f"With this name, {diagnostic.message}.")
    if _meant_after(loaded, model.names) != _meant_before(look, renaming, moves):
        raise Refused("With this name, some words of the text would mean something else.")


_Move = Callable[[Span], Span]


def _moves(renaming: _Renaming, text: str) -> _Move:
    """Where the places of a text are afterwards."""
    spans = renaming.spans(text)
    ends = [span.end for span in spans]
    grown = [0, *accumulate(len(renaming.new) - (span.end - span.start) for span in spans)]

    def offset(place: int) -> int:
        return place + grown[bisect_right(ends, place)]

    return lambda span: Span(offset(span.start), offset(span.end))


def _meant_before(look: Look, renaming: _Renaming, moves: Mapping[str, _Move]) -> dict[str, _Meant]:
    """What each name of each text must stand for, and where."""
    found: dict[str, _Meant] = {}
    for name in look.drafts:
        changed = set(renaming.spans(name))
        found[name] = [
            (moves[name](each.span), renaming.symbol_after(each.symbol, each.span in changed), each.declares)
            for each in renaming.view.names_in(look, name)
        ]
    return found


def _meant_after(loaded: Loaded, names: Names) -> dict[str, _Meant]:
    """What each name of each text stands for, and where."""
    found: dict[str, _Meant] = {}
    for instrument in loaded.instruments:
        text = loaded.sources[instrument.name].text
        named = sorted(occurrences(instrument.statements), key=lambda each: each.span)
        found[instrument.name] = [
            (each.span, _at_home(each.symbol, instrument.name, names), each.declares)
            for each in named
            if written(each, text)
        ]
    return found


def _at_home(symbol: Symbol, text: str, names: Names) -> Symbol:
    """The symbol, with the text in which an article stands: its own if it has one of this number."""
    if symbol.space is not Space.ARTICLE:
        return symbol
    texts = [placed.file for placed in names.articles.get(symbol.name, ())]
    return evolve(symbol, within=text if text in texts or not texts else texts[0])


# --- words ----------------------------------------------------------------------------------------------------------


def _spelled(symbol: Symbol) -> str:
    return f"article {symbol.name}" if symbol.space is Space.ARTICLE else f"`{symbol.name}`"


def _line(view: View, name: str, offset: int) -> str:
    line = f"line {view.documents.lines(name).position(offset).line + 1}"
    return line if name == view.name else f"{line} of {PurePosixPath(name).name}"


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepared(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        view = server.view(params.text_document.uri)
        return prepare(view, view.offset(params.position)) if view is not None else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        versions = takes_versions(server.client_capabilities)
        return rename(view, view.offset(params.position), params.new_name, versions=versions)
