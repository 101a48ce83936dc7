"""The command as a process: what it imports, where it writes, and how it behaves when nobody listens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("lark", "pysat", "rich", "pygls", "hypothesis", "attrs", "constdsl.check", "constdsl.syntax")


def start(*arguments, code=None, **options):
    """Run the command line, or a piece of Python, in a process of its own."""
    what = ["-c", code] if code else ["-m", "constdsl"]
    environment = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, *what, *arguments], capture_output=True, timeout=60, env=environment, **options
    )


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_is_light(arguments):
    code = (
        "import sys\n"
        "from constdsl.cli.main import run\n"
        f"assert run({arguments!r}) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    process = start(code=code)
    assert process.stderr.decode().strip() == "[]"
    assert process.returncode == 0


def test_help_of_a_subcommand_is_light():
    code = (
        "import sys\n"
        "from constdsl.cli.main import run\n"
        "assert run(['check', '--help']) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules and name != 'attrs'], file=sys.stderr)\n"
    )
    assert start(code=code).stderr.decode().strip() == "[]"


def emitting(text, **options):
    """A process that prints one text as the commands do."""
    code = (
        "import sys\n"
        "from constdsl.cli.main import run\n"
        "from constdsl.cli.terminal import emit\n"
        f"sys.exit(run([], lambda **_: emit({text!r})))\n"
    )
    return start(code=code, **options)


def test_a_locale_without_our_signs_spells_them_out():
    process = emitting("✗ broken\n", env={"PYTHONIOENCODING": "ascii"})
    assert process.stdout == b"\\u2717 broken\n"
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said():
    code = (
        "import sys\n"
        "from constdsl.cli.main import run\n"
        "from constdsl.cli.terminal import emit\n"
        "sys.stdout = open('/dev/full', 'w')\n"
        "sys.exit(run([], lambda **_: emit('x')))\n"
    )
    process = start(code=code)
    assert process.returncode == 2
    assert process.stderr.decode() == "constdsl: the output cannot be written: No space left on device.\n"


@pytest.mark.skipif(os.name != "posix", reason="needs pipes as POSIX has them")
def test_a_reader_that_stops_reading():
    read, write = os.pipe()
    os.close(read)
    code = (
        "import sys\n"
        "from constdsl.cli.main import run\n"
        "from constdsl.cli.terminal import emit\n"
        "sys.exit(run([], lambda **_: emit('x' * 1_000_000)))\n"
    )
    process = subprocess.run([sys.executable, "-c", code], stdout=write, stderr=subprocess.PIPE, timeout=60)
    os.close(write)
    assert process.returncode == 2
    assert process.stderr.decode() == "constdsl: the output is incomplete: its reader stopped reading.\n"


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_closed_streams():
    for redirection in (">&-", "<&-", "2>&-", ">&- 2>&-"):
        process = subprocess.run(
            f'"{sys.executable}" -m constdsl check - {redirection}', shell=True, capture_output=True, timeout=60,
            input=b"\xff",
        )  # fmt: skip
        assert process.returncode == 2
        assert b"Traceback" not in process.stderr
