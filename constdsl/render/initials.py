"""Short marks for long names, all different, for tables too wide to spell them out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from constdsl.render.words import width

__all__ = ["abbreviate"]

_SHORT_ENOUGH = 5
_SEAM = re.compile(r"[\s._-]+|(?<=[^\W\d_])(?=\d)")


def abbreviate(names: Iterable[str]) -> dict[str, str]:
    """A mark for each name: its initials (`CC` for `CentralCommittee`), with more letters where two would be alike.

    A name short enough stands for itself. The order of the names does not matter.
    """
    marks: dict[str, str] = {}
    waiting = sorted(set(names))
    for name in waiting:
        if width(name) <= _SHORT_ENOUGH:
            marks[name] = name
    waiting = [name for name in waiting if name not in marks]
    letters = 1
    while waiting:
        proposals = {name: _initials(name, letters) for name in waiting}
        taken = Counter([*marks.values(), *proposals.values()])
        # At full length two names may still have one mark, since only their punctuation differs.
        spelled_out = letters > max(map(len, waiting))
        for name, mark in proposals.items():
            if taken[mark] == 1 or spelled_out:
                marks[name] = name if spelled_out else mark
        waiting = [name for name in waiting if name not in marks]
        letters += 1
    return marks


def _initials(name: str, letters: int) -> str:
    """The first letters of each part of a name, more than one of the first part when more are asked for."""
    parts = [part for piece in _SEAM.split(name) for part in _humps(piece)] or [name]
    return parts[0][:letters] + "".join(part[0] for part in parts[1:])


def _humps(piece: str) -> list[str]:
    """`CentralCommittee` has two, in any script that knows capitals."""
    starts = [
        place
        for place in range(len(piece))
        if place == 0 or (piece[place].isupper() and not piece[place - 1].isupper())
    ]
    return [piece[start:end] for start, end in zip(starts, [*starts[1:], len(piece)], strict=True)]
