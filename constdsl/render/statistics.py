"""How many findings each rule has, and how many there are for every hundred statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from constdsl.check.results import Report
from constdsl.diagnostic import Severity
from constdsl.render.palette import PLAIN, Palette
from constdsl.render.table import Cell, draw
from constdsl.render.words import count
from constdsl.source import Source
from constdsl.syntax import tree
from constdsl.syntax.parser import parse

__all__ = ["render_statistics", "statements"]


def statements(source: Source) -> int:
    """How many statements a text has, those inside articles and choices counted singly."""
    return sum(1 for _ in _walk(parse(source).instrument.statements))


def _walk(found: Iterable[tree.Statement]) -> Iterable[tree.Statement]:
    for statement in found:
        match statement:
            case tree.Article(statements=inner):
                yield from _walk(inner)
            case tree.Option(choices=parts) | tree.Unclear(readings=parts):
                for part in parts:
                    yield from _walk(part.statements)
            case _:
                yield statement


def render_statistics(report: Report, *, palette: Palette = PLAIN) -> str:
    """A table of the rules that found something, most findings first, and a sentence on the whole."""
    tallied = Counter((each.slug, each.code, each.severity) for each in report.diagnostics)
    rows = [
        [Cell(str(number), ("bold",)), Cell(code), Cell(slug), Cell(severity.value)]
        for (slug, code, severity), number in sorted(tallied.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    lines = draw(rows, header=["Findings", "Code", "Rule", "Severity"], right=(0,), palette=palette) if rows else []
    loud = sum(each.severity is not Severity.NOTE for each in report.diagnostics)
    total = sum(map(statements, report.sources.values()))
    rate = f", {100 * loud / total:.1f} for every hundred" if total else ""
    texts = count(len(report.sources), "text")
    lines += ["", f"{count(loud, 'finding')} in {count(total, 'statement')} of {texts}{rate}."]
    return "".join(f"{line.rstrip()}\n" for line in lines).lstrip("\n")
