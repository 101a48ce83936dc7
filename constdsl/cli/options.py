"""Options and endings that several subcommands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import click

from constdsl.cli.terminal import CLEAN, FINDINGS, UNUSABLE, colourful, emit, leave, say
from constdsl.diagnostic import Severity
from constdsl.project.files import Inputs, gather
from constdsl.source import Source

if TYPE_CHECKING:
    from constdsl.check.results import Report
    from constdsl.render.palette import Palette
    from constdsl.rules.rule import Rule

__all__ = [
    "all_rules",
    "choose_option",
    "color_option",
    "complain",
    "exit_code",
    "file_argument",
    "format_option",
    "merge",
    "only_root",
    "palette",
    "quiet_option",
    "show_findings_exist",
    "show_report",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Decorator = Callable[[_Command], _Command]


# --- options ----------------------------------------------------------------------------------------------------

file_argument = click.argument("file", metavar="FILE")

quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong. JSON is always complete.")

color_option = click.option(
    "--color",
    "--colour",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Use colour; NO_COLOR and FORCE_COLOR are heeded.",
)


def format_option(*formats: str) -> Callable[[_Command], _Command]:
    """`--format`, with the formats that a subcommand knows; the first is the default."""
    return click.option(
        "--format", "style", type=click.Choice(formats), default=formats[0], show_default=True, help="How to answer."
    )


def _parse_choices(context: click.Context, parameter: click.Parameter, value: Sequence[str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for each in value:
        option, equals, choice = (part.strip() for part in each.rpartition("="))
        if not (option and equals and choice):
            raise click.BadParameter(f"'{each}' is not of the form OPTION=CHOICE, for example discipline=dropped.")
        if chosen.setdefault(option, choice) != choice:
            raise click.BadParameter(f"'{option}' is chosen twice, as '{chosen[option]}' and as '{choice}'.")
    return chosen


choose_option = click.option(
    "--choose",
    metavar="OPTION=CHOICE",
    multiple=True,
    callback=_parse_choices,
    help="Take a choice of an option, or a reading of an unclear word, other than the first. Repeatable.",
)


def palette(color: str, *, stderr: bool = False) -> Palette:
    """Colours for standard output, or for standard error."""
    from constdsl.render.palette import Palette

    return Palette(colourful(color, sys.stderr if stderr else sys.stdout))


# --- input ------------------------------------------------------------------------------------------------------


def only_root(file: str) -> tuple[Source | None, Inputs]:
    """The one text that a subcommand is about, if it can be read."""
    from pathlib import Path

    if file != "-" and Path(file).is_dir():
        raise click.UsageError(f"'{file}' is a folder; this command takes one file. `constdsl check` takes folders.")
    inputs = gather([file])
    return (inputs.roots[0] if inputs.roots else None), inputs


# --- output -----------------------------------------------------------------------------------------------------


def merge(report: Report | None, inputs: Inputs) -> Report:
    """A report that also holds what went wrong while reading, for programs."""
    from attrs import evolve

    from constdsl.check.results import Report

    report = report or Report({}, (), ())
    if not inputs.problems:
        return report
    diagnostics = sorted((*inputs.problems, *report.diagnostics), key=lambda each: each.sort_key())
    return evolve(
        report, sources={**report.sources, **inputs.quoted}, diagnostics=tuple(diagnostics), unusable=True
    )


def complain(report: Report, color: str) -> None:
    """Tell on standard error why a text cannot be used."""
    from constdsl.render.snippet import Illustrator, draw_all

    if report.diagnostics:
        illustrator = Illustrator(report.sources, palette(color, stderr=True))
        say("\n".join(draw_all(illustrator, report.diagnostics)).rstrip("\n"))


def show_findings_exist(report: Report, file: str) -> None:
    """Mention on standard error, beside an answer, that the text has faults of its own."""
    found = sum(each.severity is not Severity.NOTE for each in report.diagnostics)
    if found:
        say(f"note: the text itself has {found} finding{'s' * (found > 1)}; `constdsl check {file}` shows them.")


def show_report(
    report: Report | None, inputs: Inputs, *, style: str, quiet: bool, color: str, one_answer: bool = False
) -> None:
    """Print the answer of `check` or `ask` in the wanted form, and end with the right exit code."""
    whole = merge(report, inputs)
    if style == "json":
        from constdsl.render.as_json import report_json

        emit(report_json(whole), utf8=True)
    elif style == "concise":
        from constdsl.render.concise import render_concise

        emit(render_concise(whole, quiet=quiet))
    elif style == "github":
        from constdsl.render.github import render_github

        emit(render_github(whole), utf8=True)
    elif style == "junit":
        from constdsl.render.junit import render_junit

        emit(render_junit(whole), utf8=True)
    elif style == "sarif":
        from constdsl.render.sarif import render_sarif

        emit(render_sarif(whole, all_rules()), utf8=True)
    else:
        from constdsl.render.report import render_answer, render_report

        complain(merge(None, inputs), color)
        render = render_answer if one_answer else render_report
        if report is not None:
            emit(render(report, quiet=quiet, palette=palette(color)))
    leave(exit_code(whole))


@cache
def all_rules() -> tuple[Rule, ...]:
    """The rules there are; what cannot be loaded is mentioned once."""
    from constdsl.project.configuration import installed_rules

    rules, notes = installed_rules()
    for note in notes:
        say(f"note: {note}")
    return rules


def exit_code(report: Report) -> int:
    """0 when all is well, 1 for findings and for promises that do not hold, 2 for text that cannot be used."""
    from constdsl.check.results import Verdict

    if report.unusable:
        return UNUSABLE
    found = any(each.severity is not Severity.NOTE for each in report.diagnostics)
    failed = any(answer.verdict is not Verdict.HOLDS for answer in report.answers)
    return FINDINGS if found or failed else CLEAN
