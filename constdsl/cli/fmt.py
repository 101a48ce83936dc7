"""`constdsl fmt`: give constitutions the one layout of the language."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from constdsl.cli.options import color_option, complain
from constdsl.cli.terminal import CLEAN, FINDINGS, UNUSABLE, emit, leave, say
from constdsl.cli.writing import difference, replace_file
from constdsl.project.files import STDIN, gather

__all__ = ["command"]

_MARK = "\ufeff"
"""The mark with which some editors begin a file; it is no part of the text and is kept."""


@click.command("fmt")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@color_option
def command(paths: tuple[str, ...], check: bool, diff: bool, color: str) -> None:
    """Give constitutions the one layout of the language. Only blanks and line breaks change.

    PATH is a constitution, a folder that is searched for *.const files, or - to turn standard input into standard
    output. Of a Markdown file (.md) the fenced `const` blocks are laid out.

    Exit code 1: with --check or --diff, something would change. 2: a text has mistakes and was left as it is, or a
    file cannot be read or written.
    """
    from constdsl.format import format_text

    mark = _MARK if "-" in paths and _begins_with_mark() else ""
    inputs = gather(paths)
    problems = list(inputs.problems)
    sources = dict(inputs.quoted)
    unwritten: list[str] = []
    changed = kept = 0
    for source in inputs.roots:
        found = format_text(source)
        if found.diagnostics:
            problems += found.diagnostics
            sources[source.name] = source
            continue
        is_changed = found.text != (source.shown or source.text)
        if diff:
            emit(difference(source, found.text), utf8=True)
        elif check:
            emit(f"{source.name}\n" if is_changed else "")
        elif source.name == STDIN:
            emit(mark + found.text, utf8=True)
        elif is_changed and (failure := _write(source.name, found.text)):
            unwritten.append(failure)
            continue
        changed += is_changed
        kept += not is_changed
    if problems:
        from constdsl.check.results import Report

        complain(Report(sources, tuple(problems), ()), color)
    for failure in unwritten:
        say(f"constdsl: {failure}")
    dry = check or diff
    broken = len(inputs.roots) - changed - kept - len(unwritten)
    if changed + kept + broken and (dry or paths != ("-",)):
        say(_summary(changed, kept, broken, dry=dry))
    if problems or unwritten:
        leave(UNUSABLE)
    leave(FINDINGS if dry and changed else CLEAN)


def _write(name: str, text: str) -> str | None:
    """Put the new text in the place of a file, or say why that cannot be done."""
    if not Path(name).is_file():
        return f"`{name}` is no ordinary file and cannot be changed; add --diff to see what would change."
    try:
        replace_file(name, text)
    except OSError as error:
        return f"`{name}` cannot be written: {error.strerror}."
    return None


def _summary(changed: int, kept: int, broken: int, *, dry: bool) -> str:
    """How many files changed, in one line."""
    counts = [
        (changed, "would be reformatted" if dry else "reformatted"),
        (kept, "left as it was" if kept == 1 else "left as they were"),
        (broken, "with mistakes, and so left alone"),
    ]
    parts = [f"{number} {words}" for number, words in counts if number]
    number, _, words = parts[0].partition(" ")
    return ", ".join([f"{number} {'file' if number == '1' else 'files'} {words}", *parts[1:]])


def _begins_with_mark() -> bool:
    """Whether standard input begins with the mark, which is not passed on with its text."""
    peek = getattr(getattr(sys.stdin, "buffer", None), "peek", None)
    if peek is None or sys.stdin.isatty():
        return False
    begin: bytes = peek(len(_MARK.encode()))
    return begin.startswith(_MARK.encode())
