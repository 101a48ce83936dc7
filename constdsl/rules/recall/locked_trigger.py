"""Electors may recall, if insiders let them begin."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution, Filling, Group
from constdsl.rules.common.gates import flags_needed, gate, withholds
from constdsl.rules.repairs import put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["locked_trigger"]


@rule(code="R1", severity="error", since="0.1")
def locked_trigger(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can somebody keep electors from recalling those they have elected?"""
    for group in capture.elected_groups():
        powers = capture.index.group_powers(Verb.REMOVE, group)
        for electors in group.by:
            theirs = [power for power in powers if power.subject == electors]
            if not theirs or not all(power.consent or flags_needed(capture, power) for power in theirs):
                continue  # they can begin it themselves
            keepers = [
                name
                for name in constitution.bodies
                if _inside(capture, name, electors, group) and all(withholds(capture, name, power) for power in theirs)
            ]
            found = gate(capture, keepers[0], theirs[0]) if keepers else None
            if found is None:
                continue
            power, keeper = theirs[0], keepers[0]
            history = capture.history(keeper, goal=found[0], words=found[1], contested=True)
            if history is None:
                continue
            open_power = f"{electors} may {power.act.text}"
            petition = " on petition of 10%" if capture.is_class(electors) else ""
            yield Finding(
                f"`{electors}` may recall members of `{group.label}` only if `{keeper}` lets them begin",
                at=power.clause,
                labels=(
                    (group.fill_clause, "those who elect"),
                    (constitution.bodies[keeper].clause, "can withhold what it takes"),
                ),
                reason=(
                    f"{electors} decide, and cannot decide before they are asked.",
                    f"{keeper} is to be recalled itself, and without it nothing begins."
                    if keeper == group.ref.body
                    else f"{electors} have no hold on {keeper}, and without it nothing begins.",
                ),
                history=history,
                repairs=(Repair(f"let {electors} begin it themselves", (put(power.clause, open_power + petition),)),),
                cause=("recall", group.label),
                subject=(group.label, electors),
            )


def _inside(capture: Capture, name: str, electors: str, group: Group) -> bool:
    """Whether somebody who can stop a recall is the one to be recalled, or one on whom its electors have no hold.

    A chamber that the same people elect is a second opinion, and a jury drawn by lot is nobody's. Where a body recalls,
    as a parliament does its ministers, a third one that must agree is a common safeguard.
    """
    if name == group.ref.body:
        return True
    groups = capture.constitution.bodies[name].groups
    if not capture.is_class(electors) or all(each.filling is Filling.LOT for each in groups):
        return False
    return not any(electors in capture.choosers(each) for each in groups)
