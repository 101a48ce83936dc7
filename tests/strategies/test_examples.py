"""What is shown to users of the strategies runs: the club's own tests, and every snippet of docs/testing.md."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def _pytest(path: Path) -> str:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--hypothesis-seed=0", "-rA", "-q", str(path)]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False).stdout


def test_the_club_tests_its_bylaws(tmp_path: Path) -> None:
    for file in ("bylaws.const", "test_bylaws.py"):
        shutil.copy(ROOT / "examples" / "testing" / file, tmp_path)
    printed = _pytest(tmp_path / "test_bylaws.py")
    assert printed.count("PASSED") == 4, printed


def test_the_club_would_notice_a_gap_in_its_bylaws(tmp_path: Path) -> None:
    """Without the clause on directing the meeting, house rules give the committee your plot."""
    shutil.copy(ROOT / "examples" / "testing" / "test_bylaws.py", tmp_path)
    bylaws = (ROOT / "examples" / "testing" / "bylaws.const").read_text(encoding="utf-8")
    (tmp_path / "bylaws.const").write_text(bylaws.replace("only Meeting may direct Meeting", ""), encoding="utf-8")
    printed = _pytest(tmp_path / "test_bylaws.py")
    assert re.findall(r"^FAILED \S+::(\w+)", printed, re.MULTILINE) == [
        "test_no_house_rule_gives_the_committee_your_plot"
    ]


def test_the_page_tells_the_truth(tmp_path: Path) -> None:
    """Every test of the page passes, save the one that it says fails."""
    (tmp_path / "test_page.py").write_text("\n".join(SNIPPETS), encoding="utf-8")
    printed = _pytest(tmp_path / "test_page.py")
    failing = re.findall(r"def (test_\w+)\(.*# fails$", PAGE, re.MULTILINE)
    assert re.findall(r"^FAILED \S+::(\w+)", printed, re.MULTILINE) == failing
    assert printed.count("\nPASSED") == len(re.findall(r"^def test_", "\n".join(SNIPPETS), re.MULTILINE)) - len(failing)


def test_the_page_lists_every_strategy() -> None:
    import constdsl.strategies as public

    listed = set(re.findall(r"^\| `(\w+)\(", PAGE, re.MULTILINE))
    assert listed | {"Shape", "constitution_of"} == set(public.__all__)
