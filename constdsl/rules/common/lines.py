"""What each rule on an act asks in a situation, as propositions that a solver weighs; and the pairs that clash.

A *line* is one power, duty or prohibition. Two lines clash when in some situation both speak of the same act and cannot
both be obeyed or relied on. Whether they cannot is asked of the solver, which names the lines that it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from attrs import evolve, frozen

from constdsl.logic import Logic
from constdsl.model.conditions import (
    TRUE,
    Condition,
    Raised,
    atoms,
    conjunction,
    disjunction,
    negation,
)
from constdsl.model.entities import Act, Body, Clause, Constitution, Flag, Norm, Power, Status
from constdsl.model.mutant_words import Wording
from constdsl.rules.repairs import added, cut
from constdsl.rules.rule import Repair
from constdsl.rules.view import Capture
from constdsl.syntax.tree import Verb

__all__ = [
    "Clash", "Kind", "Line", "called", "capital", "clashes", "force", "incompatible", "lasting", "lines", "meeting",
    "persons", "picture", "ranked", "whom",
]  # fmt: skip

ON_PERSONS = frozenset({Verb.APPOINT, Verb.REMOVE, Verb.NOMINATE, Verb.STRIKE, Verb.CONFER, Verb.REVOKE})
"""Acts done to somebody, of whom `when` and `unless` then speak."""


class Kind(StrEnum):
    """What a line says."""

    MUST = "must"
    MUST_NOT = "must not"
    MAY = "may"
    ONLY = "only … may"


@frozen(eq=False)
class Line:
    """One rule on one act. `subject` None stands for every person of a kind, on their own."""

    kind: Kind
    subject: str | None
    people: Condition
    act: Act
    scope: Condition
    clause: Clause
    who: str
    rule: Power | Norm

    @property
    def personal(self) -> bool:
        """Whether the act is done to somebody."""
        return self.act.verb in ON_PERSONS

    @property
    def sentence(self) -> str:
        """The line in the words of the language, without its qualifiers."""
        if self.kind is Kind.ONLY:
            return f"only {self.who} may {self.act.text}"
        return f"{self.who} {self.kind} {self.act.text}"

    @property
    def sugar(self) -> bool:
        """Whether it was read out of a clause of a body, which cannot be taken out like a sentence."""
        return isinstance(self.rule, Power) and self.rule.sugar

    @property
    def name(self) -> tuple[str, ...]:
        """What tells it from other lines, without its place."""
        return (self.kind.value, self.who, self.act.text, (self.clause.article or "").rpartition(":")[2])


def lines(constitution: Constitution) -> Iterator[Line]:
    """Every power, duty and prohibition. One that a consent lifts forbids nothing outright and is left out."""
    wording = Wording(constitution)
    for power in constitution.powers:
        kind = Kind.ONLY if power.exclusive else Kind.MUST if power.duty else Kind.MAY
        yield Line(kind, power.subject, power.subject_condition, power.act, power.scope, power.clause,
                   power.who or wording.holder(power), power)  # fmt: skip
    for norm in constitution.norms:
        if not norm.consent:
            yield Line(Kind.MUST_NOT, norm.subject, norm.subject_condition, norm.act, norm.scope, norm.clause,
                       wording.holder(norm), norm)  # fmt: skip


# --- situations -------------------------------------------------------------------------------------------------------


def whom(act: Act) -> Condition:
    """The persons an act, or the act it undoes, is done to."""
    return act.whom if act.inner is None else whom(act.inner)


def persons(line: Line) -> tuple[Condition, Condition]:
    """What a line asks of the person an act is done to, and of who does it."""
    if line.personal:
        return conjunction(whom(line.act), line.scope), line.people
    return whom(line.act), conjunction(line.people, line.scope)


def force(constitution: Constitution, clause: Clause) -> Condition:
    """That the article of a clause is not suspended by a flag."""
    flags = (each.flag for each in constitution.emergencies if each.article == clause.article)
    return conjunction(*(negation(Raised(flag)) for flag in flags))


def lasting(constitution: Constitution, condition: Condition) -> Condition:
    """What raised flags that a condition speaks of need in order to stand, and so on."""
    found: dict[str, Condition] = {}
    pending = [condition]
    while pending:
        for atom in atoms(pending.pop()):
            if isinstance(atom, Raised) and atom.flag not in found and atom.flag in constitution.flags:
                found[atom.flag] = constitution.flags[atom.flag].condition
                pending.append(found[atom.flag])
    return conjunction(*(disjunction(negation(Raised(flag)), needed) for flag, needed in found.items()))


def meeting(capture: Capture, first: Line, second: Line, *, others: bool = False) -> tuple[Condition, ...] | None:
    """In which situations two lines speak of one act: of whom it is done to, and of who does it. None if in none.

    With `others` the first line speaks of everybody but its subject, as `only X may` does.
    """
    about_first, by_first = persons(first)
    about_second, by_second = persons(second)
    if others:
        rest = negation(first.people) if first.subject is None and second.subject is None else TRUE
        by_first = rest if first.personal else conjunction(rest, first.scope)
    world = conjunction(force(capture.constitution, first.clause), force(capture.constitution, second.clause))
    return _possible(capture, conjunction(about_first, about_second), conjunction(by_first, by_second), world)


def _possible(capture: Capture, about: Condition, by: Condition, world: Condition) -> tuple[Condition, ...] | None:
    constitution, known = capture.constitution, capture.calculus.compiler.seats.known
    flags = lasting(constitution, conjunction(about, by, world))
    both = tuple(conjunction(each, world, flags) for each in (about, by))
    return both if all(capture.logic.satisfiable(known(each)) for each in both) else None


def picture(capture: Capture, situation: Sequence[Condition]) -> str:
    """One such situation in words, to follow “in”."""
    told = [words for condition in situation if (words := _told(capture, condition)) != "anyone"]
    if not told:
        return "every case"
    if told[0].startswith("anyone; "):
        told[0] = told[0].replace("anyone; ", "every case ", 1)
        return " that is the work of ".join(told)
    return f"the case of {', and of what is done by '.join(told)}"


def _told(capture: Capture, condition: Condition) -> str:
    witness = capture.logic.witness(capture.calculus.compiler.seats.known(condition))
    if witness is None:
        return "anyone"
    named = set(atoms(condition))
    plain = evolve(witness, facts=tuple((atom, true) for atom, true in witness.facts if atom in named))
    return plain.words(called(capture.constitution))


def capital(words: str) -> str:
    """Words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def called(constitution: Constitution) -> dict[str, str]:
    """The titles of statuses, flags and bodies, where they have one."""
    named: dict[str, Status | Flag | Body] = {**constitution.statuses, **constitution.flags, **constitution.bodies}
    return {name: each.title for name, each in named.items() if each.title}


# --- clashes ----------------------------------------------------------------------------------------------------------


def incompatible(logic: Logic, asked: Sequence[tuple[Kind, str]]) -> tuple[int, ...] | None:
    """Which of some demands on one act, each of an actor, cannot be met together, as few as possible; None if all can.

    `must` asks that the act is done, `may` that it can be, `must not` that it cannot; `only` all that at once of
    everybody else. Nobody does what they may not do.
    """
    actors = dict.fromkeys(actor for _, actor in asked)
    demands: list[Condition] = []
    for kind, actor in asked:
        match kind:
            case Kind.MUST:
                demands.append(_does(actor))
            case Kind.MAY:
                demands.append(_may(actor))
            case Kind.MUST_NOT:
                demands.append(negation(_may(actor)))
            case Kind.ONLY:
                demands.append(conjunction(_may(actor), *(negation(_may(other)) for other in actors if other != actor)))
    lawful = [disjunction(negation(_does(actor)), _may(actor)) for actor in actors]
    core = logic.core((*lawful, *demands))
    return None if core is None else tuple(index - len(lawful) for index in core if index >= len(lawful))


def _does(actor: str) -> Condition:
    return Raised(f"does: {actor}")


def _may(actor: str) -> Condition:
    return Raised(f"may: {actor}")


@frozen(eq=False)
class Clash:
    """A prohibition, or an act given to somebody alone, with a line that it cannot go together with.

    `winner` is the one that prevails, if the text or the rank of the instruments says so.
    """

    ban: Line
    other: Line
    situation: tuple[Condition, ...]
    winner: Line | None

    @property
    def loser(self) -> Line | None:
        """The line that gives way."""
        return None if self.winner is None else self.other if self.winner is self.ban else self.ban

    @property
    def cause(self) -> tuple[object, ...]:
        """The same for every rule that finds this pair."""
        return ("clash", *sorted((self.ban.name, self.other.name)))

    def words(self, capture: Capture) -> str:
        """A situation of which both speak, in a sentence."""
        return f"Both rules apply in {picture(capture, self.situation)}."

    def always(self, capture: Capture) -> bool:
        """Whether the ban reaches every case in which the other line applies."""
        known, world = capture.calculus.compiler.seats.known, force(capture.constitution, self.other.clause)
        pairs = zip((conjunction(each, world) for each in persons(self.other)), self.situation, strict=True)
        return all(capture.logic.entails(known(each), known(met)) for each, met in pairs)

    def emergency(self, capture: Capture) -> bool:
        """Whether they meet only while some flag is up."""
        flags = dict.fromkeys(atom for part in self.situation for atom in atoms(part) if isinstance(atom, Raised))
        return any(capture.logic.entails(conjunction(*self.situation), flag) for flag in flags)

    def repairs(self, capture: Capture) -> tuple[Repair, ...]:
        """Rank between the articles, or one of the two lines taken out."""
        after = next((line.clause for line in (self.other, self.ban) if not line.sugar), self.ban.clause)
        return (*ranked(capture, self.ban.clause, self.other.clause, after), *(
            cut(line.clause, f"take out “{line.sentence}”") for line in (self.ban, self.other) if not line.sugar
        ))  # fmt: skip


def ranked(capture: Capture, first: Clause, second: Clause, after: Clause) -> Iterator[Repair]:
    """Rank between the articles of two clauses, either way, said behind a sentence."""
    one, two = capture.article(first), capture.article(second)
    if one is None or two is None or one.key == two.key or one.instrument != two.instrument:
        return
    for winner, loser in ((one, two), (two, one)):
        words = f"article {winner.number} prevails over article {loser.number}"
        yield added(after, words, f"say that {words}")


def clashes(capture: Capture) -> Sequence[Clash]:
    """Every pair of lines that clash, each pair of clauses once, in the order of the text."""
    return capture.once("clashes", lambda: tuple(_clashes(capture)))


def _clashes(capture: Capture) -> Iterator[Clash]:
    every = list(lines(capture.constitution))
    powers = {id(line.rule): line for line in every}
    seen: set[frozenset[Clause]] = set()
    for ban in every:
        if ban.kind not in (Kind.ONLY, Kind.MUST_NOT):
            continue
        for power in capture.index.powers(ban.act):
            other = powers[id(power)]
            pair = frozenset((ban.clause, other.clause))
            if other is ban or pair in seen or _special(ban.act, other.act):
                continue
            situation = _clash(capture, ban, other)
            if situation is not None:
                seen.add(pair)
                yield Clash(ban, other, situation, _winner(capture, ban, other))


def _clash(capture: Capture, ban: Line, other: Line) -> tuple[Condition, ...] | None:
    one_actor = ban.subject == other.subject
    if ban.kind is Kind.MUST_NOT:
        actors = ("it", "it" if one_actor else "another")
    elif not one_actor:
        actors = ("it", "another")
    elif ban.subject is None:
        actors = ("those", "others")  # `only any worker may` leaves out who is no worker
    else:
        actors = ("it", "it")
    asked = tuple(zip((ban.kind, other.kind), actors, strict=True))
    if incompatible(capture.logic, asked) is None:
        return None
    situation = meeting(capture, ban, other, others=ban.kind is Kind.ONLY)
    if situation is None and ban.kind is other.kind is Kind.ONLY:
        situation = meeting(capture, other, ban, others=True)
    return situation


def _special(first: Act, second: Act) -> bool:
    """Whether one is about one article and the other about any: the special rule excludes the general."""
    while first.inner is not None and second.inner is not None:
        first, second = first.inner, second.inner
    return first.verb is Verb.AMEND and (first.article is None) != (second.article is None)


def _winner(capture: Capture, ban: Line, other: Line) -> Line | None:
    first, second = (capture.index.outranks(*pair) for pair in (
        (ban.clause, other.clause), (other.clause, ban.clause)
    ))  # fmt: skip
    return None if first == second else ban if first else other
