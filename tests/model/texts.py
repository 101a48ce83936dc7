"""Small constitutions with the places of their mistakes marked, and what the model finds in them."""

from __future__ import annotations

from collections.abc import Mapping

from constdsl.diagnostic import Diagnostic
from constdsl.model.entities import Constitution
from constdsl.model.load import load
from constdsl.model.resolve import Model, resolve
from constdsl.source import Source, Span

__all__ = ["MAIN", "chosen", "constitution", "findings", "marked", "model", "summary"]

MAIN = "main.const"


def marked(text: str) -> tuple[str, list[Span]]:
    """A text without its marks `⟦…⟧`, and the spans that they mark, in order."""
    plain, spans, opened = "", [], []
    for character in text:
        if character == "⟦":
            opened.append(len(plain))
        elif character == "⟧":
            spans.append(Span(opened.pop(), len(plain)))
        else:
            plain += character
    return plain, sorted(spans)


def model(text: str, files: Mapping[str, str] | None = None) -> tuple[Model, tuple[Diagnostic, ...]]:
    """The model of a text that may use files, and every diagnostic up to there."""
    others = files or {}
    loaded = load(
        Source(MAIN, text), lambda name: Source(name, others[name]) if name in others else f"there is no {name}"
    )
    found, diagnostics = resolve(loaded)
    return found, (*loaded.diagnostics, *diagnostics)


def findings(
    text: str, files: Mapping[str, str] | None = None, choices: Mapping[str, str] | None = None
) -> tuple[Diagnostic, ...]:
    """Every diagnostic of a text: of loading and resolving, and if there are none, of one selection."""
    found, diagnostics = model(text, files)
    return diagnostics or found.select(choices)[1]


def summary(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, Span]]:
    """What is compared: slugs and places, in the order of the text."""
    return sorted(((found.slug, found.span) for found in diagnostics), key=lambda pair: (pair[1], pair[0]))


def constitution(text: str, files: Mapping[str, str] | None = None, **choices: str) -> Constitution:
    """What a text without mistakes says under some choices."""
    found, diagnostics = model(text, files)
    assert not diagnostics, diagnostics
    selected, mistakes = found.select(choices)
    assert not mistakes, mistakes
    return selected


def chosen(text: str, files: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """The switches asked for each way of choosing, as the first choices and one change of each would ask them."""
    found, diagnostics = model(text, files)
    assert not diagnostics, diagnostics
    rows = [found.default()]
    rows += [found.default() | {name: choice} for name, switch in found.switches.items() for choice in switch.choices]
    return [{switch.name: row[switch.name] for switch in found.active_switches(row)} for row in rows]
