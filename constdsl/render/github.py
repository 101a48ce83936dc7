"""Findings as commands by which GitHub marks them in the changed files of a pull request."""

from __future__ import annotations

from constdsl.check.results import Answer, Report, Verdict
from constdsl.diagnostic import Severity
from constdsl.render.snippet import Illustrator
from constdsl.render.words import clean
from constdsl.source import Span

__all__ = ["render_github"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(report: Report) -> str:
    """One `::error file=…,line=…::message` a line; promises that do not hold are errors."""
    illustrator = Illustrator(report.sources)
    lines = [
        _command(illustrator, _LEVELS[each.severity], each.file, each.span, f"{each.slug} {each.code}", each.message)
        for each in report.diagnostics
    ]
    lines += [
        _command(illustrator, "error", each.file, each.span, f"guarantee {each.verdict}", _promise(each))
        for each in report.answers
        if each.verdict is not Verdict.HOLDS
    ]
    return "".join(f"{line}\n" for line in lines)


def _promise(answer: Answer) -> str:
    return f"“{answer.name}”: {answer.summary}" if answer.name else answer.summary


def _command(illustrator: Illustrator, level: str, file: str, span: Span, title: str, message: str) -> str:
    start, end = (illustrator.position(file, offset) for offset in (span.start, span.end))
    place = f"file={_property(file)},line={start.line},endLine={end.line},col={start.column}"
    if start.line == end.line:
        place += f",endColumn={end.column}"
    return f"::{level} {place},title={_property(title)}::{_data(clean(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(clean(text)).replace(":", "%3A").replace(",", "%2C")
