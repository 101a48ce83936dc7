"""The grammar as productions, read back out of the parse table, and walked at random to make sentences.

The table keeps no productions, but they can be seen in it: every state but the first is entered by one symbol, so
the states behind the one in which a production is complete spell its right-hand side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

from constdsl.strategies.jumble.cast import Cast
from constdsl.syntax.grammar import load_tables
from constdsl.syntax.words import FRACTIONS

__all__ = ["Production", "productions", "say"]

Production = tuple[str, ...]

_DEEPEST = 24
"""How many productions may stand in one another before only the shortest way out is taken."""

_SIGNS = {
    "LBRACE": "{", "RBRACE": "}", "LPAR": "(", "RPAR": ")", "COMMA": ",", "COLON": ":", "DOT": ".", "PERCENT": "%",
    "SLASH": "/", "EQUAL": "=", "NOT_EQUAL": "!=", "LESSTHAN": "<", "AT_MOST_SIGN": "<=", "MORETHAN": ">",
    "AT_LEAST_SIGN": ">=", "CO_OPTED": "co-opted", "ON_PETITION": "on petition",
}  # fmt: skip

_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    # Right by the grammar and mostly wrong by the meaning: seldom, or hardly anything would be weighed.
    "ref": {"DOT": 0.008},
    "group": {"joining": 0.15, "_seat_count": 3, "__group_star_7": 10},
    "_seat_count": {"per_residents": 0.05},
    "_statement": {
        "use": 0.1, "option": 0.3, "unclear": 0.3, "norm": 8, "body_decl": 3, "office_decl": 2, "guarantee": 5,
        "article": 2,
    },
    "_goal": {"perform": 2},
    "_negation": {"negated": 0.3},
    "_atom": {"is_candidate": 0.1, "anyone": 0.5, "atom": 3, "parens": 0.3},
    "some": {"__some_star_12": 0.25},
    "all": {"__all_star_13": 0.4},
    "comparison": {"NAME INT _unit": 0.3, "INT": 2, "LESSTHAN NAME": 0.02, "MORETHAN NAME": 0.02, "_SIGN NAME": 0.02},
    "_unit": {"DAY": 0.02, "DAYS": 0.02, "MONTH": 0.02, "MONTHS": 0.02},
    "duration": {"MONTH": 0.05, "YEAR": 0.05},
    "votes": {"VOTE": 0.05},
    "at_least": {"CANDIDATE": 0.05},
    "at_most": {"CANDIDATE": 0.05, "TERM": 0.05},
    "_quantity": {"MEMBER": 0.05},
    "fraction": {"SLASH": 0.05},
    "article_ref": {"ARTICLE_NUMBER": 0.03},
    "attribute_decl": {"IN NAME": 0.1},
    "status_decl": {"WITHIN": 0.3},
    "selector": {"FOR": 0.3},
}
"""Weights of productions other than 1, by what a production ends in or has among its parts."""

_AT_ONCE = frozenset({"_clause", "_meeting", "_qualifier"})
"""Lists of these say each thing once: two terms for one group of seats would be a mistake."""


@cache
def productions() -> Mapping[str, Sequence[Production]]:
    """Every production of the grammar by the symbol it makes, the shortest ways first."""
    tables = load_tables()
    entered: dict[int, str] = {}
    before: dict[int, int] = {}
    for number, row in enumerate(tables.states):
        for symbol, step in row.items():
            if step >= 0:
                entered[step] = symbol
                before.setdefault(step, number)
    found: dict[int, Production] = {}
    for number, row in enumerate(tables.states):
        for step in row.values():
            if step < 0 and ~step not in found:
                parts, state = [], number
                for _ in range(tables.rules[~step].size):
                    parts.append(entered[state])
                    state = before[state]
                found[~step] = tuple(reversed(parts))
    grammar: dict[str, list[Production]] = {}
    for index in sorted(found):
        grammar.setdefault(tables.rules[index].symbol, []).append(found[index])
    return {symbol: sorted(ways, key=lambda way: (len(way), way)) for symbol, ways in grammar.items()}


@cache
def _depths() -> Mapping[str, int]:
    """How many productions at least must stand in one another under each symbol; 0 for terminals."""
    grammar = productions()
    depths: dict[str, int] = {}
    changed = True
    while changed:
        changed = False
        for symbol, ways in grammar.items():
            known = [
                1 + max((depths[part] if part in grammar else 0 for part in way), default=0)
                for way in ways
                if all(part in depths or part not in grammar for part in way)
            ]
            if known and min(known) < depths.get(symbol, 1_000):
                depths[symbol] = min(known)
                changed = True
    return depths


@cache
def _shortest(symbol: str) -> Production:
    depths = _depths()
    return min(productions()[symbol], key=lambda way: (max((depths.get(part, 0) for part in way), default=0), way))


@cache
def _weighted(symbol: str, complete: bool) -> tuple[tuple[Production, ...], tuple[float, ...]]:
    """The ways to make a symbol with their weights. An act that is to be `complete` names its object."""
    ways = [way for way in productions()[symbol] if symbol not in way or not symbol.startswith("__")]
    weights = []
    for way in ways:
        weight = 1.0
        spelt = " ".join(way)
        for part, factor in _WEIGHTS.get(symbol, {}).items():
            if part in way or (not part.isalnum() and spelt.endswith(part)):
                weight *= factor
        if way[-2:] == ("LBRACE", "RBRACE"):
            weight = 0.05
        if symbol == "act" and way == ("NAME",):
            weight = 3.0
        elif symbol == "act" and complete and not _says_all(way):
            weight = 0.01
        weights.append(weight)
    return tuple(ways), tuple(weights)


def _says_all(act: Production) -> bool:
    """Whether an act names what it needs to be done, and not only to be spoken of."""
    needed = {"APPOINT": 4, "NOMINATE": 4, "STRIKE": 4, "CONFER": 4, "REVOKE": 4}
    return len(act) >= needed.get(act[0], 2)


@cache
def _members(symbol: str) -> tuple[str, ...]:
    """What a list of the grammar consists of, with the kinds of clauses told apart; empty for other symbols."""
    if not symbol.startswith("__"):
        return ()
    members = [way[-1] for way in productions()[symbol] if way[0] != symbol and len(way) == 1]
    if not _AT_ONCE.intersection(members):
        return ()
    kinds: list[str] = []
    for member in members:
        kinds += [way[0] for way in productions()[member]] if member in _AT_ONCE else [member]
    return tuple(kinds)


def say(random: Random, symbol: str, cast: Cast) -> list[str]:
    """The words of one thing of the grammar, chosen at random, about the names of a cast."""
    words: list[str] = []
    _say(random, symbol, cast, words, 0, True)
    return words


def _say(random: Random, symbol: str, cast: Cast, words: list[str], depth: int, complete: bool) -> None:
    if members := _members(symbol):
        # A filling goes first: a group of seats that nobody fills is a rarity worth a small share only.
        wanted = [member for member in ("_filling", "group") if member in members and random.random() < 0.9]
        rest = [member for member in members if member not in wanted and member not in ("_filling", "joining")]
        some = random.sample(rest, min(len(rest), _few(random)))
        for member in wanted + some or [members[0]]:
            _say(random, member, cast, words, depth + 1, complete)
        return
    if depth > _DEEPEST:
        way = _shortest(symbol)
    else:
        ways, weights = _weighted(symbol, complete)
        way = ways[0] if len(ways) == 1 else random.choices(ways, weights)[0]
    grammar = productions()
    if symbol == "_statement":
        cast.defining = None
    if not symbol.startswith("_") and symbol != "ref":
        cast.around = symbol
    if symbol == "binding":
        words.append(cast.name(random, "binding", way, 0))
        way = way[1:]
    if way == ("REMOVE", "selector") and complete:
        words += ["remove any member of", cast.name(random, "ref", ("NAME",), 0)]
        return
    if symbol in ("_statement", "group") or (symbol == "_clause" and random.random() < 0.3):
        words.append("\n")
    for place, part in enumerate(way):
        if part not in grammar:
            words.append(_word(random, part, symbol, way, place, cast))
        elif part.startswith("__") and not _members(part):
            for _ in range(max(1, _few(random)) if depth <= _DEEPEST else 1):
                for inner in _weighted(part, complete)[0][-1]:
                    if inner in grammar:
                        _say(random, inner, cast, words, depth + 1, complete)
                    else:
                        words.append(_word(random, inner, part, (inner,), 0, cast))
        else:
            whole = symbol != "block" and not (symbol == "act" and way[0] in ("VETO", "ANNUL"))
            _say(random, part, cast, words, depth + 1, whole)


def _few(random: Random) -> int:
    return random.choices((0, 1, 2, 3, 4), (20, 40, 24, 12, 4))[0]


def _word(random: Random, kind: str, symbol: str, way: Production, place: int, cast: Cast) -> str:
    """A word of the kind that the grammar asks."""
    match kind:
        case "NAME":
            return cast.name(random, symbol, way, place)
        case "STRING":
            return cast.title(random, symbol)
        case "INT":
            return cast.number(random, symbol)
        case "DECIMAL":
            return random.choice(("0.5", "1.5", "2.5", "12.5", "33.3"))
        case "ARTICLE_NUMBER":
            return f"{cast.number(random, symbol)}a"
        case "FRACTION_WORD":
            return random.choice(_FRACTIONS)
    return _SIGNS.get(kind) or _keywords()[kind]


_FRACTIONS = ("two-thirds", "one-third", "three-quarters", "three-fifths", *sorted(FRACTIONS)[:3])


@cache
def _keywords() -> Mapping[str, str]:
    return {kind: word for word, kind in load_tables().keywords.items()}
