"""Quoting a line takes time in proportion to its length, whatever stands on it."""

from __future__ import annotations

import time

import pytest

from constdsl.check.program import check
from constdsl.render.report import render_report
from constdsl.source import Source


@pytest.mark.parametrize(
    "line",
    ["article " * 12_000, f"C may amend article {'x' * 90_000}", f'article 1 "{"x" * 90_000}', "body é" * 15_000],
    ids=["articles", "number", "title", "beyond ASCII"],
)
def test_a_long_line_is_quoted_in_time(line):
    report = check([Source("long.const", f"{line}\n")], lambda path: "there is no such file")
    assert report.diagnostics
    started = time.process_time()
    render_report(report)
    assert time.process_time() - started < 2
