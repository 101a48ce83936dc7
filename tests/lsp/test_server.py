"""What the server does between messages."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("pygls")

from constdsl.check.results import Report
from constdsl.lsp import server as module
from constdsl.lsp.analyst import Job
from constdsl.lsp.documents import Document
from constdsl.lsp.outcome import Outcome
from constdsl.lsp.positions import Lines
from constdsl.lsp.server import ConstdslServer


class Waiting:
    """In place of the analyst: takes jobs, and does nothing."""

    def __init__(self) -> None:
        self.roots: list[str] = []

    def submit(self, job: Job) -> None:
        self.roots.append(job.look.root)

    def withdraw(self, root: str) -> None:
        pass


def test_a_text_is_analysed_even_if_another_is_closed_just_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REST", 0.01)

    async def story() -> list[str]:
        server, analyst = ConstdslServer(), Waiting()
        server.loop, server.analyst = asyncio.get_running_loop(), analyst  # type: ignore[assignment]
        monkeypatch.setattr(server, "_send", lambda *told: None)
        for name in ("a", "b"):
            server.session.put(Document(f"file:///{name}.const", 1, "constdsl", Lines('constitution "T"')))
        server.read_changes()
        server.session.close("file:///b.const")
        await asyncio.sleep(0.05)  # the time for analysing comes while that has not been read
        assert analyst.roots == []
        server.read_changes()
        await asyncio.sleep(0.05)
        return analyst.roots

    assert asyncio.run(story()) == ["/a.const"]


def test_what_was_found_is_not_said_of_a_text_that_has_changed_since(monkeypatch: pytest.MonkeyPatch) -> None:
    """The change has come and is not read yet when the analysis of the text before it ends."""

    async def story() -> list[tuple[str, int | None]]:
        server, told = ConstdslServer(), []
        server.loop, server.analyst = asyncio.get_running_loop(), Waiting()  # type: ignore[assignment]
        monkeypatch.setattr(server, "_send", lambda name, found, version: told.append((name, version)))
        monkeypatch.setattr(server, "refresh_views", lambda: None)
        document = Document("file:///a.const", 1, "constdsl", Lines('constitution "T" status citizen'))
        server.session.put(document)
        server.read_changes()
        before = Outcome(server.session.look("/a.const"), Report({}, (), ()))
        server.session.put(Document("file:///a.const", 2, "constdsl", Lines('constitution "T" status resident')))
        server._settle(before)
        return told

    assert asyncio.run(story()) == [("/a.const", 1)]
