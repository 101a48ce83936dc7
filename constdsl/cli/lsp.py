"""`constdsl lsp`: serve an editor."""

from __future__ import annotations

from pathlib import Path

import click

from constdsl.cli.terminal import leave

__all__ = ["command"]


@click.command("lsp")
@click.option("--tcp", "port", type=click.IntRange(0, 65535), metavar="PORT", help="Listen on 127.0.0.1 instead.")
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the log there.")
def command(port: int | None, log: Path | None) -> None:
    """Speak the language server protocol with an editor, over standard input and output.

    Editors start it themselves; docs/editors.md tells how to set them up.
    """
    try:
        from constdsl.lsp.server import log_to, serve_io, serve_tcp
    except ImportError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise click.UsageError("the language server needs the package pygls: pip install 'constdsl[lsp]'") from None
    log_to(log)
    polite = serve_io() if port is None else serve_tcp(port)
    leave(0 if polite else 1)
