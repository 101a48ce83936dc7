"""Parse a text into a tree and diagnostics; the public door of this package."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from attrs import frozen

from constdsl.diagnostic import Diagnostic
from constdsl.source import Source
from constdsl.syntax import limits
from constdsl.syntax import tree as t
from constdsl.syntax.build import Builder, Problem
from constdsl.syntax.cut import Piece, cut
from constdsl.syntax.grammar import Tables, load_tables
from constdsl.syntax.machine import Machine, Maker, bind_rules
from constdsl.syntax.recover import Failure, recover
from constdsl.syntax.words import END, Word, split_words

__all__ = ["Parsed", "Reading", "describe", "find_header", "parse", "parse_property", "read_piece"]

_MOST_DIAGNOSTICS = 1000


@frozen
class Parsed:
    """What a text says as far as it can be read, and what is wrong with it."""

    instrument: t.Instrument
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(source: Source) -> Parsed:
    """Parse a text: its tree as far as it can be read, and everything that is wrong with it.

    Never raises, whatever the text. Statements that can be read stay in the tree when others cannot. Time and
    memory are linear in the length of the text.
    """
    text, problems, readable = limits.check_text(source.text)
    if not readable:
        return Parsed(t.Instrument(source.name, None, ()), describe(problems, [], source.name))
    cuts = cut(text)
    reader = _Reader(text)
    if (deep := limits.too_many_braces(cuts.depth)) is not None:
        problems.append(deep)
        return Parsed(t.Instrument(source.name, None, (), cuts.comments), describe(problems, [], source.name))
    with _patient_collector():
        reader.read_all(cuts.pieces)
        if cuts.others is not None:
            # Braces do not match up, and only the reading tells which way of cutting meets the writer's mind.
            other = _Reader(text)
            other.read_all(cuts.others)
            reader = min(other, reader, key=_Reader.count)
    header, misplaced = find_header((item, 0) for item in reader.items)
    statements = tuple(item for item in reader.items if not isinstance(item, t.Header))
    instrument = t.Instrument(source.name, header, statements, cuts.comments)
    return Parsed(instrument, describe(problems + reader.builder.problems + misplaced, reader.failures, source.name))


def parse_property(text: str) -> t.Property | tuple[Diagnostic, ...]:
    """Parse one property, such as `no body alone can control Council`: the property, or what is wrong with it.

    Diagnostics name the file `question`. Never raises.
    """
    text, problems, readable = limits.check_text(text)
    reader = _Reader(text)
    if readable:
        words = reader.words(Piece(0, len(text)))
        deep = limits.too_deep(words)
        machine = Machine(reader.tables, reader.rules, "sole_property")
        if deep is not None:
            problems.append(deep)
        elif (stop := machine.feed(words)) < len(words):
            before = words[stop - 1] if stop else None
            reader.failures.append((Failure(words[stop], before, machine.states[-1], machine.expected()), None))
    problems += reader.builder.problems
    if problems or reader.failures:
        return describe(problems, reader.failures, "question")
    promise: t.Property = machine.values[-1]
    return promise


@frozen(eq=False)
class Reading:
    """What one piece of a text says, and what stood in the way."""

    items: list[t.Item]
    problems: list[Problem]
    failures: list[tuple[Failure, Word | None]]

    @property
    def mistakes(self) -> int:
        """How much was found wrong."""
        return len(self.problems) + len(self.failures)


def read_piece(text: str, piece: Piece) -> Reading:
    """Read one piece of a text by itself; what follows it may be quoted where it ends too early."""
    reader = _Reader(text)
    reader.read(piece)
    return Reading(reader.items, reader.builder.problems, reader.failures)


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Let the collector of garbage rest while a tree grows.

    A growing tree is no garbage, and looking through it again and again takes close to half of the time for
    100,000 lines, and more than its share of it as the tree grows.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


class _Reader:
    """Reads the pieces of one text and gathers items, problems and failures."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tables: Tables = load_tables()
        self.builder = Builder()
        self.rules: list[tuple[str, int, Maker | None]] = bind_rules(self.tables.rules, self.builder)
        self.items: list[t.Item] = []
        self.failures: list[tuple[Failure, Word | None]] = []

    def words(self, piece: Piece) -> list[Word]:
        words = split_words(self.text, piece.start, piece.end, self.tables.keywords)
        words.append(Word(END, "", piece.end, piece.end))
        return words

    def read_all(self, pieces: tuple[Piece, ...]) -> None:
        for piece in pieces:
            self.read(piece)

    def read(self, piece: Piece) -> None:
        """Read one piece: plainly when it is right, with recovery when it is not."""
        words = self.words(piece)
        if piece.end - piece.start > limits.DEEPEST_CONDITION and (deep := limits.too_deep(words)) is not None:
            self.builder.problems.append(deep)
            return
        mark = len(self.builder.problems)
        machine = Machine(self.tables, self.rules)
        if machine.feed(words) == len(words):
            self.items += machine.values[-1]
            return
        outcome = recover(self.words(piece), self.text, self._starter(mark))
        self.items += [item for item in outcome.values if not isinstance(item, Word)]
        following = self._word_at(piece.end)
        self.failures += [(failure, following) for failure in outcome.failures]

    def count(self) -> int:
        """How much was found wrong."""
        return len(self.failures) + len(self.builder.problems)

    def _starter(self, mark: int) -> Callable[[], Machine]:
        def start_over() -> Machine:
            del self.builder.problems[mark:]
            return Machine(self.tables, self.rules)

        return start_over

    def _word_at(self, start: int) -> Word | None:
        """The word that follows a piece: what a reader sees where the piece ends."""
        line = split_words(self.text, start, min(len(self.text), start + 80), self.tables.keywords)
        return line[0] if line else None


def find_header(items: Iterable[tuple[t.Item, int]]) -> tuple[t.Header | None, list[Problem]]:
    """The header among items, each with the offset that its places count from; one that is not first, or not the only
    one, is a problem."""
    header: t.Header | None = None
    begun = False
    problems: list[Problem] = []
    for item, start in items:
        if not isinstance(item, t.Header):
            begun = True
            continue
        message, advice = "the instrument is named twice", "Keep one line that names it."
        if header is None:
            header = item
            message, advice = f"`{item.rank}` does not stand first", f"Move `{item.rank} \"…\"` to the beginning."
            if not begun:
                continue
        problems.append(Problem("misplaced", message, start + item.span.start, start + item.span.end, (advice,)))
    return header, problems


def describe(
    problems: Sequence[Problem], failures: Sequence[tuple[Failure, Word | None]], file: str
) -> tuple[Diagnostic, ...]:
    """What is wrong with a text, in words and in order."""
    # Imported here, since a text without mistakes needs neither messages nor the examples of mistakes.
    if not problems and not failures:
        return ()
    from constdsl.syntax.messages import describe_failure, describe_problem

    found: list[Any] = [describe_problem(problem, file) for problem in problems]
    found += [describe_failure(failure, file, following) for failure, following in failures[:_MOST_DIAGNOSTICS]]
    if len(failures) > _MOST_DIAGNOSTICS:
        word = failures[_MOST_DIAGNOSTICS][0].word
        message = f"there are more mistakes from here on than the {_MOST_DIAGNOSTICS:,} shown"
        found.append(describe_problem(Problem("limit", message, word.start, word.end), file))
    return tuple(sorted(found, key=Diagnostic.sort_key))
