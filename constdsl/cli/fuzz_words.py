"""What random play found, as a table with histories for people, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from constdsl.check.results import Play, Report
from constdsl.render.as_json import VERSION, diagnostic_value, dump, span_value, years_value
from constdsl.render.palette import PLAIN, Palette, sign, verdict_style
from constdsl.render.table import Cell, draw
from constdsl.render.words import WIDTH, clean, count, deadline, listing, together, wrap
from constdsl.testing.results import Commanded, Found, FuzzReport, Hit, Outcome

__all__ = ["fuzz_json", "render_fuzz"]

_MOST_NAMED = 4


def render_fuzz(found: FuzzReport, *, title: str = "", columns: int = WIDTH, palette: Palette = PLAIN) -> str:
    """The table of promises, the histories, and where play and verdicts contradict each other."""
    lines = [palette.paint(clean(title), "bold"), ""] if title else []
    if not found.outcomes:
        lines += ["No guarantee is there to be played for."]
    else:
        rows = [_row(each) for each in found.outcomes]
        header = ("guarantee", "verdict", "play found", "plays")
        lines += draw(rows, header=header, fold=(0, 2), right=(3,), columns=columns, palette=palette)
    for each in found.outcomes:
        lines += _histories(each, found.seed, columns, palette)
    for play, commanded in found.commanded:
        lines += _commanded(found.coalition, play, commanded, palette)
    lines += ["", *_closing(found, columns, palette)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _row(outcome: Outcome) -> list[Cell]:
    answer = outcome.answer
    verdict = Cell("not weighed") if answer is None else Cell(sign(answer.verdict), (verdict_style(answer.verdict),))
    return [Cell(clean(outcome.promise.title)), verdict, Cell(_found(outcome)), Cell(f"{outcome.examples:,}")]


def _found(outcome: Outcome) -> str:
    if outcome.limits:
        return f"cannot be played: {clean('; '.join(outcome.limits))}"
    if not outcome.hits:
        rest = "no way" if outcome.kept else "nothing"
        return f"{rest}, in any lawful order of moves" if outcome.exhausted else rest
    first = outcome.hits[0]
    names = list(dict.fromkeys(_who(hit) for hit in outcome.hits if hit.play is first.play))
    if len(names) > _MOST_NAMED:
        names = [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} others"]
    moves = "no move" if not first.history else f"{count(len(first.history), 'move')}"
    way = "a way" if outcome.kept else "by " + listing(names, "or")
    return f"{way} in {moves}" + ("" if first.play is None else f", {_how(first.play)}")


def _who(hit: Hit) -> str:
    return together([*map(clean, hit.coalition)]) if hit.coalition else clean(hit.person or "somebody")


def _how(play: Play) -> str:
    return "though others use their checks" if play is Play.CONTESTED else "if nobody uses a check"


def _histories(outcome: Outcome, seed: int, columns: int, palette: Palette) -> Iterator[str]:
    if outcome.hits:
        hit = outcome.hits[0]
        yield ""
        head = f"“{clean(outcome.promise.title)}”: {_who(hit)}"
        yield palette.paint(head + (f", {_how(hit.play)}" if hit.play else ""), "bold")
        yield from (f"  {line}" for line in wrap(clean(outcome.promise.text), columns - 2))
        for person in hit.persons:
            facts = [*sorted(person.statuses), *(f"{key} {value}" for key, value in (*person.numbers, *person.values))]
            yield from (f"  {line}" for line in wrap(f"{clean(person.name)}: {clean(', '.join(facts))}", columns - 2))
        yield ""
        if hit.history:
            yield from draw([_move(each, hit) for each in hit.history], fold=(2,), right=(0,), columns=columns,
                            palette=palette)  # fmt: skip
        else:
            yield "  It is so from the start: no move is needed."
        origin = "found by an earlier run" if hit.earlier else f"found in play {hit.example}"
        yield palette.paint(f"  {origin}; --seed {hit.seed} finds it again", "dim")
    for each in outcome.disagreements:
        yield ""
        words = f"DISAGREEMENT, a fault of this tool: “{clean(outcome.promise.title)}”: {clean(each)}."
        yield from (palette.paint(line, "error") for line in wrap(words, columns))
        yield "Please report it with the file."


def _move(found: Found, hit: Hit) -> list[Cell]:
    text = found.text if not found.actor or hit.play is None else f"{found.actor}: {found.text}"
    place = Cell(clean(found.article or ""), ("place",))
    return [Cell(str(found.number)), Cell(deadline(found.years)), Cell(clean(text)), place]


def _commanded(
    coalition: tuple[str, ...], play: Play, commanded: tuple[Commanded, ...], palette: Palette
) -> Iterator[str]:
    yield ""
    yield palette.paint(f"{together([*map(clean, coalition)])} comes to command, {_how(play)}", "bold")
    yield ""
    if not commanded:
        yield "  nothing beyond itself"
        return
    rows = [
        [Cell(clean(each.label)), Cell(deadline(each.years)), Cell(count(each.moves, "move"))] for each in commanded
    ]
    yield from draw(rows, palette=palette)


def _closing(found: FuzzReport, columns: int, palette: Palette) -> Iterator[str]:
    faults = sum(len(each.disagreements) for each in found.outcomes)
    parts = [f"Seed {found.seed}."]
    if found.stopped:
        parts.append("Time was up before everything was played.")
    agree = "Play and verdicts agree." if not faults else f"Play and verdicts disagree {count(faults, 'time')}."
    parts += [agree] * bool(found.outcomes)
    parts.append("Where play finds nothing, that proves nothing: it says no more than that chance did not come by it.")
    yield from wrap(" ".join(parts), columns)


# --- for programs ---------------------------------------------------------------------------------------------------


def fuzz_json(found: FuzzReport | None, report: Report) -> str:
    """The JSON of `fuzz FILE`; unusable input gives the diagnostics and nothing else."""
    sources = report.sources

    def place(outcome: Outcome) -> dict[str, Any]:
        clause = outcome.promise.clause
        return {"file": clause.file, "span": span_value(clause.file, clause.span, sources)}

    found = found or FuzzReport((), 0)
    return dump(
        {
            "version": VERSION,
            "diagnostics": [diagnostic_value(each, sources) for each in report.diagnostics],
            "seed": found.seed,
            "stopped": found.stopped,
            "guarantees": [
                {
                    **place(each),
                    "name": each.promise.title,
                    "property": each.promise.text,
                    "verdict": None if each.answer is None else each.answer.verdict.value,
                    "plays": each.examples,
                    "coalitions": each.coalitions,
                    "exhausted": each.exhausted,
                    "hits": [_hit(hit) for hit in each.hits],
                    "limits": list(each.limits),
                    "disagreements": list(each.disagreements),
                }
                for each in found.outcomes
            ],
            "commanded": [
                {
                    "play": play.value,
                    "coalition": list(found.coalition),
                    "bodies": {
                        each.label: {"years": years_value(each.years), "moves": each.moves} for each in commanded
                    },
                }
                for play, commanded in found.commanded
            ],
        }
    )  # fmt: skip


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "coalition": list(hit.coalition),
        "play": None if hit.play is None else hit.play.value,
        "seed": hit.seed,
        "earlier": hit.earlier,
        "persons": [
            {
                "name": each.name,
                "statuses": sorted(each.statuses),
                "attributes": {**dict(each.numbers), **dict(each.values)},
            }
            for each in hit.persons
        ],
        "person": hit.person,
        "history": [
            {
                "step": each.number,
                "years": years_value(each.years),
                "actor": each.actor,
                "text": each.text,
                "move": each.words,
                "article": each.article,
            }
            for each in hit.history
        ],
    }
