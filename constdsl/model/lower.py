"""Surface clauses to the core: one selection of statements becomes one constitution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.model import entities as core
from constdsl.model.conditions import (
    TRUE,
    Axioms,
    Candidate,
    Compare,
    Condition,
    Equals,
    Holds,
    Member,
    Raised,
    Sitting,
    conjunction,
    disjunction,
    negation,
)
from constdsl.model.load import Loaded, Placed
from constdsl.model.names import Kind, Names, atom_names
from constdsl.source import Span
from constdsl.syntax import tree
from constdsl.syntax.spell import spell

__all__ = ["lower"]

MAX_CONDITION = 20_000
"""Atoms allowed in one condition once the classes in it are written out."""

MAX_DEPTH = 150
"""How deep one condition may nest once the classes in it are written out: later layers walk it by recursion."""

MAX_SOURCES = 1_000
"""Groups of seats from which the seats of one joint group may come; each way there counts."""

_RANKS = {tree.Rank.CONSTITUTION: 0, tree.Rank.LAW: 1, tree.Rank.STATUTE: 2}

_PARTS: Mapping[type, str] = {
    tree.From: "from", tree.While: "while", tree.NominatedBy: "nominated", tree.VettedBy: "vetted",
    tree.WithConsent: "consent", tree.FundedBy: "funded", tree.AtLeastCandidates: "least",
    tree.AtMostCandidates: "most", tree.SurplusSettledBy: "surplus", tree.EachNaming: "naming", tree.Ballot: "ballot",
    tree.Term: "term", tree.TermLimit: "terms",
}  # fmt: skip
"""What the clauses of a group are called in `Group.parts`."""


def lower(
    loaded: Loaded, names: Names, active: tuple[Placed, ...], chosen: Mapping[str, str]
) -> tuple[core.Constitution, tuple[Diagnostic, ...]]:
    """Build the constitution that the active statements make. Needs texts whose names resolve."""
    lowering = _Lowering(loaded, names, active, chosen)
    return lowering.constitution(), tuple(lowering.diagnostics)


class _Lowering:
    def __init__(
        self, loaded: Loaded, names: Names, active: tuple[Placed, ...], chosen: Mapping[str, str]
    ) -> None:
        self.loaded = loaded
        self.names = names
        self.active = active
        self.chosen = chosen
        self.diagnostics: list[Diagnostic] = []
        self.articles: dict[str, core.Article] = {}
        self.kinds: dict[str, Kind] = {}
        self.class_conditions: dict[str, tree.Condition] = {}
        self.lowered_classes: dict[str, _Sized] = {}
        self.attributes: dict[str, str | tuple[str, ...]] = {}
        self.group_index: dict[tuple[str, str], int] = {}
        self.powers: list[core.Power] = []
        self.norms: list[core.Norm] = []
        self.groups: dict[str, list[tree.SeatGroup]] = {}
        self.counted: dict[_Place, int] = {}
        self.origins: dict[_Place, int] = {}
        self.bodies: dict[str, tuple[tree.BodyDecl, Placed]] = {}
        self.numbering: dict[str, int | None] = {}

    # --- the whole ----------------------------------------------------------------------------------------------

    def constitution(self) -> core.Constitution:
        articles = self.articles
        statuses: dict[str, core.Status] = {}
        acts: dict[str, core.CustomAct] = {}
        flags: list[tuple[tree.FlagDecl, Placed]] = []
        for placed in self.active:
            match placed.statement:
                case tree.Article() as article:
                    key = f"{placed.instrument}:{article.number.number}"
                    articles[key] = self.article(key, article, placed)
                case tree.StatusDecl(name=name, title=title, within=within):
                    self.kinds[name.text] = Kind.STATUS
                    statuses[name.text] = core.Status(
                        name.text, title, within.text if within else None, self.clause(placed, name.span)
                    )
                case tree.AttributeDecl(name=name, unit=unit, values=values):
                    self.kinds[name.text] = Kind.ATTRIBUTE
                    self.attributes[name.text] = unit or tuple(value.text for value in values)
                case tree.ActDecl(name=name, title=title, makes=makes):
                    self.kinds[name.text] = Kind.ACT
                    acts[name.text] = core.CustomAct(
                        name.text, title, makes.text if makes else None, self.clause(placed, name.span)
                    )
                case tree.ClassDecl(name=name, condition=condition, numbering=numbering):
                    self.kinds[name.text] = Kind.CLASS
                    self.class_conditions[name.text] = condition
                    self.numbering[name.text] = numbering
                case tree.BodyDecl(name=name) as body:
                    self.kinds[name.text] = Kind.OFFICE if body.office else Kind.BODY
                    self.bodies[name.text] = (body, placed)
                    self.groups[name.text] = [item for item in body.items if isinstance(item, tree.SeatGroup)]
                    for index, group in enumerate(self.groups[name.text]):
                        if group.name is not None:
                            self.group_index[name.text, group.name.text] = index
                case tree.FlagDecl(name=name) as flag:
                    self.kinds[name.text] = Kind.FLAG
                    flags.append((flag, placed))
                case _:
                    pass

        classes: dict[str, core.Class] = {}
        for placed in self.active:
            if isinstance(placed.statement, tree.ClassDecl):
                found = placed.statement
                classes[found.name.text] = core.Class(
                    found.name.text, found.title, self.condition(found.condition, placed, found.name.text),
                    found.numbering, self.clause(placed, found.name.span),
                )  # fmt: skip
        bodies = {name: self.body(body, placed) for name, (body, placed) in self.bodies.items()}
        rest = _Rest()
        for placed in self.active:
            self.statement(placed, rest)
        return core.Constitution(
            axioms=Axioms(
                tuple((status.name, status.within) for status in statuses.values() if status.within),
                tuple((name, kind) for name, kind in self.attributes.items() if isinstance(kind, tuple)),
            ),
            articles=articles,
            statuses=statuses,
            attributes=self.attributes,
            acts=acts,
            classes=classes,
            bodies=bodies,
            flags={
                flag.name.text: core.Flag(
                    flag.name.text, flag.title,
                    self.condition(flag.condition, placed) if flag.condition else TRUE,
                    self.clause(placed, flag.span),
                )
                for flag, placed in flags
            },
            powers=tuple(self.powers),
            norms=tuple(self.norms),
            bindings=tuple(rest.bindings),
            free=tuple(rest.free),
            emergencies=tuple(rest.emergencies),
            shields=tuple(rest.shields),
            precedences=tuple(rest.precedences),
            assumptions=tuple(rest.assumptions),
            promises=tuple(rest.promises),
            ambiguities=tuple(rest.ambiguities),
            file_ranks={
                instrument.name: _RANKS[instrument.header.rank] if instrument.header else 0
                for instrument in self.loaded.instruments
            },
            selection=tuple((name, self.chosen[name]) for name in self.names.switches),
        )  # fmt: skip

    def clause(self, placed: Placed, span: Span) -> core.Clause:
        return core.Clause(placed.file, span, placed.article)

    def article(self, key: str, article: tree.Article, placed: Placed) -> core.Article:
        instrument = self.loaded.instruments[placed.instrument]
        title = instrument.header.title if instrument.header else instrument.name
        label = f"article {article.number.number}"
        if len(self.loaded.instruments) > 1:
            label += f" of “{title}”"
        rank = _RANKS[instrument.header.rank] if instrument.header else 0
        return core.Article(
            key, article.number.number, label, article.title, title, rank, article.unpublished,
            self.clause(placed, article.head),
        )  # fmt: skip

    # --- conditions ---------------------------------------------------------------------------------------------

    def condition(self, condition: tree.Condition, placed: Placed, owner: str | None = None) -> Condition:
        lowered = self._condition(condition)
        if lowered.excess:
            self.report(
                "definitions/too-large", "M15",
                f"with its classes written out, this condition {lowered.excess}",
                placed, condition.span, "state the condition with fewer classes of classes",
            )  # fmt: skip
            lowered = _Sized(TRUE)
        if owner is not None:
            self.lowered_classes[owner] = lowered
        return lowered.condition

    def _condition(self, condition: tree.Condition) -> _Sized:
        match condition:
            case tree.Atom(name=name):
                match self.kinds.get(name.text):
                    case Kind.CLASS:
                        return self.class_condition(name.text)
                    case Kind.FLAG:
                        return _Sized(Raised(name.text))
                    case _:
                        return _Sized(Holds(name.text))
            case tree.Comparison(attribute=attribute, operator=operator, value=value):
                if isinstance(value, tree.Name):
                    equal = Equals(attribute.text, value.text)
                    return _Sized(negation(equal) if operator == "!=" else equal)
                return _Sized(Compare(attribute.text, operator, value))
            case tree.MemberOf(body=ref):
                return _Sized(Member(ref.name.text, ref.group.text if ref.group else None))
            case tree.IsCandidate():
                return _Sized(Candidate())
            case tree.IsSitting(body=name):
                return _Sized(Sitting(name.text))
            case tree.Not(operand=operand):
                inner = self._condition(operand)
                return _Sized(negation(inner.condition), inner.size, inner.depth + 1)
            case tree.All(operands=operands):
                return self._joined(conjunction, [self._condition(operand) for operand in operands])
            case tree.Some(operands=operands):
                return self._joined(disjunction, [self._condition(operand) for operand in operands])
            case _:
                return _Sized(TRUE)

    @staticmethod
    def _joined(join: Callable[..., Condition], parts: list[_Sized]) -> _Sized:
        size = sum(part.size for part in parts)
        if size > MAX_CONDITION:
            return _Sized(TRUE, size)
        found = join(*(part.condition for part in parts))
        # What is of one kind with the whole has become part of it.
        depth = max(part.depth + (type(part.condition) is not type(found)) for part in parts)
        return _Sized(found, size, depth)

    def class_condition(self, name: str) -> _Sized:
        """A class's condition, its own classes first, without recursion through long chains of classes.

        A class that is too large, which is reported where it stands, counts here as anyone.
        """
        pending = [name]
        while pending:
            current = pending[-1]
            if current in self.lowered_classes:
                pending.pop()
                continue
            inner = [
                atom
                for atom in atom_names(self.class_conditions[current])
                if self.kinds.get(atom) is Kind.CLASS and atom not in self.lowered_classes
            ]
            if inner:
                pending.extend(inner)
                continue
            lowered = self._condition(self.class_conditions[current])
            self.lowered_classes[current] = _Sized(TRUE) if lowered.excess else lowered
            pending.pop()
        return self.lowered_classes[name]

    def threshold(self, threshold: tree.Threshold | None, placed: Placed) -> core.Threshold | None:
        if threshold is None:
            return None
        where = self.condition(threshold.where, placed) if threshold.where else TRUE
        base = threshold.base or tree.Base.SEATS
        match threshold.kind:
            case tree.ThresholdKind.MAJORITY:
                return core.Threshold(base=base, where=where)
            case tree.ThresholdKind.UNANIMITY:
                return core.Threshold(Fraction(1), False, None, base, where)
            case tree.ThresholdKind.VOTES:
                return core.Threshold(Fraction(0), False, int(threshold.value) + int(threshold.strict), base, where)
            case _:
                return core.Threshold(threshold.value, threshold.strict, None, base, where)

    # --- bodies -------------------------------------------------------------------------------------------------

    def seats(self, body: str, index: int) -> int:
        """The seats of a group; joint groups have those of the bodies that join, circles having been reported."""
        pending = [(body, index)]
        while pending:
            current = pending[-1]
            if current in self.counted:
                pending.pop()
                continue
            sources = list(self.sources(current))
            missing = [source for source in sources if source not in self.counted]
            if missing:
                pending.extend(missing)
                continue
            self.counted[current] = self._seats(current, sources)
            self.origins[current] = sum(min(self.origins[source], MAX_SOURCES) for source in sources) or 1
        return self.counted[body, index]

    def _seats(self, place: _Place, sources: list[_Place]) -> int:
        group, (body, _) = self.groups[place[0]][place[1]], self.bodies[place[0]]
        if body.office:
            return 1
        filling = group.filling
        if filling is not None and filling.kind is tree.FillingKind.JOINING:
            return sum(self.counted[source] for source in sources)
        if filling is not None and filling.kind is tree.FillingKind.HELD:
            return len(filling.by)
        match group.seats:
            case None:
                return 0
            case int(number):
                return number
            case per:
                numbering = self.numbering.get(per.of.name.text)
                return 0 if numbering is None else numbering * per.seats // per.persons

    def sources(self, place: _Place) -> Iterator[_Place]:
        """The groups whose members sit in a joint group, or whose holder sits there by office."""
        filling = self.groups[place[0]][place[1]].filling
        if filling is not None and filling.kind in (tree.FillingKind.JOINING, tree.FillingKind.HELD):
            for ref in filling.by:
                name = ref.name.text
                if ref.group is not None:
                    yield name, self.group_index[name, ref.group.text]
                else:
                    yield from ((name, index) for index in range(len(self.groups[name])))

    def check_seats(self, group: tree.SeatGroup, index: int, body: tree.BodyDecl, placed: Placed) -> None:
        filling = group.filling
        number = self.seats(body.name.text, index)
        found = self.origins[body.name.text, index]
        # Joint bodies of one that is too large are reported there alone.
        if found > MAX_SOURCES >= max(self.origins[source] for source in self.sources((body.name.text, index))):
            self.report(
                "definitions/too-large", "M15",
                f"the seats of `{body.name.text}` come from {found:,} groups, counting every way there; "
                f"the limit is {MAX_SOURCES:,}",
                placed, group.span, "join the bodies themselves instead of joint bodies of joint bodies",
            )  # fmt: skip
        if isinstance(group.seats, tree.PerResidents):
            name = group.seats.of.name.text
            if self.numbering.get(name) is None:
                self.report(
                    "seats/uncounted", "M16", f"seats are counted on `{name}`, which does not say how many it numbers",
                    placed, group.seats.span, f"say so: `class {name}: … numbering 1000000`",
                )  # fmt: skip
                return
        if number == 0:
            self.report(
                "seats/none", "M17", f"this group of `{body.name.text}` comes to no seat at all",
                placed, group.span, "give it at least one seat, or remove it",
            )  # fmt: skip
        elif isinstance(group.seats, int) and group.seats != number and not body.office:
            assert filling is not None
            what = "the bodies that sit together have" if filling.kind is tree.FillingKind.JOINING else "there are"
            self.report(
                "seats/miscounted", "M18", f"{group.seats} seats are stated, but {what} {number}",
                placed, group.span, f"write `seats {number}`, or leave the number out",
            )  # fmt: skip

    def body(self, body: tree.BodyDecl, placed: Placed) -> core.Body:
        groups: list[core.Group] = []
        decides, quorum, every, convened = core.MAJORITY, None, None, False
        places: dict[type, core.Clause] = {}
        for item in body.items:
            places[type(item)] = self.clause(placed, item.span)
            match item:
                case tree.SeatGroup():
                    self.check_seats(item, len(groups), body, placed)
                    groups.append(self.group(item, len(groups), body, placed))
                case tree.DecidesBy(threshold=threshold):
                    decides = self.threshold(threshold, placed) or core.MAJORITY
                case tree.Quorum(threshold=threshold):
                    quorum = self.threshold(threshold, placed)
                case tree.ConvenedBy(convenors=convenors, every=years):
                    every, convened = years, True
                    for convenor in convenors:
                        act = core.Act(tree.Verb.CONVENE, body=body.name.text, text=f"convene {body.name.text}")
                        self.sugar(convenor, act, placed, item.span)
        return core.Body(
            body.name.text, body.title, body.office, tuple(groups), decides, quorum, every, convened,
            self.clause(placed, body.name.span), places.get(tree.DecidesBy), places.get(tree.Quorum),
            places.get(tree.ConvenedBy),
        )  # fmt: skip

    def sugar(
        self, subject: tree.Ref | None, act: core.Act, placed: Placed, span: Span, consent: tuple[str, ...] = ()
    ) -> None:
        name = str(subject) if subject else None
        clause = self.clause(placed, span)
        self.powers.append(
            core.Power(name, TRUE, act, None, TRUE, consent, None, clause, True, who=name or "anyone")
        )

    def group(self, group: tree.SeatGroup, index: int, body: tree.BodyDecl, placed: Placed) -> core.Group:
        name = body.name.text
        label = f"{name}.{group.name.text}" if group.name else name
        eligible: Condition = TRUE
        retain: Condition = TRUE
        consent: tuple[str, ...] = ()
        funders: tuple[str, ...] = ()
        numbers: dict[str, int] = {}
        settler: str | None = None
        secret = open_ballot = False
        counted: tuple[str, ...] = ()
        term: Fraction | None = None
        for_life = False
        parts = tuple((_PARTS[type(clause)], self.clause(placed, clause.span)) for clause in group.clauses)
        for clause in group.clauses:
            match clause:
                case tree.From(condition=condition):
                    eligible = conjunction(eligible, self.condition(condition, placed))
                case tree.While(condition=condition):
                    retain = conjunction(retain, self.condition(condition, placed))
                case tree.WithConsent(bodies=bodies):
                    consent += tuple(str(ref) for ref in bodies)
                case tree.FundedBy(funders=refs):
                    funders += tuple(str(ref) for ref in refs)
                case tree.NominatedBy(nominators=refs):
                    act = core.Act(tree.Verb.NOMINATE, TRUE, name, index, text=f"nominate any candidate for {label}")
                    for ref in refs:
                        self.sugar(ref, act, placed, clause.span)
                    if not refs:
                        self.sugar(None, act, placed, clause.span)
                case tree.VettedBy(vetters=refs):
                    act = core.Act(tree.Verb.STRIKE, TRUE, name, index, text=f"strike any candidate for {label}")
                    for ref in refs:
                        self.sugar(ref, act, placed, clause.span)
                case tree.AtLeastCandidates(number=number):
                    numbers["least"] = number
                case tree.AtMostCandidates(number=number):
                    numbers["most"] = number
                case tree.EachNaming(number=number):
                    numbers["naming"] = number
                case tree.TermLimit(number=number, counted=refs):
                    numbers["terms"] = number
                    counted += tuple(str(ref) for ref in refs)
                case tree.SurplusSettledBy(body=ref):
                    settler = str(ref)
                case tree.Ballot():
                    secret, open_ballot = clause.secret, not clause.secret
                case tree.Term(years=years):
                    term, for_life = years, years is None
        filling = core.Filling.NOBODY
        by: tuple[str, ...] = ()
        span = group.span
        if group.filling is not None:
            span = group.filling.span
            refs = group.filling.by
            by = tuple(str(ref) for ref in refs)
            act = core.Act(tree.Verb.APPOINT, TRUE, name, index, text=f"appoint somebody to {label}")
            match group.filling.kind:
                case tree.FillingKind.ELECTED:
                    filling = core.Filling.ELECTED
                case tree.FillingKind.HELD:
                    filling = core.Filling.HELD
                case tree.FillingKind.JOINING:
                    filling = core.Filling.JOINING
                case tree.FillingKind.LOT:
                    filling = core.Filling.LOT
                case tree.FillingKind.APPOINTED:
                    filling = core.Filling.APPOINTED
                    for ref in refs:
                        self.sugar(ref, act, placed, span)
                case tree.FillingKind.CO_OPTED:
                    filling, by = core.Filling.APPOINTED, (name,)
                    self.sugar(tree.Ref(body.name), act, placed, span)
        return core.Group(
            core.GroupRef(name, index), group.name.text if group.name else None, self.seats(name, index),
            filling, by, eligible, retain, consent, funders, numbers.get("least"), numbers.get("most"), settler,
            numbers.get("naming"), secret, term, for_life, numbers.get("terms"),
            self.clause(placed, group.span), self.clause(placed, span), counted, open_ballot,
            (group.seats.seats, group.seats.persons, str(group.seats.of))
            if isinstance(group.seats, tree.PerResidents) else None,
            parts,
        )  # fmt: skip

    # --- rules --------------------------------------------------------------------------------------------------

    def statement(self, placed: Placed, rest: _Rest) -> None:
        statement = placed.statement
        where = self.clause(placed, statement.span)
        match statement:
            case tree.Norm():
                self.norm(statement, placed)
            case tree.Binding(whom=whom, members=members, by=by, modes=modes):
                name = whom.name.text
                status = None if members or self.kinds.get(name) is Kind.CLASS else name
                condition: Condition = (
                    Member(name, whom.group.text if whom.group else None) if members
                    else self._condition(tree.Atom(whom.name)).condition
                )  # fmt: skip
                rest.bindings.append(
                    core.Binding(condition, str(whom) if members else None, status, str(by), frozenset(modes), where)
                )
            case tree.FreeMandate(body=body):
                rest.free.append(core.Free(str(body), where))
            case tree.Suspension(article=article, flag=flag):
                rest.emergencies.append(core.Emergency(self.article_key(article, placed), flag.text, where))
            case tree.Precedence(winner=winner, loser=loser):
                rest.precedences.append(
                    core.Precedence(self.article_key(winner, placed), self.article_key(loser, placed), where)
                )
            case tree.Entrenchment(article=article):
                rest.shields.append(core.Shield(self.article_key(article, placed), where))
            case tree.Assumption(of=of, share=share, number=number, status=held, side=side):
                rest.assumptions.append(
                    core.Assumption(
                        str(of), share, number, held.text if held else None, str(side) if side else None, where
                    )
                )
            case tree.Guarantee(title=title, property=prop):
                rest.promises.append(core.Promise(title, self.property(prop, placed), spell(prop), where))
            case tree.Unclear(words=words, interpreter=interpreter, readings=readings, consent=consent):
                rest.ambiguities.append(
                    core.Ambiguity(
                        words, words, tuple(reading.name.text for reading in readings),
                        str(interpreter) if interpreter else None, where, tuple(str(ref) for ref in consent),
                    )
                )  # fmt: skip
            case _:
                pass

    def norm(self, norm: tree.Norm, placed: Placed) -> None:
        subject, subject_condition = self.subject(norm.subject, placed)
        qualifiers = norm.qualifiers
        scope = conjunction(
            self.condition(qualifiers.when, placed) if qualifiers.when else TRUE,
            negation(self.condition(qualifiers.unless, placed)) if qualifiers.unless else TRUE,
        )
        consent = tuple(str(ref) for ref in qualifiers.consent)
        clause = self.clause(placed, norm.span)
        for act in self.acts(norm.act, placed):
            if norm.kind is tree.NormKind.MUST_NOT:
                self.norms.append(core.Norm(subject, subject_condition, act, scope, consent, clause))
            else:
                self.powers.append(
                    core.Power(
                        subject, subject_condition, act, self.threshold(qualifiers.threshold, placed), scope, consent,
                        qualifiers.petition, clause, False,
                        norm.kind is tree.NormKind.MUST, norm.kind is tree.NormKind.ONLY_MAY, spell(norm.subject),
                    )
                )  # fmt: skip

    def subject(self, subject: tree.Subject, placed: Placed) -> tuple[str | None, Condition]:
        if isinstance(subject, tree.Ref):
            return str(subject), TRUE
        return None, self.condition(subject.condition, placed) if subject.condition else TRUE

    def acts(self, act: tree.Act, placed: Placed) -> Iterable[core.Act]:
        """The core acts that one act of the text stands for: `remove any (member of A or member of B)` is two."""
        text = spell(act)
        body, group = self.place(act.body)
        whom: Condition = TRUE
        if act.whom is not None:
            if act.whom.condition is not None and act.verb is not tree.Verb.REMOVE:
                whom = self.condition(act.whom.condition, placed)
            if act.whom.body is not None and body is None:
                body, group = self.place(act.whom.body)
        match act.verb:
            case tree.Verb.REMOVE if act.whom is not None and act.whom.condition is not None:
                for ref, rest in _members(act.whom.condition):
                    body, group = self.place(ref)
                    whom = conjunction(*(self.condition(condition, placed) for condition in rest))
                    yield core.Act(act.verb, whom, body, group, text=text)
            case tree.Verb.VETO | tree.Verb.ANNUL:
                for inner in self.acts(act.act, placed) if act.act else ():
                    yield core.Act(act.verb, inner=inner, text=text)
            case tree.Verb.SUSPEND | tree.Verb.AMEND:
                key = self.article_key(act.article, placed) if act.article else None
                yield core.Act(act.verb, article=key, text=text)
            case _:
                yield core.Act(act.verb, whom, body, group, act.name.text if act.name else None, text=text)

    def place(self, ref: tree.Ref | None) -> tuple[str | None, int | None]:
        if ref is None:
            return None, None
        return ref.name.text, self.group_index.get((ref.name.text, ref.group.text)) if ref.group else None

    def article_key(self, ref: tree.ArticleRef, placed: Placed) -> str:
        keys = self.names.article_keys(ref.number, placed.instrument)
        return next(key for key in keys if key in self.articles)

    def property(self, prop: tree.Property, placed: Placed) -> core.Ability | core.Invariant:
        if isinstance(prop, tree.Invariant):
            return core.Invariant(prop.always, self.condition(prop.condition, placed))
        match prop.coalition:
            case tree.NamedCoalition(members=members):
                coalition = core.Coalition(tuple(str(ref) for ref in members))
            case tree.EveryCoalition(size=size, excepting=excepting):
                coalition = core.Coalition((), size, tuple(str(ref) for ref in excepting))
        return core.Ability(coalition, prop.possible, self.goal(prop.goal, placed), prop.within)

    def goal(self, goal: tree.Goal, placed: Placed) -> core.Goal:
        match goal:
            case tree.Control(body=body):
                return core.Goal(core.GoalKind.CONTROL, str(body))
            case tree.ChooseCandidates(body=body):
                return core.Goal(core.GoalKind.CHOOSE_CANDIDATES, str(body))
            case tree.Paralyse(body=body):
                return core.Goal(core.GoalKind.PARALYSE, str(body))
            case tree.Bar(whom=whom, thing=thing):
                persons = self.condition(whom.condition, placed) if whom.condition else TRUE
                if self.kinds.get(thing.name.text) is Kind.ACT:
                    act = core.Act(tree.Verb.PERFORM, name=thing.name.text, text=thing.name.text)
                    return core.Goal(core.GoalKind.BAR_FROM_ACT, None, act, persons)
                return core.Goal(core.GoalKind.BAR_FROM_BODY, str(thing), None, persons)
            case tree.Perform(act=act):
                return core.Goal(core.GoalKind.PERFORM, None, self.one_act(act, placed))
            case tree.Block(act=act):
                return core.Goal(core.GoalKind.BLOCK, None, self.one_act(act, placed))

    def one_act(self, act: tree.Act, placed: Placed) -> core.Act:
        """The act of a goal, which is one question about one body."""
        first, *others = self.acts(act, placed)
        if others:
            bodies = ", ".join(_core_label(found) for found in (first, *others))
            self.report(
                "acts/several-bodies", "M22", f"a promise about an act is about one body; this one is about {bodies}",
                placed, act.span, "make a promise for each of the bodies",
            )  # fmt: skip
        return first

    def report(self, slug: str, code: str, message: str, placed: Placed, span: Span, advice: str) -> None:
        self.diagnostics.append(Diagnostic(slug, code, Severity.ERROR, message, placed.file, span, help=(advice,)))


class _Rest:
    """Rules gathered while walking the statements once."""

    def __init__(self) -> None:
        self.bindings: list[core.Binding] = []
        self.free: list[core.Free] = []
        self.emergencies: list[core.Emergency] = []
        self.shields: list[core.Shield] = []
        self.precedences: list[core.Precedence] = []
        self.assumptions: list[core.Assumption] = []
        self.promises: list[core.Promise] = []
        self.ambiguities: list[core.Ambiguity] = []


@frozen
class _Sized:
    """A condition with the number of facts it compares and how deep it nests, classes written out."""

    condition: Condition
    size: int = 1
    depth: int = 0

    @property
    def excess(self) -> str | None:
        """Which limit it exceeds, in words."""
        if self.size > MAX_CONDITION:
            return f"compares {self.size:,} facts; the limit is {MAX_CONDITION:,}"
        if self.depth > MAX_DEPTH:
            return f"nests {self.depth} deep; the limit is {MAX_DEPTH}"
        return None


_Place = tuple[str, int]
"""A group of seats: the name of its body and its number there."""


def _core_label(act: core.Act) -> str:
    while act.inner is not None:
        act = act.inner
    return f"`{act.body}`"


def _members(condition: tree.Condition) -> list[tuple[tree.Ref, tuple[tree.Condition, ...]]]:
    """The bodies from which persons so described are members, each with the rest of the description."""
    match condition:
        case tree.MemberOf(body=ref):
            return [(ref, ())]
        case tree.Some(operands=operands):
            return [found for operand in operands for found in _members(operand)]
        case tree.All(operands=operands):
            for index, operand in enumerate(operands):
                found = _members(operand)
                if found:
                    others = operands[:index] + operands[index + 1 :]
                    return [(ref, (*rest, *others)) for ref, rest in found]
    return []
