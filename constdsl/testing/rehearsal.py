"""Histories made again move by move, by their words: what a test that `constdsl fuzz --emit-test` writes calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from constdsl.check import program
from constdsl.model.entities import Ability, Constitution, Invariant, Promise
from constdsl.model.load import Reader
from constdsl.play.campaign import Campaign, Use
from constdsl.play.open import Person, Play
from constdsl.source import Source
from constdsl.syntax.suggest import did_you_mean
from constdsl.testing.wording import Wording, open_wording

__all__ = ["Life", "Rehearsal", "live", "rehearse"]


def rehearse(
    source: Source | str,
    coalition: Sequence[str],
    *,
    contested: bool = False,
    choose: Mapping[str, str] | None = None,
    read: Reader = lambda name: f"`{name}` is not at hand: say how to `read` it",
) -> Rehearsal:
    """Begin a coalition's play; `contested` has everybody use the checks they have. ValueError for unusable text.

    `source` is a text, or the sentence that `read_source` gives instead of one, which is raised.
    """
    constitution = _constitution(source, choose, read)
    known = (*constitution.labels, *constitution.classes)
    for name in coalition:
        if name not in known:
            raise ValueError(f"`{name}` is no body, office, class or group of seats here{_near(name, known)}")
    return Rehearsal(constitution, Campaign(constitution, coalition, contested=contested))


def live(
    source: Source | str,
    persons: Iterable[Person],
    *,
    choose: Mapping[str, str] | None = None,
    read: Reader = lambda name: f"`{name}` is not at hand: say how to `read` it",
) -> Life:
    """Begin a play by everybody, with these persons. ValueError for unusable text."""
    constitution = _constitution(source, choose, read)
    found = tuple(persons)
    return Life(constitution, Play(constitution, found), found)


class Rehearsal:
    """A coalition's play, move by move."""

    def __init__(self, constitution: Constitution, campaign: Campaign) -> None:
        self.constitution = constitution
        self.campaign = campaign
        self._wording = Wording(constitution)
        self._passed: set[Promise] = set()

    @property
    def years(self) -> Fraction:
        """The latest date of the last move, in years from the start."""
        return self.campaign.situation.date

    def moves(self) -> tuple[str, ...]:
        """What may lawfully be done now, in words."""
        return tuple(self._wording.words(move) for move in self.campaign.moves())

    def make(self, words: str) -> None:
        """Make a move. ValueError for words of no move, Unlawful where it is not lawful now."""
        move = self._wording.move(words)
        if move is None:
            raise ValueError(f"there is no move “{words}”{_near(words, self._wording.known())}")
        if isinstance(move, Use) and self.campaign.lawful(move):
            # What is reached while a power is used counts, though it may be gone when the power has had its effect.
            for promise in self.constitution.promises:
                asked = promise.property
                if not isinstance(asked, Ability) or promise in self._passed or not _due(asked, self.years):
                    continue
                if self.campaign.during(move.power, asked.goal, every=asked.possible):
                    self._passed.add(promise)
        self.campaign.apply(move)

    def reaches(self, title: str) -> bool:
        """Whether the goal of a guarantee has been reached, in the years that it gives."""
        promise = _promise(self.constitution, title)
        asked = promise.property
        if not isinstance(asked, Ability):
            raise ValueError(f"“{title}” is about one person and not about what a coalition can do")
        if promise in self._passed:
            return True
        return _due(asked, self.years) and self.campaign.reached(asked.goal, every=asked.possible)

    def commands(self, label: str) -> bool:
        """Whether a body, office, class or group acts for the coalition by now."""
        return self.campaign.commands(label)


class Life:
    """A play by everybody, move by move."""

    def __init__(self, constitution: Constitution, play: Play, persons: tuple[Person, ...]) -> None:
        self.constitution = constitution
        self.play = play
        self._persons = persons

    def moves(self) -> tuple[str, ...]:
        """What may lawfully be done now, in words."""
        return tuple(open_wording(self.play.moves()))

    def make(self, words: str) -> None:
        """Make a move. ValueError where it is not lawful now."""
        lawful = open_wording(self.play.moves())
        if words not in lawful:
            raise ValueError(f"this is no lawful move now: “{words}”{_near(words, tuple(lawful))}")
        self.play.apply(lawful[words])

    def breaks(self, title: str) -> bool:
        """Whether some person is by now what a guarantee with `always` or `never` rules out."""
        asked = _promise(self.constitution, title).property
        if not isinstance(asked, Invariant):
            raise ValueError(f"“{title}” is about what a coalition can do and not about one person")
        return any(self.play.holds(asked.condition, each.name) is not asked.always for each in self._persons)


def _due(asked: Ability, years: Fraction) -> bool:
    return asked.within is None or years <= asked.within


def _constitution(source: Source | str, choose: Mapping[str, str] | None, read: Reader) -> Constitution:
    if isinstance(source, str):
        raise ValueError(source)
    report, constitution = program.settle(source, read, choose)
    if constitution is None:
        raise ValueError("; ".join(each.message for each in report.diagnostics) or "the text has mistakes")
    return constitution


def _promise(constitution: Constitution, title: str) -> Promise:
    titles = [each.title for each in constitution.promises]
    if title not in titles:
        raise ValueError(f"there is no guarantee called “{title}”{_near(title, titles)}")
    return constitution.promises[titles.index(title)]


def _near(word: str, known: Iterable[str]) -> str:
    near = did_you_mean(word, known)
    return f"; did you mean “{near[0]}”?" if near else ""
