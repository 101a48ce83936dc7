"""The rules asked of a constitution: what they find, in order, with one finding for each cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from attrs import evolve, frozen

from constdsl.diagnostic import Diagnostic, Event, Label, Severity
from constdsl.patience import checkpoint
from constdsl.rules.rule import Finding, Rule
from constdsl.rules.view import Capture, Exhausted
from constdsl.source import NOWHERE
from constdsl.verdict.answers import Step
from constdsl.verdict.promises import Case

__all__ = ["Found", "find", "folded"]

MOST = 20
"""Findings of one rule that are looked for in one text."""

_ORDER = {severity: number for number, severity in enumerate(Severity)}


@frozen
class Found:
    """A finding with the rule that made it, and what else was found of the same cause."""

    rule: Rule
    finding: Finding
    severity: Severity
    folded: tuple[Found, ...] = ()

    @property
    def key(self) -> tuple[str, tuple[object, ...]]:
        """What makes it the same finding in a changed text: the rule, and what it is about."""
        return (self.rule.slug, self.finding.subject or self.finding.cause)

    @property
    def all(self) -> tuple[Found, ...]:
        """Itself and those folded into it."""
        return (self, *self.folded)

    def diagnostic(self) -> Diagnostic:
        """The finding as it is shown."""
        finding = self.finding
        follows = tuple(f"{each.finding.message} ({each.rule.slug})" for each in self.folded)
        return Diagnostic(
            self.rule.slug, self.rule.code, self.severity, finding.message, finding.at.file, finding.at.span,
            tuple(Label(clause.file, clause.span, words) for clause, words in finding.labels),
            finding.help, finding.reason, tuple(map(_event, finding.history)), finding.table, follows,
        )  # fmt: skip


def _event(step: Step) -> Event:
    return Event(step.years, step.text, step.article, step.file, step.span)


def find(
    case: Case, readings: Mapping[tuple[tuple[str, str], ...], Case], rules: Sequence[Rule]
) -> tuple[list[Found], list[Diagnostic]]:
    """All that some rules find in a constitution, nothing folded; and what is wrong with the tool, if anything is.

    `readings` are all readings of unclear words, empty where nothing is unclear. A rule that fails is reported and
    keeps no other from being asked.
    """
    capture = Capture(case, readings)
    found: list[Found] = []
    problems: list[Diagnostic] = []
    for rule in rules:
        said: dict[object, Found] = {}
        checkpoint()
        try:
            for finding in islice(rule.check(case.constitution, capture), MOST + 1):
                # Two clauses of one wording can be found twice; what is said is one thing.
                key = (finding.subject, finding.at, finding.message)
                said.setdefault(key, Found(rule, finding, finding.severity or rule.severity))
        except Exhausted:
            pass  # what was found so far is true
        except Exception as error:
            problems.append(
                _about_tool(
                    case, "failed-rule", "Z2", f"the rule `{rule.slug}` failed ({type(error).__name__}: {error})",
                    "this is a fault of the rule and not of your text; please report it with the text",
                )
            )  # fmt: skip
        found += list(said.values())[:MOST]
        if len(said) > MOST:
            message = f"`{rule.slug}` finds more than {MOST} faults, of which {MOST} are shown"
            problems.append(_about_tool(case, "more", "Z6", message, severity=Severity.NOTE))
    problems += [
        _about_tool(
            case, "disagreement", "Z1", f"the two engines of the tool disagree about {words}",
            "this is a fault of constdsl and not of your text; please report it with the text",
        )
        for words in dict.fromkeys(capture.diary.disagreements)
    ]  # fmt: skip
    if capture.diary.full:
        problems.append(
            _about_tool(
                case, "more", "Z6",
                "so much can be done in this text that the rules have not looked for all of it; what they show is true",
                "ask for fewer rules at a time: `--select elections`", severity=Severity.NOTE,
            )
        )  # fmt: skip
    return found, problems


def _about_tool(
    case: Case, fault: str, code: str, message: str, *advice: str, severity: Severity = Severity.WARNING
) -> Diagnostic:
    """Something that is to be said of the tool, and not of a place in the text."""
    file = next(iter(case.constitution.file_ranks), "")
    return Diagnostic(f"internal/{fault}", code, severity, message, file, NOWHERE, help=advice)


def folded(found: Iterable[Found]) -> list[Found]:
    """One finding for each cause: the gravest, of these the one whose code comes first; the others are told with it."""
    ordered = sorted(found, key=_rank)
    kept: dict[object, Found] = {}
    for each in ordered:
        key: object = each.finding.cause or id(each)
        first = kept.get(key)
        if first is None:
            kept[key] = each
        elif each.key != first.key and each.key not in {other.key for other in first.folded}:
            kept[key] = evolve(first, folded=(*first.folded, each))
    return sorted(kept.values(), key=lambda each: each.diagnostic().sort_key())


def _rank(found: Found) -> tuple[int, str, int, str, int]:
    at = found.finding.at
    code = found.rule.code
    letters = code.rstrip("0123456789")
    return (_ORDER[found.severity], letters, int(code[len(letters) :] or 0), at.file, at.span.start)
