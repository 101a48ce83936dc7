"""The server as a process: what it makes of bad messages, and how it ends."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from tests.lsp.editor import PATIENCE
from tests.lsp.wire import Wire

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "constdsl", "lsp"]

CLUB = """\
status player
class Meeting: player
body Committee { seats 7 elected by Meeting from player for 1 year }
Committee may revoke player from any player
guarantee "The members decide": Committee cannot control Meeting
"""


def framed(body: bytes) -> bytes:
    """A message with its length."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def message(**fields: Any) -> bytes:
    """A message as it goes over the wire."""
    return framed(json.dumps({"jsonrpc": "2.0", **fields}).encode())


def opening(uri: str, text: str) -> dict[str, Any]:
    """What an editor says of a text that it opens."""
    return {"textDocument": {"uri": uri, "languageId": "constdsl", "version": 1, "text": text}}


def complaints(wire: Wire) -> str:
    """Everything that a server that has ended wrote on standard error."""
    wire.listening.join(PATIENCE)
    return b"".join(wire.stderr).decode("utf-8")


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A server that has just been started."""
    started = Wire(COMMAND, cwd=ROOT)
    yield started
    started.kill()


# --- bad messages -------------------------------------------------------------------------------------------------

NONE = "file:///none.const"
SOMEWHERE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
BEFORE = {"start": {"line": -1, "character": -1}, "end": {"line": 0, "character": 0}}

UNANSWERED = {
    "no JSON": framed(b"{nope"),
    "no UTF-8": framed(b'{"jsonrpc":"2.0","method":"\xff"}'),
    "a list": framed(b"[1, 2]"),
    "a number": framed(b"3"),
    "null": framed(b"null"),
    "an empty object": framed(b"{}"),
    "a message without a version": framed(b'{"id": 1, "method": "shutdown"}'),
    "very many brackets": framed(b'{"jsonrpc":"2.0","method":"x","params":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    "garbage between messages": b"hello\r\n\r\n\x00\x01\xff\r\n",
    "a message without its length": b'{"jsonrpc":"2.0","id":5,"method":"shutdown"}\r\n\r\n',
    "a length below nothing": b"Content-Length: -5\r\n\r\n",
    "an unknown notification": message(method="foo/bar", params={}),
    "an unknown notification without parameters": message(method="foo/bar"),
    "a known one with wrong parameters": message(method="textDocument/didOpen", params={"x": 1}),
    "a change of a text that is not open": message(
        method="textDocument/didChange",
        params={"textDocument": {"uri": NONE, "version": 3}, "contentChanges": [{"range": SOMEWHERE, "text": "x"}]},
    ),
    "the end of a text that is not open": message(
        method="textDocument/didClose", params={"textDocument": {"uri": NONE}}
    ),
    "an address that is none": message(method="textDocument/didOpen", params=opening("file://[bad", "status")),
    "the end of a question that nobody asked": message(method="$/cancelRequest", params={"id": 99}),
    "an answer to nothing": message(id="zz", result=None),
    "a refusal of nothing": message(id="zz", error={"code": 1, "message": "x"}),
}  # fmt: skip

REFUSED = {
    "an unknown question": ({"method": "foo/bar", "params": {}}, -32601),
    "an unknown question without parameters": ({"method": "foo/bar"}, -32601),
    "parameters of a wrong shape": ({"method": "textDocument/codeLens", "params": {"x": 1}}, -32602),
    "parameters in a list": ({"method": "textDocument/codeLens", "params": [1]}, -32602),
    "no parameters where some are needed": ({"method": "textDocument/codeLens", "params": None}, -32602),
    "an unknown command": ({"method": "workspace/executeCommand", "params": {"command": "foo"}}, -32602),
    "a place before the beginning": (
        {
            "method": "textDocument/codeAction",
            "params": {"textDocument": {"uri": NONE}, "range": BEFORE, "context": {"diagnostics": []}},
        },
        -32602,
    ),
}  # fmt: skip

EMPTY = {
    "a command without arguments": {"method": "workspace/executeCommand", "params": {"command": "constdsl.history"}},
    "a command with arguments of another kind": {
        "method": "workspace/executeCommand", "params": {"command": "constdsl.history", "arguments": [{"a": 1}, 3]},
    },
    "a history of nothing": {"method": "constdsl/history", "params": {}},
    "a history of a list": {"method": "constdsl/history", "params": [1, 2]},
    "a history without parameters": {"method": "constdsl/history"},
    "a history of a text that is not open": {"method": "constdsl/history", "params": {"uri": NONE, "key": "x"}},
}  # fmt: skip


def test_bad_messages_are_refused_or_passed_over_and_the_conversation_goes_on(wire: Wire) -> None:
    wire.begin()
    for bad in UNANSWERED.values():
        wire.send_bytes(bad)
    for number, (question, code) in enumerate(REFUSED.values(), 1000):
        wire.send({"id": number, **question})
        answer = wire.wait(lambda sent, number=number: sent.get("id") == number)  # type: ignore[misc]
        assert answer["error"]["code"] == code, question
    for number, question in enumerate(EMPTY.values(), 2000):
        wire.send({"id": number, **question})
        answer = wire.wait(lambda sent, number=number: sent.get("id") == number)  # type: ignore[misc]
        assert answer.get("result", "missing") is None, question
    wire.notify("textDocument/didOpen", opening("file:///a.const", CLUB))
    shown = wire.wait(lambda sent: bool(sent.get("params") and (sent["params"] or {}).get("diagnostics")))
    assert shown["params"]["uri"] == "file:///a.const"
    assert not [sent for _, sent in wire.messages if sent.get("method") == "window/showMessage"]
    assert wire.end(PATIENCE) == 0
    assert "Traceback" not in complaints(wire)
    assert "fault" not in complaints(wire)


def test_each_bad_message_alone_does_no_harm(wire: Wire) -> None:
    # One after the other they could hide each other: here every one is followed by a good one that is answered.
    wire.begin()
    for name, bad in UNANSWERED.items():
        wire.send_bytes(bad)
        assert wire.ask("textDocument/codeLens", {"textDocument": {"uri": NONE}}) == [], name
    assert wire.end(PATIENCE) == 0


def test_before_the_beginning_nothing_is_answered(wire: Wire) -> None:
    with pytest.raises(ValueError, match="NotInitialized"):
        wire.ask("textDocument/codeLens", {"textDocument": {"uri": NONE}})
    wire.notify("textDocument/didOpen", opening("file:///a.const", CLUB))
    assert "capabilities" in wire.begin()
    assert wire.ask("textDocument/codeLens", {"textDocument": {"uri": "file:///a.const"}}) == []
    assert wire.end(PATIENCE) == 0


# --- the end ------------------------------------------------------------------------------------------------------


def test_after_a_polite_end_the_exit_code_is_zero(wire: Wire) -> None:
    wire.begin()
    assert wire.ask("shutdown", None) is None
    with pytest.raises(ValueError, match="shut down"):
        wire.ask("textDocument/codeLens", {"textDocument": {"uri": NONE}})
    wire.notify("exit", None)
    assert wire.process.wait(PATIENCE) == 0
    assert complaints(wire) == ""


def test_after_an_impolite_end_it_is_one(wire: Wire) -> None:
    wire.begin()
    wire.notify("exit", None)
    assert wire.process.wait(PATIENCE) == 1


def analysing(wire: Wire) -> None:
    """Let the server begin an analysis that takes long."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from generate import generate
    finally:
        sys.path.pop(0)
    wire.begin(options={"reportState": True})
    wire.notify("textDocument/didOpen", opening("file:///a.const", generate(2_000)))
    wire.wait(lambda sent: sent.get("method") == "constdsl/state" and bool(sent["params"]["versions"]))
    time.sleep(0.5)  # by now it has begun, and it takes some seconds


@pytest.mark.parametrize("busy", [False, True])
def test_when_the_editor_is_gone_the_server_ends_by_itself(wire: Wire, busy: bool) -> None:
    if busy:
        analysing(wire)
    else:
        wire.begin()
    assert wire.process.stdin is not None
    wire.process.stdin.close()
    assert wire.process.wait(PATIENCE) == 1
    assert complaints(wire) == ""


def test_it_ends_at_once_in_the_middle_of_an_analysis(wire: Wire) -> None:
    analysing(wire)
    assert wire.end(PATIENCE) == 0
    assert complaints(wire) == ""


# --- over a port --------------------------------------------------------------------------------------------------


def test_over_a_port_of_this_machine() -> None:
    with subprocess.Popen([*COMMAND, "--tcp", "0"], cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        address, _, port = said.strip().rpartition(":")
        assert address == "constdsl listens on 127.0.0.1"
        there = ("127.0.0.1", int(port))
        with socket.create_connection(there, PATIENCE) as connection, connection.makefile("rb") as answers:
            connection.settimeout(PATIENCE)
            connection.sendall(message(id=1, method="initialize", params={"processId": None, "capabilities": {}}))
            length = int(answers.readline().split(b":")[1])
            while answers.readline().strip():
                pass
            assert "capabilities" in json.loads(answers.read(length))["result"]
            connection.sendall(message(id=2, method="shutdown") + message(method="exit"))
            assert process.wait(PATIENCE) == 0


def test_over_a_port_it_ends_with_the_connection() -> None:
    with subprocess.Popen([*COMMAND, "--tcp", "0"], cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        port = int(process.stderr.readline().rpartition(":")[2])
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
        assert process.wait(PATIENCE) == 1
        assert process.stderr.read() == ""
