"""The server in a real Vim with ALE: `vim/drive.vim` works with the settings of docs/editors.md."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tests.editors.terminal import HERE, has, need, play

Seen = dict[str, Any]

INSTALLED = {"neovim": ".vim/pack/constdsl/start/constdsl", "vim/vimrc": ".vimrc"}


def has_ale() -> bool:
    command = ["vim", "--not-a-term", "-N", "-u", "NONE", "-c", "packadd ale", "-c", "qall!"]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
    return done.returncode == 0 and b"E919" not in done.stdout + done.stderr


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    need("Vim", has("vim"))
    need("ALE for Vim (vim-nox, vim-ale)", has_ale())
    command = ["vim", "--not-a-term", "-n", "-S", HERE / "vim" / "drive.vim"]
    return play(command, "vim", tmp_path_factory, INSTALLED)


def test_every_step_was_done(seen: Seen) -> None:
    assert seen["failed"] == {}
    assert seen["code"] == 0


def test_a_constitution_is_known_by_its_ending(seen: Seen) -> None:
    assert (seen["filetype"], seen["colour"]) == ("constdsl", "constdslDeclaration")


def test_the_fault_is_shown(seen: Seen) -> None:
    [found] = seen["diagnostics"]
    assert (found["line"], found["kind"], found["code"]) == (16, "E", "discipline/circular-flow")


def test_the_fault_goes_when_it_is_mended(seen: Seen) -> None:
    assert seen["mended"].endswith("by two-thirds with consent of GeneralMeeting")


def test_a_declaration_is_found(seen: Seen) -> None:
    assert seen["declaration"] == 7
