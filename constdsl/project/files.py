"""Reading constitutions: files, folders, standard input, and everything that can be wrong with them."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

from attrs import frozen

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.source import NOWHERE, Source, Span, markdown_source

__all__ = ["LIMIT", "STDIN", "Inputs", "gather", "read_source"]

LIMIT = 64 * 1024 * 1024
"""The most bytes that are read of one file; a constitution is smaller."""

STDIN = "<stdin>"
"""The name under which standard input appears."""

_SUFFIX = ".const"


@frozen
class Inputs:
    """What was asked for: the texts that could be read, in order of name, and what is wrong with the others.

    `quoted` holds the texts that a diagnostic here points into.
    """

    roots: tuple[Source, ...]
    problems: tuple[Diagnostic, ...]
    quoted: dict[str, Source]


def gather(paths: Iterable[str]) -> Inputs:
    """Read files, folders (searched for `*.const`) and `-`; each once, in order of name whatever the order given."""
    problems: dict[str, Diagnostic] = {}
    names: set[str] = set()
    for path in paths:
        if path == "-":
            names.add(STDIN)
        elif Path(path).is_dir():
            found, unreadable = _search(path)
            names.update(found)
            problems.update((problem.file, problem) for problem in unreadable)
        else:
            names.add(_tidy(path))
    roots: list[Source] = []
    quoted: dict[str, Source] = {}
    seen: set[str] = set()
    for name in sorted(names):
        identity = name if name == STDIN else os.path.realpath(name)
        if identity in seen:
            continue
        seen.add(identity)
        match _load(name):
            case Source() as source:
                roots.append(source)
            case (problem, text):
                problems[name] = problem
                if text is not None:
                    quoted[name] = text
    return Inputs(tuple(roots), tuple(problems[name] for name in sorted(problems)), quoted)


def read_source(name: str) -> Source | str:
    """Read a text that another one `use`s, or say in a sentence why it cannot be read."""
    match _load(name, special=False):
        case Source() as source:
            return source
        case (problem, _):
            return problem.message


# --- one file ---------------------------------------------------------------------------------------------------


def _tidy(path: str) -> str:
    """One spelling for `a.const`, `./a.const` and `.//a.const`; `..` stays, since links may lead elsewhere."""
    return PurePath(path).as_posix()


def _load(name: str, *, special: bool = True) -> Source | tuple[Diagnostic, Source | None]:
    data = _read_stdin() if name == STDIN else _read_file(name, special)
    if isinstance(data, Diagnostic):
        return data, None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _problem(name, "not-utf8", f"`{name}` is written in UTF-16", "Save it as UTF-8."), None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(name, data, error)
    text = text.removeprefix("\ufeff")
    return markdown_source(name, text) if name.lower().endswith((".md", ".markdown")) else Source(name, text)


def _read_stdin() -> bytes | Diagnostic:
    if sys.stdin is None:
        return _problem(STDIN, "unreadable", "there is no standard input", "Name a file instead of `-`.")
    if sys.stdin.isatty():
        print("Reading from the keyboard; end with Ctrl-D.", file=sys.stderr)
    try:
        data: bytes = sys.stdin.buffer.read(LIMIT + 1)
    except OSError as error:
        return _unreadable(STDIN, error)
    return _too_large(STDIN) if len(data) > LIMIT else data


def _read_file(name: str, special: bool) -> bytes | Diagnostic:
    """The bytes of a file. With `special`, what is no regular file (`<(command)`) is read as far as the limit."""
    try:
        status = Path(name).stat()
        if stat.S_ISDIR(status.st_mode):
            return _problem(name, "unreadable", f"`{name}` is a folder, not a file", "Name a file in it.")
        if not stat.S_ISREG(status.st_mode) and not special:
            return _problem(name, "unreadable", f"`{name}` is not an ordinary file")
        if status.st_size > LIMIT:
            return _too_large(name)
        with Path(name).open("rb") as file:
            data = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL character in a name
        return _unreadable(name, error)
    return _too_large(name) if len(data) > LIMIT else data


def _search(folder: str) -> tuple[list[str], list[Diagnostic]]:
    """The constitutions in a folder and below; hidden folders are left alone."""
    problems: list[Diagnostic] = []
    names: list[str] = []

    def report(error: OSError) -> None:
        problems.append(_unreadable(_tidy(str(error.filename)), error))

    for here, folders, files in os.walk(folder, onerror=report):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        names += [_tidy(str(Path(here, each))) for each in files if each.endswith(_SUFFIX)]
    if not names and not problems:
        name = _tidy(folder)
        advice = "Name the files to check, or give them names that end in `.const`."
        problems.append(_problem(name, "empty-folder", f"there is no `*{_SUFFIX}` file in the folder `{name}`", advice))
    return names, problems


# --- what can be wrong ------------------------------------------------------------------------------------------


def _problem(name: str, fault: str, message: str, *advice: str, span: Span = NOWHERE) -> Diagnostic:
    code = {"unreadable": "I1", "not-found": "I2", "not-utf8": "I3", "too-large": "I4", "empty-folder": "I5"}[fault]
    return Diagnostic(f"input/{fault}", code, Severity.ERROR, message, name, span, help=advice)


def _unreadable(name: str, error: OSError | ValueError) -> Diagnostic:
    if isinstance(error, FileNotFoundError):
        advice = "Check the spelling and the folder you are in."
        return _problem(name, "not-found", f"there is no file `{name}`", advice)
    if isinstance(error, PermissionError):
        advice = "Ask its owner, or change its permissions."
        return _problem(name, "unreadable", f"you have no permission to read `{name}`", advice)
    reason = error.strerror if isinstance(error, OSError) else None
    return _problem(name, "unreadable", f"`{name}` cannot be read ({(reason or str(error)).lower()})")


def _too_large(name: str) -> Diagnostic:
    size = f"more than {LIMIT // 1024**2} MB"
    return _problem(name, "too-large", f"`{name}` holds {size}, which is too much for one text", "Split it with `use`.")


def _not_utf8(name: str, data: bytes, error: UnicodeDecodeError) -> tuple[Diagnostic, Source]:
    """Say which byte and where; the text is quoted with replacement characters."""
    before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
    # The lines around the place are enough to quote it, and keep a huge binary file from being decoded twice.
    after = data[error.start : error.start + 400].decode("utf-8", "replace").split("\n", 1)[0]
    text = Source(name, before + after)
    span = Span(len(before), len(before) + 1)
    place = text.position(span.start)
    message = (
        f"`{name}` is not UTF-8 text: byte 0x{data[error.start]:02X} in line {place.line}, column {place.column}"
    )
    advice = "Save it as UTF-8; an editor calls this “encoding”."
    return _problem(name, "not-utf8", message, advice, span=span), text
