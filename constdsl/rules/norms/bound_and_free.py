"""Deputies whose mandate is free, and who must follow instructions."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from constdsl.diagnostic import Severity
from constdsl.model.conditions import conjunction
from constdsl.model.entities import Act, Binding, Clause, Constitution, Free, Group
from constdsl.rules.common.lines import capital, ranked
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["bound_and_free"]


@frozen
class _Order:
    """Somebody whose instructions all members of a free body have to follow, and by what."""

    by: str
    clause: Clause
    words: str
    severity: Severity


@rule(code="O6", severity="error", since="0.1")
def bound_and_free(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is the mandate of the same members free, and bound by instructions?"""
    for free in constitution.free:
        for order in _orders(constitution, capture, free):
            if capture.index.outranks(free.clause, order.clause):
                continue
            overridden = capture.index.outranks(order.clause, free.clause)
            yield Finding(
                f"the members of `{free.member_of}` are free, and {order.words}",
                at=free.clause,
                labels=((order.clause, "bound here"),),
                reason=(
                    f"{capital(capture.place(order.clause))} prevails: the free mandate is worth nothing against "
                    f"{order.by}."
                    if overridden
                    else f"Nothing says which prevails. Read strictly no instruction binds the members, so {order.by} "
                    f"has been promised what it does not get; read the other way the mandate is not free.",
                ),
                repairs=(
                    *ranked(capture, free.clause, order.clause, free.clause),
                    cut(order.clause, f"drop the instructions of {order.by}"),
                    cut(free.clause, "drop the free mandate"),
                ),
                cause=("bound and free", free.member_of, order.by),
                subject=(free.member_of, order.words),
                severity=Severity.WARNING if overridden else order.severity,
            )


def _orders(constitution: Constitution, capture: Capture, free: Free) -> Iterator[_Order]:
    refs = set(constitution.labels[free.member_of])
    groups = [constitution.group(ref) for ref in refs]
    for binding in constitution.bindings:
        if "voting" not in binding.modes:
            continue
        if binding.member_of is not None:
            if refs & set(constitution.labels[binding.member_of]):
                words = f"the members of `{binding.member_of}` are bound by `{binding.by}`"
                yield _Order(binding.by, binding.clause, words, Severity.ERROR)
        elif all(_all_are(capture, group, binding, free) for group in groups):
            words = f"whoever sits there is bound by `{binding.by}`"
            yield _Order(binding.by, binding.clause, words, Severity.WARNING)
    body = free.member_of.split(".")[0]
    for power in capture.index.powers(Act(Verb.DIRECT, body=body)):
        hit = power.act.group is None or any(ref.index == power.act.group for ref in refs)
        if hit and power.subject != free.member_of:
            yield _Order(power.who, power.clause, f"`{power.who}` may {power.act.text}", Severity.WARNING)


def _all_are(capture: Capture, group: Group, binding: Binding, free: Free) -> bool:
    """Whether nobody keeps a seat who is not bound; where the bond prevails, nor is chosen."""
    known = capture.calculus.compiler.seats.known
    overridden = capture.index.outranks(binding.clause, free.clause)
    held = known(conjunction(group.eligible, group.retain) if overridden else group.retain)
    return capture.logic.satisfiable(held) and capture.logic.entails(held, known(binding.condition))
