"""The chosen choose their choosers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from constdsl.capture.modes import Mode
from constdsl.capture.notes import Bound, Excluded, Filled, Kept, Note, Used
from constdsl.diagnostic import Severity
from constdsl.model.entities import Clause, Constitution, Filling, Group
from constdsl.rules.repairs import delete, extend, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, control
from constdsl.syntax.tree import Verb

__all__ = ["circular_flow"]

_LEVERS = frozenset({Verb.STRIKE, Verb.VETO, Verb.CONFER, Verb.REVOKE, Verb.DIRECT, Verb.SUSPEND, Verb.DECLARE})
_PARTS = {"consent": "consent", "nomination": "nominated", "funding": "funded", "surplus": "surplus"}


@frozen
class _Circle:
    """A body, the one of those it directly rests on that it commands, all it rests on and commands, and since when."""

    chosen: str
    chooser: str
    members: frozenset[str]
    years: Fraction
    contested: bool


@rule(code="D1", severity="error", since="0.1")
def circular_flow(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Does a body come to command those who choose it or may remove it?"""
    found = [circle for name in constitution.bodies if (circle := _circle(capture, name)) is not None]
    told: list[tuple[Clause, set[Clause | None]]] = []
    for circle in sorted(found, key=lambda each: (not each.contested, each.years)):
        steps = capture.steps(circle.chosen, goal=control(circle.chooser), contested=circle.contested)
        if not steps or any(isinstance(note, Used) and note.act.verb is Verb.AMEND for note in steps):
            continue  # who may amend the constitution has everybody by it, which is another matter
        at, cause = _lever(capture, steps, circle)
        clauses = {_clause(constitution, note) for note in steps}
        # A circle is told once, from where it closes first: others in it come round by the same clauses.
        if any(lever in clauses or at in others for lever, others in told):
            continue
        if circle.contested or not _stopped_from_outside(capture, circle):
            told.append((at, clauses))
            yield from _finding(constitution, capture, circle, steps, at, cause)


def _circle(capture: Capture, chosen: str) -> _Circle | None:
    everybodys = capture.reach()
    for contested in (True, False):
        reach = {
            label: date for label, date in capture.reach(chosen, contested=contested).items() if label not in everybodys
        }
        chooser = next(_commanded(capture, chosen, reach, contested), None) if reach else None
        if chooser is not None:
            behind = {label for label in capture.answers_to(chosen) if label.split(".")[0] in reach}
            members = frozenset((chosen, chooser, *behind))
            first = min(reach[label.split(".")[0]] for label in members - {chosen})
            return _Circle(chosen, chooser, members, first, contested)
    return None


def _commanded(capture: Capture, chosen: str, reach: dict[str, Fraction], contested: bool) -> Iterator[str]:
    """Of those who fill seats of a body by themselves, or may remove from it, whom it commands.

    A body that rests in turn on the one from which it may remove is its creature: that it obeys is what the text says.
    """
    for group in capture.constitution.bodies[chosen].groups:
        if group.filling is not Filling.JOINING:
            choosers = [label for label in capture.choosers(group) if label.split(".")[0] != chosen]
            theirs = [label for label in choosers if label.split(".")[0] in reach]
            if group.secret:
                theirs = [label for label in theirs if _in_secret(capture, chosen, label, contested)]
            if group.filling is not Filling.ELECTED or len(theirs) == len(choosers):
                yield from theirs
        for power in capture.index.group_powers(Verb.REMOVE, group):
            label = power.subject
            if label is not None and label.split(".")[0] in reach and chosen not in capture.answers_to(label):
                yield label


def _in_secret(capture: Capture, chosen: str, chooser: str, contested: bool) -> bool:
    """Whether the choosers are commanded in a secret ballot as well, where orders do not count."""
    calculus = capture.calculus
    node = calculus.compiler.seats.decides(chooser, None, Mode.SECRET)
    calculus.settle()
    forced = calculus.force((chosen,), node, contested=contested)
    return forced is not None and forced.closure is not None


def _stopped_from_outside(capture: Capture, circle: _Circle) -> bool:
    """Whether a check that somebody independent holds stands against it: then the constitution works as it should."""
    goal, words = control(circle.chooser), f"control {circle.chooser}"
    answer = capture.cannot(circle.chosen, goal=goal, words=words)
    return any(capture.independent(holder, circle.chosen) for holder in answer.stoppable_by)


def _finding(
    constitution: Constitution, capture: Capture, circle: _Circle, steps: tuple[Note, ...], at: Clause,
    cause: tuple[object, ...],
) -> Iterator[Finding]:  # fmt: skip
    chosen, chooser = circle.chosen, circle.chooser
    history = capture.history(
        chosen, goal=control(chooser), words=f"control {chooser}", contested=circle.contested
    )
    if history is None:
        return
    body = constitution.bodies[chosen]
    groups = [group for group in body.groups if chooser in capture.choosers(group)]
    does = "chooses" if groups else "may remove"
    others = sorted(circle.members - {chosen, chooser})
    yield Finding(
        f"`{chosen}` comes to command `{chooser}`, which {does} it",
        at=at,
        labels=((groups[0].fill_clause if groups else body.clause, f"{chooser} {does} it"),),
        reason=(
            f"{chosen} rests on the choice of others, and comes to make that choice itself.",
            *((f"In the circle are also {', '.join(others)}.",) if others else ()),
            *(() if circle.contested else ("Those who could stop it are within its reach as well.",)),
        ),
        history=history,
        repairs=tuple(_repairs(constitution, capture, steps, chosen)),
        cause=cause,
        subject=(chosen, chooser),
        severity=None if circle.contested and not _mild(capture, steps) else Severity.WARNING,
    )


def _mild(capture: Capture, steps: tuple[Note, ...]) -> bool:
    """Members who elect their committee in the open, bound to vote its way: a secret ballot is all that is missing."""
    return len(steps) == 1 and isinstance(steps[0], Bound) and capture.is_class(steps[0].label)


def _clause(constitution: Constitution, note: Note) -> Clause | None:
    match note:
        case Used():
            return note.power.clause
        case Kept() if note.reason in _PARTS:
            return constitution.group(note.group).part(_PARTS[note.reason])
        case Bound():
            return note.binding.clause
        case Filled():
            return constitution.group(note.group).fill_clause
        case _:
            return None


def _lever(capture: Capture, steps: tuple[Note, ...], circle: _Circle) -> tuple[Clause, tuple[object, ...]]:
    """The clause by which the choosers are got hold of, and the cause of which this is one effect."""
    constitution = capture.constitution
    around: tuple[object, ...] = ("circle", circle.chosen, *sorted(circle.members))
    excluded = next((note.label for note in steps if isinstance(note, Excluded)), None)
    for note in steps:
        if excluded is not None and isinstance(note, Used) and note.act.verb in (Verb.CONFER, Verb.REVOKE):
            return note.power.clause, ("electorate", excluded)
    for note in steps:
        clause = _clause(constitution, note)
        if clause is None or (isinstance(note, Used) and note.act.verb not in _LEVERS):
            continue
        if isinstance(note, Kept):
            return clause, ("holds" if note.reason == "consent" else "ballot", constitution.group(note.group).label)
        voters = next((label for label in sorted(circle.members) if capture.is_class(label)), None)
        if isinstance(note, Used) and note.act.verb in (Verb.CONFER, Verb.REVOKE) and voters is not None:
            return clause, ("electorate", voters)
        if isinstance(note, Used) and note.act.verb is Verb.STRIKE and note.act.body is not None:
            return clause, ("ballot", note.act.body)
        return clause, around
    return constitution.bodies[circle.chosen].clause, around


def _repairs(constitution: Constitution, capture: Capture, steps: tuple[Note, ...], chosen: str) -> Iterator[Repair]:
    """Every hold on the choosers given up at once (one path cut leaves the others), or one link made open."""
    holds = {
        clause: None
        for note in steps
        if isinstance(note, Bound | Kept) or (isinstance(note, Used) and note.act.verb in _LEVERS)
        if (clause := _clause(constitution, note)) is not None
    }
    if holds:
        yield Repair(f"take from {chosen} its hold on those who choose it", tuple(delete(clause) for clause in holds))
    voters = [label for label in capture.answers_to(chosen) if capture.is_class(label)]
    for note in steps:
        persons = isinstance(note, Used) and note.act.verb in (Verb.CONFER, Verb.REVOKE, Verb.REMOVE)
        if persons and isinstance(note, Used) and not (note.power.consent or note.power.sugar):
            for label in voters:
                edit = extend(note.power.clause, f"with consent of {label}")
                yield Repair(f"let {label} agree each time before {chosen} may {note.act.text}", (edit,))
    outside = [label for label in constitution.classes if label in capture.electorates - capture.reach(chosen).keys()]
    for note in steps:
        group = constitution.group(note.group) if isinstance(note, Filled) and note.how == "gift" else None
        if group is not None and group.filling is Filling.APPOINTED:
            for label in outside:
                edit = put(group.fill_clause, f"elected by {label} by secret ballot")
                yield Repair(f"let {label} elect {group.label}", (edit,))
    behind = {chosen, *capture.answers_to(chosen)}
    for group in capture.elected_groups():
        if group.ref.body in behind and _open_to_a_class(capture, group):
            gates = [delete(clause) for kind, clause in group.parts if kind in ("nominated", "vetted", "consent")]
            title = f"let {', '.join(group.by)} elect {group.label} from an open list by secret ballot"
            yield Repair(title, (*gates, extend(group.clause, "by secret ballot")))


def _open_to_a_class(capture: Capture, group: Group) -> bool:
    silent = not group.secret and not group.open_ballot
    return silent and all(capture.is_class(label) for label in group.by)
