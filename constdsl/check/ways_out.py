"""Ways out of findings: each proposed change is applied to the text, and the whole of it analysed again."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from attrs import frozen

from constdsl.check.findings import Found
from constdsl.diagnostic import Edit, WayOut
from constdsl.model.load import Reader
from constdsl.source import Source, Span

__all__ = ["MAX_TRIES", "Trial", "apply_edits", "compatible", "laid_out", "ways_out"]

MAX_TRIES = 60
"""Changes that are tried for one text; each costs an analysis of the whole."""


MAX_WAYS = 4
"""Ways out that are shown for one finding."""


@frozen
class Trial:
    """A changed text: what some rules, named by their slugs, find in it; and when it is worth the time all that is
    found, also what is folded, with the promises that hold."""

    some: Callable[[Collection[str]], Sequence[Found]]
    whole: Callable[[], tuple[Sequence[Found], frozenset[str]]]


Analyse = Callable[[Source, Reader], Trial | None]
"""Opens a text under the same choices and rules; None where it has mistakes."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """A text with some edits, all of this text, made. Raises ValueError where two of them overlap."""
    cursor, parts = 0, []
    for edit in sorted(edits, key=lambda each: each.span):
        if edit.span.start < cursor:
            raise ValueError("edits overlap")
        parts += [text[cursor : edit.span.start], edit.text]
        cursor = edit.span.end
    return "".join([*parts, text[cursor:]])


def compatible(ways: Iterable[WayOut]) -> list[WayOut]:
    """Ways out of which no two touch the same stretch, the first ones first."""
    kept: list[WayOut] = []
    for way in ways:
        others = [edit for other in kept for edit in other.edits]
        if not any(
            edit.file == other.file and edit.span.start <= other.span.end and other.span.start <= edit.span.end
            for edit in way.edits
            for other in others
        ):
            kept.append(way)
    return kept


def ways_out(
    found: Sequence[Found], before: tuple[Sequence[Found], frozenset[str]], root: str, sources: Mapping[str, Source],
    read: Reader, analyse: Analyse,
) -> dict[int, tuple[WayOut, ...]]:
    """For each finding, by its place in `found`, the changes after which neither it nor its cause is found any more.

    `before` is all that is found in the text as it stands, with the promises that hold, as `Trial.whole` gives it.
    """
    result: dict[int, tuple[WayOut, ...]] = {}
    tries = 0
    found_before, kept_before = before
    keys_before = {each.key for each in found_before}
    for number, one in enumerate(found):
        good: list[WayOut] = []
        repairs = [repair for each in one.all for repair in each.finding.repairs]
        for repair in {repair.edits: repair for repair in reversed(repairs)}.values():
            if tries >= MAX_TRIES or len(good) >= MAX_WAYS:
                break
            tries += 1
            edits = tuple(laid_out(sources[edit.file].text, edit) for edit in repair.edits)
            after = _tried(edits, root, sources, read, analyse)
            own = {each.rule.slug for each in one.all}
            if after is None or not _closed(one, after.some(own)):
                continue
            found_after, kept_after = after.whole()
            if not _closed(one, found_after):
                continue
            keys_after = {each.key for each in found_after}
            gone, new = keys_before - keys_after - {each.key for each in one.all}, keys_after - keys_before
            closes = [*(slug for slug, _ in gone), *(f"“{name}”" for name in kept_after - kept_before)]
            opens = [*(slug for slug, _ in new), *(f"“{name}”" for name in kept_before - kept_after)]
            good.append(
                WayOut(repair.title, edits, repair.safe and not opens, tuple(sorted(set(closes))),
                       tuple(sorted(set(opens))))
            )  # fmt: skip
        good.sort(key=lambda way: (len(way.opens), not way.safe))
        if good:
            result[number] = tuple(good)
    return result


_REST = re.compile(r"[ \t]*(?:#[^\n\r]*)?")


def laid_out(text: str, edit: Edit) -> Edit:
    """An edit that leaves the text as a person would: a statement taken out takes its line with it, one put in has the
    indentation of the one before, and comments stay on their lines."""
    start, end = edit.span.start, edit.span.end
    line = text.rfind("\n", 0, start) + 1
    rest = _REST.match(text, end)
    after = rest.end() if rest is not None else end
    alone = after == len(text) or text[after] in "\r\n"
    if start == end and edit.text.startswith("\n"):
        first = text.rfind("\n", 0, _first_line(text, start)) + 1
        indent = text[first : first + len(text[first:]) - len(text[first:].lstrip(" \t"))]
        at = after if alone else end
        return Edit(edit.file, Span(at, at), edit.text.replace("\n", f"\n{indent}"))
    if not edit.text and start < end and alone and not text[line:start].strip():
        if "#" in text[end:after]:
            return Edit(edit.file, Span(start, end), "")
        stop = text.find("\n", after)
        return Edit(edit.file, Span(line, len(text) if stop < 0 else stop + 1), "")
    if not edit.text and start < end:
        return Edit(edit.file, Span(len(text[:start].rstrip(" \t")), end), "")
    return edit


def _first_line(text: str, end: int) -> int:
    """Where the statement that ends here begins, as far as its braces tell."""
    if text[end - 1 : end] != "}":
        return end
    depth = 0
    for at in range(end - 1, -1, -1):
        depth += {"}": 1, "{": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return end


def _closed(one: Found, after: Iterable[Found]) -> bool:
    causes = {each.finding.cause for each in one.all if each.finding.cause}
    keys = {each.key for each in one.all}
    return not any(each.key in keys or each.finding.cause in causes for each in after)


def _tried(
    edits: Sequence[Edit], root: str, sources: Mapping[str, Source], read: Reader, analyse: Analyse
) -> Trial | None:
    changed: dict[str, Source] = {}
    for file in dict.fromkeys(edit.file for edit in edits):
        try:
            text = apply_edits(sources[file].text, [edit for edit in edits if edit.file == file])
        except ValueError:
            return None
        changed[file] = Source(file, text)

    def reader(name: str) -> Source | str:
        return changed.get(name) or sources.get(name) or read(name)

    return analyse(changed.get(root) or sources[root], reader)
