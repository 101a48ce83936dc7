"""The differential run: thousands of random constitutions put to both engines, over all processors.

    python -m tests.differential.run --examples 20000 --seed 0
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

from constdsl.play.people import TooLarge
from tests.differential.compare import Difference, compare, selected
from tests.differential.examine import Examined, examine
from tests.differential.report import Report
from tests.differential.sample import text_of
from tests.differential.shrink import shrink

__all__ = ["main"]

CHUNK = 50
"""Seeds that a process takes at a time."""

SHOWN = 5
"""Disagreeing constitutions that are shown whole and shrunk; of the others only what is disagreed on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the report, and return 0 if the engines agree on everything, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential.run", description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=_count, default=20_000, metavar="N", help="how many constitutions")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the seed of the first; the others follow it")
    parser.add_argument("--jobs", type=_count, default=os.cpu_count() or 1, metavar="N", help="how many processes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report there, too")
    parser.add_argument("--faults", action="store_true", help="put faults into the calculus and see them caught")
    given = parser.parse_args(arguments)
    if given.faults:
        from tests.differential.faults import hunt

        return hunt(given.seed, given.jobs)
    report = Report()
    start = monotonic()
    shown = 0
    for found in examined(range(given.seed, given.seed + given.examples), given.jobs):
        report.add(found)
        if found.findings:
            _clear()
            shown += 1
            print(described(found, whole=shown <= SHOWN), flush=True)
        _progress(report, given.examples, monotonic() - start)
    _clear()
    seconds = monotonic() - start
    print(report.words(seconds))
    if given.json is not None:
        given.json.write_text(json.dumps(report.as_json(seconds), indent=2) + "\n", encoding="utf-8")
    return 1 if report.disagreeing else 0


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("the least is 1")
    return number


def examined(seeds: Sequence[int], jobs: int) -> Iterator[Examined]:
    """What came of each seed, in their order."""
    chunks = [seeds[start : start + CHUNK] for start in range(0, len(seeds), CHUNK)]
    if jobs == 1 or len(chunks) == 1:
        for seed in seeds:
            yield _examined(seed)
        return
    with get_context("spawn").Pool(min(jobs, len(chunks)), maxtasksperchild=40) as pool:
        for found in pool.imap(_chunk, chunks):
            yield from found


def _chunk(seeds: Sequence[int]) -> list[Examined]:
    return [_examined(seed) for seed in seeds]


def _examined(seed: int) -> Examined:
    """A crash is a finding like others: it must not end the run."""
    try:
        return examine(text_of(seed), seed)
    except Exception:
        return Examined(seed, stuck=(f"crash: {traceback.format_exc(limit=-3)}",))


# --- disagreements --------------------------------------------------------------------------------------------------


def described(found: Examined, *, whole: bool) -> str:
    """A disagreement with its seed; `whole` with the text, and with one as small as it gets."""
    head = f"--- seed {found.seed}: {len(found.findings)} disagreements"
    listed = [f"  {finding}" for finding in found.findings[:12]]
    if not whole:
        return "\n".join([head, *listed[:3]])
    text = text_of(found.seed)
    first = found.findings[0]
    small = shrink(text, partial(_still, found, first))
    return "\n".join([head, *listed, "", text, "shrunk, for the first of these:", "", small])


def _still(found: Examined, first: str, text: str) -> bool:
    """Whether the first disagreement remains in a smaller text."""
    try:
        if found.differences:
            return disagrees(text, found.differences[0])
        return _kind(first) in map(_kind, examine(text).findings)
    except (AssertionError, TooLarge):
        return False


def _kind(finding: str) -> str:
    """A finding without the reasons, which shrinking may change."""
    return ":".join(finding.split(":")[:3]) if finding.startswith("one person") else ":".join(finding.split(":")[:2])


def disagrees(text: str, difference: Difference) -> bool:
    """Whether the engines still disagree on a question about a text; AssertionError where it has mistakes."""
    constitution = selected(text)
    named = (*constitution.bodies, *constitution.classes)
    if any(name not in named for name in difference.coalition):
        return False
    kept = compare(constitution, only=[difference.coalition]).differences
    return any(difference.same(other) for other in kept)


# --- progress -------------------------------------------------------------------------------------------------------


def _progress(report: Report, of: int, seconds: float) -> None:
    if sys.stderr.isatty() and report.constitutions % 10 == 0:
        left = seconds / report.constitutions * (of - report.constitutions) / 60
        line = f"{report.constitutions:,} of {of:,}, {report.questions:,} questions, "
        line += f"{len(report.disagreeing):,} disagreements, {left:.0f} minutes left"
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
