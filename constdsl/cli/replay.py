"""`constdsl replay`: a history saved as JSON, tried again on a text."""

from __future__ import annotations

from pathlib import Path

import click

from constdsl.cli.options import choose_option, color_option, complain, file_argument, format_option, merge, only_root
from constdsl.cli.options import palette as palette_for
from constdsl.cli.terminal import CLEAN, FINDINGS, UNUSABLE, emit, leave, say
from constdsl.project.files import read_source

__all__ = ["command"]


@click.command("replay")
@file_argument
@click.argument("history", metavar="HISTORY.json")
@format_option("text", "json")
@choose_option
@color_option
def command(file: str, history: str, style: str, choose: dict[str, str], color: str) -> None:
    """Try a saved history again, move by move, and say at which step and by which clause it fails.

    HISTORY.json is what `check`, `ask` or `variants` printed with --format json, or one guarantee out of it. The exit
    code is 0 when every history stands, 1 when one fails, and 2 when the input cannot be used.
    """
    root, inputs = only_root(file)
    if root is None:
        complain(merge(None, inputs), color)
        leave(UNUSABLE)
    from constdsl.check.saved import Unreadable, read_saved, retell

    try:
        saved = read_saved(Path(history).read_text(encoding="utf-8"))
    except OSError as error:
        say(f"constdsl: {history}: {error.strerror or error}")
        leave(UNUSABLE)
    except (UnicodeDecodeError, Unreadable) as error:
        reason = "it is not text in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        say(f"constdsl: {history} cannot be replayed: {reason}.")
        leave(UNUSABLE)
    report, retold = retell(root, read_source, saved, choose)
    if report is not None:
        complain(merge(report, inputs), color)
        leave(UNUSABLE)
    from constdsl.render.replay import render_replay, replay_json

    if style == "json":
        emit(replay_json(retold), utf8=True)
    else:
        emit(render_replay(retold, palette=palette_for(color)))
    leave(FINDINGS if any(each.failed for each in retold) else CLEAN)
