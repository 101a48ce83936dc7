"""`constdsl check`: what is wrong with these texts, and which of their promises hold."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from attrs import evolve

from constdsl.cli.options import choose_option, color_option, format_option, quiet_option, show_report
from constdsl.project.files import gather, read_source

if TYPE_CHECKING:
    from constdsl.check.asking import Asking
    from constdsl.check.results import Report
    from constdsl.project.files import Inputs

__all__ = ["command"]

_WITH_WAYS_OUT = ("text", "json", "sarif")
"""The formats that show ways out, which take an analysis each."""


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@format_option("text", "json", "concise", "sarif", "github", "junit")
@quiet_option
@choose_option
@click.option("--select", multiple=True, metavar="RULE,...", help="Ask only these rules: slugs, codes or groups.")
@click.option("--ignore", multiple=True, metavar="RULE,...", help="Do not ask these rules.")
@click.option("--config", metavar="FILE", help="Read the settings from this TOML file and no other.")
@click.option("--isolated", is_flag=True, help="Read no settings from files.")
@click.option("--despite-mistakes", is_flag=True, help="Analyse what can be read of a text that has mistakes.")
@click.option("--fix", is_flag=True, help="Apply every safe way out, the only sensible one of its finding.")
@click.option("--pick", type=click.IntRange(min=1), metavar="N", help="Apply the way out of this number.")
@click.option("--diff", is_flag=True, help="Show what --fix or --pick would change, and change nothing.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of showing them.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until interrupted.")
@color_option
def command(
    paths: tuple[str, ...], style: str, quiet: bool, choose: dict[str, str], select: tuple[str, ...],
    ignore: tuple[str, ...], config: str | None, isolated: bool, despite_mistakes: bool, fix: bool, pick: int | None,
    diff: bool, statistics: bool, watch: bool, color: str,
) -> None:  # fmt: skip
    """Say which promises hold, show how the others are broken, and find the faults that nobody asked about.

    PATH is a constitution, a folder that is searched for *.const files, or - for standard input. Of a Markdown
    file (.md) the fenced `const` blocks are checked, in order, as one text.

    A finding is allowed by a comment on its line or above it: `# allow SLUG: reason`.
    """
    if fix and pick is not None:
        raise click.UsageError("--fix applies all safe ways out and --pick a single one; take one of the two.")
    if diff and not fix and pick is None:
        fix = True
    if watch and (fix or diff or "-" in paths):
        raise click.UsageError("--watch only looks: it goes with neither --fix, --pick, --diff nor standard input.")

    def once() -> tuple[Report | None, Inputs]:
        asking = _asking(paths, style, fix or pick is not None, config, isolated, select, ignore)
        return _check(paths, choose, evolve(asking, despite_mistakes=despite_mistakes))

    if watch:
        from constdsl.cli.watching import watched

        watched(paths, once, lambda report, inputs: show_report(report, inputs, style=style, quiet=quiet, color=color))
        return
    report, inputs = once()
    if report is not None and (fix or pick is not None):
        from constdsl.cli.fixing import mend

        report, inputs = mend(report, inputs, once, pick=pick, dry=diff)
        if diff:
            return
    if statistics:
        from constdsl.cli.options import exit_code, merge, palette
        from constdsl.cli.terminal import emit, leave
        from constdsl.render.statistics import render_statistics

        whole = merge(report, inputs)
        emit(render_statistics(whole, palette=palette(color)))
        leave(exit_code(whole))
    show_report(report, inputs, style=style, quiet=quiet, color=color)


def _asking(
    paths: tuple[str, ...], style: str, fixing: bool, config: str | None, isolated: bool, select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> Asking:
    from constdsl.check.asking import Asking
    from constdsl.check.settings import Unusable
    from constdsl.cli.options import all_rules
    from constdsl.project.configuration import settings_for

    rules = all_rules()
    try:
        settings = settings_for(paths, rules, config=config, isolated=isolated, select=select, ignore=ignore)
    except Unusable as error:
        raise click.UsageError(str(error)) from None
    progress = _progress if sys.stderr is not None and sys.stderr.isatty() else None
    return Asking(rules, settings, ways_out=fixing or style in _WITH_WAYS_OUT, progress=progress)


def _progress(text: str, number: int) -> None:
    """One line on the terminal, written over each time and cleared before anything else is."""
    click.echo(f"\r\033[K{text}: trying ways out, {number}\r", err=True, nl=False)


def _check(paths: tuple[str, ...], choose: dict[str, str], asking: Asking) -> tuple[Report | None, Inputs]:
    inputs = gather(paths)
    if not inputs.roots:
        return None, inputs
    from constdsl.check import program

    report = program.check(inputs.roots, read_source, choose, asking)
    if asking.progress is not None:
        click.echo("\r\033[K", err=True, nl=False)
    return report, inputs
