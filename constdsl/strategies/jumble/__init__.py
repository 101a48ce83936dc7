"""Hostile texts: sentences by chance, constitutions spoilt, and noise, to show that no text does the tool harm.

`jumble(Random(seed))` is one text; the same seed gives the same text. Nothing here reads files or needs Hypothesis.
"""

from __future__ import annotations

from random import Random

from constdsl.strategies.grow import grow
from constdsl.strategies.jumble.cast import Cast
from constdsl.strategies.jumble.damage import damage, noise, splice
from constdsl.strategies.jumble.grammar import say
from constdsl.strategies.jumble.seeds import SEEDS

__all__ = ["jumble"]

_ATTRIBUTES = {"age": "attribute age in years", "origin": "attribute origin: worker, peasant, other"}
_MOST_DECLARED = 16


def jumble(random: Random) -> str:
    """A text to be afraid of. Simple kinds come first, so that what shrinks by its choices shrinks to them.

    Nine texts in twenty are sentences that obey the grammar and whose names are mostly declared; as many are
    spoilt or spliced constitutions; the rest is noise. Most have fewer than fifteen lines, a few have hundreds.
    """
    kind = random.random()
    if kind < 0.05:
        return noise(random)
    if kind < 0.5:
        return _sentences(random)
    if kind < 0.65:
        return damage(random, _sentences(random), random.choice((1, 1, 2, 3)))
    if kind < 0.93:
        return damage(random, _part(random, _seed(random)), random.choice((1, 1, 1, 2, 2, 3, 5)))
    if kind < 0.999:
        return splice(random, _any(random), _any(random))
    return "\n".join(_any(random) for _ in range(random.randint(5, 25)))


def _any(random: Random) -> str:
    return _sentences(random) if random.random() < 0.5 else _part(random, _seed(random))


def _seed(random: Random) -> str:
    """A constitution that is in order: one that uses rare forms, or one grown by chance."""
    return random.choice(SEEDS) if random.random() < 0.7 else grow(random)


def _part(random: Random, text: str) -> str:
    """A constitution, or some of its lines."""
    if random.random() < 0.3:
        return text
    dropped = random.random() * 0.8
    return "".join(line for line in text.splitlines(True) if random.random() >= dropped)


def _sentences(random: Random) -> str:
    """A few statements about few things, and declarations of the things, most of the time of all of them."""
    cast = Cast(random)
    statements = [say(random, "_statement", cast) for _ in range(random.choice((1, 1, 2, 3, 5)))]
    if random.random() < 0.5:
        statements.append(["\n", "guarantee", '"g"', ":", *say(random, "_property", cast)])
    forgetful = random.random() < 0.03
    while not forgetful and (missing := cast.missing()):
        name, symbol = missing[0]
        cast.wanted = name
        if name in _ATTRIBUTES:
            statement = ["\n", _ATTRIBUTES[name]]
            cast.declared[name] = None
        elif len(cast.declared) < _MOST_DECLARED:
            statement = ["\n", *say(random, symbol, cast)]
        else:
            break
        cast.wanted = None
        statements.insert(0, statement)
    for number, there in cast.articles.items():
        if not there and not forgetful:
            place = random.randrange(len(statements))
            statements[place] = [f"\narticle {number} {{", *statements[place], "}"]
    if random.random() < 0.5:
        statements.insert(0, [random.choice(("constitution", "law", "statute")), '"A text"'])
    return "".join(_join(statement) for statement in statements).lstrip("\n") + "\n"


def _join(words: list[str]) -> str:
    return "".join(word if word == "\n" else f"{word} " for word in words)
