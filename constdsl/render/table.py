"""Columns that line up, in any script, and fold their words to fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from constdsl.render.palette import PLAIN, Palette
from constdsl.render.words import WIDTH, pad, width, wrap

__all__ = ["Cell", "draw", "natural_widths", "total"]

_GAP = 2
_LEAST = 8


@frozen
class Cell:
    """One cell: a cleaned text, in which line breaks are kept, and the styles of its lines (the last one repeats)."""

    text: str = ""
    styles: tuple[str, ...] = field(default=("",))

    def style(self, line: int) -> str:
        """The style of a line, counted from 0."""
        return self.styles[min(line, len(self.styles) - 1)]


def natural_widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """The width of each column when nothing is folded."""
    return [max(width(line) for cell in column for line in cell.text.split("\n")) for column in zip(*rows, strict=True)]


def total(widths: Sequence[int], indent: int = 2) -> int:
    """How many columns a table takes."""
    return indent + sum(widths) + _GAP * (len(widths) - 1)


def draw(
    rows: Sequence[Sequence[Cell]],
    *,
    header: Sequence[str] | None = None,
    fold: Sequence[int] = (),
    right: Sequence[int] = (),
    indent: int = 2,
    columns: int = WIDTH,
    palette: Palette = PLAIN,
    breaks: Sequence[int] = (),
    most: Mapping[int, int] | None = None,
    least: Mapping[int, int] | None = None,
) -> list[str]:
    """Draw a table as lines.

    Columns in `fold` give way when the whole is too wide, the widest first; those in `right` stand at the right
    edge of their column. A blank line goes before each row in `breaks`. `most` caps columns from the outset;
    `least` says how far the foldable ones can give way (8 columns where it says nothing).
    """
    heads = [[Cell(head, ("bold",)) for head in header]] if header else []
    if not rows and not heads:
        return []
    widths = [min(each, (most or {}).get(number, each)) for number, each in enumerate(natural_widths([*heads, *rows]))]
    widths = _fit(widths, {number: (least or {}).get(number, _LEAST) for number in fold}, columns - indent)
    lines: list[str] = []
    for head in heads:
        lines += _draw_row(head, widths, right, indent, palette)
        lines.append(" " * indent + palette.paint((" " * _GAP).join("─" * each for each in widths), "dim"))
    for number, cells in enumerate(rows):
        if number in breaks:
            lines.append("")
        lines += _draw_row(cells, widths, right, indent, palette)
    return lines


def _fit(widths: list[int], least: Mapping[int, int], columns: int) -> list[int]:
    """Narrow the foldable columns, always the widest that can, until everything fits or nothing more gives way."""
    fitted = list(widths)
    excess = total(fitted, 0) - columns
    while excess > 0:
        foldable = [each for each, limit in least.items() if fitted[each] > limit]
        if not foldable:
            break
        widest = max(fitted[each] for each in foldable)
        level = [each for each in foldable if fitted[each] == widest]
        next_level = max((fitted[each] for each in foldable if fitted[each] < widest), default=0)
        share = -(-excess // len(level))
        for each in level:
            fitted[each] = max(fitted[each] - share, next_level, least[each])
        excess = total(fitted, 0) - columns
    return fitted


def _draw_row(
    cells: Sequence[Cell], widths: Sequence[int], right: Sequence[int], indent: int, palette: Palette
) -> list[str]:
    folded = [
        wrap(cell.text, columns) if columns else [cell.text] for cell, columns in zip(cells, widths, strict=True)
    ]
    lines = []
    for line in range(max(map(len, folded))):
        parts = []
        for number, (cell, texts) in enumerate(zip(cells, folded, strict=True)):
            text = texts[line] if line < len(texts) else ""
            parts.append(palette.paint(pad(text, widths[number], right=number in right), cell.style(line)))
        lines.append((" " * indent + (" " * _GAP).join(parts)).rstrip())
    return lines
