"""The README tells the truth: its table is what the tool prints, its text checks as it says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from constdsl.check.asking import Asking
from constdsl.check.program import check
from constdsl.check.results import Verdict
from constdsl.source import Source

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "constdsl", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout


def test_the_table_is_what_variants_prints() -> None:
    assert _blocks("text")[0].rstrip() == _run("variants", "examples/reformed_union.const").rstrip()


def test_the_history_is_what_check_prints() -> None:
    printed = _run("check", "examples/reformed_union.const")
    for line in _blocks("text")[1].splitlines():
        assert line in printed


def test_the_club_is_judged_as_the_text_says() -> None:
    (club,) = _blocks("const")
    asking = Asking(ways_out=True)
    report = check([Source("club.const", club)], lambda name: f"{name} is not part of this text", {}, asking)
    (found,) = report.diagnostics
    assert found.slug == "discipline/circular-flow"
    assert [way.closes for way in found.ways_out] == [("“The members decide”", "“We can sack them”")] * 2
    assert found.ways_out[1].number == 2
    assert found.ways_out[1].edits[0].text == " with consent of GeneralMeeting"
    assert [answer.verdict for answer in report.answers] == [Verdict.BROKEN, Verdict.FORESTALLABLE]
    assert len(report.answers[0].history) == 2


def test_the_club_is_mended_as_the_text_says() -> None:
    (club,) = _blocks("const")
    rule = "Committee may revoke player from any player by two-thirds"
    for mended in ("GeneralMeeting may revoke player from any player", f"{rule} with consent of GeneralMeeting"):
        report = check([Source("club.const", club.replace(rule, mended))], lambda name: "absent")
        assert {answer.verdict for answer in report.answers} == {Verdict.HOLDS}


def test_the_commands_of_the_readme_exist() -> None:
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?make (\w+)", README):
        assert re.search(rf"^{target}:", make, re.MULTILINE)
    for command in ("check", "variants", "power", "ask"):
        assert "Usage" in _run(command, "--help")
    assert shutil.which("make") is None or subprocess.run(["make", "-n", "demo"], cwd=ROOT, check=False).returncode == 0
