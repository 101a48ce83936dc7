"""Answers for programs: the JSON that docs/json.md describes and constdsl/schema checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from constdsl.check.results import Answer, Margin, PowerReport, Reach, Report, Step, Variants
from constdsl.diagnostic import Diagnostic, Event, Table, WayOut
from constdsl.source import Position, Source, Span

__all__ = [
    "VERSION", "diagnostic_value", "dump", "power_json", "report_json", "span_value", "variants_json", "years_value",
]  # fmt: skip

VERSION = 1
"""The version of the format. It changes when a field goes or changes its meaning, not when one is added."""

_Sources = Mapping[str, Source]


def report_json(report: Report) -> str:
    """The JSON of `check` and of `ask`."""
    return dump(
        {
            "version": VERSION,
            "diagnostics": [diagnostic_value(each, report.sources) for each in report.diagnostics],
            "guarantees": [_answer(each, report.sources) for each in report.answers],
            **({"left_out": report.left_out} if report.left_out else {}),
        }
    )


def power_json(power: PowerReport | None, report: Report) -> str:
    """The JSON of `power`; unusable input gives the diagnostics and no play."""
    if power is None:
        diagnostics = [diagnostic_value(each, report.sources) for each in report.diagnostics]
        return dump({"version": VERSION, "diagnostics": diagnostics, "plays": {}})
    plays = {
        play.value: {
            coalition: {body: {"years": years_value(years)} for body, years in reached.items()}
            for coalition, reached in coalitions.items()
        }
        for play, coalitions in power.plays.items()
    }
    return dump({"version": VERSION, "plays": plays})


def variants_json(variants: Variants | None, report: Report) -> str:
    """The JSON of `variants`: an object for each combination, with its choices and its answers."""
    combinations = variants.variants if variants else ()
    return dump(
        {
            "version": VERSION,
            "diagnostics": [diagnostic_value(each, report.sources) for each in report.diagnostics],
            "variants": [
                {
                    "choices": dict(variant.choices),
                    "guarantees": [_answer(each, report.sources) for each in variant.answers],
                }
                for variant in combinations
            ],
            "settled": list(variants.settled) if variants else [],
        }
    )


# --- parts ------------------------------------------------------------------------------------------------------


def diagnostic_value(each: Diagnostic, sources: _Sources) -> dict[str, Any]:
    """A diagnostic as JSON has it."""
    return {
        "slug": each.slug,
        "code": each.code,
        "severity": each.severity.value,
        "message": each.message,
        "file": each.file,
        "span": span_value(each.file, each.span, sources),
        "labels": [
            {"file": label.file, "span": span_value(label.file, label.span, sources), "message": label.message}
            for label in each.labels
        ],
        "help": list(each.help),
        "reason": list(each.reason),
        "history": [_event(event, number, sources) for number, event in enumerate(each.history, 1)],
        "table": _table(each.table) if each.table is not None else None,
        "follows": list(each.follows),
        "ways_out": [_way_out(way, sources) for way in each.ways_out],
    }


def _event(event: Event, number: int, sources: _Sources) -> dict[str, Any]:
    known = event.file is not None and event.span is not None
    return {
        "step": number,
        "years": years_value(event.years),
        "text": event.text,
        "article": event.article,
        "file": event.file,
        "span": span_value(event.file or "", event.span, sources) if known and event.span else None,
    }


def _table(table: Table) -> dict[str, Any]:
    return {"title": table.title, "header": list(table.header), "rows": [list(row) for row in table.rows]}


def _way_out(way: WayOut, sources: _Sources) -> dict[str, Any]:
    return {
        "number": way.number,
        "title": way.title,
        "safe": way.safe,
        "closes": list(way.closes),
        "opens": list(way.opens),
        "edits": [
            {"file": edit.file, "span": span_value(edit.file, edit.span, sources), "text": edit.text}
            for edit in way.edits
        ],
    }


def _answer(answer: Answer, sources: _Sources) -> dict[str, Any]:
    return {
        "file": answer.file,
        "span": span_value(answer.file, answer.span, sources),
        "name": answer.name,
        "property": answer.property,
        "verdict": answer.verdict.value,
        "summary": answer.summary,
        "breakers": [list(coalition) for coalition in answer.breakers],
        "stoppable_by": list(answer.stoppable_by),
        "depends_on": list(answer.depends_on),
        "play": answer.play.value if answer.play else None,
        "actors": list(answer.actors),
        "reading": dict(answer.reading),
        "history": [_step(step, sources) for step in answer.history],
        "reached": [_reach(reach) for reach in answer.reached],
        "margin": _margin(answer.margin) if answer.margin else None,
    }


def _step(step: Step, sources: _Sources) -> dict[str, Any]:
    known = step.file is not None and step.span is not None
    return {
        "step": step.step,
        "years": years_value(step.years),
        "actor": step.actor,
        "act": step.act,
        "article": step.article,
        "text": step.text,
        "file": step.file,
        "span": span_value(step.file or "", step.span, sources) if known and step.span else None,
        "move": _move(step, sources),
    }


def _move(step: Step, sources: _Sources) -> dict[str, Any] | None:
    """The move that a step is, as `constdsl replay` reads it; None where it only follows from others."""
    if step.fills is not None:
        return {"fill": {"body": step.fills.body, "group": step.fills.index + 1}}
    if step.uses is not None:
        by, act = step.uses
        return {"use": {"by": by, "act": act}}
    if step.deed is not None:
        act, person = step.deed
        source = sources.get(step.file or "")
        rule = source.text[step.span.start : step.span.end] if source is not None and step.span is not None else None
        return {"deed": {"act": act, "person": person or None, "rule": rule}}
    return None


def _reach(reach: Reach) -> dict[str, Any]:
    return {"coalition": list(reach.coalition), "body": reach.body, "years": years_value(reach.years)}


def _margin(margin: Margin) -> dict[str, Any]:
    return {
        "coalition": list(margin.coalition),
        "body": margin.body,
        "what": margin.what,
        "has": margin.has,
        "needs": margin.needs,
        "of": margin.of,
    }


def span_value(file: str, span: Span, sources: _Sources) -> dict[str, Any]:
    """A place in a file as JSON has it, in lines, columns and offsets."""
    source = sources.get(file)
    ends: Iterable[Position] = (
        (Position(1, 1), Position(1, 1))
        if source is None
        else (source.position(min(offset, len(source.text))) for offset in (span.start, span.end))
    )
    start, end = ({"line": each.line, "column": each.column} for each in ends)
    return {"start": start, "end": end}


def years_value(years: Fraction) -> int | float:
    """A whole number as such; a finite decimal exactly, as far as a double goes; anything else to six places."""
    if years.denominator == 1:
        return years.numerator
    rest = years.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    try:
        return float(years) if rest == 1 else round(float(years), 6)
    except OverflowError:
        return round(years)


def dump(value: dict[str, Any]) -> str:
    """A JSON document, with a line end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
