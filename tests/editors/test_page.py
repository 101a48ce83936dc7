"""docs/editors.md shows the very files of `editors/`, and tells to put them where the tests put them."""

from __future__ import annotations

import json
import plistlib
import re
import tomllib

import pytest

from tests.editors import test_emacs, test_neovim, test_vim
from tests.editors.terminal import EDITORS

PAGE = (EDITORS.parent / "docs" / "editors.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    "name",
    [
        "emacs/init.el",
        "helix/languages.toml",
        "neovim/examples/init-0.7.lua",
        "neovim/examples/init-0.11.lua",
        "sublime/LSP.sublime-settings",
        "vim/vimrc",
    ],
)
def test_the_page_shows_the_file(name):
    assert (EDITORS / name).read_text("utf-8") in BLOCKS


@pytest.mark.parametrize(
    ("source", "place"),
    [each for module in (test_emacs, test_neovim, test_vim) for each in module.INSTALLED.items()],
)
def test_the_page_tells_where_the_tests_put_it(source, place):
    assert f"cp -r editors/{source} ~/{place}\n" in PAGE or f"~/{place}" in (EDITORS / source).read_text("utf-8")


def test_files_and_folders_that_the_page_links_to_are_there():
    for target in re.findall(r"\]\((\.\./editors[^)#]*)\)", PAGE):
        assert (EDITORS.parent / "docs" / target).exists(), target


def test_helix_would_start_the_server():
    settings = tomllib.loads((EDITORS / "helix" / "languages.toml").read_text("utf-8"))
    [language] = settings["language"]
    [server] = [settings["language-server"][name] for name in language["language-servers"]]
    assert language["file-types"] == ["const"]
    assert [server["command"], *server["args"]] == ["constdsl", "lsp"]


def test_sublime_would_start_the_server_for_what_it_colours():
    folder = EDITORS / "sublime"
    client = json.loads((folder / "LSP.sublime-settings").read_text("utf-8"))["clients"]["constdsl"]
    comments = plistlib.loads((folder / "Comments.tmPreferences").read_bytes())
    assert client["command"] == ["constdsl", "lsp"]
    assert f"\nscope: {client['selector']}\n" in (folder / "constdsl.sublime-syntax").read_text("utf-8")
    assert comments["scope"] == client["selector"]
