"""Where lines break: the one layout of a constitution, decided from its tree and the width of its words.

Nothing here looks at the white space that the author left; only comments, which end lines, tell on the layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from constdsl.format.script import Script
from constdsl.syntax import tree as t

__all__ = ["INDENT", "LIMIT", "MOST_CLAUSES", "Layout", "Unit", "children_of"]

LIMIT = 120
"""The columns that a line has; only comments, and words that cannot be parted, go beyond."""

MOST_CLAUSES = 3
"""The clauses of seats that may follow one another on one line."""

INDENT = 2
"""The columns by which what stands in braces, or continues a line, is set in."""

_QUALIFIERS = frozenset({"BY", "WHEN", "UNLESS", "WITH", "ON_PETITION"})
_JOINTS = frozenset({
    "AND", "OR", "NUMBERING", "WITHIN", "WHERE", "WHILE", "EVERY", "INTERPRETED", "WITH", "TOGETHER", "CAN", "CANNOT",
    "FROM", "FOR", "TO", "ON",
})  # fmt: skip
"""Words before which a line that is too long may break; it may break after any comma, too."""

_CLOSENESS = {"OR": 1, "AND": 2}

Unit = t.Item | t.Choice | t.Reading
"""What stands in a list of its own: a statement, the header, a choice, a reading."""

_Part = t.SeatGroup | t.Filling | t.Clause | t.DecidesBy | t.Quorum | t.ConvenedBy
_MEETING = (t.DecidesBy, t.Quorum, t.ConvenedBy)
_BLOCKS = (t.Article, t.Option, t.Choice, t.Unclear, t.Reading)


class Layout:
    """The layout of the words of a script, as far as it was asked for.

    `lines` maps each word that begins a line to the columns it is set in. Before the words in `loose` an empty line
    that the author left is kept; before those in `apart` there is always one.
    """

    def __init__(self, script: Script) -> None:
        self.script = script
        self.lines: dict[int, int] = {}
        self.loose: set[int] = set()
        self.apart: set[int] = set()

    def lay(self, items: Sequence[t.Item], offset: int, last: int) -> None:
        """Lay out the items of a text, up to word `last`; their places count from `offset`."""
        before: Unit | None = None
        was_long = False
        for item, first, end in self.stretches(items, offset, last):
            self._unit(item, first, end, 0, offset)
            for number in self.script.held.intersection(range(first, end)):
                self.lines.pop(number, None)
            is_long = any(number in self.lines for number in range(first + 1, end))
            if before is not None:
                self.loose.add(first)
                opens = isinstance(before, t.Header | t.Use) and not isinstance(item, t.Use)
                if is_long or was_long or opens:
                    self.apart.add(first)
            before, was_long = item, is_long

    def stretches(self, units: Sequence[Unit], offset: int, last: int) -> Iterator[tuple[Unit, int, int]]:
        """Units that follow one another up to word `last`: each with its first word and the one after its last."""
        starts = [self.script.index[unit.span.start + offset] for unit in units]
        for unit, (first, end) in zip(units, pairwise([*starts, last]), strict=True):
            yield unit, first, end

    # --- statements -------------------------------------------------------------------------------------------------

    def _unit(self, unit: Unit, first: int, last: int, indent: int, offset: int) -> None:
        self.lines[first] = indent
        if isinstance(unit, t.BodyDecl):
            self._body(unit, first, last, indent, offset)
        elif isinstance(unit, _BLOCKS):
            self._block(unit, first, last, indent, offset)
        elif isinstance(unit, t.Norm):
            outside = (at for at in range(first, last) if not self.script.depths[at])
            self._flow(first, last, indent, [at for at in outside if self._kind(at) in _QUALIFIERS])
        elif isinstance(unit, t.Guarantee):
            self._flow(first, last, indent, [self._next("COLON", first) + 1])
        else:
            self._flow(first, last, indent, [])

    def _block(self, block: Unit, first: int, last: int, indent: int, offset: int) -> None:
        children = children_of(block)
        alone = len(children) == 1 and isinstance(block, t.Choice | t.Reading) and _is_short(children[0])
        if (alone or not children) and self._fits(first, last, indent):
            return
        self._flow(first, self._next("LBRACE", first) + 1, indent, [])
        for child, start, end in self.stretches(children, offset, last - 1):
            self._unit(child, start, end, indent + INDENT, offset)
            if child is not children[0]:
                self.loose.add(start)
        self.lines[last - 1] = indent

    def _body(self, body: t.BodyDecl, first: int, last: int, indent: int, offset: int) -> None:
        rows = self._rows(body, offset)
        if len(rows) <= 1 and all(len(row) <= 1 + MOST_CLAUSES for row in rows) and self._fits(first, last, indent):
            return
        self._flow(first, self._next("LBRACE", first) + 1, indent, [])
        starts = [start for start, *_ in rows]
        for (_, *clauses), (start, end) in zip(rows, pairwise([*starts, last - 1]), strict=True):
            self.lines[start] = indent + INDENT
            self._flow(start, end, indent + INDENT, clauses, parted=len(clauses) > MOST_CLAUSES)
        self.loose.update(starts[1:])
        self.lines[last - 1] = indent

    def _rows(self, body: t.BodyDecl, offset: int) -> list[list[int]]:
        """The groups of a body and its rules of meeting: the first word of each, and of the clauses that can part.

        How seats are filled stays beside their number, and the kind of ballot beside who votes.
        """
        rows: list[list[int]] = []
        before: _Part | None = None
        openings = {item.span.start for item in body.items if not body.office or isinstance(item, _MEETING)}
        for part in _parts(body):
            at = self.script.index[part.span.start + offset]
            if part.span.start in openings or before is None or isinstance(before, _MEETING):
                rows.append([at])
            elif not (
                (isinstance(part, t.Filling) and isinstance(before, t.SeatGroup))
                or (isinstance(part, t.Ballot) and isinstance(before, t.Filling))
            ):
                rows[-1].append(at)
            before = part
        return rows

    # --- lines ------------------------------------------------------------------------------------------------------

    def _flow(self, first: int, last: int, indent: int, clauses: Sequence[int], *, parted: bool = False) -> None:
        """Words that stand on one line if they fit, and else with each of their clauses on a line of its own."""
        if not parted and self._fits(first, last, indent):
            return
        self.lines.update((clause, indent + INDENT) for clause in clauses)
        further = indent + (2 * INDENT if clauses else INDENT)
        for start, end in pairwise([first, *clauses, last]):
            self._fill(start, end, indent if start == first else indent + INDENT, further, 0)

    def _fill(self, first: int, last: int, column: int, indent: int, level: int) -> int:
        """Put as much on each line as fits, broken at no deeper joints than must be; gives the last column."""
        script = self.script
        joints = [at for at in range(first + 1, last) if self._is_joint(at) and self._level(at) == level]
        for start, end in pairwise([first, *joints, last]):
            if start != first:
                column += len(script.space(start))
                if script.is_forced(start) or column + script.width(start, end) > LIMIT:
                    self.lines[start] = column = indent
            if self._fits(start, end, column):
                column += script.width(start, end)
                continue
            deeper = [self._level(at) for at in range(start + 1, end) if self._is_joint(at)]
            inner = min((each for each in deeper if each > level), default=None)
            if inner is not None:
                column = self._fill(start, end, column, indent, inner)
                continue
            for at in range(start, end):
                if at != start:
                    column += len(script.space(at))
                    if script.is_forced(at):
                        self.lines[at] = column = indent
                column += script.width(at, at + 1)
        return column

    def _fits(self, first: int, last: int, column: int) -> bool:
        return not self.script.is_parted(first, last) and column + self.script.width(first, last) <= LIMIT

    def _is_joint(self, at: int) -> bool:
        return self._kind(at) in _JOINTS or self._kind(at - 1) == "COMMA"

    def _level(self, at: int) -> int:
        """How closely a joint holds together what it joins: parentheses hold closest, `and` closer than `or`."""
        return 3 * self.script.depths[at] + _CLOSENESS.get(self._kind(at), 0)

    def _next(self, kind: str, at: int) -> int:
        while self._kind(at) != kind:
            at += 1
        return at

    def _kind(self, at: int) -> str:
        return self.script.words[at].kind


def children_of(unit: Unit) -> Sequence[Unit]:
    """What stands in the braces of an article, option, choice, unclear wording or reading; nothing in other units."""
    match unit:
        case t.Article() | t.Choice() | t.Reading():
            return unit.statements
        case t.Option():
            return unit.choices
        case t.Unclear():
            return unit.readings
    return ()


def _parts(body: t.BodyDecl) -> list[_Part]:
    """The groups, fillings, clauses and rules of meeting of a body in the order in which they stand."""
    parts: list[_Part] = []
    for item in body.items:
        if isinstance(item, t.SeatGroup):
            inner = [*([item.filling] if item.filling is not None else []), *item.clauses]
            # A group in a body begins with a word of its own, unless it begins with `joining`.
            if not body.office and all(part.span.start != item.span.start for part in inner):
                parts.append(item)
            parts += inner
        else:
            parts.append(item)
    return sorted(parts, key=lambda part: part.span.start)


def _is_short(unit: Unit) -> bool:
    """Whether a statement may share the line of the braces around it."""
    if isinstance(unit, t.BodyDecl):
        return len(unit.items) <= 1
    return not isinstance(unit, _BLOCKS)
