"""Every combination of choices and what it does to each promise, as a table for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from attrs import frozen

from constdsl.check.results import Answer, Variants, Verdict
from constdsl.render.initials import abbreviate
from constdsl.render.palette import PLAIN, Palette, sign, verdict_style
from constdsl.render.table import Cell, draw, natural_widths, total
from constdsl.render.words import WIDTH, clean, together, wrap

__all__ = ["render_variants"]

_Key = TypeVar("_Key")

_INDENT = 2
_FEW = 8


def render_variants(
    variants: Variants, *, title: str = "", columns: int = WIDTH, palette: Palette = PLAIN
) -> str:
    """A row for each combination, a column for each promise; then what settles each promise."""
    lines = [palette.paint(clean(title), "bold"), ""] if title else []
    if any(variant.answers for variant in variants.variants):
        lines += [*_table(variants, columns, palette), ""]
    else:
        lines += ["No guarantee is stated, so there is no verdict.", ""]
    for sentence in variants.settled:
        first, *rest = wrap(clean(sentence), columns - 4)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(variants: Variants, columns: int, palette: Palette) -> list[str]:
    """The roomiest form that fits the screen: see `forms` below."""
    # Not every option is asked, and not every promise made, under every combination: their cells stay empty.
    chosen = [dict(variant.choices) for variant in variants.variants]
    asked = _merge(chosen)
    options = [clean(option) for option in asked]
    choices = [[Cell(clean(row.get(option, ""))) for option in asked] for row in chosen]
    tables = [_by_title(variant.answers) for variant in variants.variants]
    titles = _merge(tables)
    promises = [clean(title) for title, _ in titles]
    answers = [variant.answers for variant in variants.variants]
    numbers = [str(number) for number in range(1, len(promises) + 1)]
    legend = [*_legend(zip(numbers, promises, strict=True), columns, palette), ""]
    marks = abbreviate(clean(name) for row in answers for answer in row for name in _decider(answer))

    def cells(draw_cell: Callable[[Answer], Cell]) -> list[list[Cell]]:
        return [[draw_cell(row[key]) if key in row else Cell() for key in titles] for row in tables]

    spread, stacked = cells(_spread), cells(_stacked)
    worded = cells(lambda answer: _marked(answer, marks, word=True))
    signed = cells(lambda answer: _marked(answer, marks, word=False))
    key = ["", *_key(answers, marks, columns, palette)]
    forms = [_Form(options, promises, spread), _Form(options, promises, worded, [], key)]
    if len(choices) <= _FEW:
        # Two lines to a row are easy to read as long as the table is short.
        forms[1:1] = [_Form(options, promises, stacked), _Form(options, numbers, stacked, legend)]
    forms += [
        _Form(options, numbers, worded, legend, key),
        _Form(options, promises, signed, [], key),
        _Form(options, numbers, signed, legend, key),
    ]
    for form in forms:
        if form.width(choices) <= columns:
            return [*form.before, *form.draw(choices, columns, palette), *form.after]
    lines = list(legend)
    for first, last in _blocks(choices, options, signed, columns):
        block = _Form(options, numbers[first:last], [row[first:last] for row in signed])
        lines += [*block.draw(choices, columns, palette), ""]
    return [*lines[:-1], *key]


def _by_title(answers: Iterable[Answer]) -> dict[tuple[str, int], Answer]:
    """Answers by what heads their column; promises of one title are told apart by their order."""
    found: dict[tuple[str, int], Answer] = {}
    for answer in answers:
        title = answer.name or answer.property
        found[title, sum(other == title for other, _ in found)] = answer
    return found


def _merge(rows: Iterable[Iterable[_Key]]) -> list[_Key]:
    """Everything that some row has, in the order of the rows."""
    merged: list[_Key] = []
    for row in rows:
        place = 0
        for key in row:
            if key in merged:
                place = merged.index(key) + 1
            else:
                merged.insert(place, key)
                place += 1
    return merged


@frozen
class _Form:
    """One way to lay the table out: headings, cells, and what to print before and after it."""

    options: Sequence[str]
    promises: Sequence[str]
    cells: Sequence[Sequence[Cell]]
    before: Sequence[str] = ()
    after: Sequence[str] = ()

    def _least(self) -> list[int]:
        """How narrow each promise column can be with the words of its heading under each other."""
        words = [Cell("\n".join(promise.split())) for promise in self.promises]
        return natural_widths([words, *self.cells])

    def width(self, choices: Sequence[Sequence[Cell]]) -> int:
        """The columns that it takes at least."""
        left = natural_widths([[Cell(option) for option in self.options], *choices]) if self.options else []
        return total([*left, *self._least()], _INDENT)

    def draw(self, choices: Sequence[Sequence[Cell]], columns: int, palette: Palette) -> list[str]:
        """The table itself."""
        rows = [[*left, *right] for left, right in zip(choices, self.cells, strict=True)]
        # Where cells take two lines, rows need air; and so does every change of the slowest choice.
        airy = any("\n" in cell.text for row in rows for cell in row)
        slow = len(self.options) > 1
        breaks = [row for row in range(1, len(rows)) if airy or (slow and rows[row][0] != rows[row - 1][0])]
        least = dict(enumerate(self._least(), len(self.options)))
        return draw(
            rows,
            header=[*self.options, *self.promises],
            fold=[*least],
            least=least,
            indent=_INDENT,
            columns=columns,
            palette=palette,
            breaks=breaks,
        )


def _legend(entries: Iterable[tuple[str, str]], columns: int, palette: Palette) -> list[str]:
    rows = [[Cell(mark, ("bold",)), Cell(text)] for mark, text in entries]
    return draw(rows, fold=(1,), indent=_INDENT, columns=columns, palette=palette)


def _key(
    answers: Sequence[Sequence[Answer]], marks: Mapping[str, str], columns: int, palette: Palette
) -> list[str]:
    """What the signs and the marks stand for."""
    found = {answer.verdict for row in answers for answer in row}
    signs = "   ".join(sign(verdict) for verdict in Verdict if verdict in found)
    # Within an entry the space is unbreakable until the lines are made.
    names = [f"{mark}\xa0{name}" for name, mark in sorted(marks.items(), key=lambda pair: pair[1]) if mark != name]
    folded = [line.replace("\xa0", " ") for line in wrap(", ".join(names), columns - _INDENT)] if names else []
    return [" " * _INDENT + palette.paint(line, "dim") for line in (signs, *folded)]


def _decider(answer: Answer) -> tuple[str, ...]:
    """The first coalition that breaks a promise; where the promise is that somebody can, who first prevents it."""
    if answer.verdict is Verdict.HOLDS:
        return ()
    if answer.ability or answer.verdict in (Verdict.HOLLOW, Verdict.FORESTALLABLE):
        return answer.stoppable_by[:1]
    return answer.breakers[0] if answer.breakers else ()


def _spread(answer: Answer) -> Cell:
    """`✗ broken: CentralCommittee`."""
    who = _decider(answer)
    by = f": {together([*map(clean, who)])}" if who else ""
    return Cell(f"{sign(answer.verdict)}{by}", (verdict_style(answer.verdict),))


def _stacked(answer: Answer) -> Cell:
    """The verdict, and under it who decides it."""
    who = _decider(answer)
    below = f"\n{together([*map(clean, who)])}" if who else ""
    return Cell(f"{sign(answer.verdict)}{below}", (verdict_style(answer.verdict), ""))


def _marked(answer: Answer, marks: Mapping[str, str], *, word: bool) -> Cell:
    """`✗ broken CC`, or `✗ CC` where there is no room for the word."""
    verdict = sign(answer.verdict) if word else sign(answer.verdict)[0]
    who = "+".join(marks[clean(name)] for name in _decider(answer))
    return Cell(f"{verdict} {who}".rstrip(), (verdict_style(answer.verdict),))


def _blocks(
    choices: Sequence[Sequence[Cell]], options: Sequence[str], cells: Sequence[Sequence[Cell]], columns: int
) -> list[tuple[int, int]]:
    """Runs of promises that fit beside the choices; at least one promise each."""
    widths = natural_widths(cells)
    left = total(natural_widths([[Cell(each) for each in options], *choices]), _INDENT) if options else 0
    blocks = []
    first, used = 0, left
    for number, each in enumerate(widths):
        if number > first and used + 2 + each > columns:
            blocks.append((first, number))
            first, used = number, left
        used += 2 + max(each, len(str(number + 1)))
    return [*blocks, (first, len(widths))]
