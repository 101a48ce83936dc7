"""An editor, played by pytest-lsp: it keeps its texts as an editor does, and remembers all that it is told."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, LanguageClient, register_lsp_features

from constdsl.lsp.positions import Lines
from tests.lsp.edits import changed

__all__ = ["PATIENCE", "Editor", "begin", "make_editor"]

PATIENCE = 30
"""Seconds after which something that does not come will not come."""


class Editor(LanguageClient):
    """A client with open texts by address. No two of its texts ever have one version, so that a state that it is told
    is certainly the one that it waits for."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.said: list[types.PublishDiagnosticsParams] = []
        self.state: tuple[list[int], str] = ([], "")
        self.encoding: str | None = None
        self._news = asyncio.Event()
        self._numbers = itertools.count(1)

    # --- what the server tells ----------------------------------------------------------------------------------

    def hear(self, params: types.PublishDiagnosticsParams) -> None:
        """Findings were published."""
        self.said.append(params)
        self.diagnostics[params.uri] = params.diagnostics
        self._news.set()

    def hear_state(self, params: Any) -> None:
        """The server has got further with the open texts."""
        self.state = list(params.versions), params.state
        self._news.set()

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait for something that news bring about."""
        async with asyncio.timeout(PATIENCE):
            while not ready():
                self._news.clear()
                await self._news.wait()

    async def settle(self, *states: str) -> None:
        """Wait until the open texts, as they are now, are understood as far as can be."""
        await self.until(lambda: self.state == ([*self.versions.values()], self.state[1])
                         and self.state[1] in (states or ("settled",)))  # fmt: skip

    def said_of(self, uri: str) -> list[types.PublishDiagnosticsParams]:
        """All that was ever said of a text, in order."""
        return [each for each in self.said if each.uri == uri]

    def found(self, uri: str) -> list[tuple[str, str]]:
        """What is wrong with a text now: the slug, and the words that are marked."""
        lines = Lines(self.texts[uri], self.encoding)
        spans = [(each.code, lines.span(each.range)) for each in self.diagnostics[uri]]
        return [(str(code), self.texts[uri][span.start : span.end]) for code, span in spans]

    # --- what the person does -----------------------------------------------------------------------------------

    def show(self, uri: str, text: str, language: str = "constdsl") -> None:
        """Open a text."""
        self.texts[uri], self.versions[uri] = text, next(self._numbers)
        item = types.TextDocumentItem(uri, language, self.versions[uri], text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, uri: str, before: str, after: str) -> None:
        """Put some words in the place of others, which stand in the text once."""
        text = self.texts[uri]
        assert text.count(before) == 1
        lines = Lines(text, self.encoding)
        start = text.index(before)
        place = types.Range(lines.position(start), lines.position(start + len(before)))
        self.tell(uri, text.replace(before, after), [types.TextDocumentContentChangePartial(place, after)])

    def tell(self, uri: str, text: str, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        """Change a text, and tell the server so in some words."""
        self.texts[uri] = text
        self.versions[uri] = next(self._numbers)
        identifier = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [*changes]))

    def take(self, edit: types.WorkspaceEdit) -> None:
        """Make the edits of an action in the texts they are for. Fails where they are for other versions."""
        for each in edit.document_changes or ():
            assert isinstance(each, types.TextDocumentEdit)
            assert each.text_document.version == self.versions[each.text_document.uri]
        for uri, text in changed(self.texts, edit, self.encoding).items():
            if text != self.texts[uri]:
                self.tell(uri, text, [types.TextDocumentContentChangeWholeDocument(text)])

    def hide(self, *uris: str) -> None:
        """Close texts, by default all."""
        for uri in uris or [*self.texts]:
            del self.texts[uri], self.versions[uri]
            self.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def position(self, uri: str, words: str, offset: int = 0) -> types.Position:
        """The place of some words, or a few characters further on."""
        return Lines(self.texts[uri], self.encoding).position(self.texts[uri].index(words) + offset)

    def at(self, uri: str, words: str, offset: int = 1) -> types.TextDocumentPositionParams:
        """A question's text and place: within some words."""
        return types.TextDocumentPositionParams(types.TextDocumentIdentifier(uri), self.position(uri, words, offset))

    async def actions(self, uri: str, words: str, only: Iterable[str] | None = None) -> dict[str, types.CodeAction]:
        """What is offered with the cursor in some words, by title."""
        place = self.position(uri, words, 1)
        context = types.CodeActionContext([], [*only] if only is not None else None)
        document = types.TextDocumentIdentifier(uri)
        offered = await self.text_document_code_action_async(
            types.CodeActionParams(document, types.Range(place, place), context)
        )
        return {each.title: each for each in offered or () if isinstance(each, types.CodeAction)}


def make_editor() -> Editor:
    """A client that is not connected yet."""
    client = Editor(converter_factory=default_converter)
    register_lsp_features(client, {**DEFAULT_CLIENT_FEATURES, **_FEATURES})
    return client


def _hear(client: Editor, params: types.PublishDiagnosticsParams) -> None:
    client.hear(params)


def _hear_state(client: Editor, params: Any) -> None:
    client.hear_state(params)


def _agree(client: Editor, params: Any) -> None:
    """Requests of the server that need no more than an answer."""


_FEATURES: Mapping[str, Callable[..., None]] = {
    types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: _hear,
    "constdsl/state": _hear_state,
    types.CLIENT_REGISTER_CAPABILITY: _agree,
    types.WORKSPACE_CODE_LENS_REFRESH: _agree,
    types.WORKSPACE_INLAY_HINT_REFRESH: _agree,
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH: _agree,
}


async def begin(
    client: Editor, capabilities: types.ClientCapabilities, folder: str | None = None, **options: Any
) -> types.InitializeResult:
    """Introduce a client to its server."""
    result = await client.initialize_session(
        types.InitializeParams(
            capabilities, root_uri=folder, initialization_options={"reportState": True, **options},
            workspace_folders=[types.WorkspaceFolder(folder, "texts")] if folder is not None else None,
        )
    )  # fmt: skip
    client.encoding = result.capabilities.position_encoding
    return result

