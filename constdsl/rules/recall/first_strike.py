"""The removed removes first."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.notes import Note, Used
from constdsl.model.entities import Act, Body, Constitution, Filling, Power
from constdsl.rules.repairs import cut, extend
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, paralyse, perform
from constdsl.syntax.tree import Verb
from constdsl.verdict.answers import Verdict

__all__ = ["first_strike"]

_STRIKES = frozenset({Verb.REMOVE, Verb.REVOKE, Verb.CONFER, Verb.DISSOLVE})


@rule(code="R3", severity="error", since="0.1")
def first_strike(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body silence those who may remove or dissolve it, before they do?"""
    for target in constitution.bodies.values():
        for power in _against(capture, target):
            remover = (power.subject or "").split(".")[0]
            if remover == target.name or remover not in constitution.bodies or _own(capture, remover, target.name):
                continue
            # Cheap first: who cannot silence it at once need not be weighed against it.
            if capture.silences(target.name, body=remover, contested=True) != 0:
                continue
            steps = capture.steps(target.name, goal=paralyse(remover), contested=True)
            used = [note.power for note in steps if isinstance(note, Used) and note.act.verb in _STRIKES]
            # What hits it comes before what hits those who would review that.
            blows = sorted(used, key=lambda blow: blow.act.body != remover)
            if not blows or _sent_to_the_polls(capture, steps, constitution.bodies[remover]):
                continue
            answer = capture.can(remover, goal=perform(power.act), words=power.act.text)
            if answer.verdict is not Verdict.FORESTALLABLE or target.name not in answer.stoppable_by:
                continue
            yield Finding(
                f"`{remover}` may {power.act.text}, and `{target.name}` can put `{remover}` out of action first",
                at=blows[0].clause,
                labels=((power.clause, f"what {remover} may do to it"),),
                reason=(
                    f"Both may move at once, and nothing keeps {target.name} from moving first.",
                    f"So {remover} has its power as long as it does not try to use it.",
                ),
                history=answer.history,
                repairs=tuple(_repairs(capture, blows, remover, target.name)),
                cause=("check", remover),
                subject=(remover, target.name),
            )
            break


def _against(capture: Capture, target: Body) -> Iterator[Power]:
    """Powers to remove members of a body, or to dissolve it; one of each holder."""
    powers = [power for group in target.groups for power in capture.index.group_powers(Verb.REMOVE, group)]
    powers += capture.index.powers(Act(Verb.DISSOLVE, body=target.name))
    yield from {power.subject: power for power in reversed(powers)}.values()


def _own(capture: Capture, remover: str, target: str) -> bool:
    """Whether the remover is openly chosen by the one it may remove: who appoints may dismiss."""
    return any(target in capture.choosers(group) for group in capture.constitution.bodies[remover].groups)


def _sent_to_the_polls(capture: Capture, steps: tuple[Note, ...], remover: Body) -> bool:
    """Whether it is dissolved, and a class elects it again: the usual answer of a government to its parliament."""
    dissolved = any(isinstance(note, Used) and note.act.verb is Verb.DISSOLVE for note in steps)
    return dissolved and all(
        group.filling is Filling.ELECTED and any(capture.is_class(label) for label in group.by)
        for group in remover.groups
    )


def _repairs(capture: Capture, blows: list[Power], remover: str, target: str) -> Iterator[Repair]:
    for blow in blows:
        yield cut(blow.clause, f"let nobody {blow.act.text}")
    if not blows[0].consent:
        yield Repair(f"let {remover} agree to it", (extend(blows[0].clause, f"with consent of {remover}"),))
        for name in capture.outsiders(target):
            if name in capture.constitution.bodies and name != remover:
                yield Repair(f"let {name} agree to it", (extend(blows[0].clause, f"with consent of {name}"),))
