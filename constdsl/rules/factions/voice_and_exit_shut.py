"""No organising inside, no organising outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from constdsl.model.conditions import TRUE, Condition, Holds, conjunction, negation
from constdsl.model.entities import Act, Constitution, Group, Norm
from constdsl.rules.common.statuses import required
from constdsl.rules.repairs import cut
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["voice_and_exit_shut"]


@rule(code="F2", severity="error", since="0.1")
def voice_and_exit_shut(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Are those who need a status to stand forbidden to organise with it and without it alike?"""
    bans = [norm for norm in constitution.norms if norm.act.verb is Verb.PERFORM and _absolute(capture, norm)]
    about = _about(capture, bans)
    for status in constitution.statuses if len(bans) > 1 else ():
        inside = [norm for norm in about.get(status, ()) if _only(capture, norm, Holds(status))]
        if not inside:
            continue
        taken = {norm.act.name for norm in inside}
        outside = [norm for norm in bans if norm.act.name not in taken and _all_without(capture, norm, Holds(status))]
        stands = next((group for group in capture.elected_groups() if _needs(capture, group, Holds(status))), None)
        if not outside or stands is None:
            continue
        act = Act(Verb.REVOKE, Holds(status), name=status, text=f"revoke {status} from any {status}")
        masters = capture.who_alone_can(perform(act), contested=True, every=True)
        if not masters:
            continue
        master = min(masters, key=masters.__getitem__)
        history = capture.history(master, goal=perform(act), words=act.text, contested=True, every=True)
        if history is None:
            continue
        voice, exit = inside[0], outside[0]
        yield Finding(
            f"a minority may organise neither with `{status}` nor without it, and `{master}` can take it from all",
            at=voice.clause,
            labels=(
                (voice.clause, f"inside: no {voice.act.name}"),
                (exit.clause, f"outside: no {exit.act.name}"),
                (stands.part("from"), f"only {status} may stand"),
            ),
            reason=(
                f"To stand for {stands.label} one must be {status}, and whoever is may not {voice.act.name}.",
                f"Whoever leaves, or is put out by {master}, may not {exit.act.name} and may not stand.",
            ),
            history=history,
            repairs=(
                cut(voice.clause, f"let {status} {voice.act.name}"),
                cut(exit.clause, f"let others {exit.act.name}"),
            ),
            cause=("doors", status),
            subject=(status,),
        )


def _absolute(capture: Capture, norm: Norm) -> bool:
    """Whether a prohibition has no exception, and no rule that lets somebody do the act prevails over it."""
    if norm.scope != TRUE or norm.consent:
        return False
    return not any(capture.index.outranks(power.clause, norm.clause) for power in capture.index.powers(norm.act))


def _people(capture: Capture, norm: Norm) -> Condition | None:
    """To whom a prohibition speaks; None where it is to a body."""
    if norm.subject is None:
        return norm.subject_condition
    found = capture.class_of(norm.subject)
    return found.condition if found is not None else None


def _about(capture: Capture, bans: Sequence[Norm]) -> dict[str, list[Norm]]:
    """The prohibitions that speak to nobody without a status, by status."""
    found: dict[str, list[Norm]] = {}
    for norm in bans:
        people = _people(capture, norm)
        for status in required(capture, people) if people is not None else ():
            found.setdefault(status, []).append(norm)
    return found


def _only(capture: Capture, norm: Norm, holds: Holds) -> bool:
    """Whether a prohibition that speaks to nobody without a status speaks to all who have it."""
    people = _people(capture, norm)
    return people is not None and not capture.can_meet(holds, negation(people))


def _all_without(capture: Capture, norm: Norm, holds: Holds) -> bool:
    """Whether a prohibition speaks to those without a status who could have it: with what contains it, or to all."""
    people = _people(capture, norm)
    container = dict(capture.constitution.axioms.within).get(holds.status)
    could = conjunction(negation(holds), Holds(container) if container is not None else TRUE)
    return people is not None and capture.can_meet(could) and not capture.can_meet(could, negation(people))


def _needs(capture: Capture, group: Group, holds: Holds) -> bool:
    """Whether others than those with a status elect a group for which only they may stand."""
    if capture.can_meet(group.eligible, negation(holds)):
        return False
    electors = [capture.class_of(label) for label in group.by]
    return any(each is not None and capture.can_meet(each.condition, negation(holds)) for each in electors)
