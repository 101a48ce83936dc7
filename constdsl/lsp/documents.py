"""The texts that an editor has open, and those on the disk that they use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath

from attrs import field, frozen
from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from constdsl.lsp.positions import Lines
from constdsl.project.files import read_source
from constdsl.source import Source, markdown_source

__all__ = ["Document", "Documents", "name_of", "uri_of"]

MOST_FILES = 2_000
"""Texts of a folder that are looked through for those that belong together."""

_MARKDOWN = (".md", ".markdown")


def name_of(uri: str) -> str:
    """The name under which a text goes in the tool: its path for a file, else its address."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return PurePath(path).as_posix() if path else uri


def uri_of(name: str) -> str:
    """The address of a text by its name."""
    return from_fs_path(name) or name if name.startswith("/") or name[1:2] == ":" else name


@frozen(slots=False)
class Document:
    """One open text. `version` is the editor's own count of its changes."""

    uri: str
    version: int
    language: str
    lines: Lines = field(repr=False)

    @property
    def name(self) -> str:
        """The name under which it goes in the tool."""
        return name_of(self.uri)

    @property
    def text(self) -> str:
        """What it says, as the editor shows it."""
        return self.lines.text

    @property
    def is_markdown(self) -> bool:
        """Whether only its `const` blocks are meant."""
        return self.language == "markdown" or self.name.lower().endswith(_MARKDOWN)

    @property
    def source(self) -> Source:
        """The text as the tool reads it."""
        return markdown_source(self.name, self.text) if self.is_markdown else Source(self.name, self.text)


class Documents:
    """Open texts by name; `read` finds any text, and prefers what is open to what is on the disk."""

    def __init__(self) -> None:
        self.open: dict[str, Document] = {}
        self.folders: list[str] = []
        self.encoding: types.PositionEncodingKind | str | None = None
        self._disk: dict[str, tuple[tuple[int, int] | None, Source | str, Lines]] = {}
        self._known: list[str] | None = None

    def put(self, document: Document) -> None:
        """Take in an open text, new or changed."""
        self.open[document.name] = document

    def close(self, uri: str) -> None:
        """Let go of a text; what is on the disk counts again."""
        self.open.pop(name_of(uri), None)

    def read(self, name: str) -> Source | str:
        """A text by its name, or a sentence that says why it cannot be read."""
        document = self.open.get(name)
        return document.source if document is not None else self._from_disk(name)[0]

    def lines(self, name: str) -> Lines:
        """The lines of a text, open or not; of one that cannot be read, a single empty one."""
        document = self.open.get(name)
        return document.lines if document is not None else self._from_disk(name)[1]

    def uri(self, name: str) -> str:
        """The address of a text, in the editor's own spelling where it is open."""
        document = self.open.get(name)
        return document.uri if document is not None else uri_of(name)

    def _from_disk(self, name: str) -> tuple[Source | str, Lines]:
        stamp = _stamp(name)
        known = self._disk.get(name)
        if known is None or stamp is None or known[0] != stamp:
            source = read_source(name)
            text = "" if isinstance(source, str) else source.shown or source.text
            known = self._disk[name] = stamp, source, Lines(text, self.encoding)
        return known[1], known[2]

    def refresh(self) -> None:
        """Something changed on the disk: look again when asked."""
        self._disk.clear()
        self._known = None

    def known(self) -> list[str]:
        """The names of all texts: those that are open, and `*.const` in the folders of the workspace."""
        if self._known is None:
            self._known = sorted(_search(self.folders))
        return list(dict.fromkeys([*self.open, *self._known]))


def _stamp(name: str) -> tuple[int, int] | None:
    try:
        status = Path(name).stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def _search(folders: list[str]) -> Iterator[str]:
    count = 0
    for folder in folders:
        for here, inner, files in os.walk(folder):
            inner[:] = sorted(each for each in inner if not each.startswith(".") and each != "node_modules")
            for each in sorted(files):
                if each.endswith(".const"):
                    yield Path(here, each).as_posix()
                    count += 1
                    if count >= MOST_FILES:
                        return
