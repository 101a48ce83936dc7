"""The server itself: messages in, messages out. What is said is decided elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen
from lsprotocol import types
from pygls.exceptions import FeatureNotificationError
from pygls.io_ import run_async
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from constdsl import __version__
from constdsl.diagnostic import Diagnostic
from constdsl.lsp import features
from constdsl.lsp.analyst import Analyst
from constdsl.lsp.diagnostics import to_protocol
from constdsl.lsp.documents import Document, name_of
from constdsl.lsp.features import MODULES
from constdsl.lsp.outcome import Outcome
from constdsl.lsp.positions import Lines
from constdsl.lsp.protocol import Protocol, WithoutTracebacks
from constdsl.lsp.session import Session
from constdsl.lsp.settings import editor_settings
from constdsl.lsp.view import View

__all__ = ["ConstdslServer", "log_to", "make_server", "serve_io", "serve_tcp"]

log = logging.getLogger(__name__)

_PAUSE = 0.03
"""Seconds between two readings of a text; changes that come in between are read together."""

_TURN = 0.0005
"""Seconds for which the analysis may go on at a stretch while a message of the editor waits."""

_REST = 0.1
"""Seconds after a change in which further changes are waited for before the text is analysed."""

_GRACE = 0.6
"""Seconds for which findings of the text before may stay on the screen while nothing new is known."""

_LATEST = 8.0
"""Seconds for which a question waits for the analysis that it is about."""


@frozen
class _Told:
    """What was said of a text last: of which version, whether that was all, and what."""

    version: int | None
    whole: bool
    mistakes: list[tuple[str, str]]
    diagnostics: list[Diagnostic]


class ConstdslServer(LanguageServer):
    """A session with one editor, and the thread that analyses its texts."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("constdsl", __version__, protocol_cls=Protocol, max_workers=2)
        self.session = Session()
        self.analyst: Analyst | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._published: dict[str, _Told] = {}
        self._state: tuple[dict[str, int], str] | None = None
        self._last_read = 0.0
        self._waiting: list[asyncio.Event] = []
        self._noted: set[str] = set()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Faults go to the log; people have their texts to think of."""
        if source is FeatureNotificationError:
            log.error("a notification could not be followed: %s", error)

    # --- changes ----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Take up work; called once the editor has said what it can do."""
        sys.setswitchinterval(_TURN)
        self.loop = asyncio.get_running_loop()
        self.analyst = Analyst(self._found)

    def changed(self) -> None:
        """A text was opened, changed or closed: read it in a moment."""
        if "read" not in self._timers and self.loop is not None:
            self._later("read", max(0.0, self._last_read + _PAUSE - self.loop.time()), self.read_changes)

    def read_changes(self) -> None:
        """Read what changed, say at once what is wrong with it, and have it analysed."""
        self._cancel("read")
        looks = self.session.update()
        if self.loop is not None:
            self._last_read = self.loop.time()
        if self.analyst is not None and looks:
            for look in looks:
                self.analyst.withdraw(look.root)
            self._later("analyse", _REST, self._analyse)
            self._later("publish", _GRACE, self.publish)
        self.publish(hasty=True)

    def _analyse(self) -> None:
        if self.analyst is None:
            return
        if self.session.stale:
            self._later("analyse", _REST, self._analyse)  # something changed since, and is read in a moment
            return
        for root in self.session.roots():
            if self.session.outcome(root) is None:
                self.analyst.submit(self.session.job(self.session.look(root)))
        for note in self.session.notes:
            if note not in self._noted:
                self._noted.add(note)
                self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"constdsl: {note}"))

    def _found(self, outcome: Outcome) -> None:
        """Called by the analyst, in its own thread."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._settle, outcome)

    def _settle(self, outcome: Outcome) -> None:
        if not self.session.settle(outcome):
            return
        self.publish()
        if outcome.ways is not None or outcome.reach is None:
            self.refresh_views()
        for event in self._waiting:
            event.set()

    def refresh_views(self) -> None:
        """Have the editor ask again for what it shows between the lines."""
        workspace = self.client_capabilities.workspace
        if workspace is None:
            return
        if workspace.code_lens is not None and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)
        if workspace.inlay_hint is not None and workspace.inlay_hint.refresh_support:
            self.workspace_inlay_hint_refresh(None)

    def _later(self, what: str, seconds: float, do: Any) -> None:
        self._cancel(what)
        if self.loop is not None:
            self._timers[what] = self.loop.call_later(seconds, do)

    def _cancel(self, what: str) -> None:
        timer = self._timers.pop(what, None)
        if timer is not None:
            timer.cancel()

    # --- what is told -----------------------------------------------------------------------------------------------

    def publish(self, hasty: bool = False) -> None:
        """Say what is known of each text, where that is news.

        What was found in a text before a change is never said of the text after it. `hasty`: as long as the analysis
        is under way and the mistakes are still the same, the editor is left with what it shows.
        """
        if self.session.stale:
            return  # what is known is about the texts before a change; it is read in a moment
        files = self.session.files()
        for name in files:
            found, whole = self.session.told(name)
            document = self.session.document(name)
            version = document.version if document is not None else None
            mistakes = [(each.slug, each.message) for each in self.session.mistakes(name)]
            before = self._published.get(name)
            news = _Told(version, whole, mistakes, found)
            if before == news or (not whole and document is None):
                continue
            if hasty and not whole and before is not None and before.mistakes == mistakes:
                continue
            lines = self.session.documents.lines(name)
            self._published[name] = news
            self._send(name, [to_protocol(each, lines, self.session.documents) for each in found], version)
        for name in [name for name in self._published if name not in files]:
            del self._published[name]
            self._send(name, [], None)
        self._report_state()

    def _report_state(self) -> None:
        """Tell a client that wants to know how far all open texts, as they are, are understood."""
        if not self.session.settings.report_state:
            return
        state = self.session.state()
        versions = {document.uri: document.version for document in self.session.documents.open.values()}
        if (versions, state) != self._state:
            self._state = versions, state
            self.protocol.notify("constdsl/state", {"versions": versions, "state": state})

    def _send(self, name: str, diagnostics: list[types.Diagnostic], version: int | None) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(self.session.documents.uri(name), diagnostics, version)
        )

    # --- questions --------------------------------------------------------------------------------------------------

    def view(self, uri: str) -> View | None:
        """All that is known of an open text, in its present state."""
        document = self.session.document(name_of(uri))
        if document is None:
            return None
        self.read_changes()
        return self.session.view(document)

    async def view_analysed(self, uri: str) -> View | None:
        """The same, once the text is analysed; without verdicts if that takes too long."""
        return await self._view_once(uri, lambda _: True)

    async def view_with_ways(self, uri: str) -> View | None:
        """The same, once ways out have been tried; without them if that takes too long."""
        return await self._view_once(uri, lambda outcome: outcome.ways is not None)

    async def _view_once(self, uri: str, enough: Callable[[Outcome], bool]) -> View | None:
        view = self.view(uri)
        event = asyncio.Event()
        self._waiting.append(event)
        try:
            deadline = asyncio.get_running_loop().time() + _LATEST
            while view is not None and (view.outcome is None or not enough(view.outcome)):
                left = deadline - asyncio.get_running_loop().time()
                event.clear()
                try:
                    await asyncio.wait_for(event.wait(), max(0.0, left))
                except TimeoutError:
                    break
                view = self.view(uri)
        finally:
            self._waiting.remove(event)
        return view

    def end(self) -> None:
        """Stop all work."""
        for what in list(self._timers):
            self._cancel(what)
        if self.analyst is not None:
            self.analyst.stop()
            self.analyst = None


def make_server() -> ConstdslServer:
    """A server with everything it can be asked."""
    server = ConstdslServer()
    _listen(server)
    for name in MODULES:
        import_module(f"{features.__name__}.{name}").register(server)
    return server


def _listen(server: ConstdslServer) -> None:
    session = server.session

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        session.settings = editor_settings(params.initialization_options)

    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        session.documents.encoding = server.server_capabilities.position_encoding
        session.documents.folders = _folders(server)
        if not session.documents.folders and server.workspace.root_path:
            session.documents.folders = [server.workspace.root_path]
        server.begin()
        await _configure(server)
        _watch_files(server)
        server.changed()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        lines = Lines(item.text, session.documents.encoding)
        session.put(Document(item.uri, item.version, item.language_id, lines))
        server.changed()

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def edited(params: types.DidChangeTextDocumentParams) -> None:
        document = session.document(name_of(params.text_document.uri))
        if document is not None:
            text = document.lines.edited(list(params.content_changes))
            lines = Lines(text, session.documents.encoding)
            session.put(Document(document.uri, params.text_document.version, document.language, lines))
            server.changed()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.close(params.text_document.uri)
        server.changed()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(_params: types.DidSaveTextDocumentParams) -> None:
        server.changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(_params: types.DidChangeWatchedFilesParams) -> None:
        session.refresh()
        server.changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(_params: types.DidChangeWorkspaceFoldersParams) -> None:
        session.documents.folders = _folders(server)
        session.refresh()
        server.changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: types.DidChangeConfigurationParams) -> None:
        given = params.settings
        if isinstance(given, dict) and isinstance(given.get("constdsl"), dict):
            session.settings = editor_settings(given["constdsl"], session.settings)
        await _configure(server)
        session.refresh()
        server.changed()

    @server.feature(types.SHUTDOWN)
    def shutdown(_params: Any) -> None:
        server.end()


def _folders(server: ConstdslServer) -> list[str]:
    """The folders of the workspace, as paths."""
    return [path for folder in server.workspace.folders.values() if (path := to_fs_path(folder.uri)) is not None]


async def _configure(server: ConstdslServer) -> None:
    """Ask the editor for its settings, where it can be asked."""
    workspace = server.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return
    try:
        found = await server.workspace_configuration_async(
            types.ConfigurationParams([types.ConfigurationItem(section="constdsl")])
        )
    except Exception:
        log.exception("the editor does not tell its settings")
        return
    if found:
        server.session.settings = editor_settings(found[0], server.session.settings)


def _watch_files(server: ConstdslServer) -> None:
    """Ask the editor to tell when texts or settings change on the disk."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace is not None else None
    if watching is None or not watching.dynamic_registration:
        return
    patterns = ("**/*.const", "**/*.md", "**/constdsl.toml", "**/pyproject.toml")
    options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(each) for each in patterns])
    registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    server.client_register_capability(types.RegistrationParams([registration]))


def serve_io() -> bool:
    """Speak with the editor that started this process, over standard input and output; whether it said goodbye."""
    server = make_server()
    try:
        server.start_io()
    finally:
        server.end()
    return server.protocol.was_shut_down


def serve_tcp(port: int) -> bool:
    """Wait for an editor on a port of this machine, tell which, and speak with it; whether it said goodbye."""
    server = make_server()
    try:
        with contextlib.suppress(SystemExit):
            asyncio.run(_listen_on(port, server))
    finally:
        server.end()
    return server.protocol.was_shut_down


async def _listen_on(port: int, server: ConstdslServer) -> None:
    done = asyncio.Event()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.protocol.set_writer(writer)
        listener.close()
        await run_async(threading.Event(), reader, server.protocol, log, server.report_server_error)
        done.set()

    listener = await asyncio.start_server(converse, "127.0.0.1", port)
    print(f"constdsl listens on 127.0.0.1:{listener.sockets[0].getsockname()[1]}", file=sys.stderr, flush=True)
    await done.wait()


def log_to(path: Path | None) -> None:
    """Where messages about the server itself go: a file, or standard error."""
    handler: logging.Handler
    handler = logging.FileHandler(path, encoding="utf-8") if path is not None else logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(WithoutTracebacks())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    # The library warns of questions taken back after they were answered, which is what editors do all day.
    logging.getLogger("pygls").setLevel(logging.ERROR)
