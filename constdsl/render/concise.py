"""One line for each finding and each verdict, for editors, `grep` and build logs."""

from __future__ import annotations

from constdsl.check.results import Report, Verdict
from constdsl.render.snippet import Illustrator
from constdsl.render.words import clean

__all__ = ["render_concise"]


def render_concise(report: Report, *, quiet: bool = False) -> str:
    """`file:line:column: slug: message`, a line each; `quiet` leaves out the promises that hold."""
    illustrator = Illustrator(report.sources)
    lines = []
    for each in report.diagnostics:
        lines.append(f"{_place(illustrator, each.file, each.span.start)}: {each.slug}: {clean(each.message)}")
    for answer in report.answers:
        if not (quiet and answer.verdict is Verdict.HOLDS):
            slug = f"guarantee/{answer.verdict.replace(' ', '-')}"
            title = f"“{clean(answer.name)}”: " if answer.name else ""
            place = _place(illustrator, answer.file, answer.span.start)
            lines.append(f"{place}: {slug}: {title}{clean(answer.summary)}")
    return "".join(f"{line}\n" for line in lines)


def _place(illustrator: Illustrator, file: str, offset: int) -> str:
    position = illustrator.position(file, offset)
    return f"{clean(file)}:{position.line}:{position.column}"
