"""Changing files: whole or not at all, and showing beforehand what would change."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from pathlib import Path

from constdsl.source import Source

__all__ = ["difference", "replace_file"]

_MARK = "\ufeff"
"""The mark with which some editors begin a file; it is no part of the text and is kept."""


def difference(source: Source, text: str) -> str:
    """What changes when a text takes the place of a source, as a unified diff; empty where nothing does."""
    before = (source.shown or source.text).splitlines(keepends=True)
    lines = difflib.unified_diff(before, text.splitlines(keepends=True), source.name, source.name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def replace_file(name: str, text: str) -> None:
    """Put a new content in the place of a file at once, with its mode; a link stays a link."""
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
