"""Strategies for Hypothesis: constitutions, rules, conditions, changes, histories and texts, to test one's own with.

`docs/testing.md` introduces them. Hypothesis is imported when one of the strategies is first asked for: whoever only
grows texts, with `constdsl.strategies.grow` or `constdsl.strategies.jumble`, needs none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constdsl.strategies.grow.shape import Shape
    from constdsl.strategies.hostile import texts
    from constdsl.strategies.plays import histories
    from constdsl.strategies.resolved import (
        conditions,
        constitution_of,
        constitution_texts,
        constitutions,
        mutations,
        statutes,
    )

__all__ = [
    "Shape",
    "conditions",
    "constitution_of",
    "constitution_texts",
    "constitutions",
    "histories",
    "mutations",
    "statutes",
    "texts",
]

# No module here may have the name of a strategy: importing it would put it in the strategy's place.
_HOMES = {"Shape": ("grow.shape", "Shape"), "histories": ("plays", "histories"), "texts": ("hostile", "texts")}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"constdsl.strategies has no `{name}`; there are {', '.join(__all__)}")
    module, attribute = _HOMES.get(name, ("resolved", name))
    return getattr(import_module(f"{__name__}.{module}"), attribute)
