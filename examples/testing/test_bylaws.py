"""How a club tests its own bylaws: not only that they keep their promises, but what that hangs on.

Run it with `pytest examples/testing`.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings

from constdsl.capture.calculus import Calculus
from constdsl.check.program import check
from constdsl.check.results import Verdict
from constdsl.model.conditions import Member, conjunction
from constdsl.model.entities import Constitution
from constdsl.model.mutants import Mutant, MutantKind
from constdsl.play.open import Play
from constdsl.source import Source
from constdsl.strategies import Shape, constitution_of, histories, mutations, statutes
from constdsl.verdict.promises import Case, weigh

SOURCE = Source("bylaws.const", (Path(__file__).parent / "bylaws.const").read_text(encoding="utf-8"))
BYLAWS = constitution_of(SOURCE.text)


def failing(constitution: Constitution) -> set[str]:
    """The titles of the guarantees that do not hold."""
    case = Case(constitution, Calculus(constitution))
    return {promise.title for promise in constitution.promises if weigh(case, promise).verdict is not Verdict.HOLDS}


def test_the_bylaws_keep_their_promises() -> None:
    assert failing(BYLAWS) == set()


@given(mutations(BYLAWS))
@settings(deadline=None)
def test_recall_hangs_on_one_clause_alone(change: Mutant) -> None:
    """Whichever other clause is struck out, the meeting can still dismiss the committee."""
    if change.kind is MutantKind.DELETE and "Recall" in failing(change.constitution):
        assert change.words == "Meeting may no longer remove any member of Committee"


@given(statutes(BYLAWS, use="bylaws.const", shape=Shape(clauses=(1, 4), weights={"bound": 0, "members bound": 0})))
@settings(deadline=None)
def test_no_house_rule_gives_the_committee_your_plot(text: str) -> None:
    """House rules rank below the bylaws: what article 1 reserves to the meeting they cannot give away.

    Rules that bind members to vote as they are told are left out: these would give away the meeting itself.
    """
    report = check([Source("house_rules.const", text)], lambda path: SOURCE)
    (plot,) = (answer for answer in report.answers if answer.name == "Your plot")
    assert plot.verdict is Verdict.HOLDS, plot.summary


@given(histories(BYLAWS, most=12))
@settings(deadline=None)
def test_nobody_pays_and_audits(play: Play) -> None:
    """Whatever is lawfully done by whomever, one person is never Treasurer and Auditor at once."""
    both = conjunction(Member("Treasurer"), Member("Auditor"))
    assert not any(play.holds(both, person.name) for person in play.position.world.persons)
