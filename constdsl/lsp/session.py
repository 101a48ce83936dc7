"""One conversation with an editor: which texts are open, what is known of them, and what is to be told."""

from __future__ import annotations

import re
from functools import partial
from pathlib import PurePosixPath

from constdsl.diagnostic import Diagnostic
from constdsl.lsp.analyst import Job
from constdsl.lsp.documents import Document, Documents
from constdsl.lsp.outcome import Outcome
from constdsl.lsp.settings import EditorSettings, asking_for
from constdsl.lsp.view import View
from constdsl.model.drafts import Drafts, Look
from constdsl.source import Source

__all__ = ["Session"]

_UNKNOWN = ("names/unknown", "articles/unknown")
_USE = re.compile(r'\buse\s+"')


class Session:
    """Everything that is known of the open texts. Used from one thread; analyses are handed out and taken back.

    An open text that another open text uses is looked at as part of that one, as `constdsl check` does. A text that
    leaves names undeclared is looked at as part of a text in the workspace that uses it, if there is one.
    """

    def __init__(self) -> None:
        self.documents = Documents()
        self.settings = EditorSettings()
        self.notes: list[str] = []
        """Sentences about settings that cannot be followed, for the person."""
        self._drafts = Drafts()
        self._looks: dict[str, Look] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._missing: dict[str, dict[str, str]] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self.stale = True
        """Whether something changed that has not been read yet."""

    # --- what changes -----------------------------------------------------------------------------------------------

    def put(self, document: Document) -> None:
        """Take in an open text, new or changed."""
        self.documents.put(document)
        self.stale = True

    def close(self, uri: str) -> None:
        """Let go of a text."""
        self.documents.close(uri)
        self.stale = True

    def refresh(self) -> None:
        """Files, folders or settings changed: look at everything again."""
        self.documents.refresh()
        self._looks.clear()
        self._outcomes.clear()
        self.stale = True

    # --- what is known ----------------------------------------------------------------------------------------------

    def update(self) -> list[Look]:
        """Read again what changed: the looks to be analysed that are new since the last time."""
        if not self.stale:
            return []
        self.stale = False
        before = dict(self._looks)
        self._roots = self._find_roots()
        wanted = self.roots()
        for name in [name for name in self._looks if name not in wanted and name not in self.documents.open]:
            del self._looks[name]
        for name in [name for name in self._outcomes if name not in wanted]:
            del self._outcomes[name]
        return [self._looks[name] for name in wanted if self._looks[name] is not before.get(name)]

    def roots(self) -> list[str]:
        """The texts that are analysed."""
        return list(dict.fromkeys(root for roots in self._roots.values() for root in roots))

    def _look(self, name: str) -> Look | None:
        """The look at a text in its present state; the one of last time where nothing changed in it."""
        source = self.documents.read(name)
        if isinstance(source, str):
            return None
        known = self._looks.get(name)
        if known is not None and self._unchanged(known):
            return known
        missing = self._missing[name] = {}

        def read(other: str) -> Source | str:
            found = self.documents.read(other)
            if isinstance(found, str):
                missing[other] = found
            return found

        look = self._looks[name] = self._drafts.look(source, read)
        self._outcomes.pop(name, None)
        return look

    def _unchanged(self, look: Look) -> bool:
        for name, source in look.loaded.sources.items():
            now = self.documents.read(name)
            if isinstance(now, str) or (now is not source and (now.text != source.text or now.shown != source.shown)):
                return False
        missing = self._missing.get(look.root, {})
        return all(self.documents.read(name) == sentence for name, sentence in missing.items())

    def _find_roots(self) -> dict[str, tuple[str, ...]]:
        """For each open text the texts as parts of which it is looked at."""
        opened = {name: look for name in self.documents.open if (look := self._look(name)) is not None}
        used = {name for look in opened.values() for name in look.loaded.uses}
        found: dict[str, tuple[str, ...]] = {}
        for name, look in opened.items():
            above = tuple(other for other, its in opened.items() if name in its.loaded.uses and other not in used)
            if name in used and above:
                found[name] = above
            elif any(each.slug in _UNKNOWN and each.file == name for each in look.diagnostics):
                found[name] = self._users(name) or (name,)
            else:
                found[name] = (name,)
        return found

    def _users(self, name: str) -> tuple[str, ...]:
        """The texts of the workspace that use a text and are used by no other that does."""
        spelled = PurePosixPath(name).name
        users: dict[str, Look] = {}
        for other in self.documents.known():
            source = self.documents.read(other)
            if other == name or isinstance(source, str) or spelled not in source.text or not _USE.search(source.text):
                continue
            look = self._look(other)
            if look is not None and name in look.loaded.uses:
                users[other] = look
        inner = {used for look in users.values() for used in look.loaded.uses}
        return tuple(other for other in users if other not in inner)

    def look(self, root: str) -> Look:
        """The look at one of the texts that are analysed. Raises KeyError for others."""
        return self._looks[root]

    def document(self, name: str) -> Document | None:
        """An open text by its name."""
        return self.documents.open.get(name)

    def view(self, document: Document) -> View | None:
        """All that is known of an open text; None of one that is not open any more."""
        for root in self._roots.get(document.name, ()):
            look = self._looks.get(root)
            if look is not None and document.name in look.drafts:
                related = partial(self._related, look)
                return View(document, look, self.outcome(root), self.documents, self.settings, related)
        return None

    def outcome(self, root: str) -> Outcome | None:
        """What the analysis of a text found, if it is of its present state."""
        found = self._outcomes.get(root)
        return found if found is not None and found.look is self._looks.get(root) else None

    def _related(self, look: Look) -> list[Look]:
        """Looks at all other texts of the workspace that share a text with this one, or with one that does."""
        looks: list[Look] = []
        for name in self.documents.known():
            source = self.documents.read(name)
            if name == look.root or isinstance(source, str):
                continue
            if (name in look.drafts or _USE.search(source.text)) and (other := self._look(name)) is not None:
                looks.append(other)
        found: list[Look] = []
        shared = set(look.drafts)
        while more := [each for each in looks if each not in found and not shared.isdisjoint(each.drafts)]:
            found += more
            shared.update(*(each.drafts for each in more))
        return found

    # --- analyses ---------------------------------------------------------------------------------------------------

    def job(self, look: Look) -> Job:
        """What is to be analysed of a look."""
        asking, notes = asking_for(look.root, self.settings)
        self.notes = [*self.settings.problems, *notes]
        sources = dict(look.loaded.sources)
        missing = dict(self._missing.get(look.root, {}))

        def read(name: str) -> Source | str:
            return sources.get(name) or missing.get(name) or f"there is no file `{name}`"

        return Job(look, read, asking, self.settings.ways_out)

    def settle(self, outcome: Outcome) -> bool:
        """Take in what an analysis found; whether it is of the present state, and not to be thrown away."""
        if self._looks.get(outcome.look.root) is not outcome.look:
            return False
        self._outcomes[outcome.look.root] = outcome
        return True

    # --- what is told -----------------------------------------------------------------------------------------------

    def files(self) -> list[str]:
        """The names of all texts of which something may be told: those open, and those that belong to them."""
        return list(
            dict.fromkeys([*self.documents.open, *(name for root in self.roots() for name in self._looks[root].drafts)])
        )

    def mistakes(self, name: str) -> list[Diagnostic]:
        """What is wrong with a text itself, analysed or not."""
        looks = [self._looks[root] for root in self.roots()]
        found = dict.fromkeys(each for look in looks for each in look.diagnostics if each.file == name)
        return sorted(found, key=Diagnostic.sort_key)

    def state(self) -> str:
        """How far the open texts are understood: `read`, `analysed`, or `settled` with all ways out."""
        outcomes = [self.outcome(root) for root in self.roots()]
        if any(each is None for each in outcomes):
            return "read"
        return "settled" if all(each is not None and each.ways is not None for each in outcomes) else "analysed"

    def told(self, name: str) -> tuple[list[Diagnostic], bool]:
        """What is to be said of a text in its present state, and whether that is all: its analyses are done."""
        found: dict[Diagnostic, None] = {}
        whole = True
        for root in self.roots():
            look = self._looks[root]
            if name not in look.drafts:
                continue
            outcome = self.outcome(root)
            whole = whole and outcome is not None
            said = look.diagnostics if outcome is None else outcome.report.diagnostics
            found |= dict.fromkeys(each for each in said if each.file == name)
        return sorted(found, key=Diagnostic.sort_key), whole
