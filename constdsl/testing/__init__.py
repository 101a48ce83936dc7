"""Trying constitutions out: random lawful play against every promise, and histories replayed in one's own tests.

`rehearse` and `live` begin a play that a test makes move by move; `docs/fuzzing.md` shows how. Hypothesis is imported
by the modules that play at random, and not by these two.
"""

from constdsl.testing.rehearsal import Life, Rehearsal, live, rehearse

__all__ = ["Life", "Rehearsal", "live", "rehearse"]
