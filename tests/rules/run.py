"""All rules on the random constitutions of the differential run: none may fail, and each must be quick.

    python -m tests.rules.run --examples 20000 --seed 0

Prints how often each rule found something, and its share of the analysis: its time, replays of what it shows included,
divided by all the time that the text took: reading and compiling it, working out what every body alone comes to
command in both plays, and asking all the rules.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from multiprocessing import get_context
from time import process_time

from attrs import field, frozen

from constdsl.check.findings import find
from constdsl.check.program import cases_of
from constdsl.rules.registry import built_in
from constdsl.source import Source
from tests.differential.sample import text_of

__all__ = ["Seen", "look", "main"]

MOST = 0.1
"""The share of the analysis that a rule may take on average."""

CHUNK = 25


@frozen
class Seen:
    """What came of one seed: problems, findings by rule, seconds of the analysis and of each rule."""

    seed: int
    problems: tuple[str, ...]
    found: dict[str, int] = field(factory=dict)
    analysis: float = 0.0
    seconds: dict[str, float] = field(factory=dict)


def look(seed: int) -> Seen:
    """Ask all rules of the constitution of a seed."""
    start = process_time()
    report, case, readings = cases_of(Source(f"{seed}.const", text_of(seed)), lambda name: f"no {name}")
    if case is None:
        return Seen(seed, tuple(f"{each.slug}: {each.message}" for each in report.diagnostics))
    for contested in (False, True):
        for name in case.constitution.bodies:
            case.calculus.reach((name,), contested=contested)
    analysis = process_time() - start
    problems: list[str] = []
    found: dict[str, int] = {}
    seconds: dict[str, float] = {}
    for rule in built_in():
        start = process_time()
        mine, wrong = find(case, readings, [rule])
        seconds[rule.slug] = process_time() - start
        found[rule.slug] = len(mine)
        problems += [each.message for each in wrong]
        problems += [f"{rule.slug}: two findings are told apart by nothing" for _ in range(_twins(mine))]
    return Seen(seed, tuple(problems), found, analysis, seconds)


def _twins(found: Sequence[object]) -> int:
    keys = Counter((each.key, each.finding.at) for each in found)  # type: ignore[attr-defined]
    return sum(number > 1 for number in keys.values())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 0 if no rule fails and each keeps to its share."""
    parser = argparse.ArgumentParser(prog="python -m tests.rules.run", description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=int, default=2_000, metavar="N", help="how many constitutions")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the seed of the first")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="how many processes")
    given = parser.parse_args(arguments)
    seeds = range(given.seed, given.seed + given.examples)
    analysis, failures = 0.0, 0
    seconds: Counter[str] = Counter()
    found: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    with get_context("spawn").Pool(given.jobs, maxtasksperchild=40) as pool:
        for number, seen in enumerate(pool.imap_unordered(look, seeds, CHUNK), 1):
            analysis += seen.analysis
            seconds.update(seen.seconds)
            found.update(seen.found)
            texts.update(slug for slug, count in seen.found.items() if count)
            failures += bool(seen.problems)
            for problem in seen.problems:
                print(f"seed {seen.seed}: {problem}", flush=True)
            if sys.stderr.isatty():
                print(f"\r{number:,} of {given.examples:,}", end="", file=sys.stderr)
    whole = analysis + sum(seconds.values())
    print("  share  findings     texts  rule")
    slow = 0
    for slug, used in sorted(seconds.items(), key=lambda pair: -pair[1]):
        share = used / whole if whole else 0.0
        slow += share > MOST
        print(f"{share:7.1%}  {found[slug]:8,}  {texts[slug]:8,}  {slug}{'  TOO SLOW' if share > MOST else ''}")
    rules = sum(seconds.values()) / whole if whole else 0.0
    print(f"{given.examples:,} constitutions, {failures} with a problem; all rules: {rules:.0%} of the analysis")
    return 1 if failures or slow else 0


if __name__ == "__main__":
    sys.exit(main())
