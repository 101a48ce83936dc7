"""The JSON Schemas (draft 2020-12) of what the tool prints for programs."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

__all__ = ["NAMES", "load_schema"]

NAMES = ("check", "variants", "power", "mutate", "fuzz")
"""The outputs that have a schema. `ask` prints what `check` prints."""


def load_schema(name: str) -> dict[str, Any]:
    """The schema of an output, ready for a validator."""
    if name not in NAMES:
        raise ValueError(f"no schema is called {name!r}; there are {', '.join(NAMES)}")
    schema: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8"))
    return schema
