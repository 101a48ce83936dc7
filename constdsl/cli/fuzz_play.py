"""`constdsl fuzz FILE`: shares the plays out among processes, keeps what they find, and ends with the right code."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from constdsl.cli.options import complain, merge, only_root, show_findings_exist
from constdsl.cli.options import palette as palette_for
from constdsl.cli.terminal import CLEAN, FINDINGS, UNUSABLE, OutputError, emit, say
from constdsl.project.files import STDIN, read_source
from constdsl.source import Source

if TYPE_CHECKING:
    from constdsl.model.entities import Constitution
    from constdsl.testing.memory import Memory
    from constdsl.testing.results import Assignment, Budget, FuzzReport, Played

__all__ = ["Wish", "run_play"]


@frozen
class Wish:
    """What the command line asks for, as it asks."""

    file: str
    examples: int
    steps: int
    seed: int
    jobs: int | None
    seconds: float | None
    coalition: tuple[str, ...]
    test: str | None
    database: str | None
    style: str
    choose: Mapping[str, str]
    color: str
    progress: bool


def run_play(wish: Wish) -> int:
    """Play, print, and give the exit code."""
    started = time.monotonic()
    _need_hypothesis()
    root, inputs = only_root(wish.file)
    report, constitution, found = None, None, None
    if root is not None:
        from constdsl.check import program

        report, constitution = program.settle(root, read_source, wish.choose)
        if constitution is not None:
            _check_coalition(constitution, wish.coalition)
            answers = program.check([root], read_source, wish.choose).answers
            found = _played(constitution, answers, root, wish, started)
    whole = merge(report, inputs)
    if wish.style == "json":
        from constdsl.cli.fuzz_words import fuzz_json

        emit(fuzz_json(found, whole), utf8=True)
    elif found is None:
        complain(whole, wish.color)
    else:
        from constdsl.cli.fuzz_words import render_fuzz

        if wish.test != "-":
            title = f"Random play of {root.name}" if root else ""
            emit(render_fuzz(found, title=title, palette=palette_for(wish.color)))
        show_findings_exist(whole, wish.file)
    if found is not None and root is not None and wish.test is not None:
        _write_test(found, root, wish)
    if found is None or whole.unusable:
        return UNUSABLE
    return FINDINGS if found.disagrees or any(each.finding for each in found.outcomes) else CLEAN


def _need_hypothesis() -> None:
    from importlib.util import find_spec

    if find_spec("hypothesis") is None:
        raise click.ClickException("playing at random needs Hypothesis, which is not here: pip install hypothesis")
    # It keeps notes of its own; they need not lie about where the user works.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(_cache_folder() / "hypothesis"))


def _check_coalition(constitution: Constitution, coalition: Sequence[str]) -> None:
    from constdsl.syntax.suggest import did_you_mean

    known = [*constitution.labels, *constitution.classes]
    for name in coalition:
        if name not in known:
            near = did_you_mean(name, known)
            advice = f"Did you mean `{near[0]}`?" if near else f"There are {', '.join(known)}."
            raise click.UsageError(f"`{name}` is no body, office, class or group of seats here. {advice}")


# --- the work -------------------------------------------------------------------------------------------------------


def _played(
    constitution: Constitution, answers: Sequence[Any], root: Source, wish: Wish, started: float
) -> FuzzReport:
    from constdsl.testing.fuzzing import assignments, conclude
    from constdsl.testing.results import Budget

    todo = assignments(constitution, wish.seed, wish.coalition)
    until = None if wish.seconds is None else started + wish.seconds
    budget = Budget(wish.examples, wish.steps, wish.seed, until)
    memory = _memory(constitution, root.name, wish.database)
    earlier = [memory.earlier(each) for each in todo]
    done: dict[int, Played] = {}
    with _progress(len(todo), show=wish.progress and wish.style == "text") as bar:
        for number, played in _work(constitution, todo, earlier, budget, wish):
            done[number] = played
            memory.keep(played)
            if bar is not None:
                bar.update(1)
    played_all = [done[number] for number in sorted(done)]
    return conclude(constitution, answers, played_all, seed=wish.seed, coalition=wish.coalition)


def _progress(length: int, *, show: bool) -> AbstractContextManager[Any]:
    if not show or not length:
        return nullcontext()
    return click.progressbar(length=length, label="playing", file=sys.stderr)


_Earlier = Sequence[tuple[int, int, tuple[str, ...]]]


def _work(
    constitution: Constitution, todo: Sequence[Assignment], earlier: Sequence[_Earlier], budget: Budget, wish: Wish
) -> Iterator[tuple[int, Played]]:
    processes = min(wish.jobs or os.cpu_count() or 1, len(todo))
    if processes <= 1:
        _begin(constitution, budget, bool(wish.coalition))
        for number, each in enumerate(todo):
            yield number, _play_one(each, earlier[number])
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed

    pool = ProcessPoolExecutor(processes, None, _settle_in, (constitution, budget, bool(wish.coalition)))
    try:
        futures = {pool.submit(_play_one, each, earlier[number]): number for number, each in enumerate(todo)}
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


_given: tuple[Any, ...] = ()
"""What a process plays with: the constitution, its rule book, the budget, and whether to note what is commanded."""


def _begin(constitution: Constitution, budget: Budget, commands: bool) -> None:
    from constdsl.play.lawbook import Lawbook

    global _given
    _given = (constitution, Lawbook(constitution), budget, commands)


def _settle_in(constitution: Constitution, budget: Budget, commands: bool) -> None:
    import signal

    # Ctrl-C reaches every process of a terminal; the first one tells the user, the others just end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _begin(constitution, budget, commands)


def _play_one(assignment: Assignment, earlier: _Earlier) -> Played:
    from constdsl.testing.fuzzing import play

    constitution, lawbook, budget, commands = _given
    return play(constitution, assignment, budget, earlier=earlier, commands=commands, lawbook=lawbook)


# --- what earlier runs found ----------------------------------------------------------------------------------------


def _memory(constitution: Constitution, name: str, database: str | None) -> Memory:
    from constdsl.testing.memory import Memory

    folder = None if database == "none" else database or str(_cache_folder())
    return Memory(constitution, name if name == STDIN else os.path.realpath(name), folder)


def _cache_folder() -> Path:
    if chosen := os.environ.get("CONSTDSL_CACHE_DIR"):
        return Path(chosen) / "fuzz"
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    return Path(base) / "constdsl" / "fuzz"


# --- the test -------------------------------------------------------------------------------------------------------


def _write_test(found: FuzzReport, root: Source, wish: Wish) -> None:
    from constdsl.testing.emission import emit_tests

    to_file = wish.test != "-"
    if not any(each.hits for each in found.outcomes):
        say("note: play came to nothing, so there is no history to test.")
        return
    target = Path(wish.test or "-")
    if root.name == STDIN:
        source = f"Source({root.name!r}, {root.text!r})"
    elif to_file:
        try:
            relative = Path(os.path.relpath(os.path.realpath(root.name), os.path.realpath(target.parent))).as_posix()
            source = f"read_source(str((Path(__file__).parent / {relative!r}).resolve()))"
        except ValueError:  # another drive
            source = f"read_source({os.path.realpath(root.name)!r})"
    else:
        source = f"read_source({root.name!r})"
    text = emit_tests(found, source, wish.choose, f"constdsl fuzz {wish.file} --seed {wish.seed}")
    if not to_file:
        if wish.style == "text":
            emit(text)
        return
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"`{wish.test}` cannot be written: {error.strerror}.") from None
    say(f"note: the test is in {wish.test}; run it with `pytest {wish.test}`.")
