"""What a rule may ask: a constitution's look-ups, and what coalitions force in it, each answered once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, KeysView, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from attrs import define, field

from constdsl.capture.calculus import Calculus, Forced
from constdsl.capture.graph import Closure
from constdsl.capture.history import named
from constdsl.capture.index import Index
from constdsl.capture.modes import Mode
from constdsl.capture.notes import Note
from constdsl.logic import Logic
from constdsl.model.conditions import TRUE, Condition
from constdsl.model.entities import (
    Ability,
    Act,
    Article,
    Body,
    Class,
    Clause,
    Coalition,
    Constitution,
    Filling,
    Goal,
    GoalKind,
    Group,
    Power,
    Promise,
    Threshold,
)
from constdsl.source import NOWHERE
from constdsl.syntax.tree import Verb
from constdsl.verdict.answers import Answer, Step
from constdsl.verdict.promises import Case, Unshown, demonstrate, weigh

__all__ = ["Capture", "Exhausted", "control", "choose_candidates", "paralyse", "bar", "bar_from", "perform", "block"]

T = TypeVar("T")

MAX_STEPS = 60
"""Steps of a history that a rule may show."""

MAX_PAGES = 1_500
"""Bodies in all the histories that rules may tell of one text: a hundred histories among fifteen bodies."""

# --- goals ------------------------------------------------------------------------------------------------------


def control(label: str) -> Goal:
    """To command a body, class or group of seats."""
    return Goal(GoalKind.CONTROL, label)


def choose_candidates(label: str) -> Goal:
    """To have nobody but one's own people on the ballot of a body or group."""
    return Goal(GoalKind.CHOOSE_CANDIDATES, label)


def paralyse(label: str) -> Goal:
    """To keep a body from deciding."""
    return Goal(GoalKind.PARALYSE, label)


def bar(whom: Condition, label: str) -> Goal:
    """To keep persons of a kind from standing for a body."""
    return Goal(GoalKind.BAR_FROM_BODY, label, None, whom)


def bar_from(whom: Condition, act: str) -> Goal:
    """To keep persons of a kind from an act that the text names itself."""
    return Goal(GoalKind.BAR_FROM_ACT, None, Act(Verb.PERFORM, name=act, text=act), whom)


def perform(act: Act) -> Goal:
    """To do an act."""
    return Goal(GoalKind.PERFORM, None, act)


def block(act: Act) -> Goal:
    """To keep everybody else from an act."""
    return Goal(GoalKind.BLOCK, None, act)


class Exhausted(Exception):
    """No more histories are told of a text."""


@define
class Diary:
    """What happened while histories were told, for all views on one text."""

    pages: int = 0
    """Bodies in all histories told, each time anew: what replaying them takes grows with it."""
    disagreements: list[str] = field(factory=list)
    """Histories that the simulator could not follow: nothing is found on their strength."""

    @property
    def full(self) -> bool:
        """Whether no more histories are told."""
        return self.pages > MAX_PAGES


class Capture:
    """One constitution under one reading, with every question that rules put to it remembered.

    *Masters* are bodies and offices, each alone. Acquiescent play is meant unless `contested` says otherwise.
    """

    def __init__(self, case: Case, readings: Mapping[tuple[tuple[str, str], ...], Case] | None = None) -> None:
        self.case = case
        self.readings = readings or {}
        """Every reading of the words left unclear, this one among them; empty where nothing is unclear."""
        self._forced: dict[tuple[tuple[str, ...], int, bool, bool], Forced | None] = {}
        self._reach: dict[tuple[tuple[str, ...], bool], dict[str, Fraction]] = {}
        self._once: dict[Hashable, Any] = {}
        self.diary = Diary()

    def once(self, what: Hashable, work: Callable[[], T]) -> T:
        """What is worked out once for all rules, and for all that one rule looks at: tables, and lists gone through
        again and again. `what` names it."""
        if what not in self._once:
            self._once[what] = work()
        found: T = self._once[what]
        return found

    @cached_property
    def each_reading(self) -> tuple[Capture, ...]:
        """A view on every reading of the words left unclear; this one alone where nothing is unclear."""
        found = tuple(self if case is self.case else Capture(case) for case in self.readings.values())
        for each in found:
            each.diary = self.diary
        return found or (self,)

    def on(self, constitution: Constitution) -> Capture:
        """A view on a changed constitution, with no other readings. It costs an analysis."""
        found = Capture(Case(constitution, Calculus(constitution), self.case.replaying))
        found.diary = self.diary
        return found

    # --- look-ups ----------------------------------------------------------------------------------------------------

    @property
    def constitution(self) -> Constitution:
        return self.case.constitution

    @property
    def calculus(self) -> Calculus:
        return self.case.calculus

    @property
    def index(self) -> Index:
        """Powers, checks, norms and bindings by the act they speak of."""
        return self.calculus.compiler.index

    @property
    def logic(self) -> Logic:
        """Decides conditions exactly."""
        return self.calculus.compiler.logic

    def groups(self, *fillings: Filling) -> Iterator[Group]:
        """All groups of seats in the order of the text, or those filled in some of these ways."""
        for body in self.constitution.bodies.values():
            for group in body.groups:
                if not fillings or group.filling in fillings:
                    yield group

    def elected_groups(self) -> Iterator[Group]:
        """The groups of seats that are elected."""
        return self.groups(Filling.ELECTED)

    def nominators(self, group: Group) -> tuple[str, ...]:
        """Who may nominate for a group, by label, each once; `anyone` where anybody may; empty where it is open."""
        powers = self.index.group_powers(Verb.NOMINATE, group)
        return tuple(dict.fromkeys(power.subject or "anyone" for power in powers))

    def is_class(self, label: str) -> bool:
        """Whether a label names a class of persons, and not a body or group of seats."""
        return label in self.constitution.classes

    def body_of(self, label: str) -> Body | None:
        """The body or office of a label, also of a group's; None for a class."""
        return self.constitution.bodies.get(label.split(".")[0])

    def class_of(self, label: str) -> Class | None:
        """The class of a label, if it is one."""
        return self.constitution.classes.get(label)

    def threshold(self, power: Power) -> Threshold:
        """What a power needs: its own threshold, else its subject's usual one, else a majority."""
        if power.threshold is not None:
            return power.threshold
        body = self.body_of(power.subject) if power.subject is not None else None
        return body.decides if body is not None else Threshold()

    def article(self, clause: Clause) -> Article | None:
        """The article in which a clause stands."""
        return self.constitution.articles.get(clause.article) if clause.article is not None else None

    def place(self, clause: Clause) -> str:
        """`article 6`, or `the text` outside articles."""
        article = self.article(clause)
        return article.label if article is not None else "the text"

    def can_meet(self, *conditions: Condition) -> bool:
        """Whether somebody can meet all these conditions at once."""
        return self.logic.satisfiable(*conditions)

    # --- what coalitions force ---------------------------------------------------------------------------------------

    def reach(self, *who: str, contested: bool = False) -> Mapping[str, Fraction]:
        """The bodies and classes beyond itself that a coalition comes to command, with the latest dates in years."""
        key = (who, contested)
        if key not in self._reach:
            self._reach[key] = self.calculus.reach(who, contested=contested)
        return self._reach[key]

    def masters(self, label: str, *, contested: bool = False) -> dict[str, Fraction]:
        """The bodies other than itself that, each alone, come to command a body, class or group, with the dates."""
        body = label.split(".")[0]
        return self.who_alone_can(control(label), contested=contested, spared=(body,))

    def who_alone_can(
        self, goal: Goal, *, contested: bool = False, spared: Iterable[str] = (), every: bool = False
    ) -> dict[str, Fraction]:
        """The bodies, except those spared, that each alone force a goal, with the dates."""
        left_out = frozenset(spared)
        node = self.calculus.goal(goal, every=every)
        found = self.once(("who alone can", node, contested), lambda: self._who_alone(node, contested))
        return {name: date for name, date in found.items() if name not in left_out}

    def _who_alone(self, node: int, contested: bool) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for name in self.calculus.able(node, contested=contested):
            forced = self._force((name,), node, contested, False)
            if forced is not None and forced.closure is not None:
                found[name] = forced.years
        return found

    def nearest(self, masters: Mapping[str, Fraction], *, contested: bool = False) -> dict[str, Fraction]:
        """Of some masters those who do not need another of them for it.

        Who commands one that is master sooner is master only through it; so is who commands one that is master as soon,
        unless it is commanded back as soon.
        """
        order = self._order

        def back(other: str, name: str, when: Fraction) -> bool:
            date = self.reach(other, contested=contested).get(name)
            return date is not None and (date, order[name]) <= (when, order[other])

        found = {}
        for name, date in masters.items():
            through = [
                other
                for other, when in self.reach(name, contested=contested).items()
                if other in masters and other != name and when <= date
                and (masters[other] < date or (masters[other] == date and not back(other, name, when)))
            ]  # fmt: skip
            if not through:
                found[name] = date
        return found or dict(masters)

    @cached_property
    def _order(self) -> dict[str, int]:
        """The place of each body in the text."""
        return {name: number for number, name in enumerate(self.constitution.bodies)}

    def forces(
        self, *who: str, goal: Goal, contested: bool = False, every: bool = False, consenting: bool = False
    ) -> Fraction | None:
        """The date by which a coalition forces a goal; None when it does not, or when that is in doubt.

        `every` asks it for every kind of person of whom the goal speaks, else one is enough. `consenting` makes
        outsiders give every consent.
        """
        forced = self._force(who, self.calculus.goal(goal, every=every), contested, consenting)
        return forced.years if forced is not None and forced.closure is not None else None

    def commands(
        self, *who: str, label: str, threshold: Threshold | None = None, contested: bool = False
    ) -> Fraction | None:
        """The date by which a coalition has a body or class decide its way at a threshold (the usual one if None)."""
        node = self.calculus.compiler.seats.decides(label, threshold, Mode.VOTE)
        return self._asked(who, node, contested)

    def blocks(
        self, *who: str, label: str, threshold: Threshold | None = None, contested: bool = False
    ) -> Fraction | None:
        """The date by which a body or class cannot reach a threshold without the coalition."""
        node = self.calculus.compiler.seats.blocks(label, threshold, Mode.VOTE)
        return self._asked(who, node, contested)

    def silences(self, *who: str, body: str, contested: bool = False) -> Fraction | None:
        """The date by which a coalition has a body dissolved, emptied or never convened."""
        return self._asked(who, self.calculus.compiler.seats.silenced(body), contested)

    def empties(self, *who: str, group: Group, contested: bool = False) -> Fraction | None:
        """The date by which a coalition can remove every holder of a group's seats."""
        return self._asked(who, self.calculus.compiler.seats.emptied(group.ref), contested)

    def may_use(self, *who: str, power: Power, contested: bool = False) -> Fraction | None:
        """The date by which a coalition can use one power on somebody or something."""
        compiler = self.calculus.compiler
        node = compiler.some([grant.node for grant in compiler.powers.grants(power)])
        return self._asked(who, node, contested)

    def disables(self, *who: str, power: Power, contested: bool = False) -> Fraction | None:
        """The date by which a power cannot be used without the coalition."""
        return self._asked(who, self.calculus.compiler.powers.disabled(power), contested)

    def steps(self, *who: str, goal: Goal, contested: bool = False, every: bool = False) -> tuple[Note, ...]:
        """What a coalition does to force a goal, and what follows, as the calculus notes it; empty if it cannot."""
        node = self.calculus.goal(goal, every=every)
        forced = self._force(who, node, contested, False)
        if forced is None or forced.closure is None:
            return ()
        return self._notes(forced.closure, node)

    def _notes(self, closure: Closure, node: int) -> tuple[Note, ...]:
        notes = self.calculus.compiler.notes
        return tuple(notes[found] for found in closure.derivation(node) if found in notes)

    def _asked(self, who: tuple[str, ...], node: int, contested: bool) -> Fraction | None:
        self.calculus.settle()
        forced = self._force(who, node, contested, False)
        return forced.years if forced is not None and forced.closure is not None else None

    def _force(self, who: tuple[str, ...], node: int, contested: bool, consenting: bool) -> Forced | None:
        if not consenting and not self.calculus.may_force(who, node, contested=contested):
            return None
        key = (who, node, contested, consenting)
        if key not in self._forced:
            # A goal that hangs on a limit of the tool is never the ground of a finding.
            limited = self.calculus.hangs_on_limits(node)
            self._forced[key] = (
                None if limited else self.calculus.force(who, node, contested=contested, consenting=consenting)
            )
        return self._forced[key]

    # --- verdicts and histories --------------------------------------------------------------------------------------

    def can(self, *who: str, goal: Goal, words: str, within: Fraction | None = None) -> Answer:
        """The verdict on “WHO can WORDS”."""
        return self._weighed(Ability(Coalition(who), True, goal, within), f"{named(who)} can {words}")

    def cannot(self, *who: str, goal: Goal, words: str, within: Fraction | None = None) -> Answer:
        """The verdict on “WHO cannot WORDS”."""
        return self._weighed(Ability(Coalition(who), False, goal, within), f"{named(who)} cannot {words}")

    def _weighed(self, ability: Ability, text: str) -> Answer:
        return weigh(self.case, Promise("", ability, text, Clause("", NOWHERE)))

    def history(
        self, *who: str, goal: Goal, words: str, contested: bool = False, every: bool = False, consenting: bool = False
    ) -> tuple[Step, ...] | None:
        """How a coalition forces a goal, step by step, replayed by the simulator; `words` name the goal.

        None when it does not force it, when it takes more than `MAX_STEPS` steps, which nobody could follow, or when
        the simulator does not: then there is nothing to report. Raises Exhausted when so many histories have been told
        of the text that no more are; the rule ends there.
        """
        if self.diary.full:
            raise Exhausted
        if len(self.steps(*who, goal=goal, contested=contested, every=every)) > MAX_STEPS:
            return None
        self.diary.pages += len(self.constitution.bodies)
        try:
            return demonstrate(self.case, who, goal, words, contested=contested, every=every, consenting=consenting)
        except Unshown as doubt:
            self.diary.disagreements.append(str(doubt))
            return None

    # --- who is who --------------------------------------------------------------------------------------------------

    @cached_property
    def electorates(self) -> KeysView[str]:
        """The classes that elect somebody, in the order of the text."""
        electing = {label for group in self.elected_groups() for label in group.by}
        return {name: None for name in self.constitution.classes if name in electing}.keys()

    def choosers(self, group: Group) -> tuple[str, ...]:
        """Who fills a group, by label: electors or appointers, also by a power that stands elsewhere."""
        return self.once(("choosers", group.ref), lambda: tuple(dict.fromkeys([*group.by, *self._appointers(group)])))

    def _appointers(self, group: Group) -> Iterator[str]:
        for power in self.index.group_powers(Verb.APPOINT, group):
            if power.subject is not None:
                yield power.subject

    def filled_by(self, *choosers: str) -> list[Group]:
        """The groups that just these fill, in the order of the text."""

        def work() -> dict[tuple[str, ...], list[Group]]:
            found: dict[tuple[str, ...], list[Group]] = {}
            for group in self.groups():
                found.setdefault(self.choosers(group), []).append(group)
            return found

        return self.once("groups by those who fill them", work).get(choosers, [])

    def answers_to(self, label: str) -> KeysView[str]:
        """Everybody on whose choice a body rests, through all levels: its choosers, theirs, and so on, by label, the
        nearest first."""
        return self.once(("answers to", label), lambda: self._behind(label))

    def _behind(self, label: str) -> KeysView[str]:
        found: dict[str, None] = {}
        pending = deque([label])
        while pending:
            body = self.body_of(pending.popleft())
            for group in body.groups if body is not None else ():
                for chooser in self.choosers(group):
                    if chooser not in found:
                        found[chooser] = None
                        pending.append(chooser)
        return found.keys()

    def independent(self, label: str, of: str) -> bool:
        """Whether a body cannot be commanded or silenced by another, even if nobody uses a check. Persons each by
        themselves (`any citizen`) cannot: there are always free ones."""
        if label not in self.constitution.labels and label not in self.constitution.classes:
            return True
        if label == of or label.split(".")[0] == of:
            return False
        if self.forces(of, goal=control(label)) is not None:
            return False
        body = self.body_of(label)
        return body is None or self.silences(of, body=body.name) is None

    def outsiders(self, of: str) -> tuple[str, ...]:
        """Bodies, and classes that elect somebody, that a body can neither command nor silence, bodies first."""
        names = (*self.constitution.bodies, *self.electorates)
        return tuple(name for name in names if self.independent(name, of))

    def whom(self, power: Power) -> Condition:
        """The persons a power is about."""
        return power.act.whom if power.act.whom is not None else TRUE
