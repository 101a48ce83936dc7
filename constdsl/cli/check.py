"""`constdsl check`: what is wrong with these texts, and which of their promises hold."""

from __future__ import annotations

import click

from constdsl.cli.files import gather, read_source
from constdsl.cli.options import choose_option, color_option, format_option, quiet_option, show_report

__all__ = ["command"]


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@format_option("text", "json", "concise")
@quiet_option
@choose_option
@color_option
def command(paths: tuple[str, ...], style: str, quiet: bool, choose: dict[str, str], color: str) -> None:
    """Say which promises hold, and show how the others are broken.

    PATH is a constitution, a folder that is searched for *.const files, or - for standard input. Of a Markdown
    file (.md) the fenced `const` blocks are checked, in order, as one text.
    """
    inputs = gather(paths)
    report = None
    if inputs.roots:
        from constdsl.check import program

        report = program.check(inputs.roots, read_source, choose)
    show_report(report, inputs, style=style, quiet=quiet, color=color)
