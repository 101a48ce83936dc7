"""Where names stand in a tree: what each word that somebody chose speaks of, and whether it is declared there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any
from unicodedata import normalize

from attrs import fields, frozen, has

from constdsl.source import Span
from constdsl.syntax import tree

__all__ = ["Occurrence", "Space", "Symbol", "occurrences", "written"]


class Space(StrEnum):
    """Kinds of names that never clash with each other."""

    NAME = "name"
    """Statuses, attributes, acts, classes, bodies, offices and flags: one name, one thing."""
    GROUP = "group"
    """A group of seats, within its body."""
    VALUE = "value"
    """A value, within its attribute."""
    ARTICLE = "article"
    """The number of an article."""
    OPTION = "option"
    CHOICE = "choice"
    """A choice, within its option; or a reading, within the words that are unclear."""


@frozen
class Symbol:
    """What a name stands for. `within` is the body, attribute or option around it, empty where there is none."""

    space: Space
    name: str
    within: str = ""


@frozen
class Occurrence:
    """One place where a symbol is named; `declares` tells that it is declared there."""

    symbol: Symbol
    span: Span
    declares: bool = False


def occurrences(items: Iterable[tree.Item]) -> Iterator[Occurrence]:
    """Every name in some statements, in the order of the text where the text has one. Linear."""
    for item in items:
        yield from _of(item, "")


def written(occurrence: Occurrence, text: str) -> bool:
    """Whether a name really stands in a text: where one is missing, reading goes on with one that nobody wrote."""
    words = text[occurrence.span.start : occurrence.span.end]
    return words == occurrence.symbol.name or normalize("NFC", words) == occurrence.symbol.name


_PARTS: dict[type, tuple[str, ...]] = {}


def _parts(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of node that may hold names."""
    if kind not in _PARTS:
        _PARTS[kind] = tuple(each.name for each in fields(kind) if each.name not in ("span", "head"))
    return _PARTS[kind]


def _name(name: tree.Name, declares: bool = False) -> Occurrence:
    return Occurrence(Symbol(Space.NAME, name.text), name.span, declares)


def _article(ref: tree.ArticleRef, declares: bool = False) -> Occurrence:
    number = Span(ref.span.end - len(ref.number), ref.span.end)  # the place of a reference has the word `article` in it
    return Occurrence(Symbol(Space.ARTICLE, ref.number), number, declares)


def _of(node: Any, around: str) -> Iterator[Occurrence]:
    """The names in a node; `around` is the body, attribute or option that it belongs to."""
    match node:
        case tuple():
            for each in node:
                yield from _of(each, around)
        case tree.Name():
            yield _name(node)
        case tree.Ref():
            yield _name(node.name)
            if node.group is not None:
                yield Occurrence(Symbol(Space.GROUP, node.group.text, node.name.text), node.group.span)
        case tree.ArticleRef():
            yield _article(node)
        case tree.Article():
            yield _article(node.number, True)
            yield from _of(node.statements, around)
        case tree.Comparison():
            yield _name(node.attribute)
            if isinstance(node.value, tree.Name):
                yield Occurrence(Symbol(Space.VALUE, node.value.text, node.attribute.text), node.value.span)
        case tree.AttributeDecl():
            yield _name(node.name, True)
            for value in node.values:
                yield Occurrence(Symbol(Space.VALUE, value.text, node.name.text), value.span, True)
        case tree.StatusDecl() | tree.ActDecl() | tree.ClassDecl() | tree.BodyDecl() | tree.FlagDecl():
            yield _name(node.name, True)
            for part in _parts(type(node)):
                if part != "name":
                    yield from _of(getattr(node, part), node.name.text)
        case tree.SeatGroup():
            if node.name is not None:
                yield Occurrence(Symbol(Space.GROUP, node.name.text, around), node.name.span, True)
            yield from _of(node.seats, around)
            yield from _of(node.filling, around)
            yield from _of(node.clauses, around)
        case tree.Option():
            yield Occurrence(Symbol(Space.OPTION, node.name.text), node.name.span, True)
            yield from _branches(node.choices, node.name.text)
        case tree.Unclear():
            yield from _of(node.interpreter, around)
            yield from _of(node.consent, around)
            yield from _branches(node.readings, node.words)
        case tree.Header():
            return
        case _ if has(type(node)):
            for part in _parts(type(node)):
                yield from _of(getattr(node, part), around)


def _branches(branches: Iterable[tree.Choice | tree.Reading], option: str) -> Iterator[Occurrence]:
    for branch in branches:
        yield Occurrence(Symbol(Space.CHOICE, branch.name.text, option), branch.name.span, True)
        yield from _of(branch.statements, "")
