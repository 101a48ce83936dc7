"""What must be so for an act to be lawful: one need after the other, each with the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from constdsl.model.conditions import TRUE, Condition, Literal, atoms, conjunction, negation
from constdsl.model.entities import Act, Clause, Norm, Power, Threshold
from constdsl.play.lawbook import PERSONAL, Lawbook, covers
from constdsl.play.open_facts import Facts, Test, personal, seats_of
from constdsl.play.open_position import Position
from constdsl.syntax.tree import Base

__all__ = ["Ask", "Need", "Permits"]


@frozen
class Need:
    """Something a move needs: its test, what to say when it fails, and the facts on which it turns."""

    test: Test
    reason: str
    clause: Clause | None = None
    reads: tuple[Literal, ...] = ()
    possible: bool = True
    """False when nothing that anybody can ever do meets it."""


@frozen
class Ask:
    """What a power asks of the person on whom it is used, and what to say of who does not meet it."""

    condition: Condition
    reason: str
    clause: Clause | None


@frozen
class _Ban:
    """A norm on the users of a power: in what state of the person it is done to, and on which users."""

    done_to: Condition
    users: Condition
    clause: Clause


class Permits:
    """Needs of acts under one constitution."""

    def __init__(self, law: Lawbook, facts: Facts) -> None:
        self.law = law
        self.facts = facts

    # --- who acts ------------------------------------------------------------------------------------------------

    def need(self, test: Test, reason: str, clause: Clause | None, condition: Condition) -> Need:
        """A need that turns on a plain condition."""
        reads = tuple(dict.fromkeys(atoms(condition)))
        return Need(test, reason, clause, reads, self.facts.logic.satisfiable(condition))

    def acts(self, label: str, threshold: Threshold | None = None) -> Need:
        """That a body, group or class can agree to something: it sits, and enough of its seats are filled."""
        found = self.law.constitution.classes.get(label)
        if found is not None:
            condition = self.facts.plain(found.condition)
            return self.need(self.facts.anybody(condition), f"there is nobody in `{label}`", found.clause, condition)
        name = label.partition(".")[0]
        body = self.law.constitution.bodies[name]
        bars = [threshold or body.decides, *([body.quorum] if body.quorum else [])]
        numbers = [self.facts.numbers[block.origin] for block in self.law.blocks(label)]

        def test(position: Position) -> bool:
            if not position.sits(name):
                return False
            seats = sum([position.size[number] for number in numbers])
            members = seats - sum([position.vacant[number] for number in numbers])
            return all(bar.needed(seats if bar.base is Base.SEATS else members) <= members for bar in bars)

        reason = f"`{label}` does not sit, or too few of its seats are filled"
        return Need(test, reason, body.clause, possible=self.facts.ever_acts(label))

    def standing(self, clause: Clause) -> Iterator[Need]:
        """That the article of a clause is in force."""
        if clause.article is not None:
            fact = self.facts.standing(clause.article)
            article = self.law.constitution.articles[clause.article]
            yield Need(self.facts.anybody(fact), f"{article.label} is suspended", article.clause, tuple(atoms(fact)))

    def agreed(self, consent: Iterable[str], clause: Clause) -> Iterator[Need]:
        """That every body whose consent is needed can give it."""
        for label in consent:
            need = self.acts(label)
            yield Need(need.test, f"`{label}` cannot consent: {need.reason}", clause, need.reads, need.possible)

    # --- acts done to a person -----------------------------------------------------------------------------------

    def on_person(self, power: Power, act: Act, candidate: bool = False) -> tuple[tuple[Ask, ...], tuple[Need, ...]]:
        """What a power asks of the person on whom it is used for such an act, and of everything else."""
        asks = [Ask(self.facts.plain(self.law.asked(power), candidate), "the rule does not cover {whom}", power.clause)]
        users = self.facts.plain(power.subject_condition)
        for ban in self._bans(power, act, candidate):
            lapsing = self.facts.standing(ban.clause.article)
            if power.subject is not None or (ban.done_to != TRUE and self.facts.logic.entails(users, ban.users)):
                asks.append(Ask(negation(conjunction(lapsing, ban.done_to)), "a rule forbids it", ban.clause))
            elif ban.done_to == TRUE:
                users = conjunction(users, negation(conjunction(lapsing, ban.users)))
        needs = [*self.standing(power.clause), *self.agreed(power.consent, power.clause)]
        if power.subject is not None:
            needs.append(self.acts(power.subject, power.threshold))
        else:
            needs.append(self.need(self.facts.anybody(users), "nobody may do it", power.clause, users))
        return tuple(asks), tuple(needs)

    def named(self, asks: Iterable[Ask], number: int) -> Iterator[Need]:
        """What is asked, asked of a named person."""
        whom = self.facts.persons[number].name
        for ask in asks:
            test = self.facts.of(ask.condition, number)
            yield self.need(test, ask.reason.format(whom=whom), ask.clause, ask.condition)

    def unnamed(self, asks: Iterable[Ask], *more: Condition) -> Need:
        """That somebody without a name is all that is asked."""
        whole = conjunction(*more, *(ask.condition for ask in asks))
        return self.need(self.facts.somebody(whole), "there is nobody to whom it could be done", None, whole)

    # --- acts done to nobody -------------------------------------------------------------------------------------

    def by_anybody(self, power: Power, act: Act) -> Iterator[Need]:
        """What a power to do an act that is done to nobody needs, whoever uses it."""
        yield from self.standing(power.clause)
        yield from self.agreed(power.consent, power.clause)
        if power.subject is not None:
            yield self.acts(power.subject, power.threshold)
        actor: Condition = TRUE
        for ask in self.of_actor(power, act):
            if personal(ask.condition):
                actor = conjunction(actor, ask.condition)
            else:
                yield self.need(self.facts.anybody(ask.condition), ask.reason, ask.clause, ask.condition)
        if actor != TRUE:
            actor = conjunction(actor, self._among(power.subject))
            reason = "nobody who could do it is what the rules ask"
            yield self.need(self.facts.anybody(actor), reason, power.clause, actor)

    def of_actor(self, power: Power, act: Act) -> Iterator[Ask]:
        """What a power asks of who uses it, for an act that is done to nobody."""
        yield Ask(self.facts.plain(self.law.asked(power)), "the conditions of the rule are not met", power.clause)
        for ban in self._bans(power, act):
            forbidden = conjunction(self.facts.standing(ban.clause.article), ban.users)
            yield Ask(negation(forbidden), "a rule forbids it", ban.clause)

    def _among(self, subject: str | None) -> Condition:
        if subject is None:
            return TRUE
        found = self.law.constitution.classes.get(subject)
        return self.facts.plain(found.condition) if found else seats_of(self.law, subject)

    # --- norms ---------------------------------------------------------------------------------------------------

    def _bans(self, power: Power, act: Act, candidate: bool = False) -> Iterator[_Ban]:
        for norm in self._norms(power, act):
            users = norm.subject_condition if power.subject is None else TRUE
            if act.verb in PERSONAL:
                done_to = self.facts.plain(conjunction(norm.scope, norm.act.whom), candidate)
                yield _Ban(done_to, self.facts.plain(users), norm.clause)
            else:
                yield _Ban(TRUE, self.facts.plain(conjunction(users, norm.scope)), norm.clause)

    def _norms(self, power: Power, act: Act) -> Iterator[Norm]:
        """The norms that bind users of a power.

        Several norms may together bind everybody who has a power of `any COND`, so that each of them counts.
        """
        if power.subject is not None:
            yield from self.law.prohibitions(power, act)
            return
        found = [norm for norm in self.law.constitution.norms if norm.subject is None and covers(norm.act, act)]
        for other in self.law.powers(act):
            if other.exclusive and other is not power:
                # `only any COND may` forbids the act to persons of every other kind.
                rest = TRUE if other.subject is not None else negation(other.subject_condition)
                found.append(Norm(None, rest, other.act, other.scope, (), other.clause))
        yield from (norm for norm in found if not self.law.prevails(power.clause, norm.clause))


def any_way(ways: Iterable[Iterable[Need]], reason: str, clause: Clause | None) -> Need:
    """That one of several lists of needs is met."""
    lists = [tuple(way) for way in ways]
    reads = tuple(dict.fromkeys(atom for way in lists for need in way for atom in need.reads))

    def test(position: Position) -> bool:
        return any(all(need.test(position) for need in way) for way in lists)

    return Need(test, reason, clause, reads, any(all(need.possible for need in way) for way in lists))
