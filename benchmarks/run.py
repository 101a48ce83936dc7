"""Measure how long each phase takes, how much memory it needs, how both grow, and how fast the command starts.

Every measurement is made in a process of its own, so that peak memory is honest and nothing is warm by accident.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
for folder in (HERE, ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import generate  # noqa: E402
import phases  # noqa: E402

Row = dict[str, Any]

SIZES = (500, 1_000, 2_000, 4_000, 8_000, 16_000)
DEEP_EVERY_LIMIT = 2_000
"""Above this many statements all single coalitions of a deep text are left out: their answers alone are quadratic."""
CHECK_LIMITS = {"wide": 8_000, "deep": 1_000}
"""Above so many statements of each shape the whole check is left out: the rest can be measured in much less time."""
START_UP_TEXT = HERE / "start-up.const"
COMMAND = "from constdsl.cli.main import main; main()"


# --- in a child process -------------------------------------------------------------------------------------------


def measure(path: Path, probe: str, skip: Sequence[str]) -> Row:
    """Take one text through the phases, and give seconds by phase and the peak of memory in bytes."""
    from constdsl.cli.main import relax_collector

    relax_collector()  # as the command does
    text = path.read_text(encoding="utf-8")
    seconds: dict[str, float] = {}
    reached: dict[str, int] = {}
    before = peak_memory()
    made: dict[str, Any] = {}

    steps: dict[str, Callable[[], Any]] = {
        "parse": lambda: phases.parse(path.name, text),
        "resolve": lambda: phases.resolve(made["parse"], path.name, text),
        "compile": lambda: phases.compile_(made["resolve"]),
        "one": lambda: phases.one(made["compile"], probe),
        "every": lambda: phases.every(made["compile"], made["resolve"]),
        "check": lambda: phases.check(path.name, text),
    }
    peak = before
    for phase, step in steps.items():
        if phase in skip:
            continue
        if not phases.load(phase):
            break
        start = perf_counter()
        made[phase] = step()
        seconds[phase] = perf_counter() - start
        if isinstance(made[phase], int):
            reached[phase] = made[phase]
        if phase != "check":
            peak = peak_memory()
    return {"seconds": seconds, "reached": reached, "peak": peak, "checked": peak_memory(), "before": before}


def peak_memory() -> int:
    """The most memory this process has held so far, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # Unlike ru_maxrss, which a child inherits from its parent, this starts afresh with the program.
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


# --- in the parent ------------------------------------------------------------------------------------------------


def scaling(shape: str, sizes: Sequence[int], repeat: int, seed: int) -> list[Row]:
    """For each size the best time of each phase, and the least peak, out of `repeat` fresh processes."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{shape}-{size}.const"
            made = [sys.executable, str(HERE / "generate.py"), str(size), "--seed", str(seed), "-o", str(path)]
            subprocess.run([*made, "--deep"] if shape == "deep" else made, check=True)
            child = [sys.executable, str(Path(__file__).resolve()), "--child", str(path)]
            child.append(generate.probe(size, shape, seed))
            if shape == "deep" and size > DEEP_EVERY_LIMIT:
                child.append("every")
            if size > CHECK_LIMITS[shape]:
                child.append("check")
            runs = [json.loads(_output(child)) for _ in range(repeat)]
            rows.append(
                {
                    "shape": shape,
                    "statements": size,
                    "lines": path.read_text(encoding="utf-8").count("\n"),
                    "seconds": {phase: min(run["seconds"][phase] for run in runs) for phase in runs[0]["seconds"]},
                    "reached": runs[0]["reached"],
                    "peak_bytes": min(run["peak"] for run in runs),
                    "peak_bytes_checked": min(run["checked"] for run in runs),
                    "peak_bytes_before": min(run["before"] for run in runs),
                }
            )
    for smaller, larger in pairwise(rows):
        larger["ratio_per_doubling"] = _ratios(smaller, larger)
    return rows


def _ratios(smaller: Row, larger: Row) -> dict[str, float]:
    """How each figure grows when the size doubles; sizes that do not double are brought to that scale."""
    doublings = math.log2(larger["statements"] / smaller["statements"])
    pairs = {
        phase: (smaller["seconds"][phase], seconds)
        for phase, seconds in larger["seconds"].items()
        if phase in smaller["seconds"]
    }
    pairs["peak"] = smaller["peak_bytes"], larger["peak_bytes"]
    return {
        name: (after / before) ** (1 / doublings) for name, (before, after) in pairs.items() if before > 0 and doublings
    }


def start_up(repeat: int) -> Row:
    """The best wall-clock seconds of a bare interpreter and of two commands, and what those import."""
    bare = _best([sys.executable, "-c", "pass"], repeat)
    found: Row = {"python -c pass": {"seconds": bare, "multiple": 1.0}}
    commands = {
        "constdsl --help": ["--help"],
        f"constdsl check ({START_UP_TEXT.read_text(encoding='utf-8').count(chr(10))} lines)": [
            "check",
            str(START_UP_TEXT),
        ],
    }
    for name, arguments in commands.items():
        completed = subprocess.run(
            [sys.executable, "-c", COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True
        )
        if "Traceback" in completed.stderr or completed.returncode not in (0, 1):
            found[name] = {"error": f"exit code {completed.returncode}\n{completed.stderr.strip()}"}
            continue
        seconds = _best([sys.executable, "-c", COMMAND, *arguments], repeat)
        modules = _modules(arguments)
        found[name] = {
            "seconds": seconds,
            "multiple": seconds / bare,
            "exit_code": completed.returncode,
            "forbidden": [package for package in phases.HEAVY if package in modules],
            "solver": "pysat" in modules,
            "packages": sorted(modules - sys.stdlib_module_names),
        }
    return found


def _modules(arguments: Sequence[str]) -> set[str]:
    """The top-level modules that a command has imported by the time it ends."""
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.__stderr__))\n"
        f"{COMMAND}"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True)
    return set(done.stderr.splitlines()[-1].split()) - {"__main__", "__mp_main__"}


def _best(command: Sequence[str], repeat: int) -> float:
    best = math.inf
    for _ in range(max(repeat, 5)):
        start = perf_counter()
        subprocess.run(command, cwd=ROOT, capture_output=True)
        best = min(best, perf_counter() - start)
    return best


def _output(command: Sequence[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"a measurement failed: {' '.join(command)}\n{done.stderr}")
    return done.stdout


# --- on paper -----------------------------------------------------------------------------------------------------

_TITLES = {
    "parse": "parse", "resolve": "resolve", "compile": "compile", "one": "one body", "every": "every body",
    "check": "whole check",
}  # fmt: skip


def scaling_table(rows: Sequence[Row]) -> str:
    """One line for each size, and under it how each figure grew for a doubling."""
    head = ["statements", "lines", *_TITLES.values(), "peak"]
    table = [head]
    for row in rows:
        if ratios := row.get("ratio_per_doubling"):
            table.append(["", "", *(_times(ratios.get(phase)) for phase in _TITLES), _times(ratios["peak"])])
        seconds = (_duration(row["seconds"].get(phase)) for phase in _TITLES)
        peak = f"{row['peak_bytes'] / 2**20:.0f} MB"
        table.append([f"{row['statements']:,}", f"{row['lines']:,}", *seconds, peak])
    reached = rows[-1]["reached"].get("one")
    note = f"\nThe one body reaches {reached:,} at the largest size." if reached is not None else ""
    for row in rows:
        seconds = row["seconds"]
        if "every" in seconds:
            times = (seconds["compile"] + seconds["every"]) / seconds["parse"]
            size = f"{row['statements']:,} statements"
            note += f"\nAt {size} every body alone, compiling included, takes ×{times:.1f} of parsing."
        if "check" in seconds:
            peak = row["peak_bytes_checked"] / 2**20
            note += f"\nAt {row['statements']:,} statements the peak with the whole check is {peak:.0f} MB."
    return _columns(table) + note


def start_up_table(found: Row) -> str:
    """One line for each command."""
    table = [["command", "time", "multiple", "must not import", "solver"]]
    errors = ""
    for name, one in found.items():
        if "error" in one:
            table.append([name, "–", "–", "–", "–"])
            errors += f"\n{name}: {one['error']}"
            continue
        forbidden = ", ".join(one["forbidden"]) or "nothing forbidden" if "forbidden" in one else ""
        solver = ("loaded" if one["solver"] else "not loaded") if "solver" in one else ""
        table.append([name, _duration(one["seconds"]), f"{one['multiple']:.1f}×", forbidden, solver])
    return _columns(table) + errors


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def _times(ratio: float | None) -> str:
    return "–" if ratio is None else f"×{ratio:.2f}"


def _columns(table: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    lines = (
        "  ".join(f"{cell:<{width}}" if at == 0 else f"{cell:>{width}}" for at, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(line, widths, strict=True)) for line in table)
    )
    return "\n".join(line.rstrip() for line in lines)


def main() -> int:
    """Print tables, or JSON. Exit code 1 when a plain command imports what it must not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="in statements")
    parser.add_argument("--shapes", nargs="+", choices=generate.SHAPES, default=list(generate.SHAPES))
    parser.add_argument("--repeat", type=int, default=3, help="best of how many (start-up: at least 5)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-start-up", action="store_true", help="leave out the start-up times")
    parser.add_argument("--no-scaling", action="store_true", help="leave out the sizes")
    parser.add_argument("--json", action="store_true", help="machine-readable, all figures")
    parser.add_argument("--child", nargs="+", metavar=("PATH", "PROBE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        path, probe, *skip = chosen.child
        print(json.dumps(measure(Path(path), probe, skip)))
        return 0
    if chosen.repeat < 1 or min(chosen.sizes) < generate.LEAST_STATEMENTS:
        parser.error(f"repeat at least once, sizes of at least {generate.LEAST_STATEMENTS}")

    found: Row = {"python": platform.python_version(), "processors": os.cpu_count()}
    if not chosen.no_scaling:
        sizes = sorted(set(chosen.sizes))
        found["scaling"] = {shape: scaling(shape, sizes, chosen.repeat, chosen.seed) for shape in chosen.shapes}
    if not chosen.no_start_up:
        found["start_up"] = start_up(chosen.repeat)

    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        print(f"Python {found['python']}, {found['processors']} processors; best of {chosen.repeat}")
        for shape, rows in found.get("scaling", {}).items():
            print(f"\n{shape}\n{scaling_table(rows)}")
        if "start_up" in found:
            print(f"\nstart-up\n{start_up_table(found['start_up'])}")
    return int(any(one.get("forbidden") for one in found.get("start_up", {}).values()))


if __name__ == "__main__":
    sys.exit(main())
