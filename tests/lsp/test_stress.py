"""A little of the random editing that `make stress` does a lot of; and what it has found before."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from tests.lsp.stress import run, uri
from tests.lsp.wire import Wire


@pytest.mark.parametrize("seed", [11, 12])
def test_random_editing(seed: int, tmp_path: Path) -> None:
    summary = run(150, seed, tmp_path)
    assert summary.faults == []
    assert summary.settled >= 5


def test_an_unusual_line_break_does_not_move_an_edit(tmp_path: Path) -> None:
    """U+2028 and form feeds end no line in the protocol, whatever programs for reading text think."""
    name = (tmp_path / "a.const").as_posix()
    text = 'constitution "T" # one \u2028 two \x0c three\nstatus citizen\n'
    wire = Wire([sys.executable, "-m", "constdsl", "lsp"])
    try:
        wire.begin(None, options={"reportState": True, "waysOut": False})
        wire.notify("textDocument/didOpen", {
            "textDocument": {"uri": uri(name), "languageId": "constdsl", "version": 1, "text": text}
        })  # fmt: skip
        end = {"line": 0, "character": text.index("\n")}
        change = {"range": {"start": end, "end": end}, "text": "\nbody"}
        sent = time.perf_counter()
        wire.notify("textDocument/didChange", {
            "textDocument": {"uri": uri(name), "version": 2}, "contentChanges": [change]
        })  # fmt: skip

        def told(message: dict[str, Any]) -> bool:
            found = message.get("method") == "textDocument/publishDiagnostics"
            return found and message["params"]["version"] == 2

        diagnostics = wire.wait(told, after=sent)["params"]["diagnostics"]
        # `body` and then `status` in the next line: what cannot stand there is in line 2, not in the comment.
        assert [each["range"]["start"] for each in diagnostics] == [{"line": 2, "character": 0}]
    finally:
        assert wire.end() == 0
