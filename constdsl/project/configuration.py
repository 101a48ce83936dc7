"""Which rules a project wants: `constdsl.toml`, or `[tool.constdsl]` in `pyproject.toml`; and rules of plug-ins."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from constdsl.check.settings import Settings, Unusable, read_settings, unknown
from constdsl.rules.registry import built_in, rules_in
from constdsl.rules.rule import Rule

__all__ = ["installed_rules", "settings_for"]

_OWN, _SHARED = "constdsl.toml", "pyproject.toml"

ENTRY_POINT = "constdsl.rules"
"""The entry points by which other packages add rules: each names a module that defines some."""


@cache
def installed_rules() -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules of the tool and those of installed packages, and notes on what cannot be loaded and is passed over."""
    from importlib.metadata import entry_points

    found = {rule.slug: rule for rule in built_in()}
    codes = {rule.code for rule in found.values()}
    notes: list[str] = []
    for point in sorted(entry_points(group=ENTRY_POINT), key=lambda each: (each.name, each.value)):
        try:
            added = rules_in(point.value)
        except Exception as error:
            notes.append(f"the rules of `{point.name}` cannot be loaded ({type(error).__name__}: {error})")
            continue
        if not added:
            notes.append(f"`{point.value}`, named by `{point.name}`, defines no rules")
        for rule in added:
            if rule.slug in found or rule.code in codes:
                notes.append(f"`{rule.slug}` ({rule.code}) of `{point.name}` has the name of another rule, left out")
                continue
            found[rule.slug] = rule
            codes.add(rule.code)
    return tuple(sorted(found.values(), key=lambda each: each.slug)), tuple(notes)


def settings_for(
    paths: Sequence[str], rules: Sequence[Rule], *, config: str | None, isolated: bool, select: Sequence[str],
    ignore: Sequence[str],
) -> Settings:
    """The settings for some paths: of a file named, else of the nearest folder above the first path that has any.

    What is selected and ignored on the command line comes in place of what the file selects, and on top of what it
    ignores. Raises Unusable for what cannot be followed.
    """
    found, where = (Settings(), "the command line") if isolated else _configured(paths, config)
    chosen = _split(select)
    settings = Settings(
        chosen or found.select, (*(() if chosen else found.ignore), *_split(ignore)), found.severity, found.per_file
    )
    for selector, near in unknown(settings, rules):
        asked = selector in (*chosen, *_split(ignore))
        advice = f"did you mean `{near}`?" if near else "`constdsl rules` lists them."
        raise Unusable(f"{'the command line' if asked else where}: no rule is called `{selector}`; {advice}")
    return settings


def _split(selectors: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for each in selectors for part in each.split(",") if part.strip())


def _configured(paths: Sequence[str], config: str | None) -> tuple[Settings, str]:
    if config is not None:
        path = Path(config)
        return _read(path, shared=path.name == _SHARED) or (Settings(), config)
    first = next((Path(each) for each in paths if each != "-"), Path())
    start = first.absolute() if first.is_dir() else first.absolute().parent
    for folder in (start, *start.parents):
        for name in (_OWN, _SHARED):
            if (folder / name).is_file():
                found = _read(folder / name, shared=name == _SHARED)
                if found is not None:
                    return found
    return Settings(), "the configuration"


def _read(path: Path, *, shared: bool) -> tuple[Settings, str] | None:
    """The settings in a file and how to call the place; None where a shared file says nothing to this tool."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"{path} is no TOML: {error}.") from None
    table, where = content, str(path)
    if shared:
        table, where = content.get("tool", {}).get("constdsl"), f"[tool.constdsl] in {path}"
        if table is None:
            return None
    if not isinstance(table, dict):
        raise Unusable(f"{where} is no table.")
    try:
        return read_settings(table, where), where
    except Unusable as error:
        raise Unusable(f"{error}.") from None
