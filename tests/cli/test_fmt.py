"""`constdsl fmt`: what is written, what is not, and what is said."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from pathlib import Path

import pytest

from constdsl.cli import writing
from constdsl.cli.main import run

ROOT = Path(__file__).parents[2]

UGLY = "status   citizen\nclass Voters:citizen\n"
SLUG = "nomination/umbrella-monopoly"
UMBRELLA = """constitution "Two doors"
status comrade
class Members: comrade
class Voters: anyone
body Committee { seats 9 co-opted for life }
body Unions { seats 5 elected by Members from comrade for 1 years }
body Youth { seats 5 elected by Members from comrade for 1 years }
body Council {
seats 20 elected by Voters nominated by Unions,Youth for 4 years
}
comrade is bound by Committee in voting, nominating
"""

TIDY = "status citizen\nclass Voters: citizen\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with an ugly text, a tidy one and a page, to be in."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "ugly.const").write_text(UGLY)
    (tmp_path / "laws" / "tidy.const").write_text(TIDY)
    (tmp_path / "page.md").write_text(f"Prose   here.\n\n```const\n{UGLY}```\n")
    return tmp_path


def send(monkeypatch, data):
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))


def names(folder):
    """All that lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_and_a_page(here, capfd):
    assert run(["fmt", "laws", "page.md"]) == 0
    out, err = capfd.readouterr()
    assert (out, err) == ("", "2 files reformatted, 1 left as it was\n")
    assert (here / "laws/ugly.const").read_text() == (here / "laws/tidy.const").read_text() == TIDY
    assert (here / "page.md").read_text() == f"Prose   here.\n\n```const\n{TIDY}```\n"
    assert run(["fmt", "laws"]) == 0
    assert capfd.readouterr().err == "2 files left as they were\n"


def test_check_names_what_would_change_and_writes_nothing(here, capfd):
    assert run(["fmt", "--check", "laws", "page.md"]) == 1
    out, err = capfd.readouterr()
    assert (out, err) == ("laws/ugly.const\npage.md\n", "2 files would be reformatted, 1 left as it was\n")
    assert (here / "laws/ugly.const").read_text() == UGLY
    assert run(["fmt", "--check", "laws/tidy.const"]) == 0
    assert capfd.readouterr().out == ""


def test_diff_shows_what_would_change_and_writes_nothing(here, capfd):
    assert run(["fmt", "--diff", "laws"]) == 1
    assert capfd.readouterr().out == (
        "--- laws/ugly.const\n+++ laws/ugly.const\n@@ -1,2 +1,2 @@\n"
        "-status   citizen\n-class Voters:citizen\n+status citizen\n+class Voters: citizen\n"
    )
    assert (here / "laws/ugly.const").read_text() == UGLY
    assert run(["fmt", "--diff", "--check", "laws/tidy.const"]) == 0
    assert capfd.readouterr().out == ""


def test_files_with_mistakes_stay_and_the_others_do_not(here, capfd):
    broken = "status   citizen\nbody {\n"
    (here / "laws/broken.const").write_text(broken)
    assert run(["fmt", "laws", "missing.const"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "error[syntax/known-mistake]" in err
    assert "laws/broken.const:2:6" in err
    assert "missing.const" in err
    assert err.endswith("1 file reformatted, 1 left as it was, 1 with mistakes, and so left alone\n")
    assert (here / "laws/broken.const").read_text() == broken
    assert (here / "laws/ugly.const").read_text() == TIDY
    assert run(["fmt", "--check", "laws"]) == 2


@pytest.mark.parametrize("above", [True, False])
def test_what_a_comment_allows_is_allowed_in_the_new_layout(here, capfd, above):
    line = "seats 20 elected by Voters nominated by Unions,Youth for 4 years"
    comment = f"# allow {SLUG}: one club"
    path = here / "union.const"
    path.write_text(UMBRELLA.replace(line, f"{comment}\n{line}" if above else f"{line} {comment}"))
    check = ["check", "union.const", "--select", SLUG, "--format", "concise"]
    assert run(check) == 0
    assert run(["fmt", "union.const"]) == 0
    assert "Unions, Youth" in path.read_text()
    assert run(check) == 0
    path.write_text(path.read_text().replace("allow", "mind"))
    assert run(check) == 1


def test_mode_line_ends_mark_and_link_are_kept(here):
    path = here / "laws/ugly.const"
    path.write_bytes(b"\xef\xbb\xbf" + UGLY.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    (here / "link.const").symlink_to("laws/ugly.const")
    assert run(["fmt", "link.const"]) == 0
    assert (here / "link.const").is_symlink()
    assert path.read_bytes() == b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(here / "laws") == ["tidy.const", "ugly.const"]  # nothing is left lying about


def test_a_file_that_needs_no_change_is_not_touched(here):
    path = here / "laws/tidy.const"
    before = path.stat()
    run(["fmt", "laws"])
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_that_cannot_be_written_keeps_its_text(here, capfd, monkeypatch):
    def refuse(source, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(writing.os, "replace", refuse)
    assert run(["fmt", "laws"]) == 2
    assert "`laws/ugly.const` cannot be written: Permission denied." in capfd.readouterr().err
    assert (here / "laws/ugly.const").read_text() == UGLY
    assert names(here / "laws") == ["tidy.const", "ugly.const"]


def test_what_is_no_ordinary_file_is_not_written(here, capfd):
    reading, writing_end = os.pipe()
    os.write(writing_end, UGLY.encode())
    os.close(writing_end)
    assert run(["fmt", f"/dev/fd/{reading}"]) == 2
    os.close(reading)
    assert "is no ordinary file" in capfd.readouterr().err


def test_standard_input_becomes_standard_output(here, capfd, monkeypatch):
    for before, after in (
        (UGLY.encode(), TIDY.encode()),
        (b"\xef\xbb\xbfstatus   a\r\n", b"\xef\xbb\xbfstatus a\r\n"),
        ("class Граждане:anyone".encode(), "class Граждане: anyone\n".encode()),
        (b"", b""),
    ):
        send(monkeypatch, before)
        assert run(["fmt", "-"]) == 0
        out, err = capfd.readouterr()
        assert (out.encode(), err) == (after, "")


def test_standard_input_with_mistakes_gives_nothing(here, capfd, monkeypatch):
    send(monkeypatch, b"status   a\nbody {")
    assert run(["fmt", "-"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "<stdin>:2:6" in err


def test_standard_input_is_checked(here, capfd, monkeypatch):
    send(monkeypatch, UGLY.encode())
    assert run(["fmt", "--check", "-"]) == 1
    assert capfd.readouterr().out == "<stdin>\n"
    send(monkeypatch, UGLY.encode())
    assert run(["fmt", "--diff", "-"]) == 1
    assert "+status citizen\n" in capfd.readouterr().out


def test_nothing_to_lay_out(here, capfd):
    assert run(["fmt"]) == 2
    assert "Missing argument" in capfd.readouterr().err
    (here / "empty").mkdir()
    assert run(["fmt", "empty"]) == 2


def test_the_hook_runs_a_command_that_exists(here):
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text()
    commands = re.findall(r"^  entry: constdsl (.*)$", hooks, re.MULTILINE)
    assert sorted(commands) == ["check --quiet", "check --quiet --fix", "fmt"]
    assert run(["fmt", "laws/ugly.const"]) == 0
