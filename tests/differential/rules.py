"""Which rules of the calculus a finding rests on: what the report of a run counts, so that no rule goes untested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from constdsl.capture.calculus import Calculus
from constdsl.capture.graph import Closure
from constdsl.capture.notes import Bound, Excluded, Filled, Lapsed, Opened, Used
from constdsl.syntax.tree import Verb
from tests.differential.compare import Comparison, Reached

__all__ = ["RULES", "exercised"]

RULES = (
    "start", "composition", "gift", "gatekeeping", "discipline", "exclusion", "direction",
    "emergency, suspension, amendment", "checks",
)  # fmt: skip
"""The nine rules of the calculus, in their order."""

_LEADING = frozenset({Verb.CONFER, Verb.REVOKE, Verb.REMOVE})
_LAPSING = frozenset({Verb.SUSPEND, Verb.AMEND, Verb.DECLARE})


def exercised(comparison: Comparison) -> tuple[str, ...]:
    """The rules used in the derivation of something that a coalition reaches beyond itself.

    Checks count where one decides: what is reached in acquiescent play is not, or only later, in contested play, or a
    step in contested play had to make a check neutral.
    """
    calculus = comparison.calculus
    found: dict[str, None] = {}
    together: dict[int, tuple[Closure, Reached, list[int]]] = {}
    for reached in comparison.reached:
        closure = reached.forced.closure
        assert closure is not None
        together.setdefault(id(closure), (closure, reached, []))[2].append(reached.node)
    for closure, reached, nodes in together.values():
        found |= dict.fromkeys(_used(calculus, closure, reached, nodes))
    if "checks" not in found and _hindered(comparison.reached):
        found["checks"] = None
    return tuple(rule for rule in RULES if rule in found)


def _used(calculus: Calculus, closure: Closure, reached: Reached, nodes: Iterable[int]) -> Iterable[str]:
    c = calculus.compiler
    own = {c.source(("in", label)) for label in reached.coalition}
    labels = (*calculus.constitution.labels, *calculus.constitution.classes)
    consents = {c.known(("consents", label)) for label in labels}
    for node in _derivation(closure, nodes):
        if node in own:
            yield "start"
        if node in c.counts:
            yield "composition"
        if reached.contested and node in c.guards and node not in consents:
            yield "checks"
        match c.notes.get(node):
            case Filled(how="gift"):
                yield "gift"
            case Filled(how="gate"):
                yield "gatekeeping"
            case Bound():
                yield "discipline"
            case Excluded():
                yield "exclusion"
            case Lapsed() | Opened():
                yield RULES[7]
            case Used(_, act) if act.verb in _LEADING:
                yield "exclusion"
            case Used(_, act) if act.verb in _LAPSING:
                yield RULES[7]
            case Used(_, act) if act.verb is Verb.DIRECT:
                yield "direction"


def _derivation(closure: Closure, nodes: Iterable[int]) -> set[int]:
    seen = set(nodes)
    stack = list(seen)
    while stack:
        for premise in closure.premises(stack.pop()):
            if premise not in seen:
                seen.add(premise)
                stack.append(premise)
    return seen


def _hindered(hits: Iterable[Reached]) -> bool:
    dates: Mapping[bool, dict[tuple[tuple[str, ...], int], Fraction]] = {False: {}, True: {}}
    for hit in hits:
        dates[hit.contested][hit.coalition, hit.node] = hit.forced.years
    return any(dates[True].get(question) != date for question, date in dates[False].items())
