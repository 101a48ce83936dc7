"""The protocol as pygls speaks it, but that every question gets an answer, however badly it is put."""

from __future__ import annotations

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidRequest,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol

__all__ = ["Protocol", "Refused", "WithoutTracebacks"]


class Refused(JsonRpcException):
    """Something that is asked for in earnest but cannot be done; the message tells a person why."""

    CODE = types.LSPErrorCodes.RequestFailed.value


class Protocol(LanguageServerProtocol):
    """Messages that cannot be understood are answered as such, or passed over; the conversation goes on.

    Changes of texts are left to the session: the library's own keeping of texts splits lines at characters that end no
    line in the protocol, and then moves the positions of a change to where it thinks that they can be.
    """

    lsp_text_document__did_change = None  # type: ignore[assignment]

    ended = False
    """Whether nobody is there any more to send anything to."""

    @property
    def was_shut_down(self) -> bool:
        """Whether the client has announced the end."""
        return self._shutdown

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message as a value; what is no message, or is put wrongly, as it came."""
        if "method" in data and "params" not in data and self.get_message_type(str(data["method"])) is None:
            data = {**data, "params": None}
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data:
                self._refuse(data.get("id"), error)
            return data

    def handle_message(self, message: Any) -> None:
        """Do what a message asks for, if this is the time for it."""
        method = getattr(message, "method", None)
        if method is not None and method != types.EXIT:
            if self._shutdown:
                self._refuse(getattr(message, "id", None), JsonRpcInvalidRequest("the server was shut down"))
                return
            if self._workspace is None and method != types.INITIALIZE:
                self._refuse(getattr(message, "id", None), JsonRpcServerNotInitialized())
                return
        super().handle_message(message)

    def _refuse(self, number: Any, error: JsonRpcException) -> None:
        if isinstance(number, int | str):
            self._send_response(number, error=error.to_response_error())

    def _send_data(self, data: Any) -> None:
        if self.ended:
            return
        try:
            super()._send_data(data)
        except OSError:
            self.ended = True


class WithoutTracebacks(logging.Filter):
    """Tells what a client did wrong in a line: its faults are not the server's. What was refused is no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a record; dropped is only what a person has been told already."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Refused):
            return False
        if record.name.startswith("pygls") and (_is_about_messages(record) or _is_theirs(error)):
            first = record.getMessage().partition("\n")[0]
            record.msg, record.args = f"{first}: {error}" if error is not None else first, None
            record.exc_info = record.exc_text = None
        return True


def _is_about_messages(record: logging.LogRecord) -> bool:
    return record.getMessage().startswith(("Unable to deserialize message", "Unable to handle message"))


def _is_theirs(error: BaseException | None) -> bool:
    if isinstance(error, JsonRpcInternalError):
        return False
    return isinstance(error, JsonRpcException | OSError)
