"""From one text to all the texts it uses: every instrument parsed once, with what must be chosen for it to count."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from attrs import field, frozen

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.source import Source
from constdsl.syntax import tree
from constdsl.syntax.parser import parse

__all__ = ["Guard", "Loaded", "Placed", "Reader", "Switch", "load"]

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
        self.place(self.instruments[number].statements, guard, None, number, source.name, trail)

    def place(
        self,
        statements: tuple[tree.Statement, ...],
        guard: Guard,
        article: str | None,
        instrument: int,
        file: str,
        trail: tuple[str, ...],
    ) -> None:
        for statement in statements:
            placed = Placed(statement, guard, article, instrument, file)
            match statement:
                case tree.Use():
                    self.follow(statement, placed, trail)
                case tree.Article():
                    self.statements.append(placed)
                    key = f"{instrument}:{statement.number.number}"
                    self.place(statement.statements, guard, key, instrument, file, trail)
                case tree.Option() | tree.Unclear():
                    self.statements.append(placed)
                    for name, choice, inner in branches(statement):
                        self.place(inner, (*guard, (name, choice)), article, instrument, file, trail)
                case _:
                    self.statements.append(placed)

    def follow(self, use: tree.Use, placed: Placed, trail: tuple[str, ...]) -> None:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(placed.file), use.path))
        if name in trail:
            circle = " → ".join((*trail[trail.index(name) :], name))
            self.report(
                "use/circular", "U2", f"`use` runs in a circle: {circle}", placed, use,
                "remove one `use` of the circle: names are shared by all instruments loaded together",
            )  # fmt: skip
            return
        source = self.sources.get(name) or self.read(name)
        if isinstance(source, str):
            self.report(
                "use/missing", "U1", f"cannot load {use.path!r}: {source}", placed, use,
                "give the path from the folder of this file, with `/` between folders",
            )  # fmt: skip
            return
        self.include(source, placed.guard, (*trail, name))

    def report(self, slug: str, code: str, message: str, placed: Placed, use: tree.Use, advice: str) -> None:
        self.diagnostics.append(
            Diagnostic(slug, code, Severity.ERROR, message, placed.file, use.span, help=(advice,))
        )


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
