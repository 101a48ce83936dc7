"""Why a coalition cannot make a move now: the first thing that stands in the way, in words, with its clause."""

from __future__ import annotations

from constdsl.model.conditions import Compare, Equals, Holds, Member
from constdsl.model.entities import Clause, Filling, GroupRef, Power
from constdsl.play import counting, filling, powers
from constdsl.play.judge import Ballot, Judge
from constdsl.play.lawbook import PERSONAL, seated
from constdsl.play.names import name
from constdsl.play.people import Kind
from constdsl.syntax.tree import Verb

__all__ = ["described", "not_fillable", "not_usable"]

Reason = tuple[str, Clause | None]


def not_usable(j: Judge, power: Power) -> Reason:
    """Why the coalition cannot begin to use a power."""
    clause, act = power.clause, power.act
    if not powers.in_force(j, clause):
        return f"{_article(j, clause)} is out of force", clause
    if not j.rules(powers.actor, power):
        if power.subject is None:
            return "none of the coalition's people has this power", clause
        ballot = Ballot.NOMINATION if act.verb is Verb.NOMINATE else Ballot.OPEN
        return _not_acting(j, power.subject, ballot, power), clause
    for label in power.consent:
        if not j.rules(powers.consents, label):
            return f"{label} does not consent", clause
    if not j.rules(powers.at_hand, power, act):
        return f"others put {_article(j, clause)} out of force", clause
    j_free = _without_checks(j)
    if j_free.rules(powers.startable, power):
        for check in j.law.checks(act):
            if not j.rules(powers.disabled, check, frozenset()):
                return f"{check.who or check.subject or 'anyone'} can {check.act.text}", check.clause
        return "others can keep up or raise a flag against it", clause
    norms = j.law.prohibitions(power, act)
    kinds = j.people.kinds(j.people.reads(power))
    if norms and any(powers.true_in(j, {}, kind, j.law.asked(power)) for kind in kinds):
        return f"{_article(j, norms[0].clause)} forbids it", norms[0].clause
    if act.verb in PERSONAL:
        return "there is nobody whom it covers", clause
    return "its conditions are not met", clause


def _without_checks(j: Judge) -> Judge:
    return Judge(
        j.law, j.people, j.coalition,
        contested=False, world=j.world, seats=j.seats, meeting=j.meeting, practices=j.practices, filling=False,
        consenting=j.consenting, today=j.today, amended=j.amended,
        before=j.before,
    )  # fmt: skip


def _not_acting(j: Judge, label: str, ballot: Ballot, power: Power | None = None) -> str:
    threshold = power.threshold if power is not None else None
    if label in j.law.constitution.classes:
        return f"{label} does not act for {_coalition(j)}"
    if not j.rules(counting.acts, label, threshold, ballot):
        shares = next(iter(counting.counts(j, label, ballot)))
        j.settle()
        total = sum(share.acting + share.others for share in shares)
        acting = max(sum(share.acting for share in found) for found in counting.counts(j, label, ballot))
        needed = counting.usual(j, label, threshold).needed(total)
        return f"{acting:,} of {total:,} seats of {label} act for {_coalition(j)}, and {needed:,} are needed"
    return f"nobody convenes {label}"


def not_fillable(j: Judge, ref: GroupRef) -> Reason:
    """Why the seats of a group would not go to the coalition's people if they were vacant."""
    group = j.law.groups[ref]
    if not powers.in_force(j, group.fill_clause):
        return f"{_article(j, group.fill_clause)} is out of force, and nobody is chosen under it", group.fill_clause
    if not j.rules(filling.reachable, ref):
        for label in group.consent:
            if not j.rules(powers.consents, label):
                return f"{label} does not consent to anybody whom {_coalition(j)} wants", group.clause
        return f"nobody whom {_coalition(j)} wants can be chosen for {group.label}", group.clause
    if group.filling is Filling.ELECTED:
        ballot = Ballot.SECRET if group.secret else Ballot.OPEN
        for label in group.by:
            if not j.rules(counting.decides, label, None, ballot):
                return _evasion(j, ref, _not_acting(j, label, ballot)), group.fill_clause
    return _evasion(j, ref, f"others fill {group.label}"), group.fill_clause


def _evasion(j: Judge, ref: GroupRef, why: str) -> str:
    group = j.law.groups[ref]
    kind = filling.evader(j, group)
    j.settle()
    if kind is None:
        return why
    return f"{why}; {described(j, kind)} can still be chosen for {group.label} against its will"


def described(j: Judge, kind: Kind) -> str:
    """A free person of a kind, by an invented name."""
    ordered = sorted(kind, key=repr)
    parts = [f"is `{atom.status}`" for atom in ordered if isinstance(atom, Holds)]
    parts += [f"sits in {j.law.groups[seated(atom)].label}" for atom in ordered if isinstance(atom, Member)]
    parts += [f"has {atom.attribute} {atom.value}" for atom in ordered if isinstance(atom, Equals)]
    parts += [f"has {atom.attribute} {atom.operator} {atom.value}" for atom in ordered if isinstance(atom, Compare)]
    return f"{name(0)}{f', who {_and(parts)},' if parts else ''}"


def _and(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _coalition(j: Judge) -> str:
    return _and(list(j.coalition))


def _article(j: Judge, clause: Clause) -> str:
    if clause.article is None:
        return "the text outside articles"
    return j.law.constitution.articles[clause.article].label
