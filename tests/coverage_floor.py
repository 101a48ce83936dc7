"""Fails when too few branches of an engine have been taken by the tests; `make test` runs it after pytest."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FLOOR = 95
"""Percent of the branches of each package that the tests must take."""

PACKAGES = ("constdsl/capture", "constdsl/play")


def shares(report: Mapping[str, Any], packages: Sequence[str] = PACKAGES) -> dict[str, tuple[int, int]]:
    """Branches taken, and branches there are, in each package."""
    found = dict.fromkeys(packages, (0, 0))
    for file, entry in report["files"].items():
        for package in packages:
            if Path(file).as_posix().startswith(f"{package}/"):
                taken, there = found[package]
                summary = entry["summary"]
                found[package] = taken + summary["covered_branches"], there + summary["num_branches"]
    return found


def verdicts(report: Mapping[str, Any], floor: int = FLOOR) -> tuple[list[str], bool]:
    """A line for each package, and whether all reach the floor. A package without branches does not."""
    lines, kept = [], True
    for package, (taken, there) in shares(report).items():
        enough = there > 0 and 100 * taken >= floor * there
        kept = kept and enough
        percent = f"{100 * taken / there:.1f}%" if there else "none"
        lines.append(f"{package}: {percent} of {there:,} branches taken{'' if enough else f', less than {floor}%'}")
    return lines, kept


def main(path: str) -> int:
    lines, kept = verdicts(json.loads(Path(path).read_text(encoding="utf-8")))
    print("\n".join(lines))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
