"""`--watch`: check again whenever a file changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from constdsl.check.results import Report
from constdsl.cli.terminal import say
from constdsl.project.files import Inputs

__all__ = ["watched"]

_SUFFIXES = (".const", ".md", ".markdown", ".toml")


def watched(
    paths: Sequence[str], once: Callable[[], tuple[Report | None, Inputs]],
    show: Callable[[Report | None, Inputs], None],
) -> None:
    """Show the report now and after every change of a text, or of the settings, near the paths; until interrupted."""
    try:
        from watchfiles import watch
    except ImportError:
        raise click.UsageError("--watch needs the package watchfiles: pip install 'constdsl[watch]'") from None
    folders = sorted({str(Path(path) if Path(path).is_dir() else Path(path).parent) for path in paths})
    _round(once, show)
    say(f"watching {', '.join(folders)}; end with Ctrl-C")
    changes = watch(*folders, watch_filter=lambda _, name: name.endswith(_SUFFIXES), raise_interrupt=False)
    for changed in changes:
        names = sorted({Path(name).name for _, name in changed})
        say(f"\n{', '.join(names)} changed")
        _round(once, show)


def _round(once: Callable[[], tuple[Report | None, Inputs]], show: Callable[[Report | None, Inputs], None]) -> None:
    try:
        show(*once())
    except click.exceptions.Exit:
        return  # the exit code of one round
    except click.UsageError as error:
        error.show()
