"""What atoms have to do with each other, in the form both deciders read: containments, values and cut points."""

from __future__ import annotations

from attrs import field, frozen

from constdsl.model.conditions import Axioms, Compare, Holds, Literal, Member

__all__ = ["Stretch", "Theory", "stretch"]


@frozen
class Stretch:
    """The integers from `low` to `high`, both included, or with `inside` false all the others; None is no bound."""

    low: int | None
    high: int | None
    inside: bool = True


def stretch(comparison: Compare, positive: bool) -> Stretch:
    """The integers for which a comparison, or with `positive` false its negation, is true.

    Raises ValueError for an operator that the language does not have.
    """
    value = comparison.value
    match comparison.operator:
        case ">=":
            low, high, inside = value, None, True
        case ">":
            low, high, inside = value + 1, None, True
        case "<":
            low, high, inside = value, None, False
        case "<=":
            low, high, inside = value + 1, None, False
        case "=":
            low, high, inside = value, value, True
        case "!=":
            low, high, inside = value, value, False
        case _:
            raise ValueError(f"unknown comparison operator {comparison.operator!r}")
    inside = inside == positive
    if high is None and not inside:
        return Stretch(None, low - 1)
    return Stretch(low, high, inside)


@frozen
class Theory:
    """The axioms, indexed.

    A person who holds a status holds every status that contains it, however far up; a member of a named group is a
    member of its body. An enumerated attribute that the axioms do not declare has one value, which need not be one
    that the conditions name; a value that a declaration leaves out is nobody's.
    """

    parents: dict[str, tuple[str, ...]]
    values: dict[str, tuple[str, ...]]
    _above: dict[Literal, tuple[Literal, ...]] = field(factory=dict, eq=False, repr=False)

    @classmethod
    def of(cls, axioms: Axioms) -> Theory:
        """Index the axioms; linear in their number."""
        parents: dict[str, dict[str, None]] = {}
        for status, container in axioms.within:
            parents.setdefault(status, {})[container] = None
        values = {attribute: tuple(dict.fromkeys(declared)) for attribute, declared in axioms.values if declared}
        return cls({status: tuple(containers) for status, containers in parents.items()}, values)

    def above(self, atom: Literal) -> tuple[Literal, ...]:
        """The other atoms that are true whenever this one is, nearest first; circular containments are harmless.

        Linear in the number of containing statuses at the first call for an atom, immediate afterwards.
        """
        known = self._above.get(atom)
        if known is None:
            known = self._above[atom] = self._find_above(atom)
        return known

    def _find_above(self, atom: Literal) -> tuple[Literal, ...]:
        match atom:
            case Member(body, group) if group is not None:
                return (Member(body),)
            case Holds(status):
                reached = {status: None}
                for one in (queue := [status]):
                    for parent in self.parents.get(one, ()):
                        if parent not in reached:
                            reached[parent] = None
                            queue.append(parent)
                return tuple(Holds(one) for one in queue[1:])
            case _:
                return ()
