"""`constdsl ask`: one question that the text itself does not ask."""

from __future__ import annotations

import click

from constdsl.cli.options import (
    choose_option,
    color_option,
    file_argument,
    format_option,
    only_root,
    quiet_option,
    show_report,
)
from constdsl.project.files import read_source

__all__ = ["command"]


@click.command("ask")
@file_argument
@click.argument("property", metavar="PROPERTY")
@format_option("text", "json", "concise")
@quiet_option
@choose_option
@color_option
def command(file: str, property: str, style: str, quiet: bool, choose: dict[str, str], color: str) -> None:
    """Put one property to a constitution, without writing it down.

    PROPERTY is what may follow `guarantee "…":`, for example 'no body alone can control Premier'.
    """
    root, inputs = only_root(file)
    report = None
    if root is not None:
        from constdsl.check import program

        report = program.ask(root, read_source, property, choose)
    show_report(report, inputs, style=style, quiet=quiet, color=color, one_answer=True)
