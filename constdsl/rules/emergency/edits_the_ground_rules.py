"""In the exception the rules are changed by which one is judged after it."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.capture.notes import Used
from constdsl.model.entities import Act, Body, Clause, Constitution, Power
from constdsl.rules.common.independence import holder_of
from constdsl.rules.emergency._flags import declarers, needs_flag
from constdsl.rules.repairs import extend, insert
from constdsl.rules.rule import Finding, Repair, rule
from constdsl.rules.view import Capture, perform
from constdsl.syntax.tree import Verb

__all__ = ["edits_the_ground_rules"]

_CHECKING = (Verb.VETO, Verb.ANNUL, Verb.LIFT)


@rule(code="X3", severity="error", since="0.1")
def edits_the_ground_rules(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """Can a body in an emergency that it raises change how those are chosen who judge it afterwards?"""
    changing = [
        power for power in constitution.powers
        if power.act.verb in (Verb.AMEND, Verb.SUSPEND) and holder_of(power) in constitution.bodies
    ]  # fmt: skip
    for flag in constitution.flags:
        opened = [power for power in changing if needs_flag(capture, power, flag)]
        masters = [name for name, _ in declarers(capture, flag)] if opened else []
        for power in opened:
            body = constitution.bodies[holder_of(power)]
            for master in (name for name in masters if _at_hand(capture, name, body)):
                touched = [
                    (key, clause, what) for key, clause, what in _grounds(capture, body)
                    if _reaches(capture, master, power, key, flag)
                ]  # fmt: skip
                if not touched:
                    continue
                key, clause, _ = touched[0]
                act = Act(power.act.verb, article=key, text=_words(capture, power, clause))
                history = capture.history(master, goal=perform(act), words=act.text, contested=True)
                if history is None:
                    continue
                yield Finding(
                    f"during `{flag}`, which it raises itself, `{master}` can {act.text}: it says {touched[0][2]}",
                    at=power.clause,
                    labels=tuple((place, what) for _, place, what in touched[:3]),
                    reason=(
                        f"Those who would judge {body.name} after {flag} are chosen by rules that it has made in it.",
                    ),
                    history=history,
                    repairs=tuple(_ways_out(capture, power, master, touched)),
                    cause=("flag", flag),
                    subject=(master, flag, power.act.text),
                )
                break


def _at_hand(capture: Capture, master: str, body: Body) -> bool:
    return master == body.name or capture.reach(master, contested=True).get(body.name) == 0


def _grounds(capture: Capture, body: Body) -> list[tuple[str, Clause, str]]:
    """The articles by which those are chosen who elect a body, dismiss it, or undo what it does; and by which it is."""
    constitution = capture.constitution
    judges = {label: f"who elects `{body.name}`" for group in body.groups for label in capture.choosers(group)}
    for power in capture.index.powers(Act(Verb.REMOVE, body=body.name)):
        judges.setdefault(holder_of(power), f"who dismisses `{body.name}`")
    for power in constitution.powers:
        for check in capture.index.checks(power.act) if holder_of(power) == body.name and not power.sugar else ():
            judges.setdefault(holder_of(check), f"who reviews `{body.name}`")
    found: dict[str, tuple[str, Clause, str]] = {}
    for label, role in judges.items():
        electors, judge = capture.class_of(label), capture.body_of(label)
        if electors is not None and electors.clause.article is not None:
            found.setdefault(electors.clause.article, (electors.clause.article, electors.clause, role))
        for group in judge.groups if judge is not None and judge is not body else ():
            chosen = f"how `{group.label}` is chosen, {role}"
            for each in (group.clause, *(electing.clause for electing in map(capture.class_of, group.by) if electing)):
                if each.article is not None:
                    found.setdefault(each.article, (each.article, each, chosen))
    return list(found.values())


def _reaches(capture: Capture, master: str, power: Power, key: str, flag: str) -> bool:
    """Whether a power, and nothing but the flag, opens an article to somebody."""
    if power.act.article not in (None, key):
        return False
    goal = perform(Act(power.act.verb, article=key, text="change it"))
    if capture.forces(master, goal=goal, contested=True) is None:
        return False
    steps = capture.steps(master, goal=goal, contested=True)
    return any(isinstance(step, Used) and step.act.verb is Verb.DECLARE and step.act.name == flag for step in steps)


def _words(capture: Capture, power: Power, clause: Clause) -> str:
    return f"{power.act.verb} {capture.place(clause)}"


def _ways_out(
    capture: Capture, power: Power, master: str, touched: list[tuple[str, Clause, str]]
) -> Iterator[Repair]:
    own = capture.article(power.clause)
    if power.act.verb is Verb.AMEND and power.act.article is None and own is not None:
        # The shield has to cover the article in which it stands itself.
        numbers = dict.fromkeys([*(capture.constitution.articles[key].number for key, _, _ in touched), own.number])
        shields = "\n".join(f"article {number} is entrenched" for number in numbers)
        yield Repair("entrench the rules by which they are chosen", (insert(power.clause, shields),))
    for name in capture.outsiders(master)[:2]:
        if not power.consent:
            yield Repair(f"let `{name}` agree to the change", (extend(power.clause, f"with consent of {name}"),))
