"""The tree of a constitution as it was written: frozen values with their places, before names mean anything.

Two trees are equal when they say the same thing; places do not count. Comments are kept beside the statements,
on the `Instrument`, so that a formatter can put them back.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from constdsl.source import NOWHERE, Span

__all__ = [
    "Ability", "Act", "ActDecl", "All", "Anyone", "Article", "ArticleRef", "Assumption", "Atom",
    "AtLeastCandidates", "AtMostCandidates", "AttributeDecl", "Ballot", "Bar", "Base", "Binding", "Block",
    "BodyDecl", "Choice", "ChooseCandidates", "ClassDecl", "Clause", "Coalition", "Comment", "Comparison",
    "Condition", "Control", "ConvenedBy", "DecidesBy", "EachNaming", "Entrenchment", "EveryCoalition", "Filling",
    "FillingKind", "FlagDecl", "FreeMandate", "From", "FundedBy", "Goal", "Guarantee", "Header", "Instrument",
    "Invariant", "IsCandidate", "IsSitting", "Item", "MemberOf", "Name", "NamedCoalition", "NominatedBy", "Norm",
    "NormKind", "Not", "Option", "Paralyse", "Perform", "PerResidents", "Precedence", "Property", "Qualifiers",
    "Quorum", "Rank", "Reading", "Ref", "SeatGroup", "Selector", "Some", "Statement", "StatusDecl", "Subject",
    "SurplusSettledBy", "Suspension", "Term", "TermLimit", "Threshold", "ThresholdKind", "Unclear", "Use", "Verb",
    "VettedBy", "While", "WithConsent",
]  # fmt: skip


def _place() -> Span:
    return field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@frozen
class Name:
    """A name as written, in Unicode normal form C."""

    text: str
    span: Span = _place()


@frozen
class Ref:
    """A body, office, class or status by name, or one seat group of a body: `Sejm` or `Sejm.peasants`."""

    name: Name
    group: Name | None = None
    span: Span = _place()

    def __str__(self) -> str:
        return self.name.text if self.group is None else f"{self.name.text}.{self.group.text}"


@frozen
class ArticleRef:
    """An article by its number, which may be followed by a letter: `6`, `12a`."""

    number: str
    span: Span = _place()


@frozen
class Comment:
    """A comment with its `#`, without the line break. `own_line` tells whether nothing stands before it."""

    text: str
    own_line: bool
    span: Span = _place()


# --- conditions -------------------------------------------------------------------------------------------------


@frozen
class Anyone:
    """`anyone`: true of every person."""

    span: Span = _place()


@frozen
class Atom:
    """A bare name in a condition: a status held, a flag raised, or a class belonged to."""

    name: Name
    span: Span = _place()


@frozen
class Comparison:
    """`age >= 18`, `age >= 18 years`, `origin = worker`, `origin != worker`."""

    attribute: Name
    operator: str
    value: int | Name
    unit: str | None = None
    span: Span = _place()


@frozen
class MemberOf:
    """`member of B`, `member of B.group`."""

    body: Ref
    span: Span = _place()


@frozen
class IsCandidate:
    """`candidate`, in a `where`: the voter is a candidate in the matter to be decided."""

    span: Span = _place()


@frozen
class IsSitting:
    """`B is sitting`: the body exists and meets."""

    body: Name
    span: Span = _place()


@frozen
class Not:
    """`not C`."""

    operand: Condition
    span: Span = _place()


@frozen
class All:
    """`C and D …`, at least two operands; nested conjunctions are flattened."""

    operands: tuple[Condition, ...]
    span: Span = _place()


@frozen
class Some:
    """`C or D …`, at least two operands; nested disjunctions are flattened."""

    operands: tuple[Condition, ...]
    span: Span = _place()


Condition = Anyone | Atom | Comparison | MemberOf | IsCandidate | IsSitting | Not | All | Some


# --- thresholds -------------------------------------------------------------------------------------------------


class ThresholdKind(StrEnum):
    """How a threshold is stated."""

    MAJORITY = "majority"
    """More than half."""
    FRACTION = "fraction"
    """`two-thirds`, `60%`, `3/5`: at least that share, or more than it when `strict`."""
    VOTES = "votes"
    """`7 votes`: that many, whatever the base."""
    UNANIMITY = "unanimity"


class Base(StrEnum):
    """What a threshold is counted on."""

    SEATS = "seats"
    MEMBERS = "members"
    PRESENT = "present"
    VOTES = "votes"


@frozen
class Threshold:
    """How many must agree. `value` is the exact share (or number of votes); `base` None means the default, seats."""

    kind: ThresholdKind
    value: Fraction
    strict: bool = False
    base: Base | None = None
    where: Condition | None = None
    span: Span = _place()


# --- acts -------------------------------------------------------------------------------------------------------


class Verb(StrEnum):
    """The acts of the language. `PERFORM` is a custom act declared with `act`."""

    APPOINT = "appoint"
    REMOVE = "remove"
    DISSOLVE = "dissolve"
    CONVENE = "convene"
    ENLARGE = "enlarge"
    EXTEND = "extend"
    NOMINATE = "nominate"
    STRIKE = "strike"
    CONFER = "confer"
    REVOKE = "revoke"
    DIRECT = "direct"
    DECLARE = "declare"
    LIFT = "lift"
    SUSPEND = "suspend"
    AMEND = "amend"
    VETO = "veto"
    ANNUL = "annul"
    PERFORM = "perform"


@frozen
class Selector:
    """Whom an act is done to, or who does it: `any COND`, or `any candidate [for B]` when `candidate` is true."""

    condition: Condition | None
    candidate: bool = False
    body: Ref | None = None
    span: Span = _place()


@frozen
class Act:
    """One act. Which parts are present depends on the verb:

    ========================  ==================================================================
    appoint, nominate         `whom`, `body` (to / for); `whom` and `body` may be missing in a pattern
    remove                    `whom`
    strike                    `whom`, `body` (optional when `whom` names the body)
    dissolve … direct         `body`
    confer, revoke            `name` (the status), `whom`
    declare, lift             `name` (the flag)
    suspend, amend            `article`; None after `amend` means any article
    veto, annul               `act`: a pattern, in which `whom`, `body` may be left out to mean all
    perform                   `name` (the custom act)
    ========================  ==================================================================
    """

    verb: Verb
    whom: Selector | None = None
    name: Name | None = None
    body: Ref | None = None
    article: ArticleRef | None = None
    act: Act | None = None
    span: Span = _place()


@frozen
class Qualifiers:
    """What limits a power or norm. `petition` is the exact share of the subject that must ask first."""

    threshold: Threshold | None = None
    when: Condition | None = None
    unless: Condition | None = None
    consent: tuple[Ref, ...] = ()
    petition: Fraction | None = None


Subject = Ref | Selector


# --- clauses of bodies ------------------------------------------------------------------------------------------


@frozen
class From:
    """`from COND`: needed to be chosen."""

    condition: Condition
    span: Span = _place()


@frozen
class While:
    """`while COND`: needed to keep the seat."""

    condition: Condition
    span: Span = _place()


@frozen
class NominatedBy:
    """`nominated by X, …`; an empty tuple is `anyone`."""

    nominators: tuple[Ref, ...]
    span: Span = _place()


@frozen
class VettedBy:
    """`vetted by X, …`: each may refuse a candidate by its own decision."""

    vetters: tuple[Ref, ...]
    span: Span = _place()


@frozen
class WithConsent:
    """`with consent of X, …`: each must positively agree."""

    bodies: tuple[Ref, ...]
    span: Span = _place()


@frozen
class FundedBy:
    """`funded by X, …`: a candidate needs the means of any one of them."""

    funders: tuple[Ref, ...]
    span: Span = _place()


@frozen
class AtLeastCandidates:
    """`at least N candidates`."""

    number: int
    span: Span = _place()


@frozen
class AtMostCandidates:
    """`at most N candidates`."""

    number: int
    span: Span = _place()


@frozen
class SurplusSettledBy:
    """`surplus settled by X`: who cuts the list when more names come in than it may hold."""

    body: Ref
    span: Span = _place()


@frozen
class EachNaming:
    """`each naming at most N`."""

    number: int
    span: Span = _place()


@frozen
class Ballot:
    """`by secret ballot` or `by open vote`."""

    secret: bool
    span: Span = _place()


@frozen
class Term:
    """`for N years` (exact, may be a fraction of a year), or `for life` when `years` is None."""

    years: Fraction | None
    span: Span = _place()


@frozen
class TermLimit:
    """`at most N terms [together with B, …]`: how often one person may serve, terms in those bodies counted in."""

    number: int
    counted: tuple[Ref, ...] = ()
    span: Span = _place()


Clause = (
    From | While | NominatedBy | VettedBy | WithConsent | FundedBy | AtLeastCandidates | AtMostCandidates
    | SurplusSettledBy | EachNaming | Ballot | Term | TermLimit
)  # fmt: skip


class FillingKind(StrEnum):
    """How seats are filled."""

    ELECTED = "elected"
    APPOINTED = "appointed"
    HELD = "held"
    JOINING = "joining"
    CO_OPTED = "co-opted"
    LOT = "lot"


@frozen
class Filling:
    """`elected by X, …`, `appointed by X`, `held by O, …`, `joining B, C`, `co-opted`, `drawn by lot`."""

    kind: FillingKind
    by: tuple[Ref, ...] = ()
    span: Span = _place()


@frozen
class PerResidents:
    """`1 per 25000 of CLASS`: `seats` for every `persons` of a class."""

    seats: int
    persons: int
    of: Ref
    span: Span = _place()


@frozen
class SeatGroup:
    """One group of seats. `seats` is None for an office (one seat) and for `joining` (as many as they have)."""

    seats: int | PerResidents | None
    name: Name | None
    filling: Filling | None
    clauses: tuple[Clause, ...] = ()
    span: Span = _place()


@frozen
class DecidesBy:
    """`decides by THRESHOLD`."""

    threshold: Threshold
    span: Span = _place()


@frozen
class Quorum:
    """`quorum THRESHOLD`."""

    threshold: Threshold
    span: Span = _place()


@frozen
class ConvenedBy:
    """`convened by X, … [every N years]`."""

    convenors: tuple[Ref, ...]
    every: Fraction | None = None
    span: Span = _place()


# --- statements -------------------------------------------------------------------------------------------------


class Rank(StrEnum):
    """The rank of an instrument, highest first."""

    CONSTITUTION = "constitution"
    LAW = "law"
    STATUTE = "statute"


@frozen
class Header:
    """`constitution "…"`, `law "…"` or `statute "…"`."""

    rank: Rank
    title: str
    span: Span = _place()


@frozen
class Use:
    """`use "other.const"`."""

    path: str
    span: Span = _place()


@frozen
class Article:
    """`article N "…" [unpublished] { … }`. `head` covers the line up to the brace."""

    number: ArticleRef
    title: str | None
    unpublished: bool
    statements: tuple[Statement, ...]
    head: Span = _place()
    span: Span = _place()


@frozen
class StatusDecl:
    """`status S ["…"] [within T]`."""

    name: Name
    title: str | None = None
    within: Name | None = None
    span: Span = _place()


@frozen
class AttributeDecl:
    """`attribute age ["…"] in years`, or `attribute origin: worker, peasant`; just one of `unit`, `values` is set."""

    name: Name
    title: str | None = None
    unit: str | None = None
    values: tuple[Name, ...] = ()
    span: Span = _place()


@frozen
class ActDecl:
    """`act NAME ["…"] [makes S]`."""

    name: Name
    title: str | None = None
    makes: Name | None = None
    span: Span = _place()


@frozen
class ClassDecl:
    """`class C ["…"]: COND [numbering N]`."""

    name: Name
    title: str | None
    condition: Condition
    numbering: int | None = None
    span: Span = _place()


@frozen
class BodyDecl:
    """`body B ["…"] { … }`, or `office O ["…"] { … }` when `office` is true."""

    name: Name
    title: str | None
    office: bool
    items: tuple[SeatGroup | DecidesBy | Quorum | ConvenedBy, ...]
    span: Span = _place()


@frozen
class FlagDecl:
    """`flag F ["…"] [while COND]`."""

    name: Name
    title: str | None = None
    condition: Condition | None = None
    span: Span = _place()


class NormKind(StrEnum):
    """What a rule of conduct says."""

    MAY = "may"
    ONLY_MAY = "only may"
    MUST = "must"
    MUST_NOT = "must not"


@frozen
class Norm:
    """`[only] SUBJECT may ACT`, `SUBJECT must ACT`, `SUBJECT must not ACT`, with qualifiers."""

    subject: Subject
    kind: NormKind
    act: Act
    qualifiers: Qualifiers = field(factory=Qualifiers)
    span: Span = _place()


@frozen
class Binding:
    """`S is bound by B [in voting, …]`, or `members of B.group are bound by D [in …]` when `members` is true.

    `modes` is a subset of voting, nominating, standing in that order; leaving it out means all three.
    """

    whom: Ref
    members: bool
    by: Ref
    modes: tuple[str, ...] = ("voting", "nominating", "standing")
    span: Span = _place()


@frozen
class FreeMandate:
    """`members of B are free`: no instruction binds them."""

    body: Ref
    span: Span = _place()


@frozen
class Suspension:
    """`article N is suspended during F`."""

    article: ArticleRef
    flag: Name
    span: Span = _place()


@frozen
class Precedence:
    """`article N prevails over article M`."""

    winner: ArticleRef
    loser: ArticleRef
    span: Span = _place()


@frozen
class Entrenchment:
    """`article N is entrenched`."""

    article: ArticleRef
    span: Span = _place()


@frozen
class Assumption:
    """`assume 87% of B are S`, `assume 13 members of B side with X`.

    Just one of `share` (exact) and `number` is set, and just one of `status` and `side`.
    """

    of: Ref
    share: Fraction | None = None
    number: int | None = None
    status: Name | None = None
    side: Ref | None = None
    span: Span = _place()


@frozen
class Choice:
    """`choice NAME ["…"] { … }`."""

    name: Name
    title: str | None
    statements: tuple[Statement, ...]
    span: Span = _place()


@frozen
class Option:
    """`option NAME ["…"] { choice … }`: what the drafter leaves open; the first choice is the default."""

    name: Name
    title: str | None
    choices: tuple[Choice, ...]
    span: Span = _place()


@frozen
class Reading:
    """`reading NAME ["…"] { … }`."""

    name: Name
    title: str | None
    statements: tuple[Statement, ...]
    span: Span = _place()


@frozen
class Unclear:
    """`unclear "words" [interpreted by X [with consent of Y, …]] { reading … }`: what the text leaves open."""

    words: str
    interpreter: Ref | None
    readings: tuple[Reading, ...]
    consent: tuple[Ref, ...] = ()
    span: Span = _place()


# --- promises ---------------------------------------------------------------------------------------------------


@frozen
class NamedCoalition:
    """`X`, or `X and Y together`."""

    members: tuple[Ref, ...]
    span: Span = _place()


@frozen
class EveryCoalition:
    """`no body alone can …` (size 1), `no two bodies together can …` (size 2), `no body but X, Y alone can …`."""

    size: int
    excepting: tuple[Ref, ...] = ()
    span: Span = _place()


Coalition = NamedCoalition | EveryCoalition


@frozen
class Control:
    """`control B`."""

    body: Ref
    span: Span = _place()


@frozen
class ChooseCandidates:
    """`choose the candidates for B`."""

    body: Ref
    span: Span = _place()


@frozen
class Paralyse:
    """`paralyse B`."""

    body: Ref
    span: Span = _place()


@frozen
class Bar:
    """`bar SEL from B` (from standing) or `bar SEL from CUSTOM_ACT`; which one is settled when names are resolved."""

    whom: Selector
    thing: Ref
    span: Span = _place()


@frozen
class Perform:
    """Any act as a goal."""

    act: Act
    span: Span = _place()


@frozen
class Block:
    """`block ACT`: keep everybody from it."""

    act: Act
    span: Span = _place()


Goal = Control | ChooseCandidates | Paralyse | Bar | Perform | Block


@frozen
class Ability:
    """`COALITION can GOAL` or `COALITION cannot GOAL`, `within` so many years (exact).

    `no body alone can GOAL` and its kin are prohibitions: `possible` is false.
    """

    coalition: Coalition
    possible: bool
    goal: Goal
    within: Fraction | None = None
    span: Span = _place()


@frozen
class Invariant:
    """`always COND`, or `never COND` when `always` is false; of one person, everybody cooperating."""

    always: bool
    condition: Condition
    span: Span = _place()


Property = Ability | Invariant


@frozen
class Guarantee:
    """`guarantee "…": PROPERTY`."""

    title: str
    property: Property
    span: Span = _place()


Statement = (
    Article | StatusDecl | AttributeDecl | ActDecl | ClassDecl | BodyDecl | FlagDecl | Norm | Binding | FreeMandate
    | Suspension | Precedence | Entrenchment | Assumption | Option | Unclear | Guarantee | Use
)  # fmt: skip

Item = Header | Statement


@frozen
class Instrument:
    """One text, parsed: its header (None when missing), statements in order, and comments."""

    name: str
    header: Header | None
    statements: tuple[Statement, ...]
    comments: tuple[Comment, ...] = field(default=(), eq=False)
