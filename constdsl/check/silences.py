"""Silence: steps that decide a matter and that no rule covers (section 10 of docs/semantics.md)."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.index import Index
from constdsl.diagnostic import Diagnostic, Severity
from constdsl.model.conditions import Both, Condition, Either, Holds, Negation
from constdsl.model.entities import Act, Clause, Constitution, Filling
from constdsl.syntax.tree import Verb

__all__ = ["silences"]


def silences(constitution: Constitution) -> Iterator[Diagnostic]:
    """Report what no rule covers, in the order of the text; linear in the constitution."""
    index = Index(constitution)
    yield from _statuses(constitution, index)
    yield from _bodies(constitution, index)
    yield from _acts(constitution, index)


def _statuses(constitution: Constitution, index: Index) -> Iterator[Diagnostic]:
    made = {act.makes for act in constitution.acts.values()}
    harmful = {name for condition in _conditions(constitution) for name in _negated(condition, True)}
    for status in constitution.statuses.values():
        given = bool(index.powers(Act(Verb.CONFER, name=status.name))) or status.name in made
        taken = any(
            index.powers(Act(Verb.REVOKE, name=name)) for name in _outwards(constitution, status.name)
        )  # fmt: skip
        if status.name in harmful and not given:
            yield _silence(
                "silence/unconferred-status", "Q1", Severity.WARNING,
                f"`{status.name}` takes rights away, and no rule says who confers it",
                status.clause, f"say who decides: `SOMEBODY may confer {status.name} on any …`, and who reviews it",
            )  # fmt: skip
        elif taken and not given:
            yield _silence(
                "silence/irrecoverable-status", "Q2", Severity.NOTE,
                f"`{status.name}` can be taken from people, and no rule says who gives it",
                status.clause, f"say who admits: `SOMEBODY may confer {status.name} on any …`",
            )  # fmt: skip


def _outwards(constitution: Constitution, status: str) -> Iterator[str]:
    current: str | None = status
    while current is not None:
        yield current
        current = constitution.statuses[current].within if current in constitution.statuses else None


def _conditions(constitution: Constitution) -> Iterator[Condition]:
    """What people must meet to vote, stand, hold a seat or act."""
    for found in constitution.classes.values():
        yield found.condition
    for body in constitution.bodies.values():
        for group in body.groups:
            yield group.eligible
            yield group.retain
    for power in constitution.powers:
        if power.subject is None:
            yield power.subject_condition
            yield power.scope


def _negated(condition: Condition, positive: bool) -> Iterator[str]:
    match condition:
        case Holds(status) if not positive:
            yield status
        case Negation(operand):
            yield from _negated(operand, not positive)
        case Both(operands) | Either(operands):
            for operand in operands:
                yield from _negated(operand, positive)
        case _:
            return


def _bodies(constitution: Constitution, index: Index) -> Iterator[Diagnostic]:
    for body in constitution.bodies.values():
        kind = "office" if body.office else "body"
        if not body.groups:
            yield _silence(
                "silence/unfilled-body", "Q3", Severity.WARNING, f"no rule says who sits in the {kind} `{body.name}`",
                body.clause, "say how it is filled: `seats 9 elected by …`, or `appointed by …`",
            )  # fmt: skip
        for group in body.groups:
            if group.filling is Filling.NOBODY and not index.group_powers(Verb.APPOINT, group):
                says = f"no rule says who fills `{group.label}`"
                if group.for_life:
                    says = f"`{group.label}` is held for life, and no rule says who follows"
                yield _silence(
                    "silence/unfilled-body", "Q3", Severity.WARNING, says,
                    group.clause if not body.office else body.clause,
                    "say how it is filled: `elected by …`, `appointed by …`, `drawn by lot`",
                )  # fmt: skip
            if group.most_candidates is not None and group.settler is None and group.filling is Filling.ELECTED:
                yield _silence(
                    "silence/unsettled-surplus", "Q6", Severity.WARNING,
                    f"at most {group.most_candidates} candidates may stand for `{group.label}`, "
                    "and no rule says who settles a surplus",
                    group.clause, "say so: `surplus settled by …`, or lift the limit",
                )  # fmt: skip


def _acts(constitution: Constitution, index: Index) -> Iterator[Diagnostic]:
    for act in constitution.acts.values():
        if not index.powers(Act(Verb.PERFORM, name=act.name)) and not index.norms(Act(Verb.PERFORM, name=act.name)):
            yield _silence(
                "silence/idle-act", "Q4", Severity.WARNING, f"no rule says who may, or must not, do `{act.name}`",
                act.clause, f"say so: `any citizen may {act.name}`, or remove the act",
            )  # fmt: skip
    for flag in constitution.flags.values():
        if not index.powers(Act(Verb.DECLARE, name=flag.name)):
            yield _silence(
                "silence/undeclared-flag", "Q5", Severity.WARNING, f"no rule says who declares `{flag.name}`",
                flag.clause, f"say so: `SOMEBODY may declare {flag.name}`",
            )  # fmt: skip


def _silence(slug: str, code: str, severity: Severity, message: str, clause: Clause, advice: str) -> Diagnostic:
    return Diagnostic(slug, code, severity, message, clause.file, clause.span, help=(advice,))
