"""The resolved constitution: what each name is, and every clause as a power, a group or a norm of the core.

A `Constitution` is what one selection of options and readings says. All names are strings and unique; sugar has
been replaced by core powers (`nominated by X` is a power of X to nominate, and so on), so that no later layer
knows two spellings of one thing.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from constdsl.model.conditions import TRUE, Axioms, Condition
from constdsl.source import Span
from constdsl.syntax import tree

__all__ = [
    "MAJORITY", "Ability", "Act", "Ambiguity", "Article", "Assumption", "Binding", "Body", "Class", "Clause",
    "Coalition", "Constitution", "CustomAct", "Emergency", "Filling", "Flag", "Free", "Goal", "GoalKind", "Group",
    "GroupRef", "Invariant", "Norm", "Power", "Precedence", "Promise", "Shield", "Status", "Threshold",
]  # fmt: skip


@frozen
class Clause:
    """Where a rule stands: its file, its place, and the key of its article (None outside any article)."""

    file: str
    span: Span
    article: str | None = None


@frozen(cache_hash=True)
class Threshold:
    """How many must agree: a share of a base, or a number of votes.

    A share is met by n of a base b when n ≥ share·b, or n > share·b when `strict`. `number` overrules the share.
    `where` is the condition a voter must meet to be counted at all.
    """

    share: Fraction = Fraction(1, 2)
    strict: bool = True
    number: int | None = None
    base: tree.Base = tree.Base.SEATS
    where: Condition = TRUE

    def needed(self, base: int) -> int:
        """The least number of votes that meets the threshold on a base of that many; at least one."""
        if self.number is not None:
            return max(1, self.number)
        exact = self.share * base
        whole = -(-exact.numerator // exact.denominator)
        if self.strict and whole == exact:
            whole += 1
        return max(1, whole)


MAJORITY = Threshold()


@frozen
class Article:
    """An article. `key` is unique among all instruments; `label` is how people name it."""

    key: str
    number: str
    label: str
    title: str | None
    instrument: str
    rank: int
    """0 for a constitution, 1 for a law, 2 for a statute: the lower number prevails."""
    unpublished: bool
    clause: Clause


@frozen
class Status:
    """A yes/no fact about a person that acts can change."""

    name: str
    title: str | None
    within: str | None
    clause: Clause


@frozen
class Class:
    """All persons satisfying a condition, acting by vote."""

    name: str
    title: str | None
    condition: Condition
    numbering: int | None
    clause: Clause


@frozen(order=True, cache_hash=True)
class GroupRef:
    """One seat group: the body's name and the group's number in it, from 0."""

    body: str
    index: int


class Filling(StrEnum):
    """How a group of the core is filled."""

    ELECTED = "elected"
    APPOINTED = "appointed"
    HELD = "held"
    JOINING = "joining"
    LOT = "lot"
    NOBODY = "nobody"


@frozen
class Group:
    """A group of seats. `by` names electors (all of them vote together), appointers (any one of them), the offices
    whose holders sit here, or the bodies that sit together. `consent` bodies must each agree.

    `term` is in years, None for no end; `eligible` is asked when a seat is filled and `retain` while it is held.
    """

    ref: GroupRef
    name: str | None
    seats: int
    filling: Filling
    by: tuple[str, ...]
    eligible: Condition
    retain: Condition
    consent: tuple[str, ...]
    funders: tuple[str, ...]
    least_candidates: int | None
    most_candidates: int | None
    settler: str | None
    naming: int | None
    secret: bool
    term: Fraction | None
    for_life: bool
    """Whether the text says `for life`: then somebody sits there from the start, even if nobody is named to fill it."""
    term_limit: int | None
    clause: Clause
    fill_clause: Clause
    counted_with: tuple[str, ...] = ()
    """The bodies and groups, by label, in which terms count towards the limit as well."""
    open_ballot: bool = False
    """Whether the text says `by open vote`; elections are open, too, where it says nothing."""
    per: tuple[int, int, str] | None = None
    """Seats for so many members of a class, as (seats, persons, class), where the text gives a ratio."""
    parts: tuple[tuple[str, Clause], ...] = field(default=(), eq=False, repr=False)
    """Where its clauses stand: `from`, `while`, `nominated`, `vetted`, `consent`, `funded`, `least`, `most`, `surplus`,
    `naming`, `ballot`, `term`, `terms`."""

    def part(self, name: str) -> Clause:
        """Where a clause of it stands; the whole group where there is no such clause."""
        return next((clause for kind, clause in self.parts if kind == name), self.clause)

    @property
    def label(self) -> str:
        """`Sejm.peasants`, or the body's name for an unnamed group."""
        return f"{self.ref.body}.{self.name}" if self.name else self.ref.body


@frozen
class Body:
    """A body or office: its groups, how it decides, whether it can meet of its own accord."""

    name: str
    title: str | None
    office: bool
    groups: tuple[Group, ...]
    decides: Threshold
    quorum: Threshold | None
    every: Fraction | None
    """A convened body meets at the latest this many years on, even if nobody calls it; None if it need not."""
    convened: bool
    """Whether it meets only when convened."""
    clause: Clause
    decides_clause: Clause | None = None
    quorum_clause: Clause | None = None
    convened_clause: Clause | None = None

    @property
    def seats(self) -> int:
        """All its seats."""
        return sum(group.seats for group in self.groups)


@frozen(cache_hash=True)
class Act:
    """An act of the core, or a pattern of acts.

    `whom` is the condition on the person it is done to; `body` with `group` (its number, None for the whole body)
    what it is done to; `name` a status, flag or custom act; `article` an article's key, None with AMEND for
    any article; `inner` the act vetoed or annulled; `text` the act in the language's own words.
    """

    verb: tree.Verb
    whom: Condition = TRUE
    body: str | None = None
    group: int | None = None
    name: str | None = None
    article: str | None = None
    inner: Act | None = None
    text: str = field(default="", eq=False)


@frozen
class Power:
    """A subject may do an act. `subject` names a body, office, class or group label; None stands for `any COND`,
    each person who satisfies `subject_condition` on their own.

    `threshold` None is the subject's usual one. `scope` is when, and not unless, and holds of the object (or of
    the actor, where the act is done to nobody). `petition` is a share of the subject. `sugar` tells that the
    power was read out of a clause of a body. `duty` tells that the text says must.
    """

    subject: str | None
    subject_condition: Condition
    act: Act
    threshold: Threshold | None
    scope: Condition
    consent: tuple[str, ...]
    petition: Fraction | None
    clause: Clause
    sugar: bool = False
    duty: bool = False
    exclusive: bool = False
    """`only SUBJECT may`: everybody else must not."""
    who: str = field(default="", eq=False)
    """The subject in the language's own words."""


@frozen
class Norm:
    """A subject must not do an act, when `scope` holds."""

    subject: str | None
    subject_condition: Condition
    act: Act
    scope: Condition
    consent: tuple[str, ...]
    clause: Clause


@frozen
class Binding:
    """Persons who satisfy `condition` must follow `by` in some of voting, nominating, standing.

    `member_of` is set for `members of B.group are bound by D`: the label of the body or group.
    """

    condition: Condition
    member_of: str | None
    status: str | None
    by: str
    modes: frozenset[str]
    clause: Clause


@frozen
class Free:
    """No instruction binds the members of a body or group, named by its label."""

    member_of: str
    clause: Clause


@frozen
class Flag:
    """A state of the constitution that acts raise and lower; it stands only while its condition does."""

    name: str
    title: str | None
    condition: Condition
    clause: Clause


@frozen
class Emergency:
    """An article lapses while a flag is up."""

    article: str
    flag: str
    clause: Clause


@frozen
class Assumption:
    """A share or number of the seats of a body or group (by its label) hold a status or side with a body."""

    of: str
    share: Fraction | None
    number: int | None
    status: str | None
    side: str | None
    clause: Clause


@frozen
class Shield:
    """An article entrenched against `amend any article`."""

    article: str
    clause: Clause


@frozen
class Precedence:
    """One article prevails over another, by their keys."""

    winner: str
    loser: str
    clause: Clause


@frozen
class CustomAct:
    """An act the text names itself, and the status it makes, if any."""

    name: str
    title: str | None
    makes: str | None
    clause: Clause


@frozen
class Coalition:
    """Bodies, classes or groups by label; or, when `size` is set, every coalition of that many bodies except some."""

    members: tuple[str, ...] = ()
    size: int | None = None
    excepting: tuple[str, ...] = ()


class GoalKind(StrEnum):
    """What a promise is about."""

    CONTROL = "control"
    CHOOSE_CANDIDATES = "choose the candidates for"
    PARALYSE = "paralyse"
    BAR_FROM_BODY = "bar from standing"
    BAR_FROM_ACT = "bar from acting"
    PERFORM = "perform"
    BLOCK = "block"


@frozen
class Goal:
    """A goal: `body` is a label for the goals about bodies; `act` the act to do, block or be barred from; `whom`
    the persons to be barred."""

    kind: GoalKind
    body: str | None = None
    act: Act | None = None
    whom: Condition = TRUE


@frozen
class Ability:
    """A coalition can, or cannot, reach a goal, within so many years when `within` is set."""

    coalition: Coalition
    possible: bool
    goal: Goal
    within: Fraction | None = None


@frozen
class Invariant:
    """A condition that every person always meets, or never when `always` is false."""

    always: bool
    condition: Condition


@frozen
class Promise:
    """A guarantee: its title, its property and the property in the language's own words."""

    title: str
    property: Ability | Invariant
    text: str
    clause: Clause


@frozen
class Ambiguity:
    """Words left open, the name they go by in `--choose`, their readings, and who interprets them."""

    name: str
    words: str
    readings: tuple[str, ...]
    interpreter: str | None
    clause: Clause
    consent: tuple[str, ...] = ()
    """Who must agree to the interpreter's reading."""


@frozen(slots=False)
class Constitution:
    """Everything one selection of choices and readings says, by name, in the order of the text."""

    axioms: Axioms
    articles: dict[str, Article]
    statuses: dict[str, Status]
    attributes: dict[str, str | tuple[str, ...]]
    acts: dict[str, CustomAct]
    classes: dict[str, Class]
    bodies: dict[str, Body]
    flags: dict[str, Flag]
    powers: tuple[Power, ...]
    norms: tuple[Norm, ...]
    bindings: tuple[Binding, ...]
    free: tuple[Free, ...]
    emergencies: tuple[Emergency, ...]
    shields: tuple[Shield, ...]
    precedences: tuple[Precedence, ...]
    assumptions: tuple[Assumption, ...]
    promises: tuple[Promise, ...]
    ambiguities: tuple[Ambiguity, ...]
    file_ranks: dict[str, int]
    """The rank of the instrument in each file, as in `Article.rank`."""
    selection: tuple[tuple[str, str], ...] = ()

    def title(self, name: str) -> str:
        """A body's or class's name as people read it: its title where it has one."""
        entity = self.bodies.get(name) or self.classes.get(name)
        return entity.title if entity and entity.title else name


    @cached_property
    def labels(self) -> dict[str, tuple[GroupRef, ...]]:
        """The groups behind each label: all groups of a body by its name, one group by `Body.group`."""
        found: dict[str, tuple[GroupRef, ...]] = {}
        for body in self.bodies.values():
            found[body.name] = tuple(group.ref for group in body.groups)
            for group in body.groups:
                if group.name:
                    found[group.label] = (group.ref,)
        return found

    def group(self, ref: GroupRef) -> Group:
        """The group behind a reference."""
        return self.bodies[ref.body].groups[ref.index]
