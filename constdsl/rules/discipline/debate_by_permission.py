"""Discussion that those discussed must allow."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.conditions import conjunction
from constdsl.model.entities import Act, Binding, Constitution, Power
from constdsl.rules.common.gates import flags_needed, gate, withholds
from constdsl.rules.repairs import added, put
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["debate_by_permission"]


@rule(code="D4", severity="warning", since="0.1")
def debate_by_permission(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Must those who have chosen or must follow a body ask its leave for what they may do?"""
    for custom in constitution.acts.values():
        act = Act(Verb.PERFORM, name=custom.name, text=custom.name)
        powers = capture.index.powers(act)
        gated = [power for power in powers if power.consent or flags_needed(capture, power)]
        # Whoever may do it without asking, or at least all whom the text lets, is a way round.
        if custom.makes is not None or not gated or len(gated) < len(powers):
            continue
        people = [power for power in gated if power.subject is None or capture.is_class(power.subject)]
        if len(people) < len(powers):
            continue
        above = [name for name in constitution.bodies if _is_above(capture, name, people)]
        leave = [name for name in above if all(withholds(capture, name, power) for power in people)]
        found = gate(capture, leave[0], people[0]) if leave else None
        if found is None:
            continue
        goal, words = found
        history = capture.history(leave[0], goal=goal, words=words, contested=True)
        if history is None:
            continue
        listed = ", ".join(f"`{name}`" for name in leave)
        who = people[0].who or people[0].subject
        yield Finding(
            f"{who} may `{custom.name}` only by leave of {listed}",
            at=people[0].clause,
            labels=tuple((constitution.bodies[name].clause, "gives or refuses leave") for name in leave),
            reason=(
                f"It takes what {_or(leave)} can withhold, and nobody else can supply it.",
                "Those who would do it have chosen that body, or must follow it, and ask it for leave.",
            ),
            history=history,
            repairs=tuple(_repairs(capture, people)),
            cause=("leave", custom.name),
            subject=(custom.name,),
        )


def _is_above(capture: Capture, name: str, people: list[Power]) -> bool:
    """Whether a body rests on some of those people, or gives them orders."""
    behind = capture.answers_to(name)
    theirs = [capture.constitution.classes[label].condition for label in behind if capture.is_class(label)]
    theirs += [each.condition for each in capture.constitution.bindings if _by(each, name)]
    for power in people:
        mine = capture.class_of(power.subject) if power.subject is not None else None
        condition = mine.condition if mine is not None else conjunction(power.subject_condition, power.scope)
        if any(capture.can_meet(condition, other) for other in theirs):
            return True
    return False


def _by(binding: Binding, name: str) -> bool:
    return binding.member_of is None and binding.by.split(".")[0] == name


def _repairs(capture: Capture, people: list[Power]) -> Iterator[Repair]:
    for power in people:
        for flag in flags_needed(capture, power):
            for label in capture.constitution.classes:
                yield added(power.clause, f"{label} may declare {flag} on petition of 10%",
                            f"let a tenth of {label} open it")  # fmt: skip
        if power.consent and power.who:
            yield Repair("let nobody's leave be needed", (put(power.clause, f"{power.who} may {power.act.name}"),))


def _or(names: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
