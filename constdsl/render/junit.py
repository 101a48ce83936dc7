"""Findings and verdicts as a JUnit report, which build servers draw as tests."""

from __future__ import annotations

from xml.etree import ElementTree

from constdsl.check.results import Report, Verdict
from constdsl.diagnostic import Severity
from constdsl.render.report import render_answer
from constdsl.render.snippet import Illustrator
from constdsl.render.words import clean

__all__ = ["render_junit"]


def render_junit(report: Report) -> str:
    """A suite for each text: a case for each finding, which fails, and for each promise, which fails unless it holds.

    A text with neither has one case that passes, so that it is seen to have been looked at.
    """
    illustrator = Illustrator(report.sources)
    root = ElementTree.Element("testsuites", name="constdsl")
    files = dict.fromkeys([*report.sources, *(each.file for each in report.diagnostics)])
    for file in files:
        suite = ElementTree.SubElement(root, "testsuite", name=clean(file))
        for each in report.diagnostics:
            if each.file == file and each.severity is not Severity.NOTE:
                place = illustrator.place(each.file, each.span)
                case = _case(suite, f"{each.slug} at {place}", file)
                failure = ElementTree.SubElement(case, "failure", type=each.slug, message=clean(each.message))
                failure.text = "\n".join(illustrator.draw(each))
        for answer in report.answers:
            if answer.file == file:
                case = _case(suite, clean(answer.name or answer.property), file)
                if answer.verdict is not Verdict.HOLDS:
                    failure = ElementTree.SubElement(
                        case, "failure", type=f"guarantee/{answer.verdict.replace(' ', '-')}",
                        message=clean(answer.summary),
                    )  # fmt: skip
                    failure.text = render_answer(Report(report.sources, (), (answer,)))
        if len(suite) == 0:
            _case(suite, "no finding", file)
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(sum(case.find("failure") is not None for case in suite)))
    for name in ("tests", "failures"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, name: str, file: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", classname=clean(file), name=name)
