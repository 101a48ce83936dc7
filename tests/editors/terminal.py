"""Editors that run in a terminal: the texts they are given, how they are started, and what they say they saw.

A driver in the editor's own language plays a drafter at work, and writes what the editor showed as JSON; the tests
judge that. They are skipped where the editor is missing; with CONSTDSL_EDITORS=require they fail instead.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

__all__ = ["BASE", "CLUB", "CLUB_FORMATTED", "CLUB_MENDED", "EDITORS", "HERE", "LAW", "gone", "has", "need", "play"]

HERE = Path(__file__).parent
EDITORS = HERE.parents[1] / "editors"

LIMIT = 120
"""Seconds after which a story is broken off."""

CLUB = """\
constitution "The Chess Club"

status player "member of the club"
attribute age in years

article 1 "Members" {
  class GeneralMeeting: player and age >= 16
}

article 2 "The committee" {
  body Committee {
       seats 7 elected by GeneralMeeting from player for 1 year
  }
  GeneralMeeting may remove any member of Committee
  Committee may confer player on anyone
  Committee may revoke player from any player by two-thirds
}

guarantee "The members decide": Committee cannot control GeneralMeeting
guarantee "We can sack them": GeneralMeeting can remove any member of Committee
"""
"""A text with one fault, in line 16, and with one line that is not laid out like the others."""

_MISPLACED = """\
  body Committee {
       seats 7 elected by GeneralMeeting from player for 1 year
  }
"""
_ONE_LINE = "  body Committee { seats 7 elected by GeneralMeeting from player for 1 year }\n"
CLUB_FORMATTED = CLUB.replace(_MISPLACED, _ONE_LINE)
CLUB_MENDED = CLUB_FORMATTED.replace("by two-thirds", "by two-thirds with consent of GeneralMeeting")

BASE = """\
constitution "The Harbour Republic"

status citizen
class Electors: citizen
body Assembly { seats 60 elected by Electors for 4 years }
Electors may remove any member of Assembly
"""
LAW = """\
law "On the Council of State"
use "base.const"

body Council { seats 9 appointed by Assembly for 4 years }
Assembly may dissolve Council
guarantee "Recall": Electors can remove any member of Assembly
"""


def need(what: str, there: bool) -> None:
    """Skip the test, or fail it where editors are required, unless something is there."""
    if not there:
        if os.environ.get("CONSTDSL_EDITORS") == "require":
            pytest.fail(f"{what} is missing, and CONSTDSL_EDITORS=require asks for it")
        pytest.skip(f"{what} is missing")


def play(
    command: Sequence[str | Path], name: str, temporary: pytest.TempPathFactory, installed: Mapping[str, str]
) -> dict[str, Any]:
    """Run an editor beside the texts, in a home of its own, and return what its driver saw.

    `installed` tells which files and folders of `editors/` are copied where in that home, as docs/editors.md has it.
    Where several processes share the tests, one of them runs the editor, and the others wait for what it says.
    """
    shared = temporary.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else temporary.getbasetemp()
    folder = shared / f"editor-{name}"
    told = folder / "told.json"
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + LIMIT + 20
        while not told.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
    else:
        draft = folder / "draft.json"
        draft.write_text(json.dumps(_run(command, folder, installed)), "utf-8")
        draft.rename(told)
    story = json.loads(told.read_text("utf-8"))
    assert story["seen"] is not None, f"the editor told nothing (code {story['code']}), and said:\n{story['said']}"
    return {**story.pop("seen"), **story}


def _run(command: Sequence[str | Path], folder: Path, installed: Mapping[str, str]) -> dict[str, Any]:
    home, texts, seen = folder / "home", folder / "texts", folder / "seen.json"
    home.mkdir()
    for source, place in installed.items():
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (EDITORS / source).is_dir() else shutil.copy)(EDITORS / source, home / place)
    (texts / ".git").mkdir(parents=True)
    for name, text in (("club.const", CLUB), ("base.const", BASE), ("law.const", LAW)):
        (texts / name).write_text(text, "utf-8")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "VIM", "NVIM", "EMACS"))}
    environment = kept | {
        "CONSTDSL_SEEN": str(seen),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "TERM": "xterm",
    }
    process = subprocess.Popen(
        [str(part) for part in command], cwd=texts, env=environment, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
    found = json.loads(seen.read_text("utf-8")) if seen.is_file() else None
    return {"seen": found, "code": process.returncode, "said": said, "home": str(home)}


def gone(pid: int) -> bool:
    """Whether a process ends, given a little time."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if _is_zombie(pid):
            return True
        time.sleep(0.05)
    return False


def _is_zombie(pid: int) -> bool:
    """Whether a process has ended and only waits for somebody to ask how; where that can be known."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def has(program: str) -> bool:
    """Whether a program can be run by its name."""
    return shutil.which(program) is not None
