"""`constdsl power`: who can lawfully come to command what, and when."""

from __future__ import annotations

import click

from constdsl.cli.options import (
    choose_option,
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


def _parse_coalition(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    if value is None:
        return ()
    members = [member.strip() for member in value.split(",")]
    if not all(members):
        raise click.BadParameter("name the members with commas between them, for example Premier,StateSecurity.")
    return tuple(dict.fromkeys(members))


@click.command("power")
@file_argument
@click.option("--play", type=click.Choice(["acquiescent", "contested"]), help="Only one of the two plays.")
@click.option("--coalition", metavar="A,B", callback=_parse_coalition, help="Only these bodies, acting as one.")
@format_option("text", "json")
@choose_option
@color_option
def command(
    file: str, play: str | None, coalition: tuple[str, ...], style: str, choose: dict[str, str], color: str
) -> None:
    """Show who can lawfully come to command what, and when.

    In acquiescent play nobody uses a veto, an annulment or a refusal; in contested play everyone does who can.
    Without --coalition every body is taken alone. The exit code is 0, or 2 when the text cannot be used.
    """
    root, inputs = only_root(file)
    report, found = None, None
    if root is not None:
        from constdsl.check import program

        report, found = program.power(root, read_source, choose, coalition)
    if found is not None and play is not None:
        from constdsl.check.results import PowerReport

        found = PowerReport({each: reached for each, reached in found.plays.items() if each.value == play})
    whole = merge(report, inputs)
    if style == "json":
        from constdsl.render.as_json import power_json

        emit(power_json(found, whole), utf8=True)
    elif found is None:
        complain(whole, color)
    else:
        from constdsl.render.power import render_power

        title = f"Who comes to command what in {root.name}" if root else ""
        emit(render_power(found, title=title, palette=palette_for(color)))
        show_findings_exist(whole, file)
    leave(UNUSABLE if found is None or whole.unusable else CLEAN)
