"""Find the grammar, have lark turn it into a parse table, and keep that table for the next start.

Lark reads the grammar and computes the LALR(1) table. The table is then kept as plain JSON in a cache folder of
the user's own, under the hash of the grammar: reading it back takes a few milliseconds, and lark need not even be
imported. Nothing depends on the cache; where it cannot be written or read, the table is computed anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

__all__ = ["RESERVED_STARTS", "RuleShape", "Tables", "grammar_folder", "load_tables"]

_FORMAT = 3
_STARTS = ("piece", "sole_property")

RESERVED_STARTS = frozenset({
    "status", "attribute", "act", "class", "body", "office", "flag", "article", "option", "choice", "unclear",
    "reading", "guarantee", "use", "assume", "constitution", "law", "statute",
})  # fmt: skip
"""The keywords with which a statement, a choice or a reading begins."""


@frozen
class RuleShape:
    """One production: the symbol it makes, how many symbols it takes, and how its value comes about.

    `action` is the name of a builder function; "" passes a lone child on, "[]" makes a list of the children, and
    "+" adds the children after the first to the list that the first one is. `splice` tells that a child may be
    such a list, whose members are meant.
    """

    symbol: str
    size: int
    action: str
    splice: bool


@frozen
class Tables:
    """The grammar as the parser uses it.

    `states[s]` maps a terminal to a state to enter (>= 0) or a production to reduce (its index, inverted), and a
    nonterminal to the state entered after its reduction. `keywords` maps words to terminals; those terminals in
    `soft` may also be names, where a name may stand and the keyword may not. `starts` maps a start symbol to its
    first and its accepting state.
    """

    states: tuple[dict[str, int], ...]
    rules: tuple[RuleShape, ...]
    keywords: dict[str, str]
    soft: frozenset[str]
    reserved: frozenset[str]
    starts: dict[str, tuple[int, int]]


@cache
def grammar_folder() -> Path:
    """Where the grammar lies: beside the package in a checkout, inside it in an installed wheel."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "grammar", package.parent / "grammar"):
        if (folder / "constitution.lark").is_file():
            return folder
    raise FileNotFoundError("the grammar of constdsl is missing: neither in the package nor beside it")


@cache
def load_tables() -> Tables:
    """The parse table, from the cache where possible; once per process."""
    text = (grammar_folder() / "constitution.lark").read_text(encoding="utf-8")
    key = hashlib.sha256(f"{_FORMAT}\0{text}".encode()).hexdigest()[:32]
    path = _cache_folder() / f"table-{key}.json"
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        pass  # not cached yet, or not readable: the grammar itself always is
    data = _compile(text)
    _keep(path, data)
    return _from_json(data)


def _cache_folder() -> Path:
    """A folder that belongs to the user alone; JSON in it can at worst be wrong, never run."""
    if chosen := os.environ.get("CONSTDSL_CACHE_DIR"):
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(base) / "constdsl"


def _keep(path: Path, data: dict[str, Any]) -> None:
    """Write the table beside its final place and move it there, so that no reader sees half of it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".table-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(data, file, separators=(",", ":"))
            os.replace(name, path)  # noqa: PTH105
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError:
        pass  # a read-only home is no reason to fail


def _from_json(data: dict[str, Any]) -> Tables:
    tables = Tables(
        tuple(data["states"]),
        tuple(RuleShape(*rule) for rule in data["rules"]),
        data["keywords"],
        frozenset(data["soft"]),
        frozenset(data["reserved"]),
        {start: (first, last) for start, (first, last) in data["starts"].items()},
    )
    if not set(_STARTS) <= tables.starts.keys() or not tables.states:
        raise ValueError("not a parse table")
    return tables


def _compile(text: str) -> dict[str, Any]:
    """Let lark compute the LALR(1) table and write it down in our own terms; about a fifth of a second."""
    # Imported here, since a cached table makes lark (some 100 ms of start-up) unnecessary.
    from lark import Lark
    from lark.grammar import Rule
    from lark.lexer import Lexer, PatternStr
    from lark.parsers.lalr_analysis import Shift

    class NoLexer(Lexer):
        """Words come from `split_words`; building lark's own lexers would double the cost."""

        def __init__(self, conf: object) -> None: ...

        def lex(self, *_: Any) -> Any:
            return iter(())

    lark = Lark(text, parser="lalr", lexer=NoLexer, start=list(_STARTS), keep_all_tokens=True, maybe_placeholders=False)
    starts: dict[str, tuple[int, int]] = {}
    index: dict[Rule, int] = {}
    raw: dict[int, dict[str, Any]] = {}
    for start in _STARTS:
        conf = lark.parse_interactive("", start=start).parser_state.parse_conf
        starts[start] = (conf.start_state, conf.end_state)
        raw = conf.states
    states: list[dict[str, int]] = []
    for number in range(len(raw)):
        row: dict[str, int] = {}
        for symbol, (action, argument) in raw[number].items():
            if action is Shift:
                row[symbol] = argument
            else:
                row[symbol] = ~index.setdefault(argument, len(index))
        states.append(row)

    keywords = {
        terminal.pattern.value: terminal.name
        for terminal in lark.terminals
        if isinstance(terminal.pattern, PatternStr) and terminal.pattern.value[0].isalpha()
    }
    rivals = {symbol for row in states if "NAME" in row for symbol in row}
    reserved = {word for word, kind in keywords.items() if kind in rivals or word in RESERVED_STARTS}
    return {
        "states": states,
        "rules": _shapes(list(index)),
        "keywords": keywords,
        "soft": sorted(kind for word, kind in keywords.items() if word not in reserved),
        "reserved": sorted(reserved),
        "starts": starts,
    }


def _shapes(rules: list[Any]) -> list[tuple[str, int, str, bool]]:
    """How each production makes its value. Rules with a leading underscore are transparent: lists, or one child."""
    expansions = [(str(rule.origin.name), [str(symbol.name) for symbol in rule.expansion]) for rule in rules]
    lists: set[str] = set()
    while True:
        more = {
            symbol
            for symbol, parts in expansions
            if symbol.startswith("_") and (len(parts) != 1 or symbol in parts or parts[0] in lists)
        } - lists
        if not more:
            break
        lists |= more
    shapes = []
    for rule, (symbol, parts) in zip(rules, expansions, strict=True):
        splice = any(part in lists for part in parts)
        if symbol in lists:
            grows = bool(parts) and parts[0] == symbol
            action = "+" if grows else "[]"
            splice = any(part in lists for part in (parts[1:] if grows else parts))
        elif len(parts) == 1 and (symbol.startswith("_") or rule.options.expand1):
            action = ""
        else:
            action = symbol
        shapes.append((symbol, len(parts), action, splice))
    return shapes
