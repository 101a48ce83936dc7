"""The extension in a real VS Code: written in, read and mended by a browser that presses keys.

`vscode/drive.mjs` does everything once and says what it saw; the tests here judge that. The VS Code is the one that
`vscode/host.sh` builds. CONSTDSL_SHOTS names a folder for pictures of each step.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.editors.vscode_parts import EXTENSION, HOST, STAGE, alone, chromium, make_package, need

LIMIT = 240
"""Seconds after which the whole story is broken off."""

FILE, PAGE, PROSE = "club.const", "notes.md", "The body decides."
TEXT = """\
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
FORMATTED = TEXT.replace("{\n       seats 7", "{ seats 7").replace("1 year\n  }", "1 year }")
FAULT = "Committee may revoke player from any player by two-thirds"


def line_of(words: str, text: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """What was seen, by step. It happens once, also where several processes share the tests."""
    need("playwright-core", "esbuild", "@vscode/vsce", host=True)
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    told = shared / "vscode.json"
    with alone(shared / "vscode.lock"):
        if not told.exists():
            told.write_text(json.dumps(performed(tmp_path_factory.mktemp("vscode"))), encoding="utf-8")
    return json.loads(told.read_text(encoding="utf-8"))


def performed(work):
    """Prepare programs and folders, and run the story to its end or its limit; leave no process behind."""
    vsix = work / "constdsl.vsix"
    make_package(vsix)
    programs, pids, starts = work / "programs", work / "pids", work / "starts"
    programs.mkdir()
    server = script(
        programs / "constdsl",
        f'test "$1" = lsp && echo $$ >> "{pids}"',
        f'exec "{sys.executable}" -m constdsl "$@"',
    )
    halting = script(
        programs / "halting",
        'test "$1" = --version && echo "constdsl 0.1.0" && exit',
        f'echo $$ >> "{starts}"',
        "echo \"Error: it needs the package pygls: pip install 'constdsl[lsp]'\" >&2",
        "exit 2",
    )
    lost = {"constdsl.path": "/nowhere/constdsl", "constdsl.interpreter": "/nowhere/python3"}
    folders = {"club": {}, "lost": lost, "halting": {"constdsl.path": str(halting)}}
    for name, settings in folders.items():
        (work / name / ".vscode").mkdir(parents=True)
        (work / name / ".vscode" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
        (work / name / FILE).write_text(TEXT, encoding="utf-8")
    (work / "club" / PAGE).write_text(f"# Our club\n\n{PROSE}\n\n```const\n{TEXT}```\n", encoding="utf-8")
    shots = Path(os.environ.get("CONSTDSL_SHOTS") or work / "shots")
    shots.mkdir(parents=True, exist_ok=True)

    plan = work / "story.json"
    plan.write_text(
        json.dumps({
            "host": str(HOST),
            "chromium": chromium(),
            "extension": str(EXTENSION),
            "vsix": str(vsix),
            "work": str(work),
            "shots": str(shots),
            "pids": str(pids),
            "starts": str(starts),
            "file": FILE,
            "page": PAGE,
            "prose": PROSE,
            "hover": "GeneralMeeting",
            "faultLine": line_of(FAULT, TEXT),
            "faultLineFormatted": line_of(FAULT, FORMATTED),
            "promiseLineFormatted": line_of("The members decide", FORMATTED),
            "fix": "agree each time",
            "settings": {
                "constdsl.path": str(server),
                "extensions.autoCheckUpdates": False,
                "extensions.ignoreRecommendations": True,
                "files.autoSave": "off",
                "git.enabled": False,
                "telemetry.telemetryLevel": "off",
                "update.mode": "none",
                "workbench.startupEditor": "none",
            },
        }),
        encoding="utf-8",
    )
    child = subprocess.Popen(
        ["node", str(STAGE / "drive.mjs"), str(plan)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        out, end = child.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        child.terminate()  # the browser has a process group of its own, which node ends
        out, end = child.communicate(timeout=20)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    steps = {line["step"]: line for line in map(json.loads, out.splitlines())}
    log = "".join(path.read_text(encoding="utf-8") for path in work.glob("user/logs/**/*-constdsl.log"))
    return steps | {"log": {"saw": log}, "end": {"failed": end}}


def script(path, *lines):
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)
    return path


def saw(story, step):
    assert step in story, f"the story ended before: {story['end']['failed']}"
    assert "failed" not in story[step], story[step]["failed"]
    return story[step]["saw"]


def test_a_fault_is_underlined(story):
    assert saw(story, "squiggle") == 1


def test_the_text_is_coloured(story):
    colours = saw(story, "colours")
    assert len(set(colours.values())) == 5, colours


def test_the_panel_names_the_fault_its_rule_and_the_place_that_has_to_do_with_it(story):
    problems = saw(story, "problems")
    file, fault, related = problems["rows"]
    assert file.split() == [FILE, "1"]
    assert "“Committee” comes to command “GeneralMeeting”" in fault
    assert "discipline/circular-flow" in fault and "[Ln 16, Col 3]" in fault
    assert "[Ln 12," in related and "GeneralMeeting chooses it" in related
    assert problems["link"].endswith("/rules/discipline/circular_flow.md")


def test_resting_on_a_fault_tells_what_it_is_and_offers_ways_out(story):
    reason = saw(story, "reason")
    assert "comes to command" in reason and "discipline/circular-flow" in reason
    assert "Quick Fix" in reason


def test_resting_on_a_name_tells_what_it_is(story):
    hover = saw(story, "hover")
    assert "GeneralMeeting" in hover and "article 1" in hover.lower()


def test_the_line_above_a_guarantee_leads_to_its_history(story):
    history = saw(story, "history")
    assert history["lens"] == "broken by Committee in 2 steps: show history"
    assert len(history["tabs"]) == 2 and "The members decide" in history["tabs"][1]
    assert "Committee revokes player from any player" in history["text"]
    assert "Nobody who does not act for Committee is left in GeneralMeeting" in history["text"]
    assert "file:" not in history["text"]
    assert "default-src 'none'" in history["policy"] and "script" not in history["policy"]


def test_an_article_in_a_history_leads_to_the_line_in_the_text_that_is_open(story):
    place = saw(story, "place")
    assert place["place"].startswith("Ln 16,")
    assert len(place["tabs"]) == 2


def test_formatting_gives_the_layout_of_fmt(story):
    assert saw(story, "format") == FORMATTED


def test_a_way_out_ends_the_fault(story):
    fix = saw(story, "fix")
    assert any(offer.startswith("Allow discipline/circular-flow") for offer in fix["offers"])
    assert fix["text"] == FORMATTED.replace(FAULT, f"{FAULT} with consent of GeneralMeeting")


def test_an_open_history_follows_the_text(story):
    assert "holds" in saw(story, "followed")


def test_a_history_of_something_that_is_gone_says_so(story):
    assert saw(story, "gone") == "The text has changed since this was found."


def test_a_server_that_is_killed_is_started_again_and_knows_the_text(story):
    assert saw(story, "revived") == 1


def test_a_block_in_a_page_is_checked_and_coloured_like_a_text_of_its_own(story):
    page = saw(story, "page")
    assert page["squiggles"] > 0
    assert page["body"] == saw(story, "colours")["body"]
    assert page["prose"] != page["body"]


def test_without_constdsl_one_message_says_what_to_do(story):
    missing = saw(story, "missing")
    (message,) = missing["messages"]
    assert "pip install 'constdsl[lsp]'" in message and "constdsl.path" in message
    assert missing["buttons"] == ["Open Setting", "Try Again", "Show Log"]


def test_restart_finds_what_was_installed_meanwhile(story):
    assert saw(story, "restart") == 1


def test_a_server_that_cannot_start_is_tried_once_and_its_reason_told(story):
    halting = saw(story, "halting")
    assert halting["starts"] == 1
    assert halting["messages"] == [
        "constdsl stopped while it was starting: it needs the package pygls: pip install 'constdsl[lsp]'"
    ]


def test_the_log_tells_of_no_fault_in_the_server(story):
    log = saw(story, "log")
    assert "version" in log
    assert "Traceback" not in log and " ERROR " not in log, log
