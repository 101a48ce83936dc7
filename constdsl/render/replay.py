"""How saved histories fare with a text, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from constdsl.check.saved import Retold, SavedStep
from constdsl.render.as_json import VERSION, dump
from constdsl.render.palette import PLAIN, Palette
from constdsl.render.words import WIDTH, clean, deadline, wrap

__all__ = ["render_replay", "replay_json"]


def render_replay(retold: Sequence[Retold], *, columns: int = WIDTH, palette: Palette = PLAIN) -> str:
    """Each history step by step, up to the step at which it fails, with the reason and the article."""
    lines: list[str] = []
    for each in retold:
        lines += [*_one(each, columns, palette), ""]
    stand = sum(not each.failed for each in retold)
    total = len(retold)
    histories = "history stands" if total == 1 else "histories stand"
    lines.append(f"{stand} of {total} {histories}.")
    return "\n".join(lines) + "\n"


def _one(retold: Retold, columns: int, palette: Palette) -> list[str]:
    saved = retold.saved
    who = clean(" and ".join(saved.actors))
    play = f"{saved.play.value} play" if saved.play else "everybody cooperating"
    title = f"“{clean(saved.name or saved.property)}”: moves of {who}, {play}"
    lines = [palette.paint(title, "bold"), ""]
    for step in saved.steps:
        failed = retold.failed and step.number == retold.step
        mark = palette.paint("✗", "error") if failed else "✓"
        lines += _step(step, mark, columns)
        if failed:
            lines += ["", *(f"     {line}" for line in wrap(_reason(retold), columns - 5))]
            return lines
    if retold.failed:
        lines += ["", *(f"  {line}" for line in wrap(_reason(retold), columns - 2))]
    else:
        lines += ["", "  Every move is lawful, and the goal is reached."]
    return lines


def _step(step: SavedStep, mark: str, columns: int) -> list[str]:
    first, *rest = wrap(f"{deadline(step.years)}: {clean(step.text)}", columns - 8)
    return [f"  {mark} {step.number:>2}  {first}", *(f"        {line}" for line in rest)]


def _reason(retold: Retold) -> str:
    start = f"Fails at step {retold.step}" if retold.step is not None else "Fails at the end"
    place = f" ({clean(retold.article)})" if retold.article else ""
    return f"{start}: {clean(retold.reason)}{place}."


def replay_json(retold: Sequence[Retold]) -> str:
    """The JSON of `replay`: an object for each history."""
    found: list[dict[str, Any]] = [
        {
            "name": each.saved.name,
            "property": each.saved.property,
            "actors": list(each.saved.actors),
            "play": each.saved.play.value if each.saved.play else None,
            "stands": not each.failed,
            "step": each.step,
            "reason": each.reason or None,
            "article": each.article,
        }
        for each in retold
    ]
    return dump({"version": VERSION, "diagnostics": [], "histories": found})
