"""Findings in SARIF 2.1.0, which code hosts and editors read: places, rules, histories as code flows, fixes.

The format is that of the OASIS standard (Static Analysis Results Interchange Format, version 2.1.0, 2020).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from constdsl import __version__
from constdsl.check.results import Answer, Report, Step, Verdict
from constdsl.diagnostic import Diagnostic, Event, Severity, WayOut
from constdsl.render.as_json import dump
from constdsl.render.words import clean
from constdsl.rules.rule import Rule
from constdsl.source import Source, Span

__all__ = ["render_sarif"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_Sources = Mapping[str, Source]


def render_sarif(report: Report, rules: Iterable[Rule]) -> str:
    """One run: each finding, and each promise that does not hold, as a result. Columns count characters."""
    known = {rule.slug: rule for rule in rules}
    failing = [each for each in report.answers if each.verdict is not Verdict.HOLDS]
    results = [_finding(each, report.sources) for each in report.diagnostics]
    results += [_promise(each, report.sources) for each in failing]
    slugs = list(dict.fromkeys(result["ruleId"] for result in results))
    for result in results:
        result["ruleIndex"] = slugs.index(result["ruleId"])
    driver = {
        "name": "constdsl",
        "semanticVersion": __version__,
        "rules": [_descriptor(slug, known.get(slug)) for slug in slugs],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return dump(
        {
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _descriptor(slug: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": slug}
    return {
        "id": slug,
        "name": rule.code,
        "shortDescription": {"text": rule.question},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "help": {"text": f"`constdsl explain {slug}` gives cases and limits."},
    }


def _finding(each: Diagnostic, sources: _Sources) -> dict[str, Any]:
    sentences = [each.message, *each.reason, *each.help]
    result: dict[str, Any] = {
        "ruleId": each.slug,
        "level": _LEVELS[each.severity],
        "message": {"text": clean(". ".join(sentence.rstrip(".") for sentence in sentences)) + "."},
        "locations": [_location(each.file, each.span, sources)],
    }
    if each.labels:
        result["relatedLocations"] = [
            _location(label.file, label.span, sources, label.message) for label in each.labels
        ]
    if each.history:
        result["codeFlows"] = [_flow(each.history, sources)]
    if each.ways_out:
        result["fixes"] = [_fix(way, sources) for way in each.ways_out]
    return result


def _promise(answer: Answer, sources: _Sources) -> dict[str, Any]:
    name = f"“{answer.name}”: " if answer.name else ""
    result: dict[str, Any] = {
        "ruleId": f"guarantee/{answer.verdict.replace(' ', '-')}",
        "level": "error",
        "message": {"text": clean(name + answer.summary)},
        "locations": [_location(answer.file, answer.span, sources)],
    }
    if answer.history:
        result["codeFlows"] = [_flow(answer.history, sources)]
    return result


def _flow(history: Iterable[Event | Step], sources: _Sources) -> dict[str, Any]:
    steps = []
    for event in history:
        place: dict[str, Any] = {"message": {"text": clean(event.text)}}
        if event.file is not None and event.span is not None:
            place = _location(event.file, event.span, sources, event.text)
        steps.append({"location": place})
    return {"threadFlows": [{"locations": steps}]}


def _fix(way: WayOut, sources: _Sources) -> dict[str, Any]:
    changes = []
    for file in dict.fromkeys(edit.file for edit in way.edits):
        replacements = [
            {"deletedRegion": _region(file, edit.span, sources), "insertedContent": {"text": edit.text}}
            for edit in way.edits
            if edit.file == file
        ]
        changes.append({"artifactLocation": {"uri": _uri(file)}, "replacements": replacements})
    return {"description": {"text": clean(way.title)}, "artifactChanges": changes}


def _location(file: str, span: Span, sources: _Sources, message: str | None = None) -> dict[str, Any]:
    place: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(file)}, "region": _region(file, span, sources)}
    }
    if message:
        place["message"] = {"text": clean(message)}
    return place


def _region(file: str, span: Span, sources: _Sources) -> dict[str, int]:
    source = sources.get(file)
    if source is None:
        return {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    start, end = (source.position(min(offset, len(source.text))) for offset in (span.start, span.end))
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _uri(file: str) -> str:
    """A relative reference for a relative path; `<stdin>` is spelled out."""
    return quote(file.strip("<>"), safe="/:") or "text"
