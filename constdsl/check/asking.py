"""What is asked of texts beside the promises they make."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from constdsl.check.settings import Settings
from constdsl.rules.registry import built_in
from constdsl.rules.rule import Rule

__all__ = ["PROMISES_ONLY", "Asking"]


@frozen
class Asking:
    """What is asked of a text unasked: some rules under some settings, and whether ways out are tried.

    `rules` are all there are, also those that the settings leave out; None means those that come with the tool.
    """

    rules: tuple[Rule, ...] | None = None
    settings: Settings = Settings()
    ways_out: bool = False
    progress: Callable[[str, int], None] | None = None
    """Told, by the name of a text and a number, of each change that is tried."""

    despite_mistakes: bool = False
    """Whether a text with mistakes is analysed as far as it goes, as if the clauses that are wrong were not there."""

    @property
    def all(self) -> tuple[Rule, ...]:
        """The rules there are."""
        return built_in() if self.rules is None else self.rules


PROMISES_ONLY = Asking(())
"""No rule is asked: mistakes, and verdicts on what the text promises."""
