"""What the tests of the VS Code extension need besides Python, and what they do without."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["EXTENSION", "HOST", "ROOT", "STAGE", "alone", "chromium", "make_package", "need"]

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "editors" / "vscode"
STAGE = Path(__file__).parent / "vscode"
"""The scripts that stand between the tests and node."""

CACHE = Path(os.environ.get("CONSTDSL_EDITORS_CACHE") or ROOT / ".editors")
VERSION = re.search(r"^VERSION=(\S+)", (STAGE / "host.sh").read_text(encoding="utf-8"), re.MULTILINE)[1]
HOST = CACHE / f"code-server-{VERSION}" / "node_modules" / ".bin" / "code-server"


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def need(*packages: str, host: bool = False) -> None:
    """Skip unless node and these packages of npm are there, and a browser and VS Code if `host`.

    With CONSTDSL_EDITORS=require nothing may be missing: the test fails instead.
    """
    lack = _lack(packages, host)
    if lack and os.environ.get("CONSTDSL_EDITORS") == "require":
        pytest.fail(lack)
    if lack:
        pytest.skip(lack)


def _lack(packages: tuple[str, ...], host: bool) -> str:
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            return f"{program} is missing"
    for package in packages:
        if not (EXTENSION / "node_modules" / package).is_dir():
            return f"editors/vscode has no {package} of npm: run make test-editors"
    if host and chromium() is None:
        return "chromium is missing"
    if host and not (HOST.parents[2] / ".ready").exists():
        return "there is no VS Code to test in: run make test-editors"
    return ""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other process of the tests is within."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_package(vsix: Path) -> None:
    """Package the extension as people do; it passes through editors/vscode/dist, where one at a time has room."""
    with alone(EXTENSION / "node_modules" / ".package.lock"):
        done = subprocess.run(
            ["npm", "run", "package", "--", "--out", str(vsix)],
            cwd=EXTENSION, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
