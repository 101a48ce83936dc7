"""What stands behind a finding: its reasons, its history, its figures, what follows from it, and the ways out."""

from __future__ import annotations

from collections.abc import Sequence

from constdsl.diagnostic import Diagnostic, Event, Table, WayOut
from constdsl.render.palette import Palette
from constdsl.render.table import Cell, draw
from constdsl.render.words import clean, deadline, listing, wrap
from constdsl.verdict.answers import Step

__all__ = ["consequences", "draw_history", "evidence"]


def evidence(diagnostic: Diagnostic, columns: int, palette: Palette) -> list[str]:
    """Lines below the quoted text, each block after a blank line; nothing where the finding explains itself."""
    lines: list[str] = []
    if diagnostic.reason:
        lines += ["", *wrap(clean(" ".join(map(_sentence, diagnostic.reason))), columns)]
    if diagnostic.history:
        lines += ["", *draw_history(diagnostic.history, columns, palette)]
    if diagnostic.table is not None:
        lines += ["", *_table(diagnostic.table, columns, palette)]
    if diagnostic.follows:
        lines += ["", palette.paint("of the same cause:", "bold")]
        lines += [line for each in diagnostic.follows for line in _item(each, columns)]
    if diagnostic.ways_out:
        lines += ["", palette.paint("ways out (each was applied and checked):", "bold")]
        for number, way in enumerate(diagnostic.ways_out, 1):
            lines += _item(_way(way), columns, f"{way.number or number}.")
    return lines


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _item(words: str, columns: int, mark: str = "-") -> list[str]:
    first, *rest = wrap(clean(words), columns - 5)
    return [f"  {mark} {first}", *(f"  {' ' * len(mark)} {line}" for line in rest)]


def _way(way: WayOut) -> str:
    title = f"{way.title} (safe: `--fix` does it)" if way.safe else way.title
    gone, _ = _apart(way.closes)
    return "; ".join([title, *([f"also ends {listing(gone)}"] if gone else []), *consequences(way)])


def consequences(way: WayOut) -> list[str]:
    """What a way out does to the promises, and what it brings."""
    parts: list[str] = []
    _, kept = _apart(way.closes)
    new, broken = _apart(way.opens)
    if kept:
        parts.append(f"{listing(kept)} {'hold' if len(kept) > 1 else 'holds'} then")
    if new:
        parts.append(f"but brings {listing(new)}")
    if broken:
        parts.append(f"but {listing(broken)} {'hold' if len(broken) > 1 else 'holds'} no longer")
    return parts


def _apart(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Slugs of findings, and titles of promises."""
    return [each for each in names if not each.startswith("“")], [each for each in names if each.startswith("“")]


def draw_history(history: Sequence[Event | Step], columns: int, palette: Palette) -> list[str]:
    """The numbered, dated steps of a finding or of an answer."""
    rows = [
        [
            Cell(str(number), ("bold",)),
            Cell(deadline(event.years), ("note",)),
            Cell(clean(event.text)),
            Cell(clean(event.article or ""), ("place",)),
        ]
        for number, event in enumerate(history, 1)
    ]
    return draw(rows, fold=(2,), right=(0,), most={1: 16, 3: 24}, columns=columns, palette=palette)


def _table(table: Table, columns: int, palette: Palette) -> list[str]:
    rows = [[Cell(clean(text)) for text in row] for row in table.rows]
    title = [palette.paint(clean(table.title), "bold")] if table.title else []
    last = len(table.header) - 1
    return [*title, *draw(rows, header=list(table.header), fold=(last,), columns=columns, palette=palette)]
