"""Writing to the terminal: colour or none, the right encoding, and output that nobody reads any more."""

from __future__ import annotations

import os
import sys
from typing import IO, NoReturn

import click

__all__ = ["CLEAN", "FINDINGS", "UNUSABLE", "OutputError", "abandon_output", "colourful", "emit", "leave", "say"]

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2
"""The exit codes: all is well; something was found; the input or the command cannot be used."""


class OutputError(Exception):
    """The output could not be written; the text of the error is a sentence for the user."""


def emit(text: str, *, utf8: bool = False) -> None:
    """Write to standard output; what its encoding lacks is spelled out. `utf8` is for JSON, whatever the locale."""
    if sys.stdout is None:
        raise OutputError("there is no standard output to write to.")
    try:
        _write(sys.stdout, text, utf8=utf8)
    except BrokenPipeError:
        raise OutputError("the output is incomplete: its reader stopped reading.") from None
    except OSError as error:
        raise OutputError(f"the output cannot be written: {error.strerror}.") from None


def say(text: str) -> None:
    """Write a line to standard error; if that fails there is nobody left to tell."""
    if sys.stderr is not None:
        try:
            _write(sys.stderr, text.rstrip("\n") + "\n")
        except OSError:
            return


def _write(stream: IO[str], text: str, *, utf8: bool = False) -> None:
    encoding = "utf-8" if utf8 else getattr(stream, "encoding", None) or "utf-8"
    stream.flush()
    stream.buffer.write(text.encode(encoding, "backslashreplace"))  # type: ignore[attr-defined]
    stream.flush()


def abandon_output() -> None:
    """Point standard output at nothing, so that Python does not complain about it on the way out."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, AttributeError, ValueError):
        return


def colourful(choice: str, stream: IO[str] | None) -> bool:
    """Whether to use colour: as asked for, else as the environment says, else when a terminal shows it."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if (force := os.environ.get("FORCE_COLOR")) is not None and force != "":
        return force != "0"
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def leave(code: int) -> NoReturn:
    """End the command with an exit code."""
    click.get_current_context().exit(code)
