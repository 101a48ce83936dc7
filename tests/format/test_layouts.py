"""Texts, and below each the layout that it gets, in `layouts.md` and `comments.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from constdsl.format import format_text
from constdsl.source import Source

HERE = Path(__file__).parent


def _sections() -> Iterator[tuple[str, str, str]]:
    for page in ("layouts.md", "comments.md"):
        for section in HERE.joinpath(page).read_text("utf-8").split("\n## ")[1:]:
            blocks = re.findall(r"^```const\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
            yield section.partition("\n")[0], blocks[0], blocks[-1]


@pytest.mark.parametrize(("before", "after"), [pytest.param(*texts, id=title) for title, *texts in _sections()])
def test_layout(before: str, after: str) -> None:
    found = format_text(Source("it.const", before))
    assert found.diagnostics == ()
    assert found.text == after
    assert format_text(Source("it.const", after)).text == after
