"""All rules that come with the tool, found by their place: adding one edits no list."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

import constdsl.rules
from constdsl.rules.rule import Rule

__all__ = ["built_in", "rules_in"]


@cache
def built_in() -> tuple[Rule, ...]:
    """The rules of the tool, in the order of their slugs."""
    found: list[Rule] = []
    for package in pkgutil.iter_modules(constdsl.rules.__path__, "constdsl.rules."):
        if package.ispkg:
            paths = import_module(package.name).__path__
            for module in pkgutil.iter_modules(paths, f"{package.name}."):
                found += rules_in(module.name)
    return tuple(sorted(found, key=lambda each: each.slug))


def rules_in(module: str) -> list[Rule]:
    """The rules that a module defines itself."""
    return [each for each in vars(import_module(module)).values() if isinstance(each, Rule) and each.module == module]
