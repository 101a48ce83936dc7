"""A coalition's lawful play against everybody else, who do their worst: move by move, with a reason for every refusal.

Persons are those of section 2 of docs/semantics.md: loyal and free ones of every kind that the axioms allow. A power
used at will is a practice: from then on it is used on whoever it covers, as often as it serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from fractions import Fraction

from attrs import evolve, field, frozen

from constdsl.model.entities import Clause, Constitution, Filling, Goal, GroupRef, Power
from constdsl.play import aims, counting, filling, powers, reasons
from constdsl.play.judge import Ballot, Judge, Today, World
from constdsl.play.lawbook import Lawbook
from constdsl.play.people import People
from constdsl.play.player import expires
from constdsl.syntax.tree import Verb

__all__ = ["Campaign", "Fill", "Made", "Move", "Situation", "Unlawful", "Use", "Wait"]


@frozen(eq=False)
class Use:
    """Begin to make use of a power."""

    power: Power

    def __str__(self) -> str:
        return f"{self.power.who or self.power.subject or 'anyone'}: {self.power.act.text}"


@frozen
class Fill:
    """Fill the seats of a group with the coalition's people: once they are vacant, or when their term ends."""

    group: GroupRef
    label: str = field(eq=False, default="")

    def __str__(self) -> str:
        return f"fill {self.label or self.group.body}"


@frozen
class Wait:
    """Let time pass until the next term ends, or the next meeting is due."""

    def __str__(self) -> str:
        return "wait"


Move = Use | Fill | Wait


@frozen
class Made:
    """A move that was made: its number from 1, and the date in years."""

    number: int
    years: Fraction
    move: Move


class Unlawful(Exception):
    """A move that the text does not allow now; `reason` says why, and `clause` which rule stands in the way."""

    def __init__(self, reason: str, clause: Clause | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.clause = clause


@frozen
class Situation:
    """Where a campaign stands.

    The date in years; flags and articles; the groups that the coalition has won; the bodies that have come to meet;
    the powers in use, by their numbers; since when each group could be filled by the coalition if only it opened;
    groups and bodies vacated or enlarged at this very date; articles amended, by key and file.
    """

    date: Fraction = Fraction(0)
    world: World = World()
    seats: frozenset[GroupRef] = frozenset()
    meeting: frozenset[str] = frozenset()
    practices: frozenset[int] = frozenset()
    ready: tuple[tuple[GroupRef, Fraction], ...] = ()
    today: Today = Today()
    amended: frozenset[tuple[str | None, str]] = frozenset()


class Campaign:
    """One coalition's play of one constitution.

    >>> campaign = Campaign(constitution, ["GeneralSecretary"])          # doctest: +SKIP
    >>> campaign.apply(campaign.moves()[0])                              # doctest: +SKIP
    >>> campaign.commands("CentralCommittee")                            # doctest: +SKIP
    False

    In a `contested` campaign everybody who has a check uses it; with `consenting`, outsiders give every consent asked
    of them. `watch` limits the groups whose terms are followed, for large texts; a lawbook or people looked at
    before can be used again. Rules that turn on more persons than
    can be looked at raise `TooLarge`.
    """

    def __init__(
        self,
        constitution: Constitution,
        coalition: Sequence[str],
        *,
        contested: bool = False,
        consenting: bool = False,
        watch: Iterable[GroupRef] | None = None,
        lawbook: Lawbook | None = None,
        people: People | None = None,
    ) -> None:
        self.constitution = constitution
        self.coalition = tuple(coalition)
        self.contested = contested
        self.consenting = consenting
        self.people = people or People(lawbook or Lawbook(constitution))
        self.law = self.people.law
        watched = self.law.groups if watch is None else set(watch)
        self._watched = [
            group
            for ref, group in self.law.groups.items()
            if ref in watched and group.filling not in (Filling.HELD, Filling.JOINING)
        ]
        self._made: list[Made] = []
        self._situation = Situation()
        self._judge = self._judged(self._situation, None)
        self._settle()

    # --- looking -------------------------------------------------------------------------------------------------

    @property
    def situation(self) -> Situation:
        """Where the campaign stands."""
        return self._situation

    @property
    def history(self) -> tuple[Made, ...]:
        """The moves made, dated and numbered."""
        return tuple(self._made)

    def commands(self, label: str) -> bool:
        """Whether a body, office, class or group acts for the coalition by now."""
        return self._judge.rules(counting.acts, label, None, Ballot.OPEN)

    def reached(self, goal: Goal, *, every: bool = False) -> bool:
        """Whether a goal is reached by now: for every kind of person of whom it speaks, or for some."""
        return self._judge.rules(aims.reached, goal, every)

    def moves(self) -> tuple[Move, ...]:
        """The lawful moves that change anything now, in the order of the text; waiting comes last."""
        return tuple(self._moves())

    def _moves(self) -> Iterator[Move]:
        for power in self.constitution.powers:
            if power.act.verb is not Verb.APPOINT and self._changes(power) and self.refusal(Use(power)) is None:
                yield Use(power)
        for group in self._watched:
            if group.ref not in self._situation.seats and self.refusal(Fill(group.ref)) is None:
                yield Fill(group.ref, group.label)
        if self.next_date() is not None:
            yield Wait()

    def lawful(self, move: Move) -> bool:
        """Whether a move may be made now."""
        return self.refusal(move) is None

    def _changes(self, power: Power) -> bool:
        world, act = self._situation.world, power.act
        match act.verb:
            case Verb.DECLARE:
                known = self.law.number(power) in self._situation.practices
                return act.name not in world.up and (not known or self._judge.rules(powers.stands, act.name or ""))
            case Verb.LIFT:
                return act.name in world.up or self.law.number(power) not in self._situation.practices
            case Verb.SUSPEND:
                return act.article not in world.suspended
            case _:
                return self.law.number(power) not in self._situation.practices

    def copy(self) -> Campaign:
        """Another campaign that stands where this one does."""
        other = copy(self)
        other._made = list(self._made)
        return other

    # --- moving --------------------------------------------------------------------------------------------------

    def apply(self, move: Move) -> None:
        """Make a move; Unlawful if the text does not allow it now."""
        refusal = self.refusal(move)
        if refusal is not None:
            raise refusal
        now = self._situation
        match move:
            case Use(power):
                self._go(self._used(now, power))
            case Fill(group):
                self._go(evolve(now, seats=now.seats | {group}))
            case Wait():
                date = self.next_date()
                assert date is not None
                self._go(evolve(now, date=date, meeting=self._met(date), today=Today()))
        self._made.append(Made(len(self._made) + 1, self._situation.date, move))

    def during(self, power: Power, goal: Goal, *, every: bool) -> bool:
        """Whether a goal is reached at the moment at which a power comes to be used, before its effect."""
        number = self.law.number(power)
        using = evolve(self._situation, practices=self._situation.practices | {number})
        judge = self._judged(using, self._judge.before)
        return judge.rules(aims.reached, goal, every)

    def _used(self, now: Situation, power: Power) -> Situation:
        act, world = power.act, now.world
        after = evolve(now, practices=now.practices | {self.law.number(power)})
        match act.verb:
            case Verb.DECLARE:
                # A flag that lacks what it needs falls as soon as it is raised.
                stands = self._judge.rules(powers.stands, act.name or "")
                return evolve(after, world=World(world.up | {act.name or ""}, world.suspended)) if stands else after
            case Verb.LIFT:
                return evolve(after, world=World(world.up - {act.name or ""}, world.suspended))
            case Verb.SUSPEND:
                return evolve(after, world=World(world.up, world.suspended | {act.article or ""}))
            case _:
                return after

    def _go(self, situation: Situation) -> None:
        before = self._judge.before
        if situation.world != self._situation.world:
            # What was emptied or enlarged, and who was led where, stays so when flags and articles change.
            before = self._judge
            situation = evolve(situation, today=counting.today(self._judge), amended=powers.amendments(self._judge))
        self._situation = situation
        self._judge = self._judged(situation, before)
        self._settle()

    def _settle(self) -> None:
        """Note since when each group could be filled if only it opened."""
        before = dict(self._situation.ready)
        ready = tuple(
            (group.ref, before.get(group.ref, self._situation.date))
            for group in self._watched
            if group.ref not in self._situation.seats
            and group.term is not None
            and not self._situation.world.lapsed(self.law, group.clause.article)
            and self._judge.rules(filling.ready, group.ref)
            and self._judge.rules(expires, group.ref)
        )
        self._situation = evolve(self._situation, ready=ready)

    def _judged(self, situation: Situation, before: Judge | None) -> Judge:
        return Judge(
            self.law, self.people, self.coalition,
            contested=self.contested, world=situation.world, seats=situation.seats, meeting=situation.meeting,
            practices=situation.practices, filling=False, consenting=self.consenting,
            today=situation.today, amended=situation.amended, before=before,
        )  # fmt: skip

    # --- time ----------------------------------------------------------------------------------------------------

    def _ends(self) -> dict[GroupRef, Fraction]:
        """By when at the latest the terms end that the coalition waits for."""
        terms = {group.ref: group.term for group in self._watched}
        return {ref: since + (terms[ref] or 0) for ref, since in self._situation.ready}

    def _meetings(self) -> dict[str, Fraction]:
        bodies = self.constitution.bodies.values()
        return {body.name: body.every for body in bodies if body.every is not None} if self.contested else {}

    def next_date(self) -> Fraction | None:
        """The date to which waiting leads: when the next term that matters ends, or a body meets; None for never."""
        dates = [*self._ends().values(), *self._meetings().values()]
        later = [date for date in dates if date > self._situation.date]
        return min(later, default=None)

    def _met(self, date: Fraction) -> frozenset[str]:
        return frozenset(name for name, first in self._meetings().items() if first <= date)

    # --- refusals ------------------------------------------------------------------------------------------------

    def refusal(self, move: Move) -> Unlawful | None:
        """Why a move may not be made now; None when it may."""
        judge = self._judge
        match move:
            case Wait():
                return None if self.next_date() is not None else Unlawful("no term that matters ends any more")
            case Use(power):
                if judge.rules(powers.startable, power):
                    return None
                return Unlawful(*reasons.not_usable(judge, power))
            case Fill(ref):
                group = self.law.groups.get(ref)
                if group is None or group.filling in (Filling.HELD, Filling.JOINING):
                    return Unlawful("there are no such seats to be filled")
                if not judge.rules(filling.ready, ref):
                    return Unlawful(*reasons.not_fillable(judge, ref))
                if judge.rules(counting.vacated, ref):
                    return None
                if self._ends().get(ref, self._situation.date + 1) <= self._situation.date:
                    return None
                return Unlawful(f"the seats of {group.label} are not vacant yet", group.clause)

