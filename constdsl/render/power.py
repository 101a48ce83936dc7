"""Who reaches what and when, for people: a table for each play."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from constdsl.check.results import Play, PowerReport
from constdsl.render.palette import PLAIN, Palette
from constdsl.render.table import Cell, draw
from constdsl.render.words import WIDTH, clean, deadline, wrap

__all__ = ["render_power"]

_TITLES = {
    Play.ACQUIESCENT: ("Acquiescent play", "nobody uses a veto, an annulment or a refusal against it"),
    Play.CONTESTED: ("Contested play", "everyone who has a veto, an annulment or a refusal uses it"),
}


def render_power(
    power: PowerReport, *, title: str = "", columns: int = WIDTH, palette: Palette = PLAIN
) -> str:
    """One table for each play: every coalition, and what it comes to command, by date."""
    lines = [palette.paint(clean(title), "bold"), ""] if title else []
    for play, coalitions in power.plays.items():
        name, meaning = _TITLES[play]
        lines += [f"{palette.paint(name, 'bold')}: {meaning}", "", *_play(coalitions, columns, palette), ""]
    return "\n".join(lines)


def _play(coalitions: Mapping[str, Mapping[str, Fraction]], columns: int, palette: Palette) -> list[str]:
    rows: list[list[Cell]] = []
    breaks: list[int] = []
    powerless = []
    for coalition, reached in coalitions.items():
        members = coalition.split(" and ")
        others = {body: years for body, years in reached.items() if body not in members}
        if not others:
            powerless.append(clean(coalition))
            continue
        if rows:
            breaks.append(len(rows))
        for number, years in enumerate(sorted(set(others.values()))):
            bodies = ", ".join(clean(body) for body, date in others.items() if date == years)
            head = clean(coalition) if number == 0 else ""
            rows.append([Cell(head, ("bold",)), Cell(deadline(years), ("note",)), Cell(bodies)])
    lines = []
    if rows:
        header = ("Coalition", "When", "Comes to command")
        lines += draw(rows, header=header, fold=(0, 2), columns=columns, palette=palette, breaks=breaks)
    if powerless:
        lines += [""] if rows else []
        text = f"Nothing beyond themselves: {', '.join(powerless)}."
        if len(powerless) == 1:
            text = f"Nothing beyond itself: {powerless[0]}."
        lines += [f"  {line}" for line in wrap(text, columns - 2)]
    return lines or ["  There is no coalition to speak of."]
