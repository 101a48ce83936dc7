"""The smallest client there can be: messages to a server's input, messages from its output, and nothing else."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

__all__ = ["Gone", "Wire"]

Message = dict[str, Any]


class Gone(Exception):
    """The server ended, or did not answer in time."""


class Wire:
    """A server as a child process. What it says is kept in the order of arrival, each message with its time.

    `answers` tells how to answer the server's own requests, by method; others are answered with null.
    """

    def __init__(
        self, command: Sequence[str], *, cwd: Path | None = None, answers: dict[str, Callable[[Any], Any]] | None = None
    ) -> None:
        self.process = subprocess.Popen(
            [*command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd
        )
        self.answers = answers or {}
        self.messages: list[tuple[float, Message]] = []
        self.stderr: list[bytes] = []
        self._arrived = threading.Condition()
        self._ended = False
        self._number = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.listening = threading.Thread(target=self._read_errors, daemon=True)
        """Ends once the server has, and has said all on standard error that it had to say."""
        self.listening.start()

    # --- speaking ---------------------------------------------------------------------------------------------------

    def send(self, message: Message) -> None:
        """Send a message as it is."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def send_bytes(self, data: bytes) -> None:
        """Send anything at all. Raises Gone if nobody is there any more."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except OSError as error:
            raise Gone("the server has ended") from error

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any, seconds: float = 30) -> Any:
        """Send a request and wait for its result. Raises Gone without an answer, and ValueError for an error."""
        self._number += 1
        number = self._number
        self.send({"id": number, "method": method, "params": params})
        answer = self.wait(lambda message: message.get("id") == number and "method" not in message, seconds)
        if "error" in answer:
            raise ValueError(answer["error"]["message"])
        return answer["result"]

    def begin(
        self, folder: Path | None = None, capabilities: Any = None, options: Any = None, **more: Any
    ) -> Any:
        """Initialize, and say so."""
        result = self.ask("initialize", {
            "processId": None, "rootUri": folder.as_uri() if folder else None,
            "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}] if folder else None,
            "capabilities": capabilities or {}, "initializationOptions": options or {}, **more,
        })  # fmt: skip
        self.notify("initialized", {})
        return result

    # --- listening --------------------------------------------------------------------------------------------------

    def wait(self, wanted: Callable[[Message], bool], seconds: float = 30, after: float = 0.0) -> Message:
        """The first message of a kind, of those that came `after` a time. Raises Gone when none comes."""
        return self.arrival(wanted, seconds, after)[1]

    def arrival(
        self, wanted: Callable[[Message], bool], seconds: float = 30, after: float = 0.0
    ) -> tuple[float, Message]:
        """The same with the time at which it came, by `time.perf_counter`."""
        limit = time.perf_counter() + seconds
        seen = 0
        with self._arrived:
            while True:
                for at, message in self.messages[seen:]:
                    if at >= after and wanted(message):
                        return at, message
                seen = len(self.messages)
                left = limit - time.perf_counter()
                if left <= 0 or self._ended:
                    said = b"".join(self.stderr[-5:]).decode("utf-8", "replace")
                    what = "the server ended" if self._ended else f"no answer within {seconds:g} seconds"
                    raise Gone(f"{what}\n{said}".rstrip())
                self._arrived.wait(left)

    def forget(self) -> None:
        """Throw away what has arrived so far."""
        with self._arrived:
            self.messages.clear()

    def _read(self) -> None:
        output = self.process.stdout
        assert output is not None
        while True:
            length = 0
            while line := output.readline():
                if not line.strip():
                    break
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not line:
                break
            message = json.loads(output.read(length))
            if "method" in message and "id" in message:
                answer = self.answers.get(message["method"], lambda params: None)(message.get("params"))
                with contextlib.suppress(Gone):
                    self.send({"id": message["id"], "result": answer})
            with self._arrived:
                self.messages.append((time.perf_counter(), message))
                self._arrived.notify_all()
        with self._arrived:
            self._ended = True
            self._arrived.notify_all()

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.stderr.append(line)

    # --- ending -----------------------------------------------------------------------------------------------------

    def end(self, seconds: float = 10) -> int:
        """Shut down politely, and give the exit code; a server that does not end is killed."""
        with contextlib.suppress(Gone, ValueError):
            self.ask("shutdown", None, seconds)
            self.notify("exit", None)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self._close()

    def kill(self) -> None:
        """End the server at once."""
        self.process.kill()
        self.process.wait()
        self._close()

    def _close(self) -> None:
        for pipe in (self.process.stdin,):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
