"""The wheel is what people install: it holds the grammar, the schemas and the types, and it works alone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

TEXT = """\
constitution "A club"
status player
class Members: player
body Board { seats 5 elected by Members from player for 1 years }
guarantee "Nobody rules alone": no body alone can control Board
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The wheel, built without a network and unzipped into a folder of its own."""
    pytest.importorskip("hatchling")
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = target.glob("*.whl")
    folder = target / "unpacked"
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def run_isolated(folder, code, *, cwd, text=None):
    """Run Python with the unpacked wheel before everything else, away from the checkout."""
    prelude = f"import sys; sys.path.insert(0, {str(folder)!r}); import constdsl; "
    prelude += f"assert constdsl.__file__.startswith({str(folder)!r}), constdsl.__file__\n"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "XDG"))}
    environment["XDG_CACHE_HOME"] = str(cwd / "cache")
    return subprocess.run(
        [sys.executable, "-I", "-c", prelude + code],
        cwd=cwd,
        env=environment,
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def test_the_wheel_holds_what_it_needs(unpacked):
    for name in ("py.typed", "grammar/constitution.lark", "schema/check.json", "schema/power.json", "cli/main.py"):
        assert (unpacked / "constdsl" / name).is_file(), name
    assert not (unpacked / "tests").exists()
    (metadata,) = unpacked.glob("constdsl-*.dist-info/METADATA")
    assert "License-Expression: MIT" in metadata.read_text("utf-8")
    (entry_points,) = unpacked.glob("constdsl-*.dist-info/entry_points.txt")
    assert "constdsl = constdsl.cli.main:main" in entry_points.read_text("utf-8")


def test_the_wheel_finds_its_grammar(unpacked, tmp_path):
    code = (
        "from constdsl.source import Source\n"
        "from constdsl.syntax.grammar import grammar_folder\n"
        "from constdsl.syntax.parser import parse\n"
        f"parse(Source('club.const', {TEXT!r}))\n"
        "print(grammar_folder())\n"
    )
    process = run_isolated(unpacked, code, cwd=tmp_path)
    assert process.returncode == 0, process.stderr
    assert str(unpacked) in process.stdout


def test_the_wheel_checks_a_constitution(unpacked, tmp_path):
    (tmp_path / "club.const").write_text(TEXT, encoding="utf-8")
    code = "from constdsl.cli.main import run; sys.exit(run(['check', 'club.const']))"
    process = run_isolated(unpacked, code, cwd=tmp_path)
    assert process.returncode == 0, process.stdout + process.stderr
    assert "✓ holds" in process.stdout
