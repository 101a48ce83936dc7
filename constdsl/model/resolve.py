"""One model from a text and what it uses; a constitution from a model and a selection of choices."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.model.entities import Constitution
from constdsl.model.load import Loaded, Placed, Switch
from constdsl.model.lower import lower
from constdsl.model.names import Names, check_names
from constdsl.source import Span
from constdsl.syntax import tree

__all__ = ["Model", "resolve"]


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
        active = tuple(
            placed for placed in self.loaded.statements if all(chosen[name] == choice for name, choice in placed.guard)
        )
        return lower(self.loaded, self.names, active, chosen)

    def active_switches(self, chosen: Mapping[str, str]) -> Iterator[Switch]:
        """Those switches that are asked at all under a selection: a switch inside another choice is not."""
        for switch in self.switches.values():
            if all(chosen[name] == choice for name, choice in switch.placed.guard):
                yield switch


def resolve(loaded: Loaded) -> tuple[Model, tuple[Diagnostic, ...]]:
    """Settle what every name stands for. Never raises; linear in the size of the texts."""
    names, diagnostics = check_names(loaded)
    return Model(loaded, names), (*diagnostics, *_circles(loaded), *_headers(loaded))


def _headers(loaded: Loaded) -> Iterator[Diagnostic]:
    for instrument in loaded.instruments:
        if instrument.header is None and instrument.statements:
            yield Diagnostic(
                "instrument/untitled", "M13", Severity.NOTE,
                "this text does not say what it is; it is read as a constitution",
                instrument.name, Span(0, 0), help=('begin with `constitution "…"`, `law "…"` or `statute "…"`',),
            )  # fmt: skip


def _circles(loaded: Loaded) -> Iterator[Diagnostic]:
    """Definitions that need themselves: classes, statuses within each other, bodies that join themselves."""
    edges: dict[str, tuple[Placed, Span, set[str]]] = {}
    for placed in loaded.statements:
        match placed.statement:
            case tree.ClassDecl(name=name, condition=condition):
                needs = set(_atoms(condition))
            case tree.StatusDecl(name=name, within=within) if within is not None:
                needs = {within.text}
            case tree.BodyDecl(name=name, items=items):
                needs = {
                    ref.name.text
                    for item in items
                    if isinstance(item, tree.SeatGroup) and item.filling
                    and item.filling.kind in (tree.FillingKind.JOINING, tree.FillingKind.HELD)
                    for ref in item.filling.by
                }  # fmt: skip
            case _:
                continue
        before = edges.get(name.text)
        edges[name.text] = (placed, name.span, needs | (before[2] if before else set()))
    while True:
        graph = {name: sorted(needs & edges.keys()) for name, (_, _, needs) in edges.items()}
        try:
            graphlib.TopologicalSorter(graph).prepare()
            return
        except graphlib.CycleError as error:
            circle = list(dict.fromkeys(reversed(error.args[1])))
        start = min(range(len(circle)), key=lambda index: list(edges).index(circle[index]))
        circle = circle[start:] + circle[:start]
        placed, span, needs = edges[circle[0]]
        yield Diagnostic(
            "definitions/circular", "M14", Severity.ERROR,
            f"`{circle[0]}` is defined through itself: {' → '.join((*circle, circle[0]))}",
            placed.file, span, help=("define one of them without the others",),
        )  # fmt: skip
        edges[circle[0]] = (placed, span, set())


def _atoms(condition: tree.Condition) -> Iterator[str]:
    match condition:
        case tree.Atom(name=name):
            yield name.text
        case tree.Not(operand=operand):
            yield from _atoms(operand)
        case tree.All(operands=operands) | tree.Some(operands=operands):
            for operand in operands:
                yield from _atoms(operand)
        case _:
            return


