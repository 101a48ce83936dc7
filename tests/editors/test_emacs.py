"""The server in a real Emacs with Eglot: `emacs/drive.el` works in the mode that is shipped, and tells what it saw."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tests.editors.terminal import BASE, CLUB_FORMATTED, CLUB_MENDED, HERE, LAW, gone, has, need, play

Seen = dict[str, Any]

INSTALLED = {"emacs": ".emacs.d/constdsl", "emacs/init.el": ".emacs.d/init.el"}


def has_eglot() -> bool:
    command = ["emacs", "-q", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"]
    return subprocess.run(command, capture_output=True, timeout=120).returncode == 0


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    need("Emacs", has("emacs"))
    need("Eglot for Emacs (elpa-eglot)", has_eglot())
    command = ["emacs", "-q", "--batch", "-l", HERE / "emacs" / "drive.el"]
    return play(command, "emacs", tmp_path_factory, INSTALLED)


def test_every_step_was_done(seen: Seen) -> None:
    assert seen["failed"] == {}
    assert seen["code"] == 0


def test_a_constitution_is_known_by_its_ending(seen: Seen) -> None:
    assert seen["mode"] == "constdsl-mode"
    assert seen["indentation"] == 4
    assert seen["colours"] == {
        "status": "font-lock-keyword-face",
        "player": "font-lock-function-name-face",
        "may": "font-lock-builtin-face",
        "title": "font-lock-string-face",
        "two-thirds": "font-lock-constant-face",
    }


def test_the_fault_is_shown(seen: Seen) -> None:
    [found] = seen["diagnostics"]
    assert (found["line"], found["kind"]) == (16, "eglot-error")
    assert "“Committee” comes to command “GeneralMeeting”, which chooses it" in found["message"]


def test_what_stands_under_the_cursor_is_explained(seen: Seen) -> None:
    assert "Committee" in seen["hover"]
    assert "GeneralMeeting" in seen["hover"]


def test_the_history_opens_in_a_window(seen: Seen) -> None:
    assert "The members decide" in seen["history"]
    assert "Committee revokes player from any player" in seen["history"]


def test_the_text_is_laid_out(seen: Seen) -> None:
    assert seen["formatted"] == CLUB_FORMATTED


def test_a_way_out_mends_the_fault(seen: Seen) -> None:
    assert seen["after-way-out"] == {"text": CLUB_MENDED, "diagnostics": []}


def test_a_body_is_renamed_in_both_texts(seen: Seen) -> None:
    assert seen["renamed"] == {
        "base": BASE.replace("Assembly", "Parliament"),
        "law": LAW.replace("Assembly", "Parliament"),
    }


def test_the_server_ends_when_it_is_asked_to(seen: Seen) -> None:
    assert seen["ended"] is True
    assert gone(seen["server"])
