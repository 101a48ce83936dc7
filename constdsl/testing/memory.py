"""Histories found by earlier runs, kept in words, so that they can be tried on a text that has been changed since."""

from __future__ import annotations

import hashlib
import json

from hypothesis.database import DirectoryBasedExampleDatabase

from constdsl.model.entities import Constitution
from constdsl.testing.lives import to_words
from constdsl.testing.results import Assignment, Played

__all__ = ["Memory"]


class Memory:
    """The histories of one file, in a folder of Hypothesis' own making; in no folder, nothing is kept.

    They are told apart by the file's name, the promise, who plays and how.
    """

    def __init__(self, constitution: Constitution, name: str, folder: str | None) -> None:
        self._constitution = constitution
        self._name = name
        self._database = None if folder is None else DirectoryBasedExampleDatabase(folder)

    def _key(self, assignment: Assignment, promise: int) -> bytes:
        told = self._constitution.promises[promise]
        parts = (self._name, told.title, told.text, assignment.coalition, str(assignment.play))
        return hashlib.sha256(repr(parts).encode()).digest()

    def earlier(self, assignment: Assignment) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
        """The histories known for an assignment: promise, seed, moves; the shortest first."""
        if self._database is None:
            return ()
        found = []
        for promise in assignment.promises:
            for value in self._database.fetch(self._key(assignment, promise)):
                try:
                    seed, words = json.loads(value)
                    found.append((promise, int(seed), tuple(str(each) for each in words)))
                except (ValueError, TypeError):
                    continue  # not written by us
        return tuple(sorted(found, key=lambda each: (each[0], len(each[2]), each)))

    def keep(self, played: Played) -> None:
        """Keep the histories that an assignment found."""
        if self._database is None:
            return
        for hit in played.hits:
            made = tuple(each.words for each in hit.history)
            words = made if hit.play is not None else to_words(hit.persons, made)
            value = json.dumps([hit.seed, words], ensure_ascii=False).encode()
            self._database.save(self._key(played.assignment, hit.promise), value)
