"""Rules beside a constitution that is there: what a statute could say of its bodies and persons."""

from __future__ import annotations

from random import Random

from attrs import evolve

from constdsl.model.entities import Constitution
from constdsl.strategies.grow.clauses import sprinkle
from constdsl.strategies.grow.draft import Body, Draft, Group
from constdsl.strategies.grow.shape import Shape

__all__ = ["grow_statute"]

_ABOUT_ARTICLES = ("suspend", "amend", "suspended during", "prevails", "entrenched", "option", "unclear")


def grow_statute(
    random: Random, constitution: Constitution, *, use: str | None = None, shape: Shape | None = None
) -> str:
    """The text of a statute with rules over the names of a constitution, as many as `shape.clauses` says.

    It declares nothing and speaks of no article. `use` is the path by which it names the text of the constitution.
    """
    shape = shape or Shape()
    shape = evolve(shape, weights={**shape.weights, **dict.fromkeys(_ABOUT_ARTICLES, 0)})
    d = Draft(random, shape, articles=0)
    d.statuses = dict.fromkeys(constitution.statuses, "")
    d.attributes = {name: _declared(name, kind) for name, kind in constitution.attributes.items()}
    d.classes = dict.fromkeys(constitution.classes, "")
    d.flags = dict.fromkeys(constitution.flags, "")
    d.customs = dict.fromkeys(constitution.acts, "")
    for body in constitution.bodies.values():
        groups = [Group(group.seats, name=group.name or "") for group in body.groups]
        d.bodies.append(Body(body.name, body.office, 0, groups))
    d.done = dict.fromkeys(power.act.text for power in constitution.powers if not power.sugar and power.act.text)
    for _ in d.count(shape.clauses, 70):
        sprinkle(d)
    lines = ['statute "A grown statute"', *([f'use "{use}"'] if use else []), *(text for _, text in d.said)]
    return "\n".join(lines) + "\n"


def _declared(name: str, kind: str | tuple[str, ...]) -> str:
    if isinstance(kind, str):
        return f"attribute {name} in {kind}"
    return f"attribute {name}: {', '.join(kind)}"
