"""Answers as values: the verdict on a promise and its evidence, before anything is drawn or printed."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from constdsl.model.entities import GroupRef
from constdsl.source import Span

__all__ = ["Answer", "Margin", "Play", "Reach", "Step", "Verdict"]


class Verdict(StrEnum):
    """How a promise fares; each word has one meaning, given in docs/semantics.md."""

    HOLDS = "holds"
    CONTESTABLE = "contestable"
    BROKEN = "broken"
    HOLLOW = "hollow"
    FORESTALLABLE = "forestallable"
    NOT_ESTABLISHED = "not established"
    UNDECIDED = "undecided"


class Play(StrEnum):
    """How everybody outside the coalition behaves."""

    ACQUIESCENT = "acquiescent"
    """Nobody uses a veto, an annulment, a refusal of a candidate or a refusal to convene."""
    CONTESTED = "contested"
    """Everyone who has such a check uses it, unless the coalition commands or silences it."""


@frozen
class Step:
    """One move of a history.

    `step` counts from 1; `years` is the latest date, in years from the start, by which the move can be made;
    `act` is the act in the language's own words; `article` names the article that allows it ("article 6", or
    "article 6 of “Party rules”" when several instruments are loaded), None outside any article; `file` and `span`
    point at the clause; `text` is one plain sentence. A step that neither uses a power nor fills seats is a
    consequence of those before it.
    """

    step: int
    years: Fraction
    actor: str
    act: str
    article: str | None
    text: str
    file: str | None = None
    span: Span | None = None
    uses: tuple[str, str] | None = None
    """Whose power is used to do what, in the text's own words, where the step is the use of a power."""
    fills: GroupRef | None = None
    """The seats that are filled, where that is the step."""
    deed: tuple[str, str] | None = None
    """Where everybody cooperates: what is done, and the name of the person where it is done by or to her."""


@frozen
class Reach:
    """A coalition commands a body (or class, or seat group) at the latest after `years`."""

    coalition: tuple[str, ...]
    body: str
    years: Fraction


@frozen
class Margin:
    """How near a coalition comes to a threshold that it misses.

    `has` of `of` seats act for it, `needs` are wanted to `what` ("decide", "block", …) in `body`.
    """

    coalition: tuple[str, ...]
    body: str
    what: str
    has: int
    needs: int
    of: int


@frozen
class Answer:
    """The verdict on one promise, with its evidence.

    `breakers` are the smallest coalitions for which a prohibition fails (or the coalition that a `can` is about),
    first the one whose history is shown; `stoppable_by` names the checks, obstructors or forestallers;
    `depends_on` names unclear words, silences or limits. `summary` is one sentence. `reached` and `margin` are
    given for `holds`. `ability` tells that the promise is that somebody *can*: then `breakers` break nothing.
    """

    file: str
    span: Span
    name: str
    property: str
    verdict: Verdict
    summary: str
    breakers: tuple[tuple[str, ...], ...] = ()
    stoppable_by: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    history: tuple[Step, ...] = ()
    reached: tuple[Reach, ...] = ()
    margin: Margin | None = None
    ability: bool = False
    play: Play | None = None
    """In which play the history was replayed; None where there is none, or where everybody cooperates."""
    actors: tuple[str, ...] = ()
    """Whose moves the history shows: the coalition, or who strikes first."""
    reading: tuple[tuple[str, str], ...] = ()
    """How unclear words are read in the history, where that is not the first way."""
    disagreement: str | None = None
    """Why the simulator does not follow the history that the calculus found, which is a fault of the tool."""
