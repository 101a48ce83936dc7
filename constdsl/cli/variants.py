"""`constdsl variants`: what every combination of choices does to every promise."""

from __future__ import annotations

import click

from constdsl.cli.options import (
    color_option,
    complain,
    file_argument,
    format_option,
    merge,
    only_root,
    show_findings_exist,
)
from constdsl.cli.options import palette as palette_for
from constdsl.cli.terminal import CLEAN, UNUSABLE, emit, leave
from constdsl.project.files import read_source

__all__ = ["command"]


@click.command("variants")
@file_argument
@format_option("text", "json")
@color_option
def command(file: str, style: str, color: str) -> None:
    """Compare every combination of the options and readings of a constitution.

    The exit code tells whether there is a table, not what stands in it: 0 or 2.
    """
    root, inputs = only_root(file)
    report, found = None, None
    if root is not None:
        from constdsl.check import program

        report, found = program.variants(root, read_source)
    whole = merge(report, inputs)
    if style == "json":
        from constdsl.render.as_json import variants_json

        emit(variants_json(found, whole), utf8=True)
    elif found is None:
        complain(whole, color)
    else:
        from constdsl.render.variants import render_variants

        title = f"What each choice does to the guarantees of {root.name}" if root else ""
        emit(render_variants(found, title=title, palette=palette_for(color)))
        show_findings_exist(whole, file)
    leave(UNUSABLE if found is None or whole.unusable else CLEAN)
