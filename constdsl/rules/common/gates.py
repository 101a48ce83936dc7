"""What a power asks of others, a consent or a flag, and who can withhold it."""

from __future__ import annotations

from constdsl.model.conditions import Raised, atoms, negation
from constdsl.model.entities import Act, Goal, Power
from constdsl.rules.view import Capture, block, paralyse
from constdsl.syntax.tree import Verb

__all__ = ["flags_needed", "gate", "withholds"]


def flags_needed(capture: Capture, power: Power) -> list[str]:
    """The flags that must be up for a power to be used, by its own limits or by a prohibition without them."""
    norms = [norm for norm in capture.index.norms(power.act) if norm.subject == power.subject]
    scopes = [power.scope, *(negation(norm.scope) for norm in norms)]
    return list(dict.fromkeys(
        atom.flag for scope in scopes for atom in atoms(scope)
        if isinstance(atom, Raised) and not capture.can_meet(scope, negation(atom))
    ))  # fmt: skip


def withholds(capture: Capture, name: str, power: Power) -> bool:
    """Whether a body can refuse what a power needs, whoever else would give it."""
    return gate(capture, name, power) is not None


def gate(capture: Capture, name: str, power: Power) -> tuple[Goal, str] | None:
    """By what a body keeps a power from being used, as a goal and in words; None if it cannot."""
    for label in power.consent:
        if capture.blocks(name, label=label, contested=True) is not None:
            return paralyse(label), f"keep {label} from agreeing"
    for flag in flags_needed(capture, power):
        goal = block(Act(Verb.DECLARE, name=flag, text=f"declare {flag}"))
        if capture.forces(name, goal=goal, contested=True) is not None:
            return goal, f"keep {flag} from being declared"
    return None
