"""A session with an editor, without the editor: texts put in, analyses done on the spot, views taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from constdsl.lsp.analyst import Analyst
from constdsl.lsp.documents import Document, uri_of
from constdsl.lsp.outcome import Outcome
from constdsl.lsp.positions import Lines
from constdsl.lsp.session import Session
from constdsl.lsp.view import View

__all__ = ["Bench", "cursor"]


def cursor(text: str) -> tuple[str, int]:
    """A text without its first `|`, and where that stood."""
    at = text.index("|")
    return text[:at] + text[at + 1 :], at


class Bench:
    """Texts by name, below a folder that need not exist; those in `opened` are open, by default all.

    The others must be on the disk: give `folder` as a temporary folder, and they are written there.
    """

    def __init__(
        self, texts: Mapping[str, str], opened: Sequence[str] | None = None, *, folder: Path | None = None,
        encoding: str | None = None, language: str = "constdsl",
    ) -> None:  # fmt: skip
        self.folder = folder or Path("/texts")
        self.session = Session()
        self.session.documents.encoding = encoding
        self.language = language
        if folder is not None:
            self.session.documents.folders = [str(folder)]
            for name, text in texts.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text, "utf-8")
        for name in texts if opened is None else opened:
            self.put(name, texts[name])

    def name(self, name: str) -> str:
        """The name under which a text goes in the tool."""
        return (self.folder / name).as_posix()

    def uri(self, name: str) -> str:
        """The address of a text."""
        return uri_of(self.name(name))

    def put(self, name: str, text: str) -> None:
        """Open a text, or change it."""
        before = self.session.document(self.name(name))
        version = before.version + 1 if before is not None else 1
        lines = Lines(text, self.session.documents.encoding)
        self.session.put(Document(self.uri(name), version, self.language, lines))
        self.session.update()

    def analyse(self) -> None:
        """Analyse everything, all stages, here and now."""
        self.session.update()
        for root in self.session.roots():
            stages: list[Outcome] = []
            analyst = Analyst.__new__(Analyst)
            analyst._tell = stages.append
            analyst._analyse(self.session.job(self.session.look(root)))
            self.session.settle(stages[-1])

    def view(self, name: str, *, analysed: bool = False) -> View:
        """What is known of an open text."""
        if analysed:
            self.analyse()
        document = self.session.document(self.name(name))
        assert document is not None
        view = self.session.view(document)
        assert view is not None
        return view
