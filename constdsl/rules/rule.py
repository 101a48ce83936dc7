"""What a rule is: a question put to every constitution, with a name people can use in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import field, frozen

from constdsl.diagnostic import Edit, Severity, Table
from constdsl.model.entities import Clause, Constitution
from constdsl.rules.view import Capture
from constdsl.verdict.answers import Step

__all__ = ["Check", "Finding", "Repair", "Rule", "rule"]


@frozen
class Repair:
    """A change of the text that may end a finding; it is offered only after it was tried."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False
    """Whether it is the only sensible repair and takes nothing from anybody."""


@frozen
class Finding:
    """What a rule has found: a sentence, the clause that is the cause, and the evidence.

    `labels` are further clauses, each with a few words; `reason` a short chain of sentences; `history` the replayed
    steps that show it. Findings of one `cause` are shown as one: the first in order of severity and of code. `subject`
    tells two findings of a rule apart that are at one clause, and is the same before and after an unrelated change.
    `severity` overrules that of the rule.
    """

    message: str
    at: Clause
    labels: tuple[tuple[Clause, str], ...] = ()
    reason: tuple[str, ...] = ()
    history: tuple[Step, ...] = ()
    table: Table | None = None
    help: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    cause: tuple[object, ...] = ()
    subject: tuple[object, ...] = ()
    severity: Severity | None = None


Check = Callable[[Constitution, Capture], Iterator[Finding]]


@frozen
class Rule:
    """One rule. `slug` is `group/fault`, `code` short and never given to another, `question` what it asks, in a line;
    `module` is where it stands, with its page beside it."""

    slug: str
    code: str
    severity: Severity
    since: str
    question: str
    module: str
    check: Check = field(repr=False, eq=False)

    @property
    def group(self) -> str:
        """The first part of the slug."""
        return self.slug.partition("/")[0]


def rule(*, code: str, severity: str, since: str) -> Callable[[Check], Rule]:
    """Make a function a rule. Its slug is the place of its module: `…/nomination/umbrella_monopoly.py` holds
    `nomination/umbrella-monopoly`; the first line of its docstring is the question."""

    def made(check: Check) -> Rule:
        *_, group, fault = check.__module__.split(".")
        question = (check.__doc__ or "").strip().partition("\n")[0]
        slug = f"{group}/{fault}".replace("_", "-")
        return Rule(slug, code, Severity(severity), since, question, check.__module__, check)

    return made
