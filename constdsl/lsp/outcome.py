"""What an analysis of one text found, as it becomes known."""

from __future__ import annotations

from fractions import Fraction

from attrs import define, field

from constdsl.check.results import Answer, Play, Report, Variants
from constdsl.diagnostic import Diagnostic, WayOut
from constdsl.model.drafts import Look
from constdsl.model.entities import Constitution
from constdsl.verdict.promises import Case

__all__ = ["Compared", "Outcome"]

Compared = tuple[Report, Variants | None]
"""Choices compared; no table, and a report that says why, where there are mistakes."""


@define(eq=False)
class Outcome:
    """The findings on a text and those it uses, of exactly the texts in `look`; what takes longer comes later.

    `reach` tells, per play, which bodies and classes each body alone comes to command, and the latest date in years;
    `ways` which changes end a finding. Both are None until they are worked out. `compared` tells what each choice of
    an option does, or under None what each combination of all choices does, where somebody has asked.
    """

    look: Look = field(repr=False)
    report: Report
    reach: dict[Play, dict[str, dict[str, Fraction]]] | None = None
    ways: dict[tuple[str, int, int, str, str], tuple[WayOut, ...]] | None = None
    compared: dict[str | None, Compared] = field(factory=dict, repr=False)

    @property
    def case(self) -> Case | None:
        """What was analysed; None where too much is wrong with the text."""
        return self.report.cases.get(self.look.root)

    @property
    def constitution(self) -> Constitution | None:
        """The resolved constitution under its first choices and readings."""
        return self.case.constitution if self.case is not None else None

    @property
    def provisional(self) -> bool:
        """Whether clauses were left out because of mistakes."""
        return self.report.left_out > 0

    def diagnostics(self, name: str) -> list[Diagnostic]:
        """What is wrong in one of the texts, in the order of places."""
        return [each for each in self.report.diagnostics if each.file == name]

    def answers(self, name: str) -> list[Answer]:
        """The verdicts on the promises of one of the texts, in the order of places."""
        return sorted((each for each in self.report.answers if each.file == name), key=lambda each: each.span)

    def ways_out(self, diagnostic: Diagnostic) -> tuple[WayOut, ...]:
        """The changes that end a finding, as far as they are known."""
        return (self.ways or {}).get(diagnostic.sort_key(), ()) or diagnostic.ways_out
