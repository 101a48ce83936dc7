"""`constdsl fuzz`: plays constitutions at random against their promises, or throws texts at the tool itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from constdsl.cli.options import choose_option, color_option, format_option
from constdsl.cli.terminal import CLEAN, FINDINGS, emit, leave

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["command"]


class _Duration(click.ParamType[float]):
    """Seconds, or minutes and hours with `m` and `h` behind them."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        words = str(value).strip()
        unit = {"s": 1, "m": 60, "h": 3600}.get(words[-1:], 0)
        try:
            seconds = float(words[:-1] if unit else words) * (unit or 1)
        except ValueError:
            seconds = -1.0
        if not 0 < seconds < 10**7:
            self.fail(f"'{value}' is not a time such as 90, 90s, 20m or 1h.", param, ctx)
        return seconds


@click.command("fuzz")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--texts", is_flag=True, help="Throw text of every kind at the tool: nothing may break, hang or grow.")
@click.option(
    "--examples", type=click.IntRange(1),
    help="How many plays of each coalition in each way (100 unless told), or how many texts (10,000).",
)  # fmt: skip
@click.option("--steps", type=click.IntRange(1, 1000), help="How many moves a play has at most; 50 unless told.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed makes other examples.")
@click.option("--jobs", type=click.IntRange(1), help="How many processes to use; all processors unless told.")
@click.option("--time", "seconds", type=_Duration(), metavar="TIME", help="Stop after 90s, 20m or 1h.")
@click.option("--coalition", metavar="X[,Y]", help="Play this coalition only, and list what it comes to command.")
@click.option(
    "--emit-test", "test", metavar="[PATH]", is_flag=False, flag_value="-",
    help="Write a pytest test that makes each history shown; without PATH, print it.",
)  # fmt: skip
@click.option(
    "--database", metavar="PATH",
    help="The folder of histories found before, which are tried first; `none` keeps none. A cache folder unless told.",
)  # fmt: skip
@format_option("text", "json")
@choose_option
@color_option
def command(
    file: str | None,
    texts: bool,
    examples: int | None,
    steps: int | None,
    seed: int,
    jobs: int | None,
    seconds: float | None,
    coalition: str | None,
    test: str | None,
    database: str | None,
    style: str,
    choose: Mapping[str, str],
    color: str,
) -> None:
    """Play a constitution at random, or look for faults of this tool.

    Every coalition that a guarantee of FILE is about makes lawful moves by chance, against others who use their
    checks and against others who do not; for `always` and `never` everybody plays. What they come to is compared
    with the verdicts of `constdsl check`. The exit code is 0 when play found nothing against a guarantee, 1 when it
    did or contradicts a verdict, 2 when the input or the command cannot be used.

    With --texts the tool is handed sentences that obey the grammar by chance, constitutions that have been spoilt, and
    noise. Whatever the text, every step from reading it to showing the answer must end well: within 2 seconds for
    every 1,000 statements, in less than 500 MB, and with the same answer each time. The exit code is 0 when all of
    them passed and 1 when one did not; the smallest text that fails is shown.
    """
    progress = sys.stderr is not None and sys.stderr.isatty()
    if not texts:
        if file is None:
            raise click.UsageError("name a FILE to be played, or say --texts.")
        from constdsl.cli.fuzz_play import Wish, run_play

        wish = Wish(
            file, examples or 100, steps or 50, seed, jobs, seconds, _names(coalition), test, database,
            style, dict(choose), color, progress,
        )  # fmt: skip
        leave(run_play(wish))
    if file is not None:
        raise click.UsageError("--texts makes its own texts and takes no FILE.")
    for name, given in (
        ("--steps", steps), ("--coalition", coalition), ("--emit-test", test), ("--database", database),
        ("--choose", choose or None), ("--format json", style == "json" or None),
    ):  # fmt: skip
        if given is not None:
            raise click.UsageError(f"{name} is for playing a FILE and does not go with --texts.")
    from constdsl.cli.fuzz_texts import processors, run_texts, summary

    outcome = run_texts(examples or 10_000, seconds, seed, jobs or processors(), progress)
    emit(summary(outcome) + "\n")
    leave(FINDINGS if outcome.failure else CLEAN)


def _names(coalition: str | None) -> tuple[str, ...]:
    if coalition is None:
        return ()
    names = tuple(dict.fromkeys(each.strip() for each in coalition.split(",")))
    if not all(names):
        raise click.UsageError(f"'{coalition}' is not a list of names such as Premier,StateSecurity.")
    return names
