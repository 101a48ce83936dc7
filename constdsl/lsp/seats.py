"""How many votes a threshold comes to, where the text says how many seats there are."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from constdsl.model.entities import Threshold
from constdsl.model.names import Names
from constdsl.syntax import tree

__all__ = ["Votes", "seats", "stated", "votes"]

_DEEPEST = 20
"""Bodies that sit in one another."""


@frozen
class Votes:
    """So many votes of so many. `filled`: what is counted are the seats that are filled, here taken for all."""

    needed: int
    of: int
    filled: bool


def stated(statement: tree.Item) -> Iterator[tuple[tree.Threshold, str, tree.BodyDecl | None]]:
    """Each threshold of a statement with who decides by it, and the statement that says how many those are."""
    match statement:
        case tree.BodyDecl():
            for item in statement.items:
                if isinstance(item, tree.DecidesBy | tree.Quorum):
                    yield item.threshold, statement.name.text, statement
        case tree.Norm(subject=tree.Ref() as subject):
            if statement.qualifiers.threshold is not None:
                yield statement.qualifiers.threshold, str(subject), None


def votes(threshold: tree.Threshold, decider: str, names: Names, declared: tree.BodyDecl | None = None) -> Votes | None:
    """What a threshold comes to; None where that depends on who comes, or on numbers that the text does not say."""
    if threshold.where is not None or threshold.base in (tree.Base.PRESENT, tree.Base.VOTES):
        return None
    of = _of_body(declared, names, None, _DEEPEST) if declared is not None else seats(decider, names)
    if not of:
        return None
    return Votes(_core(threshold).needed(of), of, threshold.base is tree.Base.MEMBERS)


def _core(threshold: tree.Threshold) -> Threshold:
    match threshold.kind:
        case tree.ThresholdKind.MAJORITY:
            return Threshold()
        case tree.ThresholdKind.VOTES:
            return Threshold(number=int(threshold.value) + int(threshold.strict))
    return Threshold(threshold.value, threshold.strict)


def seats(label: str, names: Names, depth: int = _DEEPEST) -> int | None:
    """The seats of a body or a group of it, or the members of a class; None where declarations differ or are silent."""
    name, _, group = label.partition(".")
    found = set()
    for declaration in names.declarations.get(name, ()):
        match declaration.statement:
            case tree.BodyDecl() as body:
                found.add(_of_body(body, names, group or None, depth))
            case tree.ClassDecl(numbering=numbering):
                found.add(numbering)
    return found.pop() if len(found) == 1 else None


def _of_body(body: tree.BodyDecl, names: Names, group: str | None, depth: int) -> int | None:
    total = 0
    for item in body.items:
        if isinstance(item, tree.SeatGroup) and (group is None or (item.name is not None and item.name.text == group)):
            number = _of_group(item, body.office, names, depth)
            if number is None:
                return None
            total += number
    return total or None


def _of_group(group: tree.SeatGroup, office: bool, names: Names, depth: int) -> int | None:
    match group.seats:
        case int() as number:
            return number
        case tree.PerResidents(seats=each, persons=persons, of=of):
            numbering = seats(str(of), names, depth)
            return numbering * each // persons if numbering is not None and persons else None
    if group.filling is not None and group.filling.kind is tree.FillingKind.JOINING:
        numbers = [seats(str(ref), names, depth - 1) if depth else None for ref in group.filling.by]
        return None if None in numbers else sum(number for number in numbers if number is not None)
    return 1 if office else None
