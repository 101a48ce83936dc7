"""Constitutions of any size, the same for the same arguments, to measure the tool on.

Two shapes. *Wide*: articles of ten to twenty statements, each with its own bodies and powers, tied here and there to
the next article on either side, so that a lone body reaches a handful of others. *Deep*: the same articles, tied into
one chain, along which the first office reaches everything.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

__all__ = ["SHAPES", "generate", "probe"]

SHAPES = ("wide", "deep")
SMALLEST, LARGEST = 10, 20
"""How many statements an article has, itself included."""

_PRELUDE = (
    'status citizen "citizen of the Federation"',
    "status resident",
    "attribute age in years",
    "attribute origin: worker, peasant, other",
    'act form_faction "form a faction"',
)
LEAST_STATEMENTS = len(_PRELUDE) + SMALLEST


def generate(statements: int, shape: str = "wide", seed: int = 0) -> str:
    """A constitution of just that many statements, articles and the statements in them counted alike.

    Raises ValueError for fewer statements than LEAST_STATEMENTS or an unknown shape. Linear in the result.
    """
    if statements < LEAST_STATEMENTS or shape not in SHAPES:
        raise ValueError(f"cannot make a {shape} constitution of {statements} statements")
    lines = [f'constitution "The Federation, {shape}, {statements} statements"', "", *_PRELUDE]
    sizes = _article_sizes(statements - len(_PRELUDE), Random(f"{seed} sizes"))
    for number, size in enumerate(sizes):
        article = _Article(number, len(sizes), shape, Random(f"{seed} article {number}"))
        lines += ["", f'article {number + 1} "District {number + 1}" {{']
        lines += (f"  {line}" for statement in article.statements(size - 1) for line in statement.split("\n"))
        lines.append("}")
    return "\n".join(lines) + "\n"


def probe(statements: int, shape: str = "wide", seed: int = 0) -> str:
    """The office to ask about: the head of the chain of a deep constitution, one in the middle of a wide one."""
    sizes = _article_sizes(statements - len(_PRELUDE), Random(f"{seed} sizes"))
    return "Chair1" if shape == "deep" else f"Chair{len(sizes) // 2 + 1}"


def _article_sizes(total: int, random: Random) -> list[int]:
    sizes = []
    while total > 0:
        size = total if total <= LARGEST else min(random.randint(SMALLEST, LARGEST), total - SMALLEST)
        sizes.append(size)
        total -= size
    return sizes


class _Article:
    """One article. Names end in the article's number, so that they differ from those of all others."""

    def __init__(self, number: int, articles: int, shape: str, random: Random) -> None:
        self._here = number + 1
        self._near = [other for other in (number, number + 2) if 1 <= other <= articles] or [self._here]
        self._deep = shape == "deep"
        self._random = random

    def statements(self, count: int) -> Iterator[str]:
        """Just that many statements: those that give the article its bodies, then powers and norms among them."""
        core = [*self._persons(), *self._bodies()]
        yield from core
        left = count - len(core)
        extras = self._extras()
        self._random.shuffle(extras)
        for extra in extras:
            if len(extra) <= left:
                yield from extra
                left -= len(extra)
        for age in range(left):
            yield f"any member{self._here} and age < {16 + age} must not form_faction"

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _neighbour(self) -> int:
        return self._random.choice(self._near)

    def _persons(self) -> Iterator[str]:
        i = self._here
        yield f'status member{i} "member of League {i}" within citizen'
        yield f"status outlaw{i} within citizen"
        yield f'class Members{i} "members of League {i}": member{i}'
        yield f"class Electors{i}: citizen and age >= {self._random.choice((16, 18, 21))} and not outlaw{i}"

    def _bodies(self) -> Iterator[str]:
        i, random = self._here, self._random
        term = f"for {random.choice((2, 4, 5))} years"
        decides = random.choice(("majority", "majority", "majority of members", "two-thirds", "60% of seats"))

        if self._deep:
            electors, nominated = i, f"nominated by Committee{i}"
        else:
            electors = self._neighbour() if self._chance(0.2) else i
            nominators = [f"Committee{i}", f"Members{i}", f"Committee{self._neighbour()}"]
            nominated = f"nominated by {', '.join(random.sample(nominators, random.randint(1, 3)))}"
            if self._chance(0.3):
                nominated = f"at least {random.choice((2, 3))} candidates"
        yield (
            f'body Assembly{i} "Assembly of District {i}" {{\n'
            f"  seats {random.randint(20, 400)} elected by Electors{electors}\n"
            f"    from citizen and age >= 21 and not outlaw{i}\n"
            f"    {nominated} {term}\n"
            f"  decides by {decides}\n"
            f"}}"
        )

        if self._deep:
            filling = f"appointed by Chair{max(i - 1, 1)}"
        else:
            filling = f"elected by Members{i}"
        yield f"body Committee{i} {{ seats {random.randint(5, 60)} {filling} from member{i} for 3 years }}"

        if self._deep and i == 1:
            yield f"office Chair1 {{ elected by Members1 from member1 {term} }}"
        elif self._deep:
            yield f"office Chair{i} {{ appointed by Committee{i} from member{i} {term} }}"
        elif self._chance(0.6):
            yield f"office Chair{i} {{ elected by Assembly{i} from member of Assembly{i} {term} }}"
        elif self._chance(0.6):
            yield f"office Chair{i} {{ appointed by Chair{self._neighbour()} with consent of Assembly{i} {term} }}"
        else:
            yield f"office Chair{i} {{ elected by Committee{i} from member{i} {term} }}"

        consent = f"with consent of Assembly{self._neighbour()} " if not self._deep and self._chance(0.5) else ""
        yield (
            f"body Board{i} {{\n"
            f"  seats {random.randint(3, 15)} as experts appointed by Chair{i} {consent}{term}\n"
            f"  seats 1 as chair held by Chair{i}\n"
            f"}}"
        )

    def _extras(self) -> list[tuple[str, ...]]:
        """Groups of statements that make sense together, each group on its own."""
        i, near, chance = self._here, self._neighbour, self._chance
        patron = f"Assembly{i}" if self._deep else f"Assembly{near()}"
        judge, whom = self._random.choice(
            (
                (f"Assembly{i}", "any citizen"),
                (f"Court{i}", "any citizen and age < 30"),
                (f"Court{i}", "any resident and citizen"),
            )
        )
        extras: list[tuple[str, ...]] = [
            (f"Electors{i} may remove any member of Assembly{i} on petition of {self._random.choice((5, 10, 20))}%",),
            (f"Chair{i} may remove any member of Board{i}.experts when not Assembly{i} is sitting",),
            (f"Committee{i} may revoke member{i} from any member{i} by two-thirds",),
            (f"member{i} is bound by Committee{i} in {self._random.choice(('voting', 'voting, nominating'))}",),
            (f"Committee{i} may confer member{i} on any citizen and age >= 18",),
            (f"{judge} may confer outlaw{i} on {whom}", self._court()),
            (f"Assembly{i} may amend article {i} by {self._random.choice(('two-thirds', '75%'))}",),
            (
                f"flag emergency{i}",
                f"Chair{i} may declare emergency{i} with consent of Board{i}",
                f"Assembly{i} may lift emergency{i}",
                f"any member{i} must not form_faction when emergency{i}",
            ),
            (f"any member{i} and not outlaw{i} may form_faction unless origin = other",),
            (f"assume {self._random.randint(5, 45)}% of Assembly{i} are member{i}",),
            (f"Chair{i} must nominate any citizen for {patron} when {patron} is sitting",),
            (f"any member{i} and age < 20 must not form_faction", f"Electors{i} may remove any member of Chair{i}"),
        ]
        if not self._deep:
            checks: list[Callable[[], tuple[str, ...]]] = [
                lambda: (f"Chair{near()} may dissolve Assembly{i} by majority",),
                lambda: (f"Assembly{near()} may annul appoint to Board{i}.experts",),
                lambda: (f"Assembly{near()} may direct Board{i}",),
                lambda: (f"members of Assembly{i} are free",),
            ]
            extras += [check() for check in checks if chance(0.3)]
        if chance(0.1):
            extras.append(
                (f'guarantee "District {i} chooses": no body alone can choose the candidates for Assembly{i}',)
            )
        return extras

    def _court(self) -> str:
        i = self._here
        consent = "" if self._deep else f" with consent of Board{self._neighbour()}"
        return f"body Court{i} {{ seats 7 appointed by Assembly{i}{consent} from citizen and age >= 35 for 9 years }}"


def main() -> None:
    """Write a constitution to a file or to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("statements", type=int, help=f"how many, at least {LEAST_STATEMENTS}")
    parser.add_argument("--deep", action="store_true", help="one chain through which one office reaches everything")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, help="a file; standard output when left out")
    chosen = parser.parse_args()
    try:
        text = generate(chosen.statements, "deep" if chosen.deep else "wide", chosen.seed)
    except ValueError as error:
        parser.error(str(error))
    if chosen.output:
        chosen.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
