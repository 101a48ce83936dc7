"""What the rules find unasked in the examples: a list that was read line by line, and is read again when it changes.

`tests/examples/findings.txt` has a line for each finding that is shown: the file, the line, and the rule. A rule that
falls silent, or says more, shows here. `python -m tests.examples.test_findings` writes it anew, for `git diff`.
"""

from __future__ import annotations

from pathlib import Path

from constdsl.check.program import check
from constdsl.diagnostic import Severity
from constdsl.render.statistics import statements
from constdsl.source import Source

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LIST = Path(__file__).with_name("findings.txt")


def read(name: str) -> Source | str:
    path = EXAMPLES / name
    return Source(name, path.read_text("utf-8")) if path.exists() else f"there is no {name}"


def found() -> list[str]:
    """A line for each finding in each file, those of used files in their own."""
    lines = []
    for path in sorted(EXAMPLES.rglob("*.const")):
        name = path.relative_to(EXAMPLES).as_posix()
        source = Source(name, path.read_text("utf-8"))
        for each in check([source], read).diagnostics:
            if each.file == name:
                lines.append(f"{name}:{source.position(each.span.start).line} {each.severity} {each.slug}")
    return lines


def test_the_findings_are_those_that_were_read() -> None:
    assert found() == LIST.read_text("utf-8").splitlines()


def test_innocents_are_left_alone_and_others_are_not_flooded() -> None:
    """None for every hundred statements of the innocents; in no file more than one for every two statements."""
    lines = LIST.read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith(("innocent/", "testing/"))] == []
    for path in sorted(EXAMPLES.rglob("*.const")):
        name = path.relative_to(EXAMPLES).as_posix()
        loud = [line for line in lines if line.startswith(f"{name}:") and f" {Severity.NOTE} " not in line]
        assert 2 * len(loud) <= statements(Source(name, path.read_text("utf-8"))), name


if __name__ == "__main__":
    LIST.write_text("".join(f"{line}\n" for line in found()), "utf-8")
