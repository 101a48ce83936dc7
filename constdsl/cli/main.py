"""The command `constdsl`: finds the subcommand, and turns every way of failing into a sentence and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from constdsl import __version__
from constdsl.cli.terminal import UNUSABLE, OutputError, abandon_output, say

__all__ = ["cli", "main", "relax_collector", "run"]

_COMMANDS = {
    "check": "Say which promises hold, and show how the others are broken.",
    "variants": "Compare every combination of the options and readings.",
    "power": "Show who can lawfully come to command what, and when.",
    "ask": "Put one property to a constitution.",
    "fmt": "Give constitutions the one layout of the language.",
    "rules": "List what the tool looks for unasked.",
    "explain": "Show the page of a rule.",
    "replay": "Try a saved history again, move by move.",
    "mutate": "Change one clause at a time, and show which promises notice.",
    "lsp": "Serve an editor: what is wrong, and what each name is, while a text is written.",
    "fuzz": "Play by chance against every guarantee, or test the tool itself.",
}
"""The subcommands in the order in which a newcomer meets them; each is `command` in the module of its name."""

_INTERRUPTED = 130


class _LazyGroup(click.Group):
    """A group that imports a subcommand only when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"constdsl.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*_COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            meant = f"check {args[0]}" if os.path.exists(args[0]) else _nearest(args[0])  # noqa: PTH110
            ctx.fail(f"No such command '{args[0]}'.{f' Did you mean `constdsl {meant}`?' if meant else ''}")
        return super().resolve_command(ctx, args)


def _nearest(word: str) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, _COMMANDS, 1)), None)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="constdsl", message="%(prog)s %(version)s")
def cli() -> None:
    """Read a constitution, and say which promises it keeps, which it breaks, and by what lawful steps.

    Exit code 0: all is well. 1: there are findings, or a guarantee does not hold. 2: the input or the command
    cannot be used.
    """


def run(arguments: Sequence[str] | None = None, command: Callable[..., Any] = cli.main) -> int:
    """Run the command line and give its exit code. Nothing a user can do leads to a traceback."""
    try:
        code = command(args=None if arguments is None else list(arguments), prog_name="constdsl", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return UNUSABLE
    except (KeyboardInterrupt, click.Abort):
        say("constdsl: interrupted")
        return _INTERRUPTED
    except OutputError as error:
        abandon_output()
        say(f"constdsl: {error}")
        return UNUSABLE
    except SystemExit:  # click's own answer to a reader that stopped reading its help
        abandon_output()
        return UNUSABLE
    except OSError as error:
        abandon_output()
        say(f"constdsl: {error.strerror or error}")
        return UNUSABLE
    except Exception as error:  # whatever is left is our fault, and the user should not have to read Python
        if os.environ.get("CONSTDSL_TRACEBACK"):
            raise
        say(_apology(error))
        return UNUSABLE
    return code if isinstance(code, int) else 0


def main() -> NoReturn:
    """The entry point of the installed command."""
    relax_collector()
    sys.exit(run())


def relax_collector() -> None:
    """Look for cyclic garbage rarely: trees and graphs live until the end, and scanning them again costs a third."""
    gc.set_threshold(200_000, 50, 100)


def _apology(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "constdsl: there is not enough memory for this text. Split it into several files."
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" in {place.tb_frame.f_globals.get('__name__')}, line {place.tb_lineno}" if place else ""
    return (
        f"constdsl: this is a fault of constdsl and not of your text: {type(error).__name__}{where}.\n"
        "  Please report it with the text that led here; CONSTDSL_TRACEBACK=1 shows the whole story."
    )
