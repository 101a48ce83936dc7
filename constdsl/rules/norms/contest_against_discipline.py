"""An election that promises a contest, and a bond on those who contest it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from constdsl.diagnostic import Severity
from constdsl.model.conditions import Condition, Member, atoms, conjunction, disjunction
from constdsl.model.entities import Binding, Clause, Constitution, Group
from constdsl.model.mutant_words import Wording
from constdsl.rules.common.lines import capital
from constdsl.rules.repairs import cut, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, choose_candidates, control
from constdsl.syntax.tree import Verb
from constdsl.verdict.answers import Step

__all__ = ["contest_against_discipline"]

_FEW = 8
"""Where more than so many bind somebody, there is no question of one discipline without a rival."""


@frozen
class _Case:
    """An election with a contest promised in it, and a bond on some or all who may be chosen."""

    group: Group
    contest: Clause
    bond: Binding
    standing: bool
    """Everybody who could be nominated is bound in standing."""
    voting: bool
    """Everybody who could be chosen is bound in voting."""
    some: bool
    """Some who could be nominated are bound in standing, and by nobody else are others."""


@rule(code="O13", severity="error", since="0.1")
def contest_against_discipline(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Is a contest promised among people who are bound to stand, or to vote, as one body says?"""
    for case in _cases(constitution, capture):
        ranked = capture.index.outranks(case.bond.clause, case.contest)
        if ranked and (case.standing or case.voting or case.some):
            yield _overridden(capture, case)
            continue
        found = _at_the_ballot(capture, case) or _in_the_chamber(capture, case)
        if found is not None:
            yield found
        elif case.some and not capture.index.outranks(case.contest, case.bond.clause):
            yield _for_some(constitution, capture, case)


def _cases(constitution: Constitution, capture: Capture) -> Iterator[_Case]:
    known = capture.calculus.compiler.seats.known
    standing = [bond for bond in constitution.bindings if "standing" in bond.modes]
    for group in capture.elected_groups():
        contest = _contest(capture, group)
        if contest is None:
            continue
        chosen = known(conjunction(group.eligible, group.retain))
        named = known(conjunction(group.eligible, group.retain, _nominable(capture, group)))
        rival = _rivals(capture, group, standing, named)
        for bond in _bonds(constitution, capture, group):
            held = known(bond.condition)
            seated = bond.member_of is not None and group.ref in constitution.labels[bond.member_of]
            yield _Case(
                group, contest, bond,
                "standing" in bond.modes and capture.can_meet(named) and capture.logic.entails(named, held),
                "voting" in bond.modes
                and (seated or (capture.can_meet(chosen) and capture.logic.entails(chosen, held))),
                bond.status is not None and rival == {bond.by} and "standing" in bond.modes
                and (group.least_candidates or 0) >= 2 and capture.can_meet(named, held),
            )  # fmt: skip


def _bonds(constitution: Constitution, capture: Capture, group: Group) -> list[Binding]:
    """The bonds on people whom the group asks for, on its own members, and those whose binder has no rival."""
    asked = conjunction(group.eligible, group.retain, _nominable(capture, group))
    bodies = {group.ref.body, *(atom.body for atom in atoms(asked) if isinstance(atom, Member))}
    near = {id(bond) for bond in capture.index.bindings(asked)}
    few = len({bond.by for bond in constitution.bindings}) <= _FEW
    return [
        bond for bond in constitution.bindings
        if bond.by.split(".")[0] != group.ref.body
        and (few or id(bond) in near or (bond.member_of or "").split(".")[0] in bodies)
    ]  # fmt: skip


def _rivals(capture: Capture, group: Group, standing: Sequence[Binding], named: Condition) -> set[str]:
    """Those who bind some of the possible candidates in standing; none where so many bind somebody."""
    if len({bond.by for bond in standing}) > _FEW:
        return set()
    known = capture.calculus.compiler.seats.known
    return {
        bond.by for bond in standing
        if bond.by.split(".")[0] != group.ref.body and capture.can_meet(named, known(bond.condition))
    }  # fmt: skip


def _contest(capture: Capture, group: Group) -> Clause | None:
    """The clause that promises several names: a least number, or a door open to several or to all."""
    if (group.least_candidates or 0) >= 2:
        return group.part("least")
    powers = capture.index.group_powers(Verb.NOMINATE, group)
    if any(power.subject is None for power in powers) or len(capture.nominators(group)) >= 2:
        return powers[0].clause
    return None


def _nominable(capture: Capture, group: Group) -> Condition:
    powers = capture.index.group_powers(Verb.NOMINATE, group)
    return disjunction(*(capture.whom(power) for power in powers)) if powers else conjunction()


# --- three findings ---------------------------------------------------------------------------------------------------


def _overridden(capture: Capture, case: _Case) -> Finding:
    where = capture.place(case.bond.clause)
    return _finding(
        capture, case,
        f"the contest for `{case.group.label}` gives way to the discipline of `{case.bond.by}`, which prevails",
        f"{capital(where)} prevails over {capture.place(case.contest)}: where candidates are bound the promise "
        f"of a contest is overridden.",
        severity=Severity.ERROR if case.standing or case.voting else Severity.WARNING,
    )  # fmt: skip


def _at_the_ballot(capture: Capture, case: _Case) -> Finding | None:
    if not case.standing:
        return None
    label, by = case.group.label, case.bond.by
    words = f"choose the candidates for {label}"
    history = capture.history(by, goal=choose_candidates(label), words=words)
    if history is None:
        return None
    return _finding(
        capture, case,
        f"whoever stands in the contest for `{label}` is bound by `{by}` in standing: the ballot is its own",
        f"However many candidates there are, each stands or withdraws as {by} says. {_unranked(capture, case)}",
        history=history,
    )  # fmt: skip


def _in_the_chamber(capture: Capture, case: _Case) -> Finding | None:
    if not case.voting:
        return None
    label, by = case.group.label, case.bond.by
    # One line is that of the whole body, and at once: parties that each bind their own deputies are a contest.
    body = case.group.ref.body
    goal = control(body)
    history = capture.history(by, goal=goal, words=f"control {body}") if capture.forces(by, goal=goal) == 0 else None
    if history is None:
        return None
    return _finding(
        capture, case,
        f"those elected in competition for `{label}` vote one line, that of `{by}`",
        f"Persons compete and the vote is {by}'s whoever wins. {_unranked(capture, case)}",
        history=history,
    )  # fmt: skip


def _for_some(constitution: Constitution, capture: Capture, case: _Case) -> Finding:
    who = Wording(constitution).condition(case.bond.condition)
    return _finding(
        capture, case,
        f"in the contest for `{case.group.label}` whoever is `{who}` stands only as `{case.bond.by}` says",
        f"Others who may stand are free, those are not. {_unranked(capture, case)}",
        severity=Severity.WARNING,
    )  # fmt: skip


def _unranked(capture: Capture, case: _Case) -> str:
    contest, bond = capture.place(case.contest), capture.place(case.bond.clause)
    if capture.index.outranks(case.contest, case.bond.clause):
        return f"That {contest} prevails over {bond} frees nobody of the bond: no sentence says that members are free."
    return "Nothing says which of the two rules prevails."


def _finding(
    capture: Capture, case: _Case, message: str, reason: str, *,
    history: tuple[Step, ...] = (), severity: Severity | None = None,
) -> Finding:  # fmt: skip
    cause = ("contest", case.group.label, case.bond.by)
    return Finding(
        message,
        at=case.contest,
        labels=((case.bond.clause, "who competes is bound here"),),
        reason=(reason,),
        history=history,
        repairs=tuple(_repairs(case)),
        cause=cause,
        subject=(*cause, *sorted(case.bond.modes)),
        severity=severity,
    )


def _repairs(case: _Case) -> Iterator[Repair]:
    bond = case.bond
    subject = f"members of {bond.member_of} are" if bond.member_of else f"{bond.status} is"
    if bond.member_of or bond.status:
        for dropped in ({"standing"}, {"voting", "standing"}):
            modes = [mode for mode in ("voting", "nominating", "standing") if mode in bond.modes - dropped]
            if modes and len(modes) < len(bond.modes):
                words = f"{subject} bound by {bond.by} in {', '.join(modes)}"
                yield Repair(f"bind in {' and '.join(modes)} only", (put(bond.clause, words),))
                yield Repair(
                    f"bind in {' and '.join(modes)} only, and free the members of {case.group.label}",
                    (put(bond.clause, f"{words}\nmembers of {case.group.label} are free"),),
                )
    yield cut(bond.clause, f"drop the bond to {bond.by}")
