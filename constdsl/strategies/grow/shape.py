"""How large a grown constitution may be, and how often each form of the language occurs in it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from attrs import field, frozen

__all__ = [
    "ACTS", "CLAUSES", "COALITIONS", "CONDITIONS", "FILLINGS", "GOALS", "LINKS", "MOTIFS", "QUALIFIERS", "STATEMENTS",
    "SUBJECTS", "WEIGHTS", "Shape",
]  # fmt: skip

FILLINGS = {"elected": 45, "appointed": 32, "co-opted": 8, "drawn by lot": 4, "held by": 6, "joining": 5, "unfilled": 1}
"""How a group of seats is filled, simple before complex as everywhere below; shares of one choice."""

CLAUSES = {
    "for years": 45, "from": 28, "nominated by": 16, "with consent of": 9, "while": 12, "secret ballot": 9,
    "vetted by": 6, "funded by": 5, "at most candidates": 9, "for life": 7, "open vote": 3, "at least candidates": 4,
    "at most terms": 2,
}  # fmt: skip
"""Clauses of seats; shares of one choice, made for each clause in turn."""

DETAILS = {
    "clause": 55, "surplus settled by": 60, "each naming": 20, "groups": 15, "decides by": 28, "quorum": 8,
    "convened by": 8, "every years": 35,
}  # fmt: skip
"""One more clause, what goes with a clause, and how bodies meet, in a hundred."""

QUALIFIERS = {"by": 30, "when": 22, "consent": 18, "unless": 12, "petition": 4, "qualifier": 40}
"""What stands after an act; shares of one choice, made for each in turn, and one more in a hundred."""

CONDITIONS = {"status": 40, "attribute": 20, "member of": 20, "class": 6, "flag": 12, "is sitting": 10, "candidate": 1}
"""Facts in conditions; shares of one choice among those that can stand there."""

LINKS = {"plain": 73, "and": 15, "or": 12}
"""Whether a condition goes on; shares of one choice."""

TRAITS = {"not": 25, "within": 35, "makes": 45, "flag while": 25}
"""Parts of conditions and declarations, in a hundred."""

THRESHOLDS = {"majority": 40, "share": 30, "votes": 10, "more than": 8, "unanimity": 6, "base": 35, "where": 8}
"""Forms of thresholds: shares of one choice, save `base` and `where`, which are in a hundred."""

STATEMENTS = {
    "may": 60, "only": 5, "must": 7, "must not": 9, "bound": 7, "members bound": 6, "free": 4, "suspended during": 6,
    "prevails": 3, "entrenched": 3, "assume": 4, "option": 0, "unclear": 0,
}  # fmt: skip
"""Statements besides declarations and bodies; shares of one choice."""

ACTS = {
    "perform": 12, "appoint": 10, "remove": 12, "dissolve": 10, "convene": 5, "nominate": 7, "strike": 5,
    "confer": 9, "revoke": 10, "direct": 5, "declare": 9, "lift": 7, "enlarge": 4, "extend": 5, "suspend": 5,
    "amend": 6, "amend any": 4, "veto": 12, "annul": 10,
}  # fmt: skip
"""Acts of powers, norms and promises; shares of one choice among those that are possible."""

SUBJECTS = {"body": 70, "a class": 20, "group": 5, "any": 12}
"""Who acts; shares of one choice."""

GOALS = {
    "control": 20, "act": 34, "paralyse": 13, "choose candidates": 13, "bar from body": 10, "bar from act": 6,
    "block": 8, "never": 8, "always": 6,
}  # fmt: skip
"""What promises are about; shares of one choice."""

COALITIONS = {
    "one": 40, "no body": 22, "two": 12, "no two bodies": 7, "no body but": 10, "three": 2, "no two bodies but": 3,
    "can": 45, "within years": 15,
}  # fmt: skip
"""Who the promise is about: shares of one choice; and in a hundred, whether somebody *can*, and in a time."""

MOTIFS = {
    "chain": 10, "gatekeeper": 9, "nominators": 9, "needed status": 10, "lost seat": 7, "discipline": 10,
    "direction": 6, "recall": 6, "enlargement": 6, "joint body": 6, "ex officio": 6, "walk-out": 7, "surplus": 6,
    "funding": 5, "striking": 6, "sides": 4, "oath": 6, "term": 4, "silenced checker": 12, "checked act": 12,
    "emergency": 10, "suspension": 8, "amendment": 9, "convenor": 7, "first strike": 8, "two edges": 18,
    "nobody may": 4, "rank": 5,
}  # fmt: skip
"""Small connected structures that make a rule bite; shares of one choice."""

WEIGHTS: Mapping[str, int] = {
    **FILLINGS, **CLAUSES, **DETAILS, **QUALIFIERS, **CONDITIONS, **LINKS, **TRAITS, **THRESHOLDS, **STATEMENTS,
    **ACTS, **SUBJECTS, **GOALS, **COALITIONS, **MOTIFS,
}  # fmt: skip
"""Every feature with its weight where a shape does not say otherwise."""

Bounds = tuple[int, int]


def _known(_: object, __: object, weights: Mapping[str, int]) -> None:
    for feature, weight in weights.items():
        if feature not in WEIGHTS:
            near = get_close_matches(feature, WEIGHTS, n=1)
            advice = f"did you mean “{near[0]}”?" if near else f"there are {', '.join(WEIGHTS)}"
            raise ValueError(f"constitutions have no feature called “{feature}”; {advice}")
        if weight < 0:
            raise ValueError(f"the weight of “{feature}” is {weight}; the least is 0, which leaves it out")


def _ordered(_: object, attribute: object, bounds: Bounds) -> None:
    if not 0 <= bounds[0] <= bounds[1]:
        name = getattr(attribute, "name", "")
        raise ValueError(f"{name} run from {bounds[0]} to {bounds[1]}; write the smaller number first, from 0 up")


def _bounds(least: int, most: int) -> Bounds:
    found: Bounds = field(default=(least, most), validator=_ordered)
    return found


@frozen
class Shape:
    """How large a constitution may be, and which features are favoured.

    Sizes are pairs of the fewest and the most, both included; at least one body is always there. `seats` are those
    of one group, `clauses` the powers and other rules besides bodies, `motifs` the structures that connect them;
    what a motif needs may exceed the other numbers. `weights` overrides `WEIGHTS`, feature by feature: 0 leaves a
    feature out (motifs follow their own weights alone), and the larger, the oftener. ValueError for what there is not.

    >>> Shape(bodies=(2, 3), weights={"veto": 0, "emergency": 50}).weight("veto")
    0
    """

    bodies: Bounds = _bounds(2, 5)
    seats: Bounds = _bounds(1, 5)
    statuses: Bounds = _bounds(1, 3)
    attributes: Bounds = _bounds(0, 1)
    classes: Bounds = _bounds(1, 2)
    flags: Bounds = _bounds(0, 2)
    acts: Bounds = _bounds(0, 2)
    articles: Bounds = _bounds(1, 4)
    clauses: Bounds = _bounds(0, 6)
    motifs: Bounds = _bounds(0, 2)
    guarantees: Bounds = _bounds(1, 3)
    weights: Mapping[str, int] = field(factory=dict, validator=_known)

    def weight(self, feature: str) -> int:
        """How often a feature occurs; KeyError for one that there is not."""
        found = self.weights.get(feature)
        return WEIGHTS[feature] if found is None else found
