"""`constdsl mutate`: change one clause at a time, and see which promises notice."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import click

from constdsl.cli.options import (
    choose_option,
    color_option,
    complain,
    file_argument,
    format_option,
    merge,
    only_root,
    quiet_option,
    show_findings_exist,
)
from constdsl.cli.options import palette as palette_for
from constdsl.cli.terminal import CLEAN, UNUSABLE, emit, leave
from constdsl.project.files import read_source

if TYPE_CHECKING:
    from constdsl.check.mutation import Mutation, Trial, Tried
    from constdsl.model.entities import Constitution

__all__ = ["command"]

_WORTHWHILE = 2.0
"""Seconds of work left from which on further processes pay for being started."""

_SAMPLE = 12
"""Changes tried before the rest is estimated."""

_CHUNK = 4
"""Changes that a process is given at a time."""


@click.command("mutate")
@file_argument
@click.option(
    "--guarantee", "wanted", metavar="TITLE", multiple=True, help="Look at this guarantee only. Repeatable."
)
@click.option("--all", "every", is_flag=True, help="Show every change, and not only the first few of a guarantee.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N",
    help="Processes that share the work; as many as there are cores where it is long enough.",
)  # fmt: skip
@format_option("text", "json")
@quiet_option
@choose_option
@color_option
def command(
    file: str,
    wanted: tuple[str, ...],
    every: bool,
    jobs: int | None,
    style: str,
    quiet: bool,
    choose: dict[str, str],
    color: str,
) -> None:
    """Change one clause of a constitution at a time, and show which guarantees notice.

    Unclear words are read the first way. The exit code is 0 whatever is found, or 2 when the text cannot be used.
    """
    root, inputs = only_root(file)
    report, found = None, None
    if root is not None:
        from constdsl.check import program

        report, constitution = program.settle(root, read_source, choose)
        if constitution is not None:
            _check_titles(constitution, wanted)
            found = _mutate(constitution, wanted, jobs, show=not quiet and style == "text")
    whole = merge(report, inputs)
    if style == "json":
        from constdsl.render.mutation_json import mutation_json

        emit(mutation_json(found, whole), utf8=True)
    elif found is None:
        complain(whole, color)
    else:
        from constdsl.render.mutation import render_mutation

        title = f"What rests on each clause of {root.name}" if root else ""
        palette = palette_for(color)
        emit(render_mutation(found, whole.sources, title=title, every=every, quiet=quiet, palette=palette))
        show_findings_exist(whole, file)
    leave(UNUSABLE if found is None or whole.unusable else CLEAN)


def _check_titles(constitution: Constitution, wanted: Sequence[str]) -> None:
    from constdsl.check.mutation import titles
    from constdsl.syntax.suggest import did_you_mean

    known = titles(constitution)
    for title in wanted:
        if title not in known:
            near = did_you_mean(title, known)
            listed = f"There are {', '.join(f'“{each}”' for each in known)}." if known else "The text states none."
            advice = f"Did you mean “{near[0]}”?" if near else listed
            raise click.UsageError(f"there is no guarantee called “{title}”. {advice}")


# --- the work -------------------------------------------------------------------------------------------------------


def _mutate(constitution: Constitution, wanted: Sequence[str], jobs: int | None, *, show: bool) -> Mutation:
    from constdsl.check.mutation import conclude, prepare

    trial = prepare(constitution, wanted)
    tried: dict[int, Tried] = {}
    with _progress(len(trial.mutants), show=show) as bar:
        for number, result in _work(trial, wanted, jobs):
            tried[number] = result
            if bar is not None:
                bar.update(1)
    return conclude(trial, tried)


def _progress(length: int, *, show: bool) -> AbstractContextManager[Any]:
    if not show or sys.stderr is None or not sys.stderr.isatty():
        return nullcontext()
    return click.progressbar(length=length, label="changing one clause at a time", file=sys.stderr)


def _work(trial: Trial, wanted: Sequence[str], jobs: int | None) -> Iterator[tuple[int, Tried]]:
    """Every change with its number, in some order; by several processes where that is asked for or worth it."""
    from constdsl.check.mutation import try_mutant

    total = len(trial.mutants)
    processes = jobs if jobs is not None else os.cpu_count() or 1
    alone = total if processes == 1 else 0 if jobs is not None else min(_SAMPLE, total)
    began = time.monotonic()
    for number in range(alone):
        yield number, try_mutant(trial, number)
    if alone == total:
        return
    if alone and (time.monotonic() - began) / alone * (total - alone) < _WORTHWHILE:
        for number in range(alone, total):
            yield number, try_mutant(trial, number)
        return
    yield from _shared(trial, wanted, range(alone, total), processes)


def _shared(
    trial: Trial, wanted: Sequence[str], numbers: Sequence[int], processes: int
) -> Iterator[tuple[int, Tried]]:
    from concurrent.futures import ProcessPoolExecutor, as_completed

    chunks = [numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK)]
    pool = ProcessPoolExecutor(min(processes, len(chunks)), None, _begin, (trial.constitution, tuple(wanted)))
    try:
        for done in as_completed([pool.submit(_try_some, tuple(chunk)) for chunk in chunks]):
            yield from done.result()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


_trial: Trial | None = None
"""What a helping process works on. Each prepares it for itself, which is quicker than to hand every change over."""


def _begin(constitution: Constitution, wanted: Sequence[str]) -> None:
    import signal

    from constdsl.check.mutation import prepare

    global _trial
    # Ctrl-C reaches every process of a terminal; the first one tells the user, the others just end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _trial = prepare(constitution, wanted)


def _try_some(numbers: Sequence[int]) -> list[tuple[int, Tried]]:
    from constdsl.check.mutation import try_mutant

    assert _trial is not None
    return [(number, try_mutant(_trial, number)) for number in numbers]
