"""The same texts give the same bytes, whatever the hash seed and the order in which they are named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").rglob("*.const"))
UNION = "examples/reformed_union.const"

SOME = [UNION, *(name for name in EXAMPLES if "/innocent/" in name or "/a0" in name or "weimar" in name)]
"""Those whose ways out are tried, which takes many analyses; the others are told in a line each."""

COMMANDS = {
    "check concise": ["check", "--format", "concise", *EXAMPLES[::4]],
    **{f"check {style}": ["check", "--format", style, *SOME] for style in ("text", "sarif")},
    "check folder": ["check", "--format", "json", "examples/innocent", "examples/testing"],
    "variants": ["variants", UNION],
    "variants json": ["variants", "--format", "json", UNION],
    "power": ["power", UNION],
    "power json": ["power", "--format", "json", UNION],
    "ask": ["ask", UNION, "no two bodies together can control SupremeSoviet"],
    "mistakes": ["check", "--format", "json", "MISTAKEN"],
}

SCRIPT = """
import sys, json
from constdsl.cli.main import run
for arguments in json.load(sys.stdin):
    print("====", flush=True)
    print("exit code", run(arguments), flush=True)
"""

MISTAKEN = """constitution "T" status citizen status citizens class A: citizn class B: C class C: B status citizen
option o { choice a { status rich } choice b { } } class D: rich and poor flag f office O { elected by Nobody }
attribute origin: worker, peasant class E: origin = wrker article 1 { A may amend article 2 }
"""


@cache
def output(seed: int, reverse: bool) -> dict[str, bytes]:
    """What every command prints in one process with a hash seed of its own."""
    with tempfile.TemporaryDirectory() as folder:
        mistaken = Path(folder) / "mistaken.const"
        mistaken.write_text(MISTAKEN, encoding="utf-8")
        orders = []
        for arguments in COMMANDS.values():
            texts = [each for each in arguments if each in EXAMPLES]
            other = [str(mistaken) if each == "MISTAKEN" else each for each in arguments if each not in EXAMPLES]
            after = 1 if arguments[0] == "ask" else len(other)
            orders.append([*other[:after], *(texts[::-1] if reverse else texts), *other[after:]])
        process = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=json.dumps(orders).encode(),
            capture_output=True,
            timeout=300,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
        )
        printed = process.stdout.replace(folder.encode(), b"")
    assert process.returncode == 0, process.stderr.decode()
    parts = printed.split(b"====\n")[1:]
    return dict(zip(COMMANDS, parts, strict=True))


@pytest.mark.parametrize("name", COMMANDS)
def test_same_bytes_whatever_the_hash_seed_and_the_order(name: str) -> None:
    first = output(0, False)[name]
    assert len(first) > 200
    assert first == output(1, True)[name]
    assert first == output(2, True)[name]
