"""One model from a text and what it uses; a constitution from a model and a selection of choices."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.model.entities import Constitution
from constdsl.model.load import Loaded, Placed, Switch
from constdsl.model.lower import lower
from constdsl.model.names import Names, atom_names, check_names
from constdsl.source import Span
from constdsl.syntax import tree

__all__ = ["Model", "circles", "headers", "resolve"]

MAX_TRIES = 1_000
"""Choices that are made to see whether a circle runs through choices that exclude each other."""

LONGEST_SHOWN = 10
"""Names of a circle that a message spells out."""


@frozen(slots=False)
class Model:
    """All that a text and its instruments may say: statements under guards, and what there is to choose."""

    loaded: Loaded = field(repr=False)
    names: Names = field(repr=False)

    @property
    def switches(self) -> dict[str, Switch]:
        """Options and unclear words by name, in the order of the text."""
        return self.names.switches

    def default(self) -> dict[str, str]:
        """The first choice of every option, and the first reading of all unclear words."""
        return {name: switch.choices[0] for name, switch in self.switches.items()}

    def select(self, choices: Mapping[str, str] | None = None) -> tuple[Constitution, tuple[Diagnostic, ...]]:
        """The constitution under the default choices, changed by `choices`, and the mistakes that only show there.

        Raises KeyError for an unknown option and ValueError for an unknown choice; linear in the text.
        """
        chosen = self.default()
        for name, choice in (choices or {}).items():
            if choice not in self.switches[name].choices:
                raise ValueError(choice)
            chosen[name] = choice
        # A text used under several of the choices made counts once.
        active = {
            id(placed.statement): placed
            for placed in reversed(self.loaded.statements)
            if all(chosen[name] == choice for name, choice in placed.guard)
        }
        return lower(self.loaded, self.names, tuple(reversed(active.values())), chosen)

    def active_switches(self, chosen: Mapping[str, str]) -> Iterator[Switch]:
        """Those switches that are asked at all under a selection: a switch inside another choice is not."""
        for switch in self.switches.values():
            if any(all(chosen[name] == choice for name, choice in guard) for guard in switch.guards):
                yield switch


def resolve(loaded: Loaded) -> tuple[Model, tuple[Diagnostic, ...]]:
    """Settle what every name stands for. Never raises; linear in the size of the texts."""
    names, diagnostics = check_names(loaded)
    return Model(loaded, names), (*diagnostics, *circles(loaded), *headers(loaded))


def headers(loaded: Loaded) -> Iterator[Diagnostic]:
    """Notes on texts that do not say what they are."""
    for instrument in loaded.instruments:
        if instrument.header is None and instrument.statements:
            yield Diagnostic(
                "instrument/untitled", "M13", Severity.NOTE,
                "this text does not say what it is; it is read as a constitution",
                instrument.name, Span(0, 0), help=('begin with `constitution "…"`, `law "…"` or `statute "…"`',),
            )  # fmt: skip


@frozen
class _Needs:
    """A definition and the names of the definitions that it needs."""

    name: str
    needs: tuple[str, ...]
    placed: Placed
    span: Span


def circles(loaded: Loaded) -> Iterator[Diagnostic]:
    """Definitions that need themselves: classes, statuses within each other, bodies that join themselves.

    Linear, but for definitions that differ with the choices: those are looked at choice by choice where a circle
    would run through choices that exclude each other.
    """
    told: set[str] = set()
    pending = [tuple(_definitions(loaded))]
    for tries in itertools.count():
        if not pending:
            return
        definitions = pending.pop()
        for circle in _walk(definitions):
            switch = _at_odds(circle)
            if switch is not None and tries < MAX_TRIES:
                choices = dict.fromkeys(dict(item.placed.guard).get(switch) for item in definitions)
                pending += [
                    tuple(item for item in definitions if dict(item.placed.guard).get(switch) in (None, choice))
                    for choice in choices
                ]  # fmt: skip
                break
            if told.isdisjoint(item.name for item in circle):
                told |= {item.name for item in circle}
                yield _circular(circle)


def _circular(circle: list[_Needs]) -> Diagnostic:
    names = [item.name for item in circle]
    if len(names) > LONGEST_SHOWN:
        names[LONGEST_SHOWN - 1 :] = ["…"]
    return Diagnostic(
        "definitions/circular", "M14", Severity.ERROR,
        f"`{names[0]}` is defined through itself: {' → '.join((*names, names[0]))}",
        circle[0].placed.file, circle[0].span, help=("define one of them without the others",),
    )  # fmt: skip


def _definitions(loaded: Loaded) -> Iterator[_Needs]:
    for placed in loaded.statements:
        match placed.statement:
            case tree.ClassDecl(name=name, condition=condition):
                needs = tuple(atom_names(condition))
            case tree.StatusDecl(name=name, within=within) if within is not None:
                needs = (within.text,)
            case tree.BodyDecl(name=name, items=items):
                needs = tuple(
                    ref.name.text
                    for item in items
                    if isinstance(item, tree.SeatGroup) and item.filling
                    and item.filling.kind in (tree.FillingKind.JOINING, tree.FillingKind.HELD)
                    for ref in item.filling.by
                )  # fmt: skip
            case _:
                continue
        yield _Needs(name.text, needs, placed, name.span)


def _walk(definitions: Iterable[_Needs]) -> Iterator[list[_Needs]]:
    """Circles among definitions, depth first; some circle wherever there is one, each from its first definition."""
    items = list(definitions)
    by_name: dict[str, list[int]] = {}
    for number, item in enumerate(items):
        by_name.setdefault(item.name, []).append(number)
    onward = [
        [after for name in dict.fromkeys(item.needs) for after in by_name.get(name, ())] for item in items
    ]  # fmt: skip
    place: dict[int, int] = {}
    for start in range(len(items)):
        path: list[tuple[int, Iterator[int]]] = []
        step: int | None = start if start not in place else None
        while path or step is not None:
            if step is not None:
                place[step] = len(path)
                path.append((step, iter(onward[step])))
            step = None
            for after in path[-1][1]:
                if after not in place:
                    step = after
                    break
                if place[after] >= 0:
                    circle = [number for number, _ in path[place[after] :]]
                    first = circle.index(min(circle))
                    yield [items[number] for number in circle[first:] + circle[:first]]
            if step is None:
                place[path.pop()[0]] = -1


def _at_odds(circle: Iterable[_Needs]) -> str | None:
    """A switch of which the definitions of a circle want different choices."""
    chosen: dict[str, str] = {}
    for item in circle:
        for name, choice in item.placed.guard:
            if chosen.setdefault(name, choice) != choice:
                return name
    return None
