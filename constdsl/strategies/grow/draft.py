"""A constitution while it grows: what is declared, what is said where, and the dice that decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import TypeVar

from attrs import define, field

from constdsl.strategies.grow.shape import Shape

__all__ = ["BODIES", "OFFICES", "Body", "Draft", "Group"]

T = TypeVar("T")

BODIES = ("Council", "Assembly", "Senate", "Board", "Court", "Committee", "Chapter")
OFFICES = ("Premier", "Marshal", "Speaker", "Regent", "Censor", "Steward", "Herald")

_ORDER = (
    "from", "while", "nominated by", "vetted by", "with consent of", "funded by", "at least candidates",
    "at most candidates", "surplus settled by", "each naming", "ballot", "term", "at most terms",
)  # fmt: skip
_MEETING = ("decides by", "quorum", "convened by")
_WIDTH = 100


@define
class Group:
    """A group of seats with its clauses, each in the words of the language."""

    seats: int
    filling: str = ""
    name: str = ""
    clauses: dict[str, str] = field(factory=dict)

    def words(self, office: bool) -> str:
        """The group as it is written; the number of seats of a joint body is left out."""
        counted = not office and not self.filling.startswith("joining")
        named = f"as {self.name}" if self.name else ""
        head = (f"seats {self.seats} {named}" if counted else f"seats {named}" if named else "", self.filling)
        return " ".join(filter(None, (*map(str.strip, head), *(self.clauses.get(part, "") for part in _ORDER))))


@define
class Body:
    """A body or office; `article` is the number of the article in which it stands, 0 outside any."""

    name: str
    office: bool
    article: int
    groups: list[Group] = field(factory=list)
    meeting: dict[str, str] = field(factory=dict)

    @property
    def seats(self) -> int:
        """All its seats, as far as they are counted."""
        return sum(group.seats for group in self.groups)

    @property
    def labels(self) -> list[str]:
        """Its name, and those of its groups that have one."""
        return [self.name, *(f"{self.name}.{group.name}" for group in self.groups if group.name)]

    def words(self) -> str:
        """The declaration, on one line if it fits."""
        parts = [*(group.words(self.office) for group in self.groups)]
        parts += [self.meeting[part] for part in _MEETING if part in self.meeting]
        head = f"{'office' if self.office else 'body'} {self.name}"
        line = f"{head} {{ {' '.join(parts)} }}"
        if len(line) <= _WIDTH and len(parts) <= 2:
            return line
        return "\n".join((f"{head} {{", *(f"  {part}" for part in parts), "}"))


@define
class Draft:
    """Everything decided so far. `rolled` draws are made so that nought stands for the simplest outcome."""

    random: Random
    shape: Shape
    statuses: dict[str, str] = field(factory=dict)
    attributes: dict[str, str] = field(factory=dict)
    classes: dict[str, str] = field(factory=dict)
    flags: dict[str, str] = field(factory=dict)
    customs: dict[str, str] = field(factory=dict)
    bodies: list[Body] = field(factory=list)
    articles: int = 1
    said: list[tuple[int, str]] = field(factory=list)
    done: dict[str, None] = field(factory=dict)
    """Acts that somebody may do: what checks, prohibitions and promises are best about."""
    cited: set[int] = field(factory=set)
    promises: list[str] = field(factory=list)
    switches: int = 0

    # --- dice ---------------------------------------------------------------------------------------------------

    def one(self, options: Sequence[T]) -> T:
        """One of them, the first being the simplest."""
        return options[self.random.randrange(len(options))]

    def some(self, options: Iterable[T], number: int) -> list[T]:
        """So many of them, different as far as there are enough."""
        every = list(options)
        found: list[T] = []
        while len(found) < number:
            left = [each for each in every if each not in found] or every
            found.append(self.one(left))
        return found

    def chance(self, feature: str) -> bool:
        """Whether a feature that occurs so many times in a hundred occurs here."""
        return self.happens(self.shape.weight(feature))

    def happens(self, percent: int) -> bool:
        """Whether what happens so many times in a hundred happens now."""
        return self.random.randrange(100) >= 100 - percent

    def kind(self, features: Iterable[str] | Mapping[str, int]) -> str | None:
        """One of the features, by their weights; None where all of them are left out."""
        weights = {feature: self.shape.weight(feature) for feature in features}
        total = sum(weights.values())
        if not total:
            return None
        left = self.random.randrange(total)
        for feature, weight in weights.items():
            left -= weight
            if left < 0:
                return feature
        raise AssertionError("some feature is drawn")

    def count(self, bounds: tuple[int, int], percent: int = 50) -> Iterator[int]:
        """Numbers from 0 up, between the fewest and the most of them; each one more by another draw."""
        for number in range(bounds[1]):
            if number >= bounds[0] and not self.happens(percent):
                return
            yield number

    # --- names --------------------------------------------------------------------------------------------------

    @property
    def plain(self) -> list[Body]:
        """Bodies that are not offices; all where there are only offices."""
        return [body for body in self.bodies if not body.office] or self.bodies

    @property
    def offices(self) -> list[Body]:
        """The offices, in order."""
        return [body for body in self.bodies if body.office]

    def body_named(self, name: str) -> Body | None:
        """The body of that name."""
        return next((body for body in self.bodies if body.name == name), None)

    def fresh(self, pool: Sequence[str]) -> str:
        """A name of the pool that no body has, numbered when they run out."""
        taken = {body.name for body in self.bodies}
        rounds = (f"{name}{number or ''}" for number in (0, *range(2, len(taken) + 3)) for name in pool)
        return next(name for name in rounds if name not in taken)

    def new_body(self, office: bool, filling: str = "", seats: int | None = None) -> Body:
        """Another body, filled by nobody where nothing is said."""
        number = 1 if office else self.seats() if seats is None else seats
        body = Body(self.fresh(OFFICES if office else BODIES), office, self.place(), [Group(number, filling)])
        self.bodies.append(body)
        return body

    def seats(self) -> int:
        """How many seats a group has."""
        least, most = self.shape.seats
        return max(1, least + self.random.randrange(most - least + 1))

    # --- statements ---------------------------------------------------------------------------------------------

    def place(self) -> int:
        """Where a statement stands: the number of an article, or 0 outside any."""
        return self.random.randrange(self.articles + 1)

    def article(self) -> int:
        """The number of an article, to be spoken of."""
        number = 1 + self.random.randrange(self.articles)
        self.cited.add(number)
        return number

    def other_article(self, number: int) -> int:
        """An article other than that one; a new one where there is no other."""
        if self.articles == 1:
            self.articles = 2
        return self.one([other for other in range(1, self.articles + 1) if other != number])

    def say(self, text: str, article: int | None = None) -> None:
        """Say something in an article, once."""
        where = self.place() if article is None else article
        if (where, text) not in self.said:
            self.said.append((where, text))

    def permit(self, subject: str, act: str, rest: str = "", article: int | None = None) -> None:
        """Give a power, and remember that somebody has it."""
        self.done[act] = None
        self.say(f"{subject} may {act}{rest and ' '}{rest}", article)

    def promise(self, text: str) -> None:
        """Promise something, once."""
        if text not in self.promises:
            self.promises.append(text)

    # --- text ---------------------------------------------------------------------------------------------------

    def words(self) -> str:
        """The whole text, in the order in which people write constitutions."""
        lines = ['constitution "A grown constitution"', *self.statuses.values(), *self.attributes.values()]
        lines += [*self.customs.values(), *self.flags.values(), *self.classes.values(), *self._in(0)]
        for number in range(1, self.articles + 1):
            inner = [f"  {line}" for text in self._in(number) for line in text.split("\n")]
            if inner:
                lines += [f"article {number} {{", *inner, "}"]
            elif number in self.cited:
                lines.append(f"article {number} {{ }}")
        most = max(self.shape.guarantees[1], 0)
        lines += [f'guarantee "{number}": {text}' for number, text in enumerate(self.promises[:most], 1)]
        return "\n".join(lines) + "\n"

    def _in(self, article: int) -> list[str]:
        bodies = [body.words() for body in self.bodies if body.article == article]
        return bodies + [text for where, text in self.said if where == article]
