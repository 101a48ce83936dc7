"""How long an editor waits: from a keystroke to what is said of the text, beside servers of other languages.

    python benchmarks/editor.py
    python benchmarks/editor.py --sizes 100 1000 --others ruff

A recorded session of editing is played to the real server over its pipes: a clause is typed into the middle of the
text letter by letter, is wrong on the way, is mended, and half of it is taken back. Other servers get a Python file
of as many statements, and a line typed into it in the same way.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import generate  # noqa: E402

from tests.lsp.wire import Gone, Wire  # noqa: E402

SIZES = (100, 1_000, 5_000)
PACE = 0.12
"""Seconds between two keystrokes of somebody who types quickly."""
LONGEST = 10.0
"""Seconds after which a keystroke counts as not answered."""
VERDICTS = 120.0
"""Seconds that are given to the analysis of the text after the last keystroke."""
BACKSPACE = "\b"

CLAUSE = "  Chair{n} may dissolve Board{n} when Asembly" + BACKSPACE * 6 + "sembly{n} is sitting\n" + BACKSPACE * 12
LINE = "    total_{n} = compute({n}, offset=mising" + BACKSPACE * 5 + "issing) + undefined_name\n" + BACKSPACE * 12

Row = dict[str, Any]


def constitution(statements: int) -> tuple[str, int, str]:
    """A text, the offset at which somebody begins to type, and what they type."""
    text = generate.generate(statements)
    articles = [at for at in range(len(text)) if text.startswith("\narticle ", at)]
    middle = articles[len(articles) // 2] + 1
    number = text[middle:].split('"')[0].split()[1]
    return text, text.index("{", middle) + 2, CLAUSE.format(n=number)


def program(statements: int) -> tuple[str, int, str]:
    """A Python file of that many statements, in functions of ten; the place, and what is typed."""
    parts = ["import math\n\n\ndef compute(value: int, offset: int = 0) -> int:\n    return value + offset\n"]
    for number in range(statements // 10):
        lines = [f"\n\ndef district_{number}(base: int) -> int:\n"]
        lines += [f"    value_{each} = compute(base, offset={each}) * {number + each}\n" for each in range(8)]
        lines += ["    return sum([value_0, value_1, value_2, value_3, value_4, value_5, value_6, value_7])\n"]
        parts.append("".join(lines))
    text = "".join(parts)
    at = text.index("\n", text.index(f"def district_{statements // 20}(")) + 1
    return text, at, LINE.format(n=1)


def play(command: Sequence[str], name: str, language: str, session: tuple[str, int, str], options: Row) -> Row:
    """Play a session to a server: seconds from each keystroke to the first word on the text as it is then."""
    text, at, keys = session
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder).resolve() / name
        path.write_text(text, "utf-8")
        answers = {"workspace/configuration": lambda params: [None] * len(params["items"])}
        wire = Wire(command, cwd=path.parent, answers=answers)
        try:
            wire.begin(path.parent, {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}, options)
            began = time.perf_counter()
            item = {"uri": path.as_uri(), "languageId": language, "version": 1, "text": text}
            wire.notify("textDocument/didOpen", {"textDocument": item})
            opened, _ = wire.arrival(lambda sent: _said(sent, 1), VERDICTS)
            row: Row = {"opened": opened - began}
            waits = []
            version = 1
            for key in keys:
                version += 1
                text, at, change = _stroke(text, at, key)
                sent = time.perf_counter()
                document = {"uri": path.as_uri(), "version": version}
                wire.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
                try:
                    answered, _ = wire.arrival(lambda message: _said(message, version), LONGEST, sent)  # noqa: B023
                    waits.append(answered - sent)
                except Gone:
                    waits.append(LONGEST)
                rest = sent + PACE - time.perf_counter()
                if rest > 0:
                    time.sleep(rest)
                wire.forget()
            row |= {"waits": waits, "median": statistics.median(waits), "high": _high(waits)}
            if options.get("reportState"):
                row["verdicts"] = _verdicts(wire, path, text, at, version)
            return row
        finally:
            wire.kill()


def _verdicts(wire: Wire, path: Path, text: str, at: int, version: int) -> float | None:
    """Seconds from one more keystroke to all verdicts and findings."""
    text, at, change = _stroke(text, at, " ")
    sent = time.perf_counter()
    document = {"uri": path.as_uri(), "version": version + 1}
    wire.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
    try:
        done, _ = wire.arrival(
            lambda message: message.get("method") == "constdsl/state"
            and message["params"]["state"] != "read" and message["params"]["versions"] == {path.as_uri(): version + 1},
            VERDICTS, sent,
        )  # fmt: skip
    except Gone:
        return None
    return done - sent


def _stroke(text: str, at: int, key: str) -> tuple[str, int, Row]:
    """The text after a keystroke, the place after it, and the change as the protocol has it."""
    start, letter = (at - 1, "") if key == BACKSPACE else (at, key)
    change = {"range": {"start": _place(text, start), "end": _place(text, at)}, "text": letter}
    return text[:start] + letter + text[at:], start + len(letter), change


def _place(text: str, at: int) -> dict[str, int]:
    before = text[:at]
    return {"line": before.count("\n"), "character": at - (before.rfind("\n") + 1)}


def _said(message: Row, version: int) -> bool:
    """Whether a server has said what is wrong with a version: in words, or that what it said before still stands."""
    if message.get("method") == "constdsl/state":
        return version in message["params"]["versions"].values()
    return message.get("method") == "textDocument/publishDiagnostics" and message["params"].get("version") == version


def _high(waits: Sequence[float]) -> float:
    """The 95th percentile."""
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def servers(others: Sequence[str]) -> dict[str, list[str]]:
    """The servers of other languages that are there, with the commands that start them."""
    known = {"ruff": ["ruff", "server"], "pyright": ["pyright-langserver", "--stdio"]}
    found = {}
    for name in others:
        command = known[name]
        beside = Path(sys.executable).parent / command[0]
        program_ = str(beside) if beside.exists() else shutil.which(command[0])
        if program_ is None:
            print(f"{name} is not installed and is left out", file=sys.stderr)
        else:
            found[name] = [program_, *command[1:]]
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="statements of the texts")
    parser.add_argument("--others", nargs="*", default=["ruff", "pyright"], choices=["ruff", "pyright"])
    parser.add_argument("--json", action="store_true", help="all figures, for comparing versions")
    options = parser.parse_args()
    own = [sys.executable, "-m", "constdsl", "lsp"]
    rows: list[Row] = []
    for size in options.sizes:
        told = {"reportState": True, "waysOut": False}
        found = {"constdsl": play(own, "a.const", "constdsl", constitution(size), told)}
        for name, command in servers(options.others).items():
            found[name] = play(command, "a.py", "python", program(size), {})
        rows += [{"size": size, "server": name, **row} for name, row in found.items()]
        if not options.json:
            show([row for row in rows if row["size"] == size])
    if options.json:
        print(json.dumps(rows, indent=1))
    return 0


def show(rows: Sequence[Row]) -> None:
    """A table of one size; ratios say how many times as long as this server another takes."""
    own = rows[0]
    print(f"\n{own['size']:,} statements, {len(own['waits'])} keystrokes")
    print(f"{'':10}{'median':>10}{'95th':>10}{'median ×':>10}{'95th ×':>10}{'first':>10}{'verdicts':>12}")
    for row in rows:
        verdicts = row.get("verdicts")
        words = "" if "verdicts" not in row else f"{verdicts:.2f} s" if verdicts is not None else f"> {VERDICTS:.0f} s"
        print(
            f"{row['server']:10}{row['median'] * 1000:>7.0f} ms{row['high'] * 1000:>7.0f} ms"
            f"{row['median'] / own['median']:>10.2f}{row['high'] / own['high']:>10.2f}"
            f"{row['opened']:>8.2f} s{words:>12}"
        )


if __name__ == "__main__":
    sys.exit(main())
