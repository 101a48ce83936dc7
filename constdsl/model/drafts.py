"""Texts that are being written: after a change, only what changed is read and looked up again.

A text is kept as its pieces. To the rest of the model each piece looks like a file of its own, so that a piece whose
words are the same stays the same value wherever it moves; what is said of it is moved to its place in the text at the
very end. Names are settled again in the pieces that changed, and everywhere only when a change declares something
else than before.

What comes out equals what `load` and `resolve` say of the same texts.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import evolve, field, frozen

from constdsl.diagnostic import Diagnostic, Label
from constdsl.model.load import Guard, Loaded, Placed, Reader, branches, every_statement, find_used, placements
from constdsl.model.names import NameChecker, Names, declared_words
from constdsl.model.occurrences import Occurrence, occurrences, written
from constdsl.model.resolve import circles, headers
from constdsl.source import NOWHERE, Source, Span
from constdsl.syntax import tree
from constdsl.syntax.parser import parse
from constdsl.syntax.pieces import Part, Parts, moved, read_parts

__all__ = ["Draft", "Drafts", "Look", "Slot"]

_MOST_MISTAKES = 1000
"""Mistakes of one text that are told one by one; a text with more is read as a whole, which stops there."""


@frozen(eq=False, slots=False)
class Slot:
    """A piece of a text in its place. `file` is the name under which the piece goes in the model, and stays the same
    while the piece is being written."""

    file: str
    text: str = field(repr=False)
    """The name of the text that it is a piece of."""
    part: Part
    start: int

    @property
    def end(self) -> int:
        """Where the piece ends in its text."""
        return self.start + len(self.part.text)

    @cached_property
    def declares(self) -> tuple[object, ...]:
        """All that other pieces may depend on: what it declares, without places and without who reads it."""
        return tuple(_declared(self.part.items))

    @cached_property
    def lost(self) -> frozenset[str]:
        """What it may declare, were all of it readable."""
        return frozenset(declared_words(self.part.text))

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Every name in it, in the order of its places."""
        found = [each for each in occurrences(self.part.items) if written(each, self.part.text)]
        return tuple(sorted(found, key=lambda each: each.span))

    @cached_property
    def uses(self) -> bool:
        """Whether it uses another text, or holds choices under which others are used."""
        return any(isinstance(each, tree.Use) for each in every_statement(self.part.items))


@frozen(eq=False, slots=False)
class Draft:
    """One text in slots, and what is wrong with it as a whole."""

    source: Source
    slots: tuple[Slot, ...]
    parts: Parts = field(repr=False)

    @cached_property
    def mistakes(self) -> tuple[Diagnostic, ...]:
        """What `parse` says of the text."""
        name = self.source.name
        if sum(len(slot.part.diagnostics) for slot in self.slots) >= _MOST_MISTAKES:
            return parse(self.source).diagnostics
        found = [moved(each, slot.start, name) for slot in self.slots for each in slot.part.diagnostics]
        return tuple(sorted([*self.parts.diagnostics, *found], key=Diagnostic.sort_key))

    @cached_property
    def lost(self) -> frozenset[str]:
        """What it may declare, were all of it readable."""
        if not self.slots:
            return frozenset(declared_words(self.source.text))
        return frozenset().union(*(slot.lost for slot in self.slots))

    def slot_at(self, offset: int) -> Slot | None:
        """The slot that holds a place; at the border of two the later one, and the last one at the end."""
        low, high = 0, len(self.slots)
        while low < high:
            middle = (low + high) // 2
            if self.slots[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return self.slots[low - 1] if low else None


@frozen(eq=False, slots=False)
class Look:
    """A text with those that it uses, as far as they can be read: its names, and what is wrong with it.

    Spans in `loaded` and `names` count from the start of the slot whose `file` they go with; `where` moves them.
    """

    root: str
    drafts: dict[str, Draft] = field(repr=False)
    slots: dict[str, Slot] = field(repr=False)
    loaded: Loaded = field(repr=False)
    names: Names = field(repr=False)
    diagnostics: tuple[Diagnostic, ...]

    def where(self, file: str, span: Span) -> tuple[str, Span]:
        """The text, and the place in it, of something that was found in a slot."""
        slot = self.slots[file]
        return slot.text, Span(slot.start + span.start, slot.start + span.end)


@frozen(eq=False)
class _Checked:
    """What was found about names the last time: per slot and guard, valid while nothing else is declared."""

    declares: tuple[object, ...]
    lost: frozenset[str]
    parts: dict[str, Part]
    found: dict[tuple[str, Guard], tuple[Diagnostic, ...]]


class Drafts:
    """All texts that are open or used, by name. Not for several threads at once."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}
        self._numbers = itertools.count()
        self._checked: dict[str, _Checked] = {}
        self._placed: dict[tuple[str, Guard, int], tuple[Part, tuple[Placed, ...]]] = {}

    def put(self, source: Source) -> Draft:
        """Take in a text, new or changed."""
        before = self._drafts.get(source.name)
        if before is not None and before.source.text == source.text:
            return before
        old = before.slots if before is not None else ()
        parts = read_parts(source, {slot.part.key: slot.part for slot in old})
        slots = self._slots(source.name, parts, old)
        draft = self._drafts[source.name] = Draft(source, slots, parts)
        return draft

    def forget(self, name: str) -> None:
        """Let go of a text."""
        self._drafts.pop(name, None)
        self._checked.pop(name, None)

    def _slots(self, name: str, parts: Parts, old: Sequence[Slot]) -> tuple[Slot, ...]:
        """Slots for parts. Those that did not change keep theirs, and one that changed takes over from its like."""
        placed = parts.placed
        most = min(len(placed), len(old))
        head = next((at for at in range(most) if placed[at].part is not old[at].part), most)
        tail = next((at for at in range(most - head) if placed[-1 - at].part is not old[-1 - at].part), most - head)
        files = [slot.file for slot in old[head : len(old) - tail]]
        dropped = files[len(placed) - tail - head :]
        for file in dropped:
            for key in [key for key in self._placed if key[0] == file]:
                del self._placed[key]
        found: list[Slot] = []
        for at, each in enumerate(placed):
            if at < head:
                slot = old[at]
            elif at >= len(placed) - tail:
                slot = old[at - len(placed)]
            else:
                file = files[at - head] if at - head < len(files) else f"{name}\n{next(self._numbers)}"
                slot = Slot(file, name, each.part, each.start)
            if slot.start != each.start:
                slot = _at(slot, each.start)
            found.append(slot)
        return tuple(found)

    def look(self, root: Source, read: Reader) -> Look:
        """Everything that can be said of a text without analysing it. Texts it uses are asked of `read`."""
        loader = _DraftLoader(self, read)
        loader.include(root, (), (root.name,))
        slots = loader.slots
        loaded = Loaded(
            {name: draft.source for name, draft in loader.drafts.items()}, tuple(loader.instruments),
            tuple(loader.statements), (), frozenset(loader.drafts) - {root.name},
        )  # fmt: skip
        broken = [draft for draft in loader.drafts.values() if draft.mistakes]
        told = {diagnostic.file for diagnostic in loader.diagnostics}
        broken += [loader.drafts[name] for name in told if not loader.drafts[name].mistakes]
        lost = frozenset().union(*(draft.lost for draft in broken))
        checker = NameChecker(loaded, lost)
        checker.declare()
        declared = tuple(checker.diagnostics)
        found = self._names(root.name, loader, checker, lost)
        look = Look(root.name, loader.drafts, slots, loaded, checker.names, ())
        said = [_absolute(each, slots) for each in (*declared, *found, *circles(loaded))]
        mistakes = [each for draft in loader.drafts.values() for each in draft.mistakes]
        ordered = sorted(
            dict.fromkeys([*mistakes, *loader.diagnostics, *said, *headers(loaded)]), key=Diagnostic.sort_key
        )
        return evolve(look, diagnostics=tuple(ordered))

    def _names(
        self, root: str, loader: _DraftLoader, checker: NameChecker, lost: frozenset[str]
    ) -> Iterator[Diagnostic]:
        before = self._checked.get(root)
        declares = tuple(loader.declares)
        parts = {file: slot.part for file, slot in loader.slots.items()}
        known: dict[tuple[str, Guard], tuple[Diagnostic, ...]] = {}
        if before is not None and before.lost == lost and before.declares == declares:
            same = {file for file, part in parts.items() if before.parts.get(file) is part}
            known = {
                key: found
                for key, found in before.found.items()
                if key[0] in same and all(label.file in same for each in found for label in each.labels)
            }
        found: dict[tuple[str, Guard], tuple[Diagnostic, ...]] = {}
        for file, guard, placed in loader.order:
            if (file, guard) not in found:
                told = known.get((file, guard))
                if told is None:
                    checker.diagnostics = []
                    for each in placed:
                        checker.statement(each)
                    told = tuple(checker.diagnostics)
                found[file, guard] = told
            yield from found[file, guard]
        self._checked[root] = _Checked(declares, lost, parts, found)

    def placed(self, slot: Slot, guard: Guard, instrument: int) -> tuple[Placed, ...]:
        """The statements of a slot, each with everything that its surroundings say about it."""
        key = (slot.file, guard, instrument)
        known = self._placed.get(key)
        if known is None or known[0] is not slot.part:
            items = [item for item in slot.part.items if not isinstance(item, tree.Header)]
            known = self._placed[key] = slot.part, tuple(placements(items, guard, None, instrument, slot.file))
        return known[1]


class _DraftLoader:
    """Follows `use` as `load` does, over drafts."""

    def __init__(self, all_drafts: Drafts, read: Reader) -> None:
        self.all = all_drafts
        self.read = read
        self.drafts: dict[str, Draft] = {}
        self.slots: dict[str, Slot] = {}
        self.instruments: list[tree.Instrument] = []
        self.statements: list[Placed] = []
        self.diagnostics: list[Diagnostic] = []
        self.declares: list[object] = []
        self.order: list[tuple[str, Guard, tuple[Placed, ...]]] = []
        self.seen: dict[tuple[str, Guard], None] = {}
        self.numbers: dict[str, int] = {}

    def include(self, source: Source, guard: Guard, trail: tuple[str, ...]) -> None:
        name = source.name
        if any(other == name and set(inner) <= set(guard) for other, inner in self.seen):
            return
        self.seen[name, guard] = None
        if name not in self.numbers:
            draft = self.drafts[name] = self.all.put(source)
            self.numbers[name] = len(self.instruments)
            items = (item for slot in draft.slots for item in slot.part.items)
            first = next((item for item in items if not isinstance(item, tree.Header)), None)
            # Whether there is any statement is all that is asked of an instrument here.
            self.instruments.append(tree.Instrument(name, draft.parts.header, (first,) if first is not None else ()))
            self.slots |= {slot.file: slot for slot in draft.slots}
        number = self.numbers[name]
        for slot in self.drafts[name].slots:
            placed = self.all.placed(slot, guard, number)
            self.declares.append((number, guard, slot.declares))
            own = tuple(each for each in placed if not isinstance(each.statement, tree.Use)) if slot.uses else placed
            self.order.append((slot.file, guard, own))
            if not slot.uses:
                self.statements += placed
                continue
            for each in placed:
                if isinstance(each.statement, tree.Use):
                    self.follow(each.statement, each, slot, trail)
                else:
                    self.statements.append(each)

    def follow(self, use: tree.Use, placed: Placed, slot: Slot, trail: tuple[str, ...]) -> None:
        span = Span(slot.start + use.span.start, slot.start + use.span.end)
        found = find_used(use, slot.text, span, trail, self._find)
        if isinstance(found, Diagnostic):
            self.diagnostics.append(found)
        else:
            self.include(found, placed.guard, (*trail, found.name))

    def _find(self, name: str) -> Source | str:
        return self.drafts[name].source if name in self.drafts else self.read(name)


def _at(slot: Slot, start: int) -> Slot:
    """The slot at another place, with what was worked out about it."""
    found = Slot(slot.file, slot.text, slot.part, start)
    known = ("declares", "lost", "occurrences", "uses")
    found.__dict__.update({name: slot.__dict__[name] for name in known if name in slot.__dict__})
    return found


def _absolute(diagnostic: Diagnostic, slots: dict[str, Slot]) -> Diagnostic:
    def move(file: str, span: Span) -> tuple[str, Span]:
        slot = slots.get(file)
        if slot is None:
            return file, span
        return slot.text, Span(slot.start + span.start, slot.start + span.end) if span != NOWHERE else span

    file, span = move(diagnostic.file, diagnostic.span)
    labels = tuple(Label(*move(label.file, label.span), label.message) for label in diagnostic.labels)
    return evolve(diagnostic, file=file, span=span, labels=labels)


def _declared(items: Sequence[tree.Item], guard: Guard = ()) -> Iterator[object]:
    for item in items:
        match item:
            case tree.Article():
                yield "article", item.number.number, guard
                yield from _declared(item.statements, guard)
            case tree.Option() | tree.Unclear():
                name = item.words if isinstance(item, tree.Unclear) else item.name.text
                yield "switch", name, tuple(choice for _, choice, _ in branches(item)), guard
                for switch, choice, inner in branches(item):
                    yield from _declared(inner, (*guard, (switch, choice)))
            case tree.BodyDecl():
                groups = tuple(each.name.text for each in item.items if isinstance(each, tree.SeatGroup) and each.name)
                yield "office" if item.office else "body", item.name.text, groups, guard
            case tree.AttributeDecl():
                yield "attribute", item.name.text, tuple(value.text for value in item.values), item.unit, guard
            case tree.StatusDecl() | tree.ActDecl() | tree.ClassDecl() | tree.FlagDecl():
                yield type(item).__name__, item.name.text, guard
            case tree.Use():
                yield "use", item.path, guard
