"""A majority removed by a minority of its own with outsiders."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.diagnostic import Table
from constdsl.model.entities import Body, Constitution, Filling, Power
from constdsl.rules.repairs import extend, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["enlarged_jury"]


@rule(code="R4", severity="error", since="0.1")
def enlarged_jury(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a wider body expel members of a body that sits in it, against a majority of that body?"""
    for jury in constitution.bodies.values():
        for body in _parts(constitution, jury):
            for power in _expelling(capture, jury, body):
                inside, whole = body.seats, jury.seats
                outside = whole - inside
                needed = capture.threshold(power).needed(whole)
                friends = max(0, needed - outside)
                if 2 * friends >= inside or needed > whole:
                    continue
                few = f"{friends} of {inside} members of `{body.name}` and "
                yield Finding(
                    f"{few if friends else ''}the outsiders in `{jury.name}` suffice to expel "
                    + ("the others" if friends else f"every member of `{body.name}`"),
                    at=power.clause,
                    labels=(
                        (jury.groups[0].clause, f"{outside} of {whole} seats are not {body.name}'s"),
                        (body.clause, f"{inside} seats"),
                    ),
                    reason=(
                        f"{jury.name} has {whole} seats and expels with {needed} votes; {outside} are outsiders.",
                        f"So {inside - friends} of {inside} members of {body.name} can be put out against their votes.",
                    ),
                    table=_count(constitution, jury, body, friends, needed),
                    repairs=tuple(_repairs(power, body)),
                    cause=("jury", body.name),
                    subject=(body.name, jury.name),
                )
                break


def _parts(constitution: Constitution, jury: Body) -> list[Body]:
    """The bodies that sit together in another, with others."""
    labels = [label for group in jury.groups if group.filling is Filling.JOINING for label in group.by]
    bodies = [constitution.bodies[label] for label in dict.fromkeys(labels) if label in constitution.bodies]
    return [body for body in bodies if body.seats < jury.seats]


def _expelling(capture: Capture, jury: Body, body: Body) -> Iterator[Power]:
    """Powers of the wider body to remove members of the narrower one, which its own count need not confirm."""
    for group in body.groups:
        for power in capture.index.group_powers(Verb.REMOVE, group):
            if power.subject == jury.name and body.name not in power.consent:
                yield power


def _count(constitution: Constitution, jury: Body, body: Body, friends: int, needed: int) -> Table:
    rows = [(body.name, str(body.seats), str(friends))]
    for group in jury.groups:
        for label in group.by if group.filling is Filling.JOINING else ():
            if label != body.name:
                seats = sum(constitution.group(ref).seats for ref in constitution.labels[label])
                rows.append((label, str(seats), str(seats)))
        if group.filling is not Filling.JOINING:
            rows.append((group.label, str(group.seats), str(group.seats)))
    given = sum(int(row[2]) for row in rows)
    rows.append((jury.name, str(jury.seats), f"{given} ({needed} needed)"))
    return Table(f"Votes to expel in {jury.name}", ("who", "seats", "in favour"), tuple(rows))


def _repairs(power: Power, body: Body) -> Iterator[Repair]:
    if not power.consent:
        yield Repair(f"let {body.name} agree as well", (extend(power.clause, f"with consent of {body.name}"),))
    words = f"{body.name} may {power.act.text} by two-thirds"
    yield Repair(f"let {body.name} alone expel, by two-thirds", (put(power.clause, words),))
