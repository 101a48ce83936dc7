"""From one text to all the texts it uses: every instrument parsed once, with what must be chosen for it to count."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator

from attrs import field, frozen

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.source import Source, Span
from constdsl.syntax import tree
from constdsl.syntax.parser import parse

__all__ = [
    "Guard", "Loaded", "Placed", "Reader", "Switch", "branches", "every_statement", "find_used", "load", "placements",
]  # fmt: skip

Reader = Callable[[str], Source | str]
"""Find a text by name; a plain string instead is a sentence saying why it cannot be read."""

Guard = tuple[tuple[str, str], ...]
"""Which choice of which option (or reading of which unclear words) a statement stands under, outermost first."""


@frozen
class Placed:
    """A statement with everything that its surroundings say about it.

    `article` is the key of the article around it, `instrument` the number of its instrument in order of loading.
    """

    statement: tree.Statement
    guard: Guard
    article: str | None
    instrument: int
    file: str


@frozen
class Switch:
    """Something to choose: an option of the drafter, or words read in several ways.

    The first choice is an option's default. `reading` tells which of the two it is. `guards` are the choices under
    which it is asked, several where a text is used under several.
    """

    name: str
    title: str | None
    choices: tuple[str, ...]
    reading: bool
    placed: Placed
    guards: tuple[Guard, ...]


@frozen(slots=False)
class Loaded:
    """All instruments reachable from one text, their statements flattened, and the mistakes met on the way."""

    sources: dict[str, Source] = field(repr=False)
    instruments: tuple[tree.Instrument, ...]
    statements: tuple[Placed, ...]
    diagnostics: tuple[Diagnostic, ...]
    uses: frozenset[str]
    """Names of the texts used, directly or through others."""


def load(root: Source, read: Reader) -> Loaded:
    """Parse a text and, once each, the texts it uses. Never raises; linear in the size of all texts."""
    return _Loader(read).run(root)


class _Loader:
    def __init__(self, read: Reader) -> None:
        self.read = read
        self.sources: dict[str, Source] = {}
        self.instruments: list[tree.Instrument] = []
        self.statements: list[Placed] = []
        self.diagnostics: list[Diagnostic] = []
        self.seen: dict[tuple[str, Guard], None] = {}
        self.numbers: dict[str, int] = {}

    def run(self, root: Source) -> Loaded:
        self.include(root, (), (root.name,))
        return Loaded(
            self.sources,
            tuple(self.instruments),
            tuple(self.statements),
            tuple(self.diagnostics),
            frozenset(self.sources) - {root.name},
        )

    def include(self, source: Source, guard: Guard, trail: tuple[str, ...]) -> None:
        if any(name == source.name and set(inner) <= set(guard) for name, inner in self.seen):
            return
        self.seen[source.name, guard] = None
        if source.name not in self.numbers:
            parsed = parse(source)
            self.numbers[source.name] = len(self.instruments)
            self.sources[source.name] = source
            self.instruments.append(parsed.instrument)
            self.diagnostics.extend(parsed.diagnostics)
        number = self.numbers[source.name]
        for placed in placements(self.instruments[number].statements, guard, None, number, source.name):
            if isinstance(placed.statement, tree.Use):
                self.follow(placed.statement, placed, trail)
            else:
                self.statements.append(placed)

    def follow(self, use: tree.Use, placed: Placed, trail: tuple[str, ...]) -> None:
        found = find_used(use, placed.file, use.span, trail, lambda name: self.sources.get(name) or self.read(name))
        if isinstance(found, Diagnostic):
            self.diagnostics.append(found)
        else:
            self.include(found, placed.guard, (*trail, found.name))


def find_used(use: tree.Use, file: str, span: Span, trail: tuple[str, ...], find: Reader) -> Source | Diagnostic:
    """The text that a `use` in a file means, or what is wrong with it at `span`; `trail` are the texts on the way."""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(file), use.path))
    if name in trail:
        circle = " → ".join((*trail[trail.index(name) :], name))
        return Diagnostic(
            "use/circular", "U2", Severity.ERROR, f"`use` runs in a circle: {circle}", file, span,
            help=("remove one `use` of the circle: names are shared by all instruments loaded together",),
        )  # fmt: skip
    source = find(name)
    if isinstance(source, str):
        return Diagnostic(
            "use/missing", "U1", Severity.ERROR, f"cannot load {use.path!r}: {source}", file, span,
            help=("give the path from the folder of this file, with `/` between folders",),
        )  # fmt: skip
    return source


def placements(
    statements: Iterable[tree.Statement], guard: Guard, article: str | None, instrument: int, file: str
) -> Iterator[Placed]:
    """Every statement with what its surroundings say about it, those in articles and choices after what they are in."""
    for statement in statements:
        yield Placed(statement, guard, article, instrument, file)
        match statement:
            case tree.Article():
                key = f"{instrument}:{statement.number.number}"
                yield from placements(statement.statements, guard, key, instrument, file)
            case tree.Option() | tree.Unclear():
                for name, choice, inner in branches(statement):
                    yield from placements(inner, (*guard, (name, choice)), article, instrument, file)


def every_statement(items: Iterable[tree.Item]) -> Iterator[tree.Item]:
    """All items, those in articles and choices after what they stand in."""
    for item in items:
        yield item
        match item:
            case tree.Article():
                yield from every_statement(item.statements)
            case tree.Option() | tree.Unclear():
                for _, _, inner in branches(item):
                    yield from every_statement(inner)


def branches(
    statement: tree.Option | tree.Unclear,
) -> Iterator[tuple[str, str, tuple[tree.Statement, ...]]]:
    """The name of a switch, and each of its choices with the statements under it."""
    if isinstance(statement, tree.Option):
        for choice in statement.choices:
            yield statement.name.text, choice.name.text, choice.statements
    else:
        for reading in statement.readings:
            yield statement.words, reading.name.text, reading.statements
