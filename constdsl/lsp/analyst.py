"""Analyses in the background: one at a time, the text that was changed last first, and none that nobody wants."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from attrs import evolve, frozen

from constdsl.check.asking import Asking
from constdsl.check.program import check
from constdsl.check.results import Play
from constdsl.lsp.outcome import Outcome
from constdsl.model.drafts import Look
from constdsl.model.load import Reader
from constdsl.patience import Abandoned, checkpoint, while_wanted

__all__ = ["Analyst", "Job"]

MOST_BODIES = 400
"""Bodies of a text of which it is worked out whom each alone comes to command."""

log = logging.getLogger(__name__)


@frozen(eq=False)
class Job:
    """A text to be analysed, in the state of `look`; `read` gives those it uses in the same state."""

    look: Look
    read: Reader
    asking: Asking
    ways_out: bool


class Analyst:
    """A thread that analyses texts. `tell` is called from it after each stage: findings, who commands whom, ways out.

    A new job for a text takes the place of the one before, also when that one has begun.
    """

    def __init__(self, tell: Callable[[Outcome], None]) -> None:
        self._tell = tell
        self._jobs: dict[str, Job] = {}
        self._running: Job | None = None
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="analyst", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Analyse a text, as soon as may be."""
        with self._changed:
            root = job.look.root
            if self._running is not None and self._running.look.root != root:
                # What was begun is taken up again later: the text that is being written comes first.
                self._jobs.setdefault(self._running.look.root, self._running)
            self._jobs.pop(root, None)
            self._jobs[root] = job
            self._running = None
            self._changed.notify()

    def withdraw(self, root: str) -> None:
        """Nobody wants to know about a text any more."""
        with self._changed:
            self._jobs.pop(root, None)
            if self._running is not None and self._running.look.root == root:
                self._running = None

    def stop(self) -> None:
        """Leave everything, and end."""
        with self._changed:
            self._stopped = True
            self._jobs.clear()
            self._running = None
            self._changed.notify()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._jobs and not self._stopped:
                    self._changed.wait()
                if self._stopped:
                    return
                root = list(self._jobs)[-1]
                job = self._running = self._jobs.pop(root)
            try:
                with while_wanted(lambda job=job: self._running is job):  # type: ignore[misc]
                    self._analyse(job)
            except Abandoned:
                continue
            except Exception:
                log.exception("the analysis of %s failed", root)
            finally:
                with self._changed:
                    if self._running is job:
                        self._running = None

    def _analyse(self, job: Job) -> None:
        look = job.look
        root = look.loaded.sources[look.root]
        report = check([root], job.read, None, evolve(job.asking, ways_out=False, despite_mistakes=True))
        checkpoint()
        outcome = Outcome(look, report)
        self._tell(outcome)
        if outcome.case is not None and len(outcome.case.constitution.bodies) <= MOST_BODIES:
            calculus = outcome.case.calculus
            outcome.reach = {
                play: {
                    name: calculus.reach((name,), contested=play is Play.CONTESTED)
                    for name in outcome.case.constitution.bodies
                }
                for play in Play
            }
            checkpoint()
            self._tell(outcome)
        if job.ways_out:
            whole = check([root], job.read, None, evolve(job.asking, ways_out=True, despite_mistakes=True))
            checkpoint()
            outcome.ways = {each.sort_key(): each.ways_out for each in whole.diagnostics if each.ways_out}
        else:
            outcome.ways = {}
        self._tell(outcome)
