"""Promises as an editor names them: by a key that stays while other things change, and by their verdict in a line."""

from __future__ import annotations

from collections import Counter

from constdsl.check.results import Answer, Variants, Verdict
from constdsl.lsp.outcome import Outcome
from constdsl.render.report import parties
from constdsl.render.words import clean, count

__all__ = ["headline", "kept_by", "keyed", "option_in", "option_key"]

_OPTION = "option "


def keyed(outcome: Outcome, name: str) -> list[tuple[str, Answer]]:
    """The verdicts on the promises of a text, each with its key: the title, and its number among those of one title."""
    met: Counter[str] = Counter()
    found = []
    for answer in outcome.answers(name):
        title = answer.name or answer.property
        met[title] += 1
        found.append((f"guarantee {met[title]} {title}", answer))
    return found


def option_key(name: str) -> str:
    """The key of an option."""
    return f"{_OPTION}{name}"


def option_in(key: str) -> str | None:
    """The option that a key means, if it means one."""
    return key.removeprefix(_OPTION) if key.startswith(_OPTION) else None


def headline(answer: Answer) -> str:
    """The verdict in a line: `broken by CentralCommittee in 5 steps`."""
    who, checks, hangs = parties(answer)
    match answer.verdict:
        case Verdict.HOLDS if answer.margin is not None and answer.margin.has:
            near = answer.margin
            return f"holds: nobody gets nearer than {near.has} of {near.needs} in {clean(near.body)}"
        case Verdict.HOLDS:
            return "holds, whoever objects" if answer.ability else "holds"
        case Verdict.BROKEN if answer.ability:
            return f"broken: {who} cannot" if who else "broken"
        case Verdict.BROKEN:
            steps = f" in {count(len(answer.history), 'step')}" if answer.history else ""
            return f"broken by {who}{steps}" if who else f"broken{steps}"
        case Verdict.CONTESTABLE:
            by = f" by {who}" if who else ""
            return f"contestable{by} unless stopped by {checks}" if checks else f"contestable{by}"
        case Verdict.HOLLOW:
            return f"hollow: {checks} can obstruct it" if checks else "hollow"
        case Verdict.FORESTALLABLE:
            return f"forestallable: {checks}, moving first, can prevent it" if checks else "forestallable"
        case _:
            return f"{answer.verdict}: depends on {hangs}" if hangs else str(answer.verdict)


def kept_by(found: Variants) -> list[str]:
    """For each combination of choices how many promises it keeps: `open keeps 2 of 6`."""
    return [
        f"{clean(', '.join(choice for _, choice in variant.choices))} "
        f"keeps {sum(each.verdict is Verdict.HOLDS for each in variant.answers)} of {len(variant.answers)}"
        for variant in found.variants
    ]
