"""Results as values: what `check`, `ask`, `variants` and `power` found, before anything is drawn or printed."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from constdsl.diagnostic import Diagnostic
from constdsl.source import Source
from constdsl.verdict.answers import Answer, Margin, Play, Reach, Step, Verdict
from constdsl.verdict.promises import Case

__all__ = ["Answer", "Margin", "Play", "PowerReport", "Reach", "Report", "Step", "Variant", "Variants", "Verdict"]


@frozen
class Report:
    """What `check` found in one set of files: the sources by name, diagnostics in order, answers in order.

    `unusable` tells that some text could not be read or parsed (exit code 2).
    """

    sources: dict[str, Source] = field(repr=False)
    diagnostics: tuple[Diagnostic, ...]
    answers: tuple[Answer, ...]
    unusable: bool = False
    left_out: int = 0
    """Clauses that were left out because of mistakes, where answers were wanted despite them: these are provisional."""
    cases: dict[str, Case] = field(factory=dict, repr=False, eq=False)
    """What was analysed, under the first reading of unclear words: by the name of each text that was analysed."""


@frozen
class Variant:
    """One combination of choices and readings: (name, choice) pairs in the order of the text, and the answers."""

    choices: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]


@frozen
class Variants:
    """Every combination in the order of an odometer whose last wheel turns fastest.

    `settled` says, a sentence for each guarantee, which single change from the default settles it.
    """

    variants: tuple[Variant, ...]
    settled: tuple[str, ...]


@frozen
class PowerReport:
    """Who reaches what: per play, per coalition, each body reached with its date in years.

    Coalitions and bodies come in the order of the text; a coalition of several is named "A and B".
    """

    plays: dict[Play, dict[str, dict[str, Fraction]]]
