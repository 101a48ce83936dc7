"""Those who choose may say no, and never say whom."""

from __future__ import annotations

from collections.abc import Iterator

from constdsl.model.entities import Constitution, Group, Power
from constdsl.rules.common.ballot import also_nominating, by_amending, decides, nominations, popular
from constdsl.rules.rule import Finding, rule
from constdsl.rules.view import Capture, choose_candidates

__all__ = ["veto_without_proposal"]


@rule(code="N4", severity="warning", since="0.1")
def veto_without_proposal(constitution: Constitution, capture: Capture) -> Iterator[Finding]:
    """May a body only refuse the candidates whom somebody else alone proposes?"""
    for group in capture.elected_groups():
        body = constitution.bodies[group.ref.body]
        # That one post is filled on the proposal of one office with the assent of another is ordinary; so are courts
        # whose judges a council proposes and a parliament elects.
        if body.office or len(capture.nominators(group)) != 1:
            continue
        if not popular(capture, group) and not decides(capture, body):
            continue
        power = nominations(capture, group)[0]
        refusers = power.consent or tuple(label for label in group.by if not capture.is_class(label))
        if power.subject is not None and refusers and (power.consent or len(refusers) == len(group.by)):
            yield from _finding(capture, group, power, power.subject, refusers)


def _finding(
    capture: Capture, group: Group, power: Power, proposer: str, refusers: tuple[str, ...]
) -> Iterator[Finding]:
    for refuser in refusers:
        # Names that come from those on whom the refuser rests, or whom it commands, are its own.
        if refuser.split(".")[0] == proposer.split(".")[0] or proposer in capture.answers_to(refuser):
            return
        if capture.commands(refuser, label=proposer, contested=True) is not None:
            return
        if capture.commands(proposer, label=refuser, contested=True) is not None:
            return  # no refusal is to be feared from it: then the proposer has both, which other rules report
    goal = choose_candidates(group.label)
    if by_amending(capture, proposer, goal):
        return
    words = f"choose the candidates for {group.label}"
    history = capture.history(proposer, goal=goal, words=words, contested=True, consenting=True)
    if history is None:
        return
    names = " and ".join(f"`{each}`" for each in refusers)
    yield Finding(
        f"{names} may refuse the names that `{proposer}` puts up for `{group.label}`, and can put up none",
        at=power.clause,
        labels=((group.fill_clause, "whoever is elected was proposed by it"),) if not power.consent else (),
        reason=(
            f"After each refusal {proposer} proposes again, as often as it likes.",
            "No rule lets the choosers name somebody themselves, even in the end.",
        ),
        history=history,
        repairs=(also_nominating(capture, [group], refusers),),
        cause=("ballot", group.label),
        subject=(group.label, proposer, *refusers),
    )
