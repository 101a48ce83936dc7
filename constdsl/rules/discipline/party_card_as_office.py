"""A free mandate that ends with a card."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import TRUE, Holds, atoms, negation
from constdsl.model.entities import Act, Constitution, Group, Power
from constdsl.rules.repairs import cut, delete, extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["party_card_as_office"]


@rule(code="D2", severity="error", since="0.1")
def party_card_as_office(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Do members with a free mandate lose their seats with a status that another body can take?"""
    for group in capture.groups():
        mandates = [free for free in constitution.free if group.ref in constitution.labels.get(free.member_of, ())]
        for power in _revocations(capture, group) if mandates else ():
            taker = (power.subject or "").split(".")[0]
            # Who chooses a deputy may dismiss him; the mandate is to be free of everybody else.
            choosers = {label.split(".")[0] for label in capture.choosers(group)}
            if taker not in constitution.bodies or taker == group.ref.body or taker in choosers:
                continue
            act = Act(Verb.REMOVE, TRUE, group.ref.body, group.ref.index, text=f"remove any member of {group.label}")
            words = f"remove any member of {group.label}"
            history = capture.history(taker, goal=perform(act), words=words, contested=True, every=True)
            if history is None:
                continue
            status = power.act.name
            yield Finding(
                f"members of `{group.label}` are free, but `{taker}` ends their seats by taking `{status}` from them",
                at=group.part("while"),
                labels=(
                    (power.clause, f"{taker} takes {status} from whom it likes"),
                    *((free.clause, "free on paper") for free in mandates),
                ),
                reason=(
                    f"Nobody may tell members of {group.label} how to vote, and nobody need.",
                    f"They keep their seats only as long as {taker} lets them.",
                ),
                history=history,
                repairs=tuple(_repairs(capture, group, power, taker)),
                cause=("seat", group.label, status),
                subject=(group.label, taker, status),
            )


def _revocations(capture: Capture, group: Group) -> Iterator[Power]:
    """Powers to take a status, or one that contains it, without which a seat is lost."""
    if group.retain == TRUE:
        return
    within = dict(capture.constitution.axioms.within)
    needed: dict[str, None] = {}
    for atom in atoms(group.retain):
        if isinstance(atom, Holds) and not capture.can_meet(group.retain, negation(atom)):
            status: str | None = atom.status
            while status is not None:
                needed[status] = None
                status = within.get(status)
    for status in needed:
        yield from capture.index.powers(Act(Verb.REVOKE, name=status))


def _repairs(capture: Capture, group: Group, power: Power, taker: str) -> Iterator[Repair]:
    keep = Repair("let the seat survive the loss of the card", (delete(group.part("while")),))
    yield keep
    yield cut(power.clause, f"take from {taker} the power to {power.act.text}")
    if not power.consent:
        for label in capture.choosers(group):
            yield Repair(f"let {label} agree to it", (extend(power.clause, f"with consent of {label}"),))
