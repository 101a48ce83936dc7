"""A rule that binds people and stands where they cannot read it."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.index import covers
from constdsl.model.conditions import negation
from constdsl.model.entities import Article, Binding, Clause, Constitution, Norm, Power
from constdsl.rules.repairs import put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture

__all__ = ["secret_norm"]


@rule(code="W5", severity="error", since="0.1")
def secret_norm(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a rule operate that is unpublished and that no published rule says as well?"""
    secret = {key for key, article in constitution.articles.items() if article.unpublished}
    if not secret:
        return
    hidden: dict[str, dict[Clause, str]] = {key: {} for key in constitution.articles if key in secret}
    for clause, words in _operative(constitution, capture, secret):
        if clause.article in hidden:
            hidden[clause.article].setdefault(clause, words)
    for key, clauses in hidden.items():
        if not clauses:
            continue
        article = constitution.articles[key]
        yield Finding(
            f"{article.label} is unpublished, and {next(iter(clauses.values()))}",
            at=article.clause,
            labels=tuple((clause, "nothing published says so") for clause in clauses),
            reason=("Nobody can obey, contest or invoke a rule that they cannot read.",),
            repairs=(Repair(f"publish {article.label}", (put(article.clause, _published(article)),)),),
            cause=("unpublished", key),
            subject=("unpublished", key),
        )


def _operative(constitution: Constitution, capture: Capture, secret: set[str]) -> Iterator[tuple[Clause, str]]:
    """The clauses of unpublished articles that no published clause covers, with what each of them does."""
    for body in constitution.bodies.values():
        if body.clause.article in secret:
            yield body.clause, f"only there `{body.name}` comes to exist"
    for power in constitution.powers:
        published = (other for other in constitution.powers if other.clause.article not in secret)
        if power.clause.article in secret and not any(_repeats(capture, other, power) for other in published):
            yield power.clause, f"only there {power.who} {'must' if power.duty else 'may'} {power.act.text}"
    for norm in constitution.norms:
        known = (other for other in constitution.norms if other.clause.article not in secret)
        if norm.clause.article in secret and not any(_repeats(capture, other, norm) for other in known):
            yield norm.clause, f"only there it is forbidden to {norm.act.text}"
    for binding in constitution.bindings:
        open_ = (other for other in constitution.bindings if other.clause.article not in secret)
        if binding.clause.article in secret and not any(_same_bond(other, binding) for other in open_):
            yield binding.clause, f"only there people are bound by `{binding.by}`"
    for emergency in constitution.emergencies:
        if emergency.clause.article in secret:
            lapsed = constitution.articles[emergency.article].label
            yield emergency.clause, f"only there {lapsed} is suspended during `{emergency.flag}`"


def _repeats(capture: Capture, known: Power | Norm, hidden: Power | Norm) -> bool:
    """Whether a published rule says at least what a hidden one does: the same subject and act, on as many people, as
    often, and as easily."""
    if known.subject != hidden.subject or not covers(known.act, hidden.act):
        return False
    if isinstance(known, Power) and isinstance(hidden, Power) and (
        known.threshold != hidden.threshold or not set(known.consent) <= set(hidden.consent)
    ):  # fmt: skip
        return False
    pairs = (
        (hidden.scope, known.scope), (hidden.act.whom, known.act.whom),
        (hidden.subject_condition, known.subject_condition),
    )  # fmt: skip
    return not any(capture.can_meet(narrow, negation(wide)) for narrow, wide in pairs)


def _same_bond(known: Binding, hidden: Binding) -> bool:
    return (known.condition, known.member_of, known.by) == (hidden.condition, hidden.member_of, hidden.by) and (
        known.modes >= hidden.modes
    )


def _published(article: Article) -> str:
    title = f' "{article.title}"' if article.title else ""
    return f"article {article.number}{title}"
