"""Texts laid out anew, whole or in part, and only when they say afterwards what they said before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from constdsl.diagnostic import Diagnostic, Edit, Severity
from constdsl.format.gaps import Gap, Page, gaps
from constdsl.format.layout import Layout, Unit, children_of
from constdsl.format.script import MARK, Script
from constdsl.source import Source, Span, markdown_blocks, markdown_source
from constdsl.syntax import tree as t
from constdsl.syntax.parser import parse
from constdsl.syntax.pieces import Parts, Placed, read_parts

__all__ = ["Formatted", "format_range", "format_text"]


@frozen
class Formatted:
    """A text in the one layout of the language; or, where `diagnostics` say why, the text as it was."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


def format_text(source: Source) -> Formatted:
    """Lay out a whole text anew; of Markdown the `const` blocks.

    A text with mistakes stays as it is. So does one that would not say the same afterwards: that is a fault of this
    program, and is reported as such. Never raises. Linear.
    """
    text = source.shown or source.text
    parsed = parse(source)
    if parsed.diagnostics:
        return Formatted(text, parsed.diagnostics)
    if source.shown:
        found = _rewritten_blocks(source)
    else:
        found = _rewritten(text, parsed.instrument, _ending(text))
    again = parse(_like(source, found))
    if again.diagnostics or _sayings(again.instrument) != _sayings(parsed.instrument):
        return Formatted(text, (_unfaithful(source.name),))
    return Formatted(found)


def format_range(source: Source, span: Span, parts: Parts | None = None) -> tuple[Edit, ...]:
    """The changes that lay out anew the statements that a stretch of text touches, and nothing else.

    What is wrong elsewhere does not matter; top-level statements with mistakes in them stay as they are. `parts` are
    those of the text, where it has been read already.
    """
    text = source.shown or source.text
    parts = parts or read_parts(source)
    near = [place for place, each in enumerate(parts.placed) if span.start <= each.end and each.start <= span.end]
    edits: list[Edit] = []
    if near:
        # One more on each side: a comment above tells on a line, and so does what stands behind on it.
        around = parts.placed[max(0, near[0] - 1) : near[-1] + 2]
        lines = Span(text.rfind("\n", 0, around[0].start) + 1, around[-1].end)
        layout = Layout(Script(source.text, _comments(around, lines), lines))
        for page in _pages(source):
            for place in near:
                edits += _part_edits(layout, parts.placed[place], page, span, source.name)
    edits = [edit for edit in edits if text[edit.span.start : edit.span.end] != edit.text]
    if not edits:
        return ()
    known = {each.part.key: each.part for each in parts.placed}
    again = read_parts(_like(source, _applied(text, edits)), known)
    return tuple(edits) if _contents(again) == _contents(parts) else ()


# --- the whole text -------------------------------------------------------------------------------------------------


def _rewritten(text: str, instrument: t.Instrument, ending: str, margin: str = "") -> str:
    script = Script(text, instrument.comments)
    layout = Layout(script)
    items = [*([instrument.header] if instrument.header is not None else []), *instrument.statements]
    layout.lay(items, 0, len(script.words))
    start = int(text.startswith(MARK))
    page = Page(Span(start, len(text)), ending, margin)
    return text[:start] + _filled(text, gaps(layout, 0, len(script.words), page), start)


def _rewritten_blocks(source: Source) -> str:
    """Markdown with each block laid out that can be read by itself."""
    parts: list[str] = []
    at = 0
    for page in _pages(source):
        block = source.shown[page.span.start : page.span.end]
        parsed = parse(Source(source.name, block))
        parts.append(source.shown[at : page.span.start])
        if not parsed.diagnostics:
            block = _rewritten(block, parsed.instrument, page.ending, page.margin)
        parts.append(block)
        at = page.span.end
    return "".join([*parts, source.shown[at:]])


def _pages(source: Source) -> list[Page]:
    """The stretches of a text that are laid out each by itself: the blocks of Markdown, or all of it."""
    if not source.shown:
        return [Page(Span(int(source.text.startswith(MARK)), len(source.text)), _ending(source.text))]
    pages = []
    for block in markdown_blocks(source.shown):
        fence = source.shown[source.shown.rfind("\n", 0, block.start - 1) + 1 : block.start]
        pages.append(Page(block, _ending(source.shown), fence[: len(fence) - len(fence.lstrip(" "))]))
    return pages


def _ending(text: str) -> str:
    """How the first line of a text ends."""
    return "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"


def _filled(text: str, found: Iterable[Gap], at: int) -> str:
    parts: list[str] = []
    for gap in found:
        parts += [text[at : gap.span.start], gap.text]
        at = gap.span.end
    return "".join([*parts, text[at:]])


# --- a part of it ---------------------------------------------------------------------------------------------------


def _part_edits(layout: Layout, placed: Placed, page: Page, span: Span, file: str) -> Iterator[Edit]:
    """The changes to the touched statements of one part, if it has no mistakes and stands on that page."""
    script = layout.script
    first, last = script.starting(placed.start), script.starting(placed.end)
    if placed.part.diagnostics or first == last:
        return
    start = script.words[first].start
    if start < page.span.start or script.words[last - 1].end > page.span.end:
        return
    layout.lay(placed.part.items, placed.start, last)
    touched = _touched(layout, placed.part.items, placed.start, last, span)
    wanted = {number for begin, end in touched for number in range(begin, end)}
    line = max(page.span.start, script.text.rfind("\n", 0, start) + 1)
    if first in wanted and not script.text[line:start].strip():
        # Nothing before the first statement is its own, but the blanks on its line.
        yield Edit(file, Span(line, start), page.margin)
    for gap in gaps(layout, first, last, evolve(page, span=Span(start, page.span.end))):
        if gap.word in wanted and gap.span.start > start:
            yield Edit(file, gap.span, gap.text)


def _touched(layout: Layout, units: Sequence[Unit], offset: int, last: int, span: Span) -> Iterator[tuple[int, int]]:
    """The statements that a stretch touches, the innermost where it stays within braces: their first and last words."""
    words = layout.script.words
    for unit, first, end in layout.stretches(units, offset, last):
        if words[end - 1].end < span.start or words[first].start > span.end:
            continue
        children = children_of(unit)
        if children and end - 1 in layout.lines:
            opening = next(at for at in range(first, end) if words[at].kind == "LBRACE")
            if words[opening].end <= span.start and span.end <= words[end - 1].start:
                yield from _touched(layout, children, offset, end - 1, span)
                continue
        yield first, end


def _applied(text: str, edits: Sequence[Edit]) -> str:
    return _filled(text, (Gap(0, edit.span, edit.text) for edit in edits), 0)


def _comments(placed: Sequence[Placed], lines: Span) -> list[t.Comment]:
    """The comments of some parts, with their places in the text, as far as they stand on those lines."""
    found = []
    for each in placed:
        for comment in each.part.comments:
            moved = Span(comment.span.start + each.start, comment.span.end + each.start)
            if lines.start <= moved.start:
                found.append(evolve(comment, span=moved))
    return found


# --- the check ------------------------------------------------------------------------------------------------------


def _like(source: Source, text: str) -> Source:
    return markdown_source(source.name, text) if source.shown else Source(source.name, text)


def _sayings(instrument: t.Instrument) -> tuple[object, ...]:
    return instrument.header, instrument.statements, _texts(instrument.comments)


def _contents(parts: Parts) -> tuple[object, ...]:
    """What a text says, and how many mistakes it has, whatever its layout."""
    found = [placed.part for placed in parts.placed]
    items = [item for part in found for item in part.items]
    mistakes = sum(len(part.diagnostics) for part in found) + len(parts.diagnostics)
    return items, mistakes, _texts(comment for part in found for comment in part.comments)


def _texts(comments: Iterable[t.Comment]) -> list[tuple[str, bool]]:
    return [(each.text.rstrip(), each.own_line) for each in comments]


def _unfaithful(file: str) -> Diagnostic:
    return Diagnostic(
        "internal/layout", "Z7", Severity.ERROR, "in its new layout this text would not say the same", file, Span(0, 1),
        help=("It was left as it is. Please report it with the text.",),
    )  # fmt: skip
