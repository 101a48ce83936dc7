"""By which powers an article can be amended, and which of two powers asks less."""

from __future__ import annotations

from constdsl.model.entities import Clause, Power
from constdsl.rules.common.independence import holder_of
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = ["asks_less", "doors", "guards"]


def guards(capture: Capture, key: str) -> list[Clause]:
    """The clauses that keep an article from the general rule of amendment: shields, and rules of its own."""
    shields = [shield.clause for shield in capture.constitution.shields if shield.article == key]
    return [*shields, *(power.clause for power in _amending(capture) if power.act.article == key)]


def doors(capture: Capture, clause: Clause) -> list[Power]:
    """The powers by which the article of a clause (or the text outside articles) can be amended as things stand."""
    key = clause.article
    if key is not None and guards(capture, key):
        return [power for power in _amending(capture) if power.act.article == key]
    rank = _rank(capture, clause)
    general = [power for power in _amending(capture) if power.act.article is None]
    return [power for power in general if _rank(capture, power.clause) <= rank]


def asks_less(capture: Capture, power: Power, than: Power) -> bool:
    """Whether the same body needs fewer votes, or fewer consents, for one power than for another."""
    if power.subject is None or power.subject != than.subject or not set(power.consent) <= set(than.consent):
        return False
    # Of a class the vote is counted in shares, as if it were of a hundred.
    body = capture.body_of(power.subject)
    seats = body.seats if body is not None else 100
    few, many = capture.threshold(power).needed(seats), capture.threshold(than).needed(seats)
    return few < many or (few == many and len(power.consent) < len(than.consent))


def _amending(capture: Capture) -> list[Power]:
    return [power for power in capture.constitution.powers if power.act.verb is Verb.AMEND and holder_of(power)]


def _rank(capture: Capture, clause: Clause) -> int:
    article = capture.article(clause)
    return article.rank if article is not None else capture.constitution.file_ranks.get(clause.file, 0)
