"""`constdsl fuzz --texts`: throws text of every kind at the tool, on all processors, and looks for what it breaks."""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Generator, Iterator
from random import Random
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from constdsl.cli.one_text import ROOT, TOO_SLOW, Seen, allowance, examine, measure, shrink
from constdsl.strategies.jumble import jumble

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["MOST_MEMORY", "Failure", "Outcome", "others_of", "run_texts", "summary", "text_of"]

MOST_MEMORY = 500
"""Megabytes that a process may come to hold."""

_CRASH = "ends the process"
_CHUNK = 50
_ROOM = 2_000_000_000
"""Bytes a worker may ask for: more than it should, and less than would bring the machine down."""


@frozen
class Failure:
    """A text that the tool could not bear: what it does, and the smallest text found that does the same.

    `seed` and `index` reproduce the text as it was; `others` are the texts that it uses, if that matters.
    """

    seed: int
    index: int
    wrong: str
    text: str
    story: str = ""
    others: tuple[tuple[str, str], ...] = ()


@frozen
class Outcome:
    """What a run found: how many texts, how far they could be read, the dearest ones, and the first failure.

    `slowest` is in seconds of the processor, `slowest_index` the text that took them; `memory` is the most
    megabytes that a process held; `seconds` is how long the run took by the clock.
    """

    seed: int
    texts: int = 0
    parsed: int = 0
    resolved: int = 0
    weighed: int = 0
    slowest: float = 0.0
    slowest_index: int = 0
    memory: float = 0.0
    seconds: float = 0.0
    failure: Failure | None = None


@frozen
class _Chunk:
    """What became of the texts of one stretch: sums, and the first one that failed."""

    outcome: Outcome
    index: int = 0
    wrong: str | None = None


def text_of(seed: int, index: int) -> str:
    """The text of this number; the same on every machine."""
    return jumble(Random(f"{seed}:{index}"))


def others_of(seed: int, index: int, text: str) -> dict[str, str]:
    """What the text of this number finds when it uses others: another such text, or nothing."""
    if "use" not in text:
        return {}
    random = Random(f"{seed}:{index}:others")
    return {"other.const": jumble(random), ROOT: text} if random.random() < 0.7 else {}


def run_texts(examples: int, seconds: float | None, seed: int, jobs: int, progress: bool) -> Outcome:
    """Examine so many texts, or as many as the time allows, and stop at the first that fails.

    Texts are numbered from 0; the failure with the least number of those met is told, shrunk. One job works in
    this very process. Raises `KeyboardInterrupt` when interrupted, with no process left behind.
    """
    started = time.monotonic()
    until = None if seconds is None else started + seconds
    total = Outcome(seed)
    stretches = _stretches(examples, until)
    chunks = _alone(seed, stretches) if jobs <= 1 else _together(seed, stretches, jobs)
    try:
        for chunk in chunks:
            total = _add(total, chunk.outcome)
            if progress:
                _tell(total, examples, started)
            if chunk.wrong is None:
                continue
            failure = _confirm(seed, chunk)
            if failure is not None:
                total = evolve(total, failure=failure)
                break
    finally:
        chunks.close()
        if progress:
            sys.stderr.write("\r\x1b[K")
    return evolve(total, seconds=time.monotonic() - started)


def _stretches(examples: int, until: float | None) -> Iterator[range]:
    for start in range(0, examples, _CHUNK):
        if until is not None and time.monotonic() >= until:
            return
        yield range(start, min(start + _CHUNK, examples))


def _add(total: Outcome, more: Outcome) -> Outcome:
    slowest, index = max((total.slowest, total.slowest_index), (more.slowest, more.slowest_index))
    return evolve(
        total,
        texts=total.texts + more.texts,
        parsed=total.parsed + more.parsed,
        resolved=total.resolved + more.resolved,
        weighed=total.weighed + more.weighed,
        slowest=slowest,
        slowest_index=index,
        memory=max(total.memory, more.memory),
    )


def _confirm(seed: int, chunk: _Chunk) -> Failure | None:
    """The failure, made small; None where a text was only slow because the machine was busy with other things."""
    wrong, index = chunk.wrong or "", chunk.index
    text = text_of(seed, index)
    others = others_of(seed, index, text)
    if wrong == _CRASH or wrong.startswith("holds "):
        return Failure(seed, index, wrong, text, others=tuple(others.items()))
    seen = measure(text, others, index)
    if wrong == TOO_SLOW and seen.wrong is None:
        return None
    if seen.wrong is None:
        return Failure(seed, index, f"{wrong}, but not when tried again", text, others=tuple(others.items()))
    if examine(text, {}, index).wrong == seen.wrong:
        others = {}
    small = shrink(text, others, index, seen.wrong)
    told = examine(small, others, index)
    return Failure(seed, index, seen.wrong, small, told.story or seen.story, tuple(others.items()))


# --- one process or several -----------------------------------------------------------------------------------------


def _alone(seed: int, stretches: Iterator[range]) -> Generator[_Chunk]:
    for stretch in stretches:
        yield _examine_stretch(seed, stretch)


def _together(seed: int, stretches: Iterator[range], jobs: int) -> Generator[_Chunk]:
    """The same by several processes, in the same order; a few stretches wait for each process at any time."""
    from collections import deque
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_settle_in)
    waiting: deque[tuple[range, Future[_Chunk]]] = deque()
    try:
        for stretch in itertools.islice(stretches, 3 * jobs):
            waiting.append((stretch, pool.submit(_examine_stretch, seed, stretch)))
        while waiting:
            stretch, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                yield _Chunk(Outcome(seed), _first_crash(seed, [stretch, *(each for each, _ in waiting)]), _CRASH)
                return
            for more in itertools.islice(stretches, 1):
                waiting.append((more, pool.submit(_examine_stretch, seed, more)))
    finally:
        _end(pool)


def _end(pool: ProcessPoolExecutor) -> None:
    pool.shutdown(wait=True, cancel_futures=True)


def _first_crash(seed: int, stretches: list[range]) -> int:
    """Which text ends its process: each is tried in a process of its own."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    for index in itertools.chain.from_iterable(stretches):
        pool = ProcessPoolExecutor(1, initializer=_settle_in)
        try:
            pool.submit(_examine_stretch, seed, range(index, index + 1)).result()
        except BrokenProcessPool:
            return index
        finally:
            _end(pool)
    return stretches[0].start


def _settle_in() -> None:
    """What a worker does first: leave interrupts to the one who sent it, and forswear too much memory."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or hard > _ROOM:
            resource.setrlimit(resource.RLIMIT_AS, (_ROOM, hard))


def _examine_stretch(seed: int, stretch: range) -> _Chunk:
    total = Outcome(seed)
    for index in stretch:
        text = text_of(seed, index)
        seen = examine(text, others_of(seed, index, text), index)
        total = _add(total, _count(seed, index, seen))
        if seen.wrong is not None:
            return _Chunk(total, index, seen.wrong)
        if total.memory > MOST_MEMORY:
            return _Chunk(total, index, f"holds {total.memory:.0f} MB of memory")
    return _Chunk(total)


def _count(seed: int, index: int, seen: Seen) -> Outcome:
    return Outcome(seed, 1, seen.parsed, seen.resolved, seen.weighed, seen.seconds, index, _memory())


def _memory() -> float:
    """The most megabytes that this process has held; 0 where that cannot be known."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (1_000_000 if sys.platform == "darwin" else 1_000)


# --- words ----------------------------------------------------------------------------------------------------------


def _tell(total: Outcome, examples: int, started: float) -> None:
    rate = total.texts / max(time.monotonic() - started, 0.001)
    sys.stderr.write(f"\r\x1b[K{total.texts:,} of {examples:,} texts, {rate:,.0f} a second")
    sys.stderr.flush()


def summary(outcome: Outcome) -> str:
    """What a run found, as a few lines for a person."""
    if (failure := outcome.failure) is not None:
        return _describe(failure)
    texts = max(outcome.texts, 1)
    shares = (
        ("obey the grammar", outcome.parsed),
        ("have a meaning", outcome.resolved),
        ("have promises that were weighed", outcome.weighed),
    )
    lines = [f"{outcome.texts:,} texts, seed {outcome.seed}: nothing broke, hung or grew."]
    lines += [f"  {number:>{len(f'{texts:,}')},} ({100 * number / texts:.0f}%) {what}" for what, number in shares]
    if outcome.texts:
        lines.append(f"  the slowest, number {outcome.slowest_index:,}, took {outcome.slowest:.2f} seconds")
    if outcome.memory:
        lines.append(f"  the largest process held {outcome.memory:.0f} MB")
    lines.append(f"  {outcome.texts / max(outcome.seconds, 0.001):,.0f} texts a second")
    return "\n".join(lines)


def _describe(failure: Failure) -> str:
    lines = [f"Text {failure.index:,} of seed {failure.seed}: the tool {_says(failure)}."]
    if failure.story:
        lines.append("\n".join(f"    {line}" for line in failure.story.rstrip().splitlines()))
    lines += ["", f"The smallest text found that does the same ({len(failure.text):,} characters):", "", failure.text]
    for name, text in failure.others:
        lines += ["", f"together with {name}:", "", text]
    lines += ["", f"As Python writes it: {failure.text!r}"]
    return "\n".join(lines)


def _says(failure: Failure) -> str:
    if failure.wrong == TOO_SLOW:
        return f"{TOO_SLOW}: more than {allowance(failure.text):g} seconds"
    return failure.wrong if failure.wrong.split()[0] in _VERBS else f"fails with {failure.wrong}"


_VERBS = {"ends", "holds", "shows", "says", "names", "gives", "is", "has"}


def processors() -> int:
    """How many processes to use where nothing is said."""
    return os.cpu_count() or 1
