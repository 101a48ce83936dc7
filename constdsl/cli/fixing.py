"""Applying ways out to files: what was analysed is written, whole or not at all, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import click

from constdsl.check.results import Report
from constdsl.check.ways_out import apply_edits, compatible
from constdsl.cli.terminal import emit, say
from constdsl.cli.writing import difference, replace_file
from constdsl.diagnostic import WayOut
from constdsl.project.files import STDIN, Inputs
from constdsl.source import Source

__all__ = ["mend"]

_MOST_ROUNDS = 200
"""Safe ways out applied in one run, each followed by a new analysis."""


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
        chosen = compatible(way for each in report.diagnostics for way in each.ways_out[:1] if way.safe)
    if dry:
        emit("".join(difference(report.sources[file], text) for file, text in _texts(chosen, report.sources).items()))
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


def _write(name: str, text: str) -> None:
    if name == STDIN:
        raise click.UsageError("standard input cannot be changed; name a file, or add --diff.")
    replace_file(name, text)
