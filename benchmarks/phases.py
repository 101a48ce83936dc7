"""The one place where the benchmarks touch `constdsl`: a function for each phase that is measured.

Imports stand inside the functions, so that a phase that does not exist yet leaves the earlier ones measurable, and
are made once beforehand by `load`, so that no phase is charged for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["HEAVY", "PHASES", "check", "compile_", "every", "load", "one", "parse", "resolve"]

PHASES = {
    "parse": ("constdsl.syntax.parser",),
    "resolve": ("constdsl.model.resolve", "unittest.mock"),
    "compile": ("constdsl.capture.calculus",),
    "one": ("constdsl.capture.calculus",),
    "every": ("constdsl.capture.calculus",),
    "check": ("constdsl.check.program",),
}
"""The phases in order, each with the modules it needs."""

HEAVY = ("pygls", "lsprotocol", "hypothesis")
"""Packages that a plain command must never import."""


def load(phase: str) -> bool:
    """Import what a phase needs; False when it does not exist yet."""
    try:
        for name in PHASES[phase]:
            import_module(name)
        if phase == "check":
            import_module("constdsl.rules.registry").built_in()  # imports every rule
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.startswith("constdsl"):
            return False
        raise
    return True


def parse(name: str, text: str) -> Any:
    """The text as a tree; ValueError when it has mistakes, because the generator must not make any."""
    from constdsl.source import Source
    from constdsl.syntax.parser import parse

    parsed = parse(Source(name, text))
    _expect_no_errors(parsed.diagnostics, name)
    return parsed


def resolve(parsed: Any, name: str, text: str) -> Any:
    """The constitution under its default choices; ValueError when some name cannot be resolved.

    Loading, which parses on the way, is given the tree that is already there.
    """
    from unittest.mock import patch

    from constdsl.model.load import load
    from constdsl.model.resolve import resolve
    from constdsl.source import Source

    with patch("constdsl.model.load.parse", lambda source: parsed):
        loaded = load(Source(name, text), lambda other: "benchmarks use one text")
    model, diagnostics = resolve(loaded)
    _expect_no_errors(diagnostics, name)
    constitution, diagnostics = model.select()
    _expect_no_errors(diagnostics, name)
    return constitution


def compile_(constitution: Any) -> Any:
    """The calculus, ready for coalitions: what holds for every coalition is worked out."""
    from constdsl.capture.calculus import Calculus  # type: ignore[import-not-found,unused-ignore]

    calculus = Calculus(constitution)
    calculus.close((), contested=False)
    return calculus


def one(calculus: Any, body: str) -> int:
    """How many bodies one body comes to command, in acquiescent play."""
    return len(calculus.reach((body,), contested=False))


def every(calculus: Any, constitution: Any) -> int:
    """How many bodies all bodies, each alone, come to command, in acquiescent play."""
    return sum(one(calculus, body) for body in constitution.bodies)


def check(name: str, text: str) -> int:
    """How much is said of a text by everything that `constdsl check` does, reading it included, without ways out."""
    from constdsl.check.program import check
    from constdsl.source import Source

    return len(check([Source(name, text)], lambda other: "benchmarks use one text").diagnostics)


def _expect_no_errors(diagnostics: Any, name: str) -> None:
    errors = [one for one in diagnostics if one.severity == "error"]
    if errors:
        raise ValueError(f"{len(errors)} mistakes in {name}, first at {errors[0].span}: {errors[0].message}")
