"""Mutation testing for programs: the JSON that docs/json.md describes under `mutate`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from constdsl.check.mutation import Mutation, Standing, Tried
from constdsl.check.results import Report
from constdsl.model.entities import Clause
from constdsl.render.as_json import VERSION, diagnostic_value, dump, span_value

__all__ = ["mutation_json"]


def mutation_json(found: Mutation | None, report: Report) -> str:
    """The JSON of `mutate`; unusable input gives the diagnostics and nothing else."""
    found = found or Mutation((), (), ())
    articles = {each.clause: each.article for each in found.tried}
    sources = report.sources

    def place(clause: Clause) -> dict[str, Any]:
        return {"file": clause.file, "span": span_value(clause.file, clause.span, sources)}

    rate = found.kill_rate
    return dump(
        {
            "version": VERSION,
            "diagnostics": [diagnostic_value(each, sources) for each in report.diagnostics],
            "guarantees": [
                {**place(promise.clause), "name": promise.title, "property": promise.text, **_standing(standing)}
                for promise, standing in zip(found.promises, found.standings, strict=True)
            ],
            "mutants": [{**place(each.clause), **_tried(each)} for each in found.tried],
            "idle": [{**place(clause), "article": articles[clause]} for clause in found.idle()],
            "killed": found.killed,
            "moved": found.moved,
            "kill_rate": None if rate is None else round(float(rate), 6),
            "weighings": found.weighings,
            "saved": found.saved,
        }
    )


def _tried(tried: Tried) -> dict[str, Any]:
    return {
        "article": tried.article,
        "kind": tried.kind.value,
        "words": tried.words,
        "shifts": [
            {"guarantee": shift.promise, **_standing(shift.after), "verdict_changed": shift.verdict_changed}
            for shift in tried.shifts
        ],
        "weighed": tried.weighed,
    }


def _standing(standing: Standing) -> dict[str, Any]:
    breakers: Iterable[tuple[str, ...]] = sorted(standing.breakers, key=lambda each: (len(each), each))
    return {"verdict": standing.verdict.value, "breakers": [list(each) for each in breakers]}
