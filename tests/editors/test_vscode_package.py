"""What the VS Code extension says of itself is true, and the package holds what it needs and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile

import pytest

from constdsl import __version__
from constdsl.check.asking import Asking
from constdsl.check.program import check
from constdsl.check.results import Report
from constdsl.diagnostic import Severity
from constdsl.lsp.settings import EditorSettings, editor_settings
from constdsl.rules.registry import built_in
from constdsl.source import Source
from constdsl.syntax.parser import parse
from tests.editors.vscode_parts import EXTENSION, make_package, need

MANIFEST = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
SETTINGS = MANIFEST["contributes"]["configuration"]["properties"]
SNIPPETS = json.loads((EXTENSION / "snippets" / "constdsl.json").read_text(encoding="utf-8"))
OF_THE_CLIENT = {"path", "interpreter", "trace.server"}
SERVER_SETTINGS = {name.removeprefix("constdsl."): value["default"] for name, value in SETTINGS.items()}
for each in OF_THE_CLIENT:
    del SERVER_SETTINGS[each]


# --- settings, commands, versions ------------------------------------------------------------------------------------


def test_the_versions_are_one():
    assert MANIFEST["version"] == __version__
    assert f"## {__version__}" in (EXTENSION / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_defaults_shown_are_those_of_the_server():
    settings = editor_settings(SERVER_SETTINGS)
    assert settings == EditorSettings()
    assert settings.problems == ()


@pytest.mark.parametrize("name", sorted(SERVER_SETTINGS))
def test_the_server_follows_each_setting(name):
    other = ["syntax"] if SERVER_SETTINGS[name] == [] else not SERVER_SETTINGS[name]
    assert editor_settings({name: other}) != EditorSettings()


def test_each_command_is_one_that_the_client_has():
    client = "".join(path.read_text(encoding="utf-8") for path in (EXTENSION / "src").glob("*.js"))
    declared = {command["command"] for command in MANIFEST["contributes"]["commands"]}
    assert declared == set(re.findall(r"registerCommand\('(.+?)'", client))


def test_each_setting_is_explained_to_people():
    readme = (EXTENSION / "README.md").read_text(encoding="utf-8")
    assert [name for name in SETTINGS if f"`{name}`" not in readme] == []


def test_no_lock_file_names_a_registry():
    lock = json.loads((EXTENSION / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["version"] == MANIFEST["version"]
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


# --- words -----------------------------------------------------------------------------------------------------------

PATTERN = json.loads((EXTENSION / "language-configuration.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("line", "deeper"),
    [
        ("body Council {", True),
        ('body Council "a }" {  # seats', True),
        ('article 1 "Members" {', True),
        ("choice dropped { }", False),
        ("# a comment {", False),
        ('status a "a {"', False),
        ("", False),
    ],
)
def test_a_line_that_opens_a_block_sets_the_next_one_in(line, deeper):
    assert bool(re.search(PATTERN["indentationRules"]["increaseIndentPattern"], line)) is deeper


# --- snippets --------------------------------------------------------------------------------------------------------


def filled(body: str | list[str]) -> str:
    """A snippet as it stands when all its suggestions are taken; of several, the first."""
    text = body if isinstance(body, str) else "\n".join(body)
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:([^{}]*)\}", r"\1", text)
    return text.replace("$0", "")


def checked(text: str) -> Report:
    return check([Source("a.const", text)], lambda name: f"{name} is not there", asking=Asking(built_in()))


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_can_be_read(name):
    text = filled(SNIPPETS[name]["body"])
    assert "$" not in text
    assert parse(Source("snippet.const", f"{text}\n")).diagnostics == ()


def test_the_text_to_begin_with_is_a_constitution_without_a_fault():
    text = filled(SNIPPETS["Constitution"]["body"])
    report = checked(f"{text}\n")
    assert [found.slug for found in report.diagnostics if found.severity is Severity.ERROR] == []
    assert [answer.verdict.value for answer in report.answers] == ["holds"]


def test_the_constitution_of_the_readme_breaks_as_it_says():
    readme = (EXTENSION / "README.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```const\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    report = checked(text)
    (answer,) = report.answers
    assert answer.verdict.value == "broken" and len(answer.history) == 2


# --- the package -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The files of the package by name, made as people make it."""
    need("@vscode/vsce", "esbuild", "typescript")
    vsix = tmp_path_factory.mktemp("package") / "constdsl.vsix"
    make_package(vsix)
    with zipfile.ZipFile(vsix) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_package_holds_these_files_and_no_others(package):
    assert {name.removeprefix("extension/") for name in package if name.startswith("extension/")} == {
        "package.json",
        "readme.md",
        "changelog.md",
        "LICENSE.txt",
        "language-configuration.json",
        "icons/const-dark.svg",
        "icons/const-light.svg",
        "syntaxes/constdsl.tmLanguage.json",
        "syntaxes/markdown.tmLanguage.json",
        "snippets/constdsl.json",
        "dist/extension.js",
        "dist/licences.txt",
    }
    assert b"vscode-languageclient 9" in package["extension/dist/licences.txt"]


def test_the_client_in_the_package_needs_nothing_but_the_editor(package):
    client = package["extension/dist/extension.js"].decode()
    asked = set(re.findall(r"""\brequire\(["']([^"']+)["']\)""", client))
    assert "vscode" in asked
    assert {name.removeprefix("node:") for name in asked} <= {
        "vscode", "child_process", "crypto", "fs", "net", "os", "path", "process", "tty", "url", "util",
    }  # fmt: skip


def test_the_types_of_the_client_are_right(package):
    done = subprocess.run(["npm", "run", "check"], cwd=EXTENSION, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
