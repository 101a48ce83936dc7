"""More power, and more checks: what may only grow, and what may only shrink, on grown constitutions.

In acquiescent play a coalition that is given one more power reaches at least what it reached, and no later: nobody
forces it to use the power. Left out are powers that change what others may do by being there at all: the first power
to nominate for a group closes a ballot that was open to all, the first to fill a group gives it members, and a power
to amend one article shields it against `amend any article`.

In contested play a veto or annulment in the hands of somebody outside gains a coalition nothing, whosever act it is
over: checks are used against the coalition, and never for it (section 2 of docs/semantics.md). The one who checks must
stay outside: here an office for life in an article that nobody can amend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random

import pytest

from constdsl.capture.calculus import Calculus
from constdsl.model.entities import Constitution
from constdsl.play.people import TooLarge
from constdsl.play.player import Player
from constdsl.source import Source
from constdsl.syntax import tree
from constdsl.syntax.parser import parse
from tests.differential.compare import coalitions, selected
from tests.metamorphic.grown import SEEDS, grown

Reach = Mapping[str, Fraction]
ADDED = 6
"""Powers or checks tried on each text."""
PLAYED = 3
"""And how many of them by the player too, which is slower."""


def within(smaller: Reach, larger: Reach) -> list[str]:
    """What is reached in one, and in the other not at all or later."""
    return [label for label, date in smaller.items() if label not in larger or larger[label] > date]


# --- more power -----------------------------------------------------------------------------------------------------


def powers(constitution: Constitution) -> list[str]:
    """Acts that a body may come to have the power to do."""
    found = []
    for label, refs in constitution.labels.items():
        group = constitution.group(refs[0])
        body = constitution.bodies[group.ref.body]
        found += [f"remove any member of {label}", f"strike any candidate for {label}", f"direct {label}"]
        found += [f"extend {label}"] if group.term is not None else []
        found += [f"dissolve {label}", f"enlarge {label}"] if label == body.name and not body.office else []
        found += [f"convene {label}"] if label == body.name and body.convened else []
    for status in constitution.statuses:
        found += [f"confer {status} on anyone", f"revoke {status} from anyone"]
    found += [f"{verb} {flag}" for flag in constitution.flags for verb in ("declare", "lift")]
    found += [f"suspend article {article.number}" for article in constitution.articles.values()]
    return [*found, "amend any article"]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_power_takes_nothing_from_who_has_it(seed: int) -> None:
    pick, text = Random(seed), grown(seed)
    before = selected(text)
    calculus, player = Calculus(before), Player(before)
    acts = powers(before)
    for number, act in enumerate(pick.sample(acts, min(ADDED, len(acts)))):
        who = pick.choice(list(before.bodies))
        after = selected(f"{text}{who} may {act}\n")
        more, stronger = Calculus(after), Player(after)
        for coalition in coalitions(before):
            if who not in coalition:
                continue
            had, has = (each.reach(coalition, contested=False) for each in (calculus, more))
            lost = [label for label in within(had, has) if not _doubted(more, coalition, label)]
            assert not lost, (who, act, coalition)
            if number < PLAYED:
                try:
                    had, has = (each.play(coalition, contested=False).reach for each in (player, stronger))
                except TooLarge:
                    continue
                assert not within(had, has), (who, act, coalition)


def _doubted(calculus: Calculus, coalition: tuple[str, ...], label: str) -> bool:
    """Whether the calculus cannot tell, and says so."""
    forced = calculus.force(coalition, calculus._control[label], contested=False)
    return forced is not None and forced.closure is None


# --- more checks ----------------------------------------------------------------------------------------------------

GUARDIAN = """
article 99 {{
  office Guardian {{ for life }}
  Guardian may {check} {act}
  article 99 is entrenched
}}
"""


def acts(text: str) -> Iterator[str]:
    """The acts that a text lets or makes somebody do, and the filling of its groups, in its own words."""
    constitution = selected(text)
    for label in constitution.labels:
        yield f"appoint anyone to {label}"
        yield f"nominate anyone for {label}"
    for statement in _flat(parse(Source("t.const", text)).instrument.statements):
        if isinstance(statement, tree.Norm) and statement.kind is not tree.NormKind.MUST_NOT:
            act = statement.act
            yield text[act.span.start : act.span.end]


def _flat(statements: tuple[tree.Statement, ...]) -> Iterator[tree.Statement]:
    for statement in statements:
        if isinstance(statement, tree.Article):
            yield from _flat(statement.statements)
        else:
            yield statement


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_check_in_other_hands_gains_nothing(seed: int) -> None:
    pick, text = Random(seed), grown(seed)
    before = selected(text)
    calculus, player = Calculus(before), Player(before)
    known = [act for act in dict.fromkeys(acts(text)) if not act.startswith(("veto", "annul"))]
    for number, act in enumerate(pick.sample(known, min(ADDED, len(known)))):
        after = selected(text + GUARDIAN.format(check=pick.choice(["veto", "annul"]), act=act))
        more, other = Calculus(after), Player(after)
        for coalition in coalitions(before):
            had, has = (each.reach(coalition, contested=True) for each in (calculus, more))
            if "Guardian" in has:
                continue
            assert not _gained(calculus, coalition, within(has, had)), (act, coalition)
            if number < PLAYED:
                try:
                    had, has = (each.play(coalition, contested=True).reach for each in (player, other))
                except TooLarge:
                    continue
                assert not within(has, had), (act, coalition)


def _gained(calculus: Calculus, coalition: tuple[str, ...], labels: list[str]) -> list[str]:
    """Labels newly reached of which the calculus was sure before that they were not, or only later."""
    found = []
    for label in labels:
        forced = calculus.force(coalition, calculus._control[label], contested=True)
        if forced is None or forced.closure is not None:
            found.append(label)
    return found


def test_there_are_powers_and_checks_to_try() -> None:
    """Half of the texts at least let somebody gain by a power, and lose by a check."""
    gained = lost = 0
    for seed in SEEDS:
        text = grown(seed)
        constitution = selected(text)
        who = next(iter(constitution.bodies))
        plain = Calculus(constitution)
        strong = Calculus(selected(f"{text}{who} may amend any article\n"))
        gained += strong.reach([who], contested=False) != plain.reach([who], contested=False)
        checks = "".join(GUARDIAN.format(check="veto", act=act) for act in [next(acts(text))])
        checked = Calculus(selected(text + checks))
        lost += any(
            within(plain.reach(each, contested=True), checked.reach(each, contested=True))
            for each in coalitions(constitution)
        )
    assert gained > len(SEEDS) / 2 and lost > len(SEEDS) / 8, (gained, lost)
