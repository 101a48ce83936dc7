"""Moves by their words, so that a history can be kept, shown and made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from constdsl.model.entities import Clause, Constitution, Filling, GroupRef, Power
from constdsl.play import open as everybody
from constdsl.play.campaign import Fill, Move, Use, Wait

__all__ = ["WAIT", "Wording", "article", "open_wording"]

WAIT = "wait"
"""The words for letting time pass until the next term ends."""


class Wording:
    """The words of every move of a constitution's campaigns; rules of the same words are told apart by a number."""

    def __init__(self, constitution: Constitution) -> None:
        self._constitution = constitution
        groups = [group for body in constitution.bodies.values() for group in body.groups]
        found: list[Use | Fill] = [Use(power) for power in constitution.powers]
        found += [Fill(group.ref, group.label) for group in groups if group.filling not in _OTHERS_SEATS]
        words = _distinct([str(move) for move in found])
        self._moves: dict[str, Move] = {WAIT: Wait(), **dict(zip(words, found, strict=True))}
        # Powers are told apart by themselves; two that are equal are one, and the first words serve.
        self._words: dict[Power | GroupRef, str] = {}
        for text, move in zip(words, found, strict=True):
            self._words.setdefault(move.power if isinstance(move, Use) else move.group, text)

    def words(self, move: Move) -> str:
        """The words of a move."""
        match move:
            case Use(power):
                return self._words[power]
            case Fill(group):
                return self._words[group]
            case _:
                return WAIT

    def move(self, words: str) -> Move | None:
        """The move of these words, if there is one."""
        return self._moves.get(words)

    def known(self) -> tuple[str, ...]:
        """The words of all moves."""
        return tuple(self._moves)

    def clause(self, move: Move) -> Clause | None:
        """The clause that allows a move; None for waiting."""
        match move:
            case Use(power):
                return power.clause
            case Fill(ref):
                return self._constitution.group(ref).fill_clause
            case _:
                return None


_OTHERS_SEATS = (Filling.HELD, Filling.JOINING)


def open_wording(moves: Sequence[everybody.Move]) -> Mapping[str, everybody.Move]:
    """The moves of open play by their words, told apart by a number where words are the same."""
    return dict(zip(_distinct([move.words for move in moves]), moves, strict=True))


def article(constitution: Constitution, clause: Clause | None) -> str | None:
    """The article in which a clause stands, as people name it; None for none."""
    return None if clause is None or clause.article is None else constitution.articles[clause.article].label


def _distinct(words: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    found = []
    for each in words:
        seen[each] += 1
        found.append(each if seen[each] == 1 else f"{each} ({seen[each]})")
    return found
