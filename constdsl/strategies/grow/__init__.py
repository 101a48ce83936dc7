"""Small constitutions by chance, to show that what the tool says of any constitution is so.

`grow(Random(seed))` is one text; the same seed and shape give the same text. Nothing here reads files or needs
Hypothesis. All chance comes from the generator given, and nought always stands for the simplest outcome, so that
whoever controls the generator can shrink the text.
"""

from __future__ import annotations

from random import Random

from constdsl.strategies.grow.cast import declare, seat
from constdsl.strategies.grow.clauses import sprinkle
from constdsl.strategies.grow.draft import Draft
from constdsl.strategies.grow.motifs import weave
from constdsl.strategies.grow.promises import add_promise
from constdsl.strategies.grow.shape import WEIGHTS, Shape
from constdsl.strategies.grow.statute import grow_statute

__all__ = ["WEIGHTS", "Shape", "grow", "grow_statute"]


def grow(random: Random, shape: Shape | None = None) -> str:
    """The text of a small constitution that means something: it parses, and every name in it is declared.

    Takes a millisecond or two; linear in the size of the text.

    >>> grow(Random(1)) == grow(Random(1))
    True
    """
    d = Draft(random, shape or Shape())
    declare(d)
    seat(d)
    for _ in d.count(d.shape.motifs, 70):
        weave(d)
    for _ in d.count(d.shape.clauses, 70):
        sprinkle(d)
    for _ in d.count(d.shape.guarantees, 60):
        if len(d.promises) < d.shape.guarantees[1]:
            add_promise(d)
    return d.words()
