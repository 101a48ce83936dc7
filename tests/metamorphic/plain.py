"""Sugar written out: clauses of bodies as the powers that they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.source import Source, Span
from constdsl.syntax import tree
from constdsl.syntax.parser import parse

__all__ = ["plainly"]

_Edit = tuple[Span, str]
"""A place in a text and what to write there instead."""


def plainly(text: str) -> str:
    """A text whose bodies have no `nominated by`, `vetted by`, `appointed by` and `co-opted`, and one convenor each.

    Groups without a name stay as they are where a body has several, since no statement can speak of one of them.
    """
    edits = list(_edits(text, parse(Source("t.const", text)).instrument.statements))
    for span, words in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        text = text[: span.start] + words + text[span.end :]
    return text


def _edits(text: str, statements: tuple[tree.Statement, ...]) -> Iterator[_Edit]:
    for statement in statements:
        if isinstance(statement, tree.Article):
            yield from _edits(text, statement.statements)
        elif isinstance(statement, tree.BodyDecl):
            yield from _body(text, statement)


def _body(text: str, body: tree.BodyDecl) -> Iterator[_Edit]:
    groups = [item for item in body.items if isinstance(item, tree.SeatGroup)]
    rules: list[str] = []
    for item in body.items:
        if isinstance(item, tree.ConvenedBy) and len(item.convenors) > 1:
            rules += [f"{other} may convene {body.name.text}" for other in item.convenors[1:]]
            every = text[item.span.start : item.span.end].partition(" every ")
            yield item.span, f"convened by {item.convenors[0]}{every[1]}{every[2]}"
    for group in groups:
        if group.name is None and len(groups) > 1:
            continue
        label = f"{body.name.text}.{group.name.text}" if group.name is not None else body.name.text
        found = [*_clauses(text, group, label)]
        if group.filling is not None:
            found += _filling(group.filling, body.name.text, label)
        for span, powers in found:
            rules += powers
            yield span, ""
    yield Span(body.span.end, body.span.end), "".join(f"\n{rule}" for rule in rules)


def _filling(filling: tree.Filling, body: str, label: str) -> Iterator[tuple[Span, list[str]]]:
    match filling.kind:
        case tree.FillingKind.APPOINTED:
            yield filling.span, [f"{ref} may appoint anyone to {label}" for ref in filling.by]
        case tree.FillingKind.CO_OPTED:
            yield filling.span, [f"{body} may appoint anyone to {label}"]


def _clauses(text: str, group: tree.SeatGroup, label: str) -> Iterator[tuple[Span, list[str]]]:
    asked = [
        text[clause.condition.span.start : clause.condition.span.end]
        for clause in group.clauses
        if isinstance(clause, tree.From)
    ]
    whom = f"any ({asked[0]})" if len(asked) == 1 and asked[0] != "anyone" else "anyone"
    for clause in group.clauses:
        match clause:
            case tree.NominatedBy(nominators=refs):
                yield clause.span, [f"{ref} may nominate {whom} for {label}" for ref in refs or ("anyone",)]
            case tree.VettedBy(vetters=refs):
                yield clause.span, [f"{ref} may strike any candidate for {label}" for ref in refs]
