"""Two who act go by one name."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Body, Class, Constitution
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture

__all__ = ["misleading_title"]


@rule(code="L3", severity="warning", since="0.1")
def misleading_title(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do two bodies, offices or classes go by one title?"""
    known: dict[str, Body | Class] = {}
    actors: list[Body | Class] = [*constitution.bodies.values(), *constitution.classes.values()]
    for actor in sorted(actors, key=_place):
        for called in dict.fromkeys((_plain(actor.name), _plain(actor.title or actor.name))):
            first = known.setdefault(called, actor)
            if first is not actor and (first.title or actor.title):
                yield Finding(
                    f"`{actor.name}` and `{first.name}` are both called “{actor.title or actor.name}”",
                    at=actor.clause,
                    labels=((first.clause, "the other one"),),
                    reason=("Whoever reads the titles takes two that act for one.",),
                    help=("give one of them another title",),
                    subject=(first.name, actor.name),
                )
                break


def _place(actor: Body | Class) -> tuple[str, int]:
    return (actor.clause.file, actor.clause.span.start)


def _plain(title: str) -> str:
    """A title as it is told apart by ear: without an article in front, capitals and spacing."""
    words = title.casefold().replace("_", " ").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)
