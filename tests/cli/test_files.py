"""Reading: whatever is put in comes back as a text or as a sentence, never as an exception."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

import pytest

from constdsl.project import files
from constdsl.project.files import STDIN, gather, read_source


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to be in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(inputs):
    return [root.name for root in inputs.roots]


def only_problem(inputs):
    """The one thing that is wrong."""
    (problem,) = inputs.problems
    assert inputs.roots == ()
    assert problem.code.startswith("I")
    return problem


def send(monkeypatch, data):
    """Put bytes on standard input."""
    from io import BytesIO

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(data), isatty=lambda: False))


def test_files_come_once_and_in_order_of_name(here):
    for name in ("b.const", "a.const", "sub/c.const", "sub/.hidden/d.const", "sub/notes.txt"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("status s\n")
    for order in (["b.const", "sub", "./a.const"], ["./a.const", "a.const", "sub/c.const", ".//b.const", "sub/"]):
        assert names(gather(order)) == ["a.const", "b.const", "sub/c.const"]
    assert names(gather(["."])) == ["a.const", "b.const", "sub/c.const"]


def test_a_link_to_a_file_is_that_file(here):
    (here / "a.const").write_text("status s\n")
    (here / "z.const").symlink_to("a.const")
    (here / "loop").symlink_to(".")
    assert names(gather(["."])) == ["a.const"]


def test_markdown_keeps_only_its_blocks(here):
    (here / "GOVERNANCE.md").write_text("# Rules\n```const\nstatus s\n```\n")
    (source,) = gather(["GOVERNANCE.md"]).roots
    assert source.text.split() == ["status", "s"]
    assert source.line(1) == "# Rules"


def test_standard_input(monkeypatch):
    send(monkeypatch, b"\xef\xbb\xbfstatus s\n")
    (source,) = gather(["-", "-"]).roots
    assert (source.name, source.text) == (STDIN, "status s\n")


def test_what_is_missing_does_not_hide_the_rest(here):
    (here / "a.const").write_text("status s\n")
    inputs = gather(["zzz.const", "a.const", "nowhere/x.const"])
    assert names(inputs) == ["a.const"]
    assert [(each.slug, each.file) for each in inputs.problems] == [
        ("input/not-found", "nowhere/x.const"),
        ("input/not-found", "zzz.const"),
    ]


def test_a_folder_without_constitutions(here):
    assert "no `*.const` file in the folder `.`" in only_problem(gather(["."])).message


def test_bytes_that_are_not_text(here):
    (here / "a.const").write_bytes("\ufeffstatus é\nclass ü: \n".encode() + b"\xe9t\xe9\nrest")
    inputs = gather(["a.const"])
    problem = only_problem(inputs)
    assert problem.message == "`a.const` is not UTF-8 text: byte 0xE9 in line 3, column 1"
    assert inputs.quoted["a.const"].line(3) == "\ufffdt\ufffd"


def test_text_in_utf_16(here):
    (here / "a.const").write_text("status s\n", encoding="utf-16")
    assert "UTF-16" in only_problem(gather(["a.const"])).message


def test_a_nul_byte_is_for_the_parser_to_judge(here):
    (here / "a.const").write_bytes(b"status \0\n")
    assert names(gather(["a.const"])) == ["a.const"]


def test_the_limit(here, monkeypatch):
    monkeypatch.setattr(files, "LIMIT", 10)
    (here / "a.const").write_text("x" * 11)
    (here / "b.const").write_text("x" * 10)
    inputs = gather(["a.const", "b.const"])
    assert names(inputs) == ["b.const"]
    assert [each.slug for each in inputs.problems] == ["input/too-large"]
    send(monkeypatch, b"x" * 11)
    assert only_problem(gather(["-"])).slug == "input/too-large"


def test_a_huge_file_is_refused_unread(here):
    with (here / "a.const").open("wb") as file:
        file.truncate(files.LIMIT + 1)
    assert only_problem(gather(["a.const"])).slug == "input/too-large"


@pytest.mark.skipif(os.name != "posix", reason="needs /dev")
def test_an_endless_file_ends(monkeypatch):
    monkeypatch.setattr(files, "LIMIT", 1000)
    assert only_problem(gather(["/dev/zero"])).slug == "input/too-large"
    assert read_source("/dev/zero") == "`/dev/zero` is not an ordinary file"


def test_a_file_without_permission(here, monkeypatch):
    (here / "a.const").write_text("status s\n")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert only_problem(gather(["a.const"])).message == "you have no permission to read `a.const`"


def test_what_is_used_is_read_or_explained(here):
    (here / "a.const").write_text("status s\n")
    assert read_source("a.const").text == "status s\n"
    assert read_source("b.const") == "there is no file `b.const`"
    assert read_source(".") == "`.` is a folder, not a file"
    assert read_source("a\0b") == "`a\0b` cannot be read (embedded null byte)"
    assert "cannot be read" in read_source("a" * 5000)


def test_no_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert only_problem(gather(["-"])).message == "there is no standard input"


def test_names_that_are_not_unicode(here):
    name = os.fsdecode(b"\xff.const")
    (here / name).write_text("status s\n")
    assert names(gather(["."])) == [name]
