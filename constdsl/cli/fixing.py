"""Applying ways out to files: what was analysed is written, whole or not at all, and nothing else is touched."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from constdsl.check.results import Report
from constdsl.check.ways_out import apply_edits
from constdsl.cli.terminal import emit, say
from constdsl.diagnostic import WayOut
from constdsl.project.files import STDIN, Inputs
from constdsl.source import Source

__all__ = ["mend"]

_MOST_ROUNDS = 200
"""Safe ways out applied in one run, each followed by a new analysis."""

_MARK = "\ufeff"
"""The mark with which some editors begin a file; it is no part of the text and is kept."""


def mend(
    report: Report, inputs: Inputs, again: Callable[[], tuple[Report | None, Inputs]], *, pick: int | None, dry: bool
) -> tuple[Report | None, Inputs]:
    """Apply one way out, or every safe one in turn, and give the report on what is there then.

    With `dry` nothing is written and the first changes are printed as a diff.
    """
    ways = [way for each in report.diagnostics for way in each.ways_out]
    if pick is not None:
        chosen = [way for way in ways if way.number == pick]
        if not chosen:
            have = f"there are {len(ways)}" if ways else "there is none"
            raise click.UsageError(f"no way out has the number {pick}; {have}.")
    else:
        chosen = _compatible(way for each in report.diagnostics for way in each.ways_out[:1] if way.safe)
    if dry:
        emit("".join(_diff(report.sources[file], text) for file, text in _texts(chosen, report.sources).items()))
        return report, inputs
    done = 0
    found: Report | None = report
    while chosen and found is not None and done < _MOST_ROUNDS:
        way = chosen[0]
        for file, text in _texts([way], found.sources).items():
            _write(file, text)
        say(f"done: {way.title}")
        done += 1
        found, inputs = again()
        if pick is not None or found is None:
            break
        chosen = [way for each in found.diagnostics for way in each.ways_out[:1] if way.safe]
    if not done:
        say("nothing to fix: no finding has a safe way out. `--pick N` applies one of those shown.")
    return found, inputs


def _compatible(ways: Iterable[WayOut]) -> list[WayOut]:
    """Ways out of which no two touch the same stretch, the first ones first."""
    kept: list[WayOut] = []
    for way in ways:
        others = [edit for other in kept for edit in other.edits]
        if not any(
            edit.file == other.file and edit.span.start <= other.span.end and other.span.start <= edit.span.end
            for edit in way.edits
            for other in others
        ):
            kept.append(way)
    return kept


def _texts(ways: Iterable[WayOut], sources: Mapping[str, Source]) -> dict[str, str]:
    """The files that change, with their new content; of Markdown the prose is kept."""
    edits = [edit for way in ways for edit in way.edits]
    found = {}
    for file in dict.fromkeys(edit.file for edit in edits):
        source = sources[file]
        text = source.shown or source.text
        ending = "\r\n" if "\r\n" in text else "\n"
        own = [edit for edit in edits if edit.file == file]
        found[file] = apply_edits(text, own).replace("\r\n", "\n").replace("\n", ending)
    return found


def _diff(source: Source, text: str) -> str:
    before = (source.shown or source.text).splitlines(keepends=True)
    lines = difflib.unified_diff(before, text.splitlines(keepends=True), source.name, source.name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _write(name: str, text: str) -> None:
    """Put a new content in the place of a file at once, with its mode; a link stays a link."""
    if name == STDIN:
        raise click.UsageError("standard input cannot be changed; name a file, or add --diff.")
    path = Path(os.path.realpath(name))
    mark = _MARK if path.read_bytes().startswith(_MARK.encode()) else ""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write((mark + text).encode())
        shutil.copymode(path, temporary)
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
