"""Diagnostics drawn in the text they are about: place, article, line, marks underneath, and advice."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping

from attrs import define, field

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.render.evidence import evidence
from constdsl.render.palette import PLAIN, Palette
from constdsl.render.words import WIDTH, clean, width, wrap
from constdsl.source import NOWHERE, Position, Source, Span

__all__ = ["Illustrator", "draw_all"]

_LONGEST_MESSAGE = 4_000
_BREADCRUMB_LIMIT = 2_000_000
_TAB = "    "

# Nothing is given back and the way to the brace is bounded: any line is read in linear time.
_LANDMARK = re.compile(
    r"""
      \#[^\n]*
    | (?<!\w) article \s++ (?P<number>\w++) (?:\s++ "(?P<title>[^"\n]*+)")?+ [^{}"#\n]{0,80}+ (?P<open>\{)
    | "[^"\n]*+"
    | [{}]
    """,
    re.VERBOSE,
)


@define
class Illustrator:
    """Draws diagnostics over one set of sources; remembers where the articles of each source stand."""

    sources: Mapping[str, Source]
    palette: Palette = PLAIN
    columns: int = WIDTH
    _articles: dict[str, list[tuple[int, int, str]]] = field(factory=dict, init=False)

    def place(self, file: str, span: Span) -> str:
        """A place as editors and terminals understand it: `file:line:column`, or the file alone."""
        source = self.sources.get(file)
        if source is None or not source.text:
            return clean(file)
        position = source.position(min(span.start, len(source.text)))
        return f"{clean(file)}:{position.line}:{position.column}"

    def position(self, file: str, offset: int) -> Position:
        """Line and column of an offset; line 1, column 1 of a text that is not at hand."""
        source = self.sources.get(file)
        return Position(1, 1) if source is None else source.position(min(offset, len(source.text)))

    def draw(self, diagnostic: Diagnostic) -> list[str]:
        """One diagnostic as lines, without a blank line after it."""
        return [
            *self._heading(diagnostic), *self._snippets(diagnostic),
            *evidence(diagnostic, self.columns, self.palette), *self._advice(diagnostic),
        ]  # fmt: skip

    def _heading(self, diagnostic: Diagnostic) -> list[str]:
        head = f"{diagnostic.severity}[{diagnostic.slug}] {diagnostic.code}".rstrip()
        first, *rest = wrap(f"{head}: {_tidy(diagnostic.message)}", self.columns)
        if first.startswith(f"{head}:"):
            painted = self.palette.severity(head, diagnostic.severity)
            first = painted + self.palette.paint(first[len(head) :], "bold")
        return [first, *(f"  {line}" for line in (wrap(" ".join(rest), self.columns - 2) if rest else []))]

    def _snippets(self, diagnostic: Diagnostic) -> list[str]:
        marks = [
            _Mark(diagnostic.file, diagnostic.span, "", "^"),
            *(_Mark(label.file, label.span, _tidy(label.message), "-") for label in diagnostic.labels),
        ]
        gutter = max(len(str(self.position(mark.file, mark.span.start).line)) for mark in marks)
        lines: list[str] = []
        previous: tuple[str | None, int] = (None, 0)
        article: str | None = None
        for mark in marks:
            source = self.sources.get(mark.file)
            quotable = source is not None and bool(source.text) and (mark.span != NOWHERE or mark.sign == "^")
            number = self.position(mark.file, mark.span.start).line
            new_file = mark.file != previous[0]
            if new_file:
                corner = self.palette.paint("┌─", "place")
                lines.append(f"{' ' * gutter} {corner} {self.place(mark.file, mark.span)}")
                article = None
            if source is not None and quotable:
                here = self._article(source, mark.span)
                if (mark.file, number) != previous and (here != article or mark.sign == "-"):
                    bar = "│" if new_file else "·"
                    title = f"  {here}" if here and here != article else ""
                    if title or bar == "·":
                        lines.append(f"{' ' * gutter} {self.palette.paint(bar, 'place')}{title}")
                    article = here or article
                again = (mark.file, number) == previous
                lines += self._quote(source, mark, gutter, diagnostic.severity, again=again)
            elif mark.message:
                lines.append(f"{' ' * gutter} {self.palette.paint('│', 'place')}  {mark.message}")
            previous = (mark.file, number)
        return lines

    def _quote(
        self, source: Source, mark: _Mark, gutter: int, severity: Severity, *, again: bool
    ) -> list[str]:
        """The line on which a mark begins, and the mark under it. Long lines are shown in part."""
        text = source.shown or source.text
        start = min(mark.span.start, len(text))
        position = source.position(start)
        line_start = start - position.column + 1
        room = self.columns - gutter - 4
        line_end = text.find("\n", start, start + 4 * room)
        cut_right = line_end < 0 and start + 4 * room < len(text)
        line_end = line_end if line_end >= 0 else min(len(text), start + 4 * room)
        first = line_start if line_end - line_start <= room else max(line_start, start - room // 3)
        stop = min(max(mark.span.end, start + 1), max(line_end, start + 1))
        before, under, after = (_show(text[a:b]) for a, b in ((first, start), (start, stop), (stop, line_end)))
        before = ("…" if first > line_start else "") + before
        shown = _crop(before + under.rstrip() + (under[len(under.rstrip()) :] + after).rstrip(), room, cut_right)
        length = max(1, min(width(under.rstrip()) or 1, max(1, width(shown) - width(before))))
        number = f"{position.line:>{gutter}}"
        bar = self.palette.paint("│", "place")
        underline = " " * width(before) + mark.sign * length
        style = severity.value if mark.sign == "^" else "place"
        painted = self.palette.paint(underline, style if style in ("error", "warning", "place") else "note")
        lines = [] if again else [f"{self.palette.paint(number, 'place')} {bar} {shown}".rstrip()]
        lead = f"{' ' * gutter} {bar} "
        if not mark.message:
            lines.append(lead + painted)
        elif width(underline) + 1 + width(mark.message) <= room:
            lines.append(f"{lead}{painted} {self.palette.paint(mark.message, style)}")
        else:
            lines.append(lead + painted)
            indent = min(width(before), max(0, room - 60))
            folded = wrap(mark.message, room - indent)
            lines += [f"{lead}{' ' * indent}{self.palette.paint(each, style)}" for each in folded]
        return lines

    def _advice(self, diagnostic: Diagnostic) -> list[str]:
        lines: list[str] = []
        for sentence in diagnostic.help:
            first, *rest = wrap(_tidy(sentence), self.columns - 6)
            lines += [f"{self.palette.paint('help:', 'note')} {first}", *(f"      {line}" for line in rest)]
        return lines

    def _article(self, source: Source, span: Span) -> str | None:
        """The article in which a span begins, named as a reader would look it up."""
        if len(source.text) > _BREADCRUMB_LIMIT:
            return None
        if source.name not in self._articles:
            self._articles[source.name] = _find_articles(source.text)
        articles = self._articles[source.name]
        index = bisect_right(articles, span.start, key=lambda article: article[0]) - 1
        return articles[index][2] if index >= 0 and span.start < articles[index][1] else None


@define
class _Mark:
    file: str
    span: Span
    message: str
    sign: str


def _find_articles(text: str) -> list[tuple[int, int, str]]:
    """Start, end and title of each article, found by its braces alone, since the text may be broken elsewhere."""
    articles: list[tuple[int, int, str]] = []
    start, label, depth = 0, "", 0
    for match in _LANDMARK.finditer(text):
        if match["open"]:
            # A new article ends one whose brace was forgotten.
            if label:
                articles.append((start, match.start(), label))
            title = f" “{clean(match['title'])}”" if match["title"] else ""
            start, label, depth = match.start(), f"Article {match['number']}{title}", 1
        elif match.group() in "{}" and label:
            depth += 1 if match.group() == "{" else -1
            if depth == 0:
                articles.append((start, match.end(), label))
                label = ""
    return [*articles, (start, len(text), label)] if label else articles


def _show(text: str) -> str:
    return clean(text.replace("\t", _TAB))


def _crop(text: str, room: int, more: bool) -> str:
    """At most so many columns of a text, with an ellipsis where something is left out."""
    if width(text) <= room and not more:
        return text
    used = 0
    for place, char in enumerate(text):
        used += width(char)
        if used > room - 1:
            return f"{text[:place]}…"
    return f"{text}…"


def _tidy(text: str) -> str:
    short = text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}…"
    return clean(short)


def draw_all(illustrator: Illustrator, diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Several diagnostics as lines, each with a blank line after it."""
    return [line for diagnostic in diagnostics for line in (*illustrator.draw(diagnostic), "")]
