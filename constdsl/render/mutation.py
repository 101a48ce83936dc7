"""Mutation testing for people: which clauses hold each promise up, which hold up nothing, and the kill rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from constdsl.check.mutation import Mutation, Shift, Standing, Tried
from constdsl.check.results import Verdict
from constdsl.model.entities import Clause, Promise
from constdsl.render.palette import PLAIN, Palette, sign, verdict_style
from constdsl.render.table import Cell, draw
from constdsl.render.words import WIDTH, clean, count, listing, together, wrap
from constdsl.source import Source

__all__ = ["MOST_SHOWN", "render_mutation"]

MOST_SHOWN = 8
"""Changes that are shown for one promise unless all are asked for."""

_MOST_NAMED = 4
_QUOTED = 72


def render_mutation(
    found: Mutation,
    sources: Mapping[str, Source],
    *,
    title: str = "",
    every: bool = False,
    quiet: bool = False,
    columns: int = WIDTH,
    palette: Palette = PLAIN,
) -> str:
    """A block for each promise, then the clauses that carry none, then the kill rate.

    `every` shows all changes and not only the first; `quiet` leaves out the clauses that carry nothing.
    """
    if not found.promises:
        return "No guarantee is stated, so no clause can carry one.\n"
    places = _Places(sources, found)
    lines = [palette.paint(clean(title), "bold"), ""] if title else []
    for number, (promise, standing) in enumerate(zip(found.promises, found.standings, strict=True)):
        hits = [(tried, shift) for tried in found.tried for shift in tried.shifts if shift.promise == number]
        lines += _promise(promise, standing, hits, places, None if every else MOST_SHOWN, columns, palette)
    if not quiet:
        lines += _idle(found, places, columns, palette)
    lines += [line for sentence in _sums(found) for line in wrap(sentence, columns)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


# --- one promise ----------------------------------------------------------------------------------------------------


def _promise(
    promise: Promise,
    standing: Standing,
    hits: list[tuple[Tried, Shift]],
    places: _Places,
    most: int | None,
    columns: int,
    palette: Palette,
) -> list[str]:
    mark = sign(standing.verdict)
    name = f": “{clean(promise.title)}”"
    lines = [palette.paint(mark, verdict_style(standing.verdict)) + palette.paint(name, "bold")]
    lines += [f"   {line}" for line in wrap(clean(promise.text), columns - 3)]
    # What changes the verdict comes before what only changes who breaks the promise.
    hits = sorted(hits, key=lambda hit: not hit[1].verdict_changed)
    if not hits:
        return [*lines, "", "  No single change makes a difference to it.", ""]
    shown = hits[:most]
    rows = [
        [
            Cell(places.line(tried.clause), ("place",)),
            Cell(places.article(tried), ("place",)),
            Cell(clean(tried.words)),
            _outcome(shift),
        ]
        for tried, shift in shown
    ]
    lines += ["", *draw(rows, fold=(2, 3), right=(0,), most={1: 24, 3: 36}, columns=columns, palette=palette)]
    if len(shown) < len(hits):
        lines.append(f"  and {count(len(hits) - len(shown), 'more change', 'more changes')}; --all shows them")
    return [*lines, ""]


def _outcome(shift: Shift) -> Cell:
    """The new verdict; where it is the old one, who breaks the promise now."""
    if shift.verdict_changed:
        return Cell(f"→ {sign(shift.after.verdict)}", (verdict_style(shift.after.verdict),))
    gone = _coalitions(shift.before.breakers - shift.after.breakers)
    come = _coalitions(shift.after.breakers - shift.before.breakers)
    parts = [f"also by {listing(come)}" if come else "", f"no longer by {listing(gone)}" if gone else ""]
    verb = "→ " if shift.after.verdict is not Verdict.HOLDS else ""
    return Cell(verb + ", ".join(filter(None, parts)))


def _coalitions(found: Iterable[tuple[str, ...]]) -> list[str]:
    names = [together([*map(clean, each)]) for each in sorted(found, key=lambda each: (len(each), each))]
    if len(names) <= _MOST_NAMED:
        return names
    return [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} others"]


# --- clauses that carry nothing, and the sums ----------------------------------------------------------------------


def _idle(found: Mutation, places: _Places, columns: int, palette: Palette) -> list[str]:
    clauses = found.idle()
    if not clauses:
        return ["Every clause that was changed carries some promise.", ""]
    rows = [
        [Cell(places.line(clause), ("place",)), Cell(places.articles[clause], ("place",)), Cell(places.named(clause))]
        for clause in clauses
    ]
    head = "Clauses that carry no promise: change them, and every guarantee fares as before"
    table = draw(rows, fold=(2,), right=(0,), most={1: 24}, columns=columns, palette=palette)
    return [palette.paint(head, "bold"), "", *table, ""]


def _sums(found: Mutation) -> Iterable[str]:
    rate = found.kill_rate
    if rate is None:
        yield "There is no clause to change."
        return
    percent = (200 * rate.numerator + rate.denominator) // (2 * rate.denominator)
    total = count(len(found.tried), "change")
    yield (
        f"Kill rate {percent}%: {found.killed} of {total} {'gives' if found.killed == 1 else 'give'} some guarantee "
        f"another verdict; {found.moved} more {'changes' if found.moved == 1 else 'change'} only who breaks one."
    )
    if found.saved:
        yield (
            f"Of {found.weighings:,} weighings {found.saved:,} were saved, since the change cannot reach the guarantee."
        )


class _Places:
    """Where clauses stand, as people find them."""

    def __init__(self, sources: Mapping[str, Source], found: Mutation) -> None:
        self._sources = sources
        self._several = len({each.clause.file for each in found.tried}) > 1
        self.articles = {each.clause: self.article(each) for each in found.tried}
        self._about = {each.clause: each.about for each in found.tried}

    def line(self, clause: Clause) -> str:
        """The line of a clause, with its file where there are several."""
        source = self._sources.get(clause.file)
        number = source.position(clause.span.start).line if source is not None else 1
        return f"{clean(clause.file)}:{number}" if self._several else f"line {number}"

    @staticmethod
    def article(tried: Tried) -> str:
        """The article of a clause by its label, if it stands in one."""
        return clean(tried.article or "")

    def named(self, clause: Clause) -> str:
        """What a clause settles, or its own words on one line."""
        source = self._sources.get(clause.file)
        if self._about[clause] or source is None:
            return clean(self._about[clause])
        text = " ".join(source.quote(clause.span).split())
        return clean(text if len(text) <= _QUOTED else f"{text[:_QUOTED].rsplit(' ', 1)[0]} …")
