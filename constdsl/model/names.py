"""What each name stands for, under which choices, and every mistake in using names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from attrs import evolve, field, frozen

from constdsl.diagnostic import Diagnostic, Label, Severity
from constdsl.model.load import Guard, Loaded, Placed, Switch
from constdsl.source import Span
from constdsl.syntax import tree
from constdsl.syntax.suggest import did_you_mean

__all__ = ["Declaration", "Kind", "NameChecker", "Names", "atom_names", "check_names", "declared_words"]


class Kind(StrEnum):
    """What a name can stand for."""

    STATUS = "status"
    ATTRIBUTE = "attribute"
    ACT = "act"
    CLASS = "class"
    BODY = "body"
    OFFICE = "office"
    FLAG = "flag"


SEATED = frozenset({Kind.BODY, Kind.OFFICE})
ACTORS = frozenset({Kind.BODY, Kind.OFFICE, Kind.CLASS})
CONDITIONS = frozenset({Kind.STATUS, Kind.CLASS, Kind.FLAG})

Declaring = (
    tree.StatusDecl | tree.AttributeDecl | tree.ActDecl | tree.ClassDecl | tree.BodyDecl | tree.FlagDecl
)  # fmt: skip


@frozen
class Declaration:
    """One declaration of a name."""

    kind: Kind
    placed: Placed
    statement: Declaring

    @property
    def guard(self) -> Guard:
        """The choices under which it counts."""
        return self.placed.guard


@frozen(slots=False)
class Names:
    """Every name with its declarations, articles by number, and the switches in the order of the text."""

    declarations: dict[str, tuple[Declaration, ...]]
    articles: dict[str, tuple[Placed, ...]] = field(repr=False)
    switches: dict[str, Switch]

    def article_places(self, number: str, instrument: int) -> tuple[Placed, ...]:
        """The articles that a number may mean: those of its own instrument, otherwise any other's."""
        places = self.articles.get(number, ())
        return tuple(placed for placed in places if placed.instrument == instrument) or places

    def article_keys(self, number: str, instrument: int) -> tuple[str, ...]:
        """The keys of those articles."""
        return tuple(
            dict.fromkeys(f"{placed.instrument}:{number}" for placed in self.article_places(number, instrument))
        )

    def group_names(self, body: str) -> dict[str, list[Guard]]:
        """The names of a body's groups over all its declarations, each with the choices under which it exists."""
        found: dict[str, list[Guard]] = {}
        for declaration in self.declarations.get(body, ()):
            if isinstance(declaration.statement, tree.BodyDecl):
                for item in declaration.statement.items:
                    if isinstance(item, tree.SeatGroup) and item.name:
                        found.setdefault(item.name.text, []).append(declaration.guard)
        return found


def compatible(first: Guard, second: Guard) -> bool:
    """Whether some selection satisfies both guards."""
    chosen = dict(first)
    return all(chosen.get(name, choice) == choice for name, choice in second)


def _is_same(one: Placed, other: Placed) -> bool:
    """Whether two are one place in a text that is used under several choices. Where texts are read in pieces, two
    pieces with the same words may be one tree."""
    return one.statement is other.statement and one.file == other.file


def atom_names(condition: tree.Condition) -> Iterator[str]:
    """The statuses, flags and classes that a condition names, from left to right."""
    match condition:
        case tree.Atom(name=name):
            yield name.text
        case tree.Not(operand=operand):
            yield from atom_names(operand)
        case tree.All(operands=operands) | tree.Some(operands=operands):
            for operand in operands:
                yield from atom_names(operand)
        case _:
            return


def check_names(loaded: Loaded) -> tuple[Names, tuple[Diagnostic, ...]]:
    """Resolve every name of every instrument; linear but for the few options a name depends on."""
    checker = NameChecker(loaded, frozenset(_lost(loaded)))
    checker.declare()
    for placed in loaded.statements:
        checker.statement(placed)
    return checker.names, tuple(checker.diagnostics)


_KINDS: dict[type, Kind] = {
    tree.StatusDecl: Kind.STATUS,
    tree.AttributeDecl: Kind.ATTRIBUTE,
    tree.ActDecl: Kind.ACT,
    tree.ClassDecl: Kind.CLASS,
    tree.FlagDecl: Kind.FLAG,
}


def _kind(statement: tree.Statement) -> Kind | None:
    if isinstance(statement, tree.BodyDecl):
        return Kind.OFFICE if statement.office else Kind.BODY
    return _KINDS.get(type(statement))


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _kinds(kinds: Iterable[Kind]) -> str:
    names = [kind.value for kind in Kind if kind in set(kinds)]
    return _a(names[0]) if len(names) == 1 else _a(", ".join(names[:-1])) + f" or {names[-1]}"


MAX_SPLITS = 10_000
"""Choices that are tried to see whether declarations under choices leave one out."""

# Characters that nobody sees are read as blanks, and reported elsewhere. A word may be a keyword and a name misplaced.
_DECLARATION = re.compile(
    r"\b(?:status|attribute|act|class|body|office|flag|article)"
    r"[\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+(?=(\w+))"
)


def _lost(loaded: Loaded) -> Iterator[str]:
    """Names, and numbers of articles, whose declarations may be among the statements that could not be read: not
    knowing them is no mistake."""
    for name in dict.fromkeys(diagnostic.file for diagnostic in loaded.diagnostics):
        if name in loaded.sources:
            yield from declared_words(loaded.sources[name].text)


def declared_words(text: str) -> list[str]:
    """The names and numbers of articles that a text may declare, as far as can be told without reading it."""
    return _DECLARATION.findall(text)


class NameChecker:
    """Collects declarations, then walks every statement; reports mistakes and goes on.

    Names in `lost` may be declared by statements that cannot be read: not knowing them is no mistake. `declare` comes
    first; then `statement` may be asked of any statements in any order.
    """

    def __init__(self, loaded: Loaded, lost: frozenset[str]) -> None:
        self.loaded = loaded
        self.diagnostics: list[Diagnostic] = []
        self.names = Names({}, {}, {})
        self.covered: dict[tuple[tuple[Guard, ...], Guard], bool] = {}
        self.lost = lost

    # --- declarations -------------------------------------------------------------------------------------------

    def declare(self) -> None:
        declarations: dict[str, list[Declaration]] = {}
        articles: dict[str, list[Placed]] = {}
        for placed in self.loaded.statements:
            statement = placed.statement
            kind = _kind(statement)
            if kind is not None:
                assert isinstance(statement, Declaring)
                found = declarations.setdefault(statement.name.text, [])
                self.unique(statement.name, kind, placed, found)
                found.append(Declaration(kind, placed, statement))
            elif isinstance(statement, tree.Article):
                self.article(statement, placed, articles.setdefault(statement.number.number, []))
            elif isinstance(statement, tree.Option | tree.Unclear):
                self.switch(statement, placed)
        for name, found in declarations.items():
            self.names.declarations[name] = tuple(found)
        for number, places in articles.items():
            self.names.articles[number] = tuple(places)

    def unique(self, name: tree.Name, kind: Kind, placed: Placed, before: list[Declaration]) -> None:
        for other in before:
            if _is_same(other.placed, placed):
                continue
            there = Label(other.placed.file, other.statement.name.span, f"{_a(other.kind)} here")
            if other.kind != kind and {other.kind, kind} != SEATED:
                self.report(
                    "names/two-kinds", "M2", f"`{name.text}` is declared as {_a(kind)} and as {_a(other.kind)}",
                    placed, name.span, "a name stands for one thing: rename one of the two", labels=(there,),
                )  # fmt: skip
                return
            if compatible(other.guard, placed.guard):
                self.report(
                    "names/declared-twice", "M3", f"the {kind} `{name.text}` is declared twice",
                    placed, name.span,
                    "keep one of the two, or put each under a different choice of one option", labels=(there,),
                )  # fmt: skip
                return

    def article(self, statement: tree.Article, placed: Placed, before: list[Placed]) -> None:
        for other in before:
            apart = other.instrument == placed.instrument and not _is_same(other, placed)
            if apart and compatible(other.guard, placed.guard):
                assert isinstance(other.statement, tree.Article)
                self.report(
                    "articles/declared-twice", "M6", f"article {statement.number.number} appears twice",
                    placed, statement.head, "number each article of an instrument once",
                    labels=(Label(other.file, other.statement.head, "the first one"),),
                )  # fmt: skip
                break
        before.append(placed)

    def switch(self, statement: tree.Option | tree.Unclear, placed: Placed) -> None:
        reading = isinstance(statement, tree.Unclear)
        known = self.names.switches.get(statement.words if isinstance(statement, tree.Unclear) else statement.name.text)
        if known is not None and _is_same(known.placed, placed):
            self.names.switches[known.name] = evolve(known, guards=(*known.guards, placed.guard))
            return
        name = statement.words if isinstance(statement, tree.Unclear) else statement.name.text
        title = None if isinstance(statement, tree.Unclear) else statement.title
        branches = statement.readings if isinstance(statement, tree.Unclear) else statement.choices
        word = "reading" if reading else "choice"
        if not branches:
            self.report(
                "options/empty", "M7", f"“{name}” has no {word}s", placed, statement.span,
                f"add at least two: `{word} first {{ … }} {word} second {{ … }}`",
            )  # fmt: skip
            return
        seen: set[str] = set()
        for branch in branches:
            if branch.name.text in seen:
                self.report(
                    "options/declared-twice", "M8", f"the {word} `{branch.name.text}` appears twice",
                    placed, branch.name.span, "give each a name of its own",
                )  # fmt: skip
            seen.add(branch.name.text)
        if known is not None:
            self.report(
                "options/declared-twice", "M8", f"“{name}” is left open twice", placed, statement.span,
                "give each option, and each unclear wording, a name of its own",
                labels=(Label(known.placed.file, known.placed.statement.span, "the first one"),),
            )  # fmt: skip
            return
        choices = tuple(dict.fromkeys(branch.name.text for branch in branches))
        self.names.switches[name] = Switch(name, title, choices, reading, placed, (placed.guard,))

    # --- uses ---------------------------------------------------------------------------------------------------

    def need(self, name: tree.Name, kinds: frozenset[Kind], placed: Placed, what: str) -> Kind | None:
        """Report a name that is unknown, of a wrong kind, or declared only under other choices."""
        found = self.names.declarations.get(name.text, ())
        if not found and name.text in self.lost:
            return None
        if not found:
            known = [other for other, declared in self.names.declarations.items() if declared[0].kind in kinds]
            near = did_you_mean(name.text, known)
            advice = (
                f"did you mean {' or '.join(f'`{word}`' for word in near)}?"
                if near
                else f"declare it: `{_example(kinds, name.text)}`"
            )
            self.report(
                "names/unknown", "M1", f"`{name.text}` is not declared; {what} must be {_kinds(kinds)}",
                placed, name.span, advice,
            )  # fmt: skip
            return None
        relevant = [declaration for declaration in found if compatible(declaration.guard, placed.guard)] or [*found]
        wrong = [declaration for declaration in relevant if declaration.kind not in kinds]
        # A name of two kinds has been reported as such, unless they are the two kinds of bodies.
        if len(wrong) == len(relevant) or (wrong and {declaration.kind for declaration in relevant} == SEATED):
            self.report(
                "names/wrong-kind", "M4", f"`{name.text}` is {_a(wrong[0].kind)}; {what} must be {_kinds(kinds)}",
                placed, name.span, f"name {_kinds(kinds)} here, or declare one",
                labels=(Label(wrong[0].placed.file, wrong[0].statement.name.span, "declared here"),),
            )  # fmt: skip
            return None
        guards = [declaration.guard for declaration in found]
        if not self.covers(guards, placed.guard):
            self.report(
                "names/not-always-declared", "M5", f"`{name.text}` exists only when {_when(guards)}",
                placed, name.span, _ONLY_THERE,
            )  # fmt: skip
            return None
        return next(declaration.kind for declaration in relevant if declaration.kind in kinds)

    def covers(self, guards: list[Guard], guard: Guard) -> bool:
        """Whether every selection under a guard satisfies one of the guards."""
        if any(set(other) <= set(guard) for other in guards):
            return True
        key = (tuple(guards), guard)
        known = self.covered.get(key)
        if known is None:
            known = self.covered[key] = self._covers(guards, guard)
        return known

    def _covers(self, guards: list[Guard], guard: Guard) -> bool:
        # Options nest: a switch inside a choice counts only where that choice is taken, so guards are split on
        # their outermost switch first, and a selection that does not ask a switch is covered by a shorter guard.
        pending = [_left(guards, guard)]
        for _ in range(MAX_SPLITS):
            if not pending:
                return True
            open_guards = pending.pop()
            if () in open_guards:
                continue
            if not open_guards:
                return False
            name = open_guards[0][0][0]
            pending += [_left(open_guards, ((name, choice),)) for choice in self.names.switches[name].choices]
        return True

    def ref(self, ref: tree.Ref, kinds: frozenset[Kind], placed: Placed, what: str) -> None:
        kind = self.need(ref.name, kinds, placed, what)
        if ref.group is None or kind is None:
            return
        groups = self.names.group_names(ref.name.text)
        guards = groups.get(ref.group.text, [])
        if guards and kind is not Kind.CLASS and not self.covers(guards, placed.guard):
            self.report(
                "names/not-always-declared", "M5", f"`{ref}` exists only when {_when(guards)}",
                placed, ref.group.span, _ONLY_THERE,
            )  # fmt: skip
        elif not guards or kind is Kind.CLASS:
            near = did_you_mean(ref.group.text, groups)
            advice = (
                f"did you mean `{ref.name.text}.{near[0]}`?" if near
                else f"name a group with `as`: `seats 10 as {ref.group.text} …`"
            )  # fmt: skip
            self.report(
                "names/unknown", "M1", f"`{ref.name.text}` has no group of seats called `{ref.group.text}`",
                placed, ref.group.span, advice,
            )  # fmt: skip

    def refs(self, refs: Iterable[tree.Ref], kinds: frozenset[Kind], placed: Placed, what: str) -> None:
        for ref in refs:
            self.ref(ref, kinds, placed, what)

    def article_ref(self, ref: tree.ArticleRef, placed: Placed) -> None:
        places = [
            other for other in self.names.article_places(ref.number, placed.instrument)
            if compatible(other.guard, placed.guard)
        ]  # fmt: skip
        if not places and ref.number in self.lost:
            return
        if not places:
            near = did_you_mean(ref.number, list(self.names.articles))
            message = f"there is no article {ref.number}"
            advice = f"did you mean article {near[0]}?" if near else "number the article, or remove this rule"
            self.report("articles/unknown", "M9", message, placed, ref.span, advice)
        elif any(
            first.instrument != second.instrument and compatible(first.guard, second.guard)
            for first, second in itertools.combinations(places, 2)
        ):
            self.report(
                "articles/unknown", "M9", f"article {ref.number} may be that of several instruments", placed, ref.span,
                "put this rule into the instrument whose article is meant",
            )  # fmt: skip
        elif not self.covers(guards := [other.guard for other in places], placed.guard):
            self.report(
                "articles/not-always-there", "M21", f"article {ref.number} exists only when {_when(guards)}",
                placed, ref.span, "put the article under the other choices too, or this rule only under that choice",
            )  # fmt: skip

    # --- statements ---------------------------------------------------------------------------------------------

    def statement(self, placed: Placed) -> None:
        match placed.statement:
            case tree.StatusDecl(within=within) if within is not None:
                self.need(within, frozenset({Kind.STATUS}), placed, "what a status lies within")
            case tree.AttributeDecl(values=values):
                for name, again in itertools.groupby(sorted(value.text for value in values)):
                    if len(list(again)) > 1:
                        self.report(
                            "kinds/value", "M10", f"the value `{name}` is listed twice", placed,
                            placed.statement.span, "list each value once",
                        )  # fmt: skip
            case tree.ActDecl(makes=makes) if makes is not None:
                self.need(makes, frozenset({Kind.STATUS}), placed, "what an act makes")
            case tree.ClassDecl(condition=condition):
                self.condition(condition, placed)
            case tree.FlagDecl(condition=condition) if condition is not None:
                self.condition(condition, placed)
            case tree.BodyDecl():
                self.body(placed.statement, placed)
            case tree.Norm():
                self.norm(placed.statement, placed)
            case tree.Binding(whom=whom, members=members, by=by):
                if members:
                    self.ref(whom, SEATED, placed, "whose members are bound")
                else:
                    self.ref(whom, frozenset({Kind.STATUS, Kind.CLASS}), placed, "who is bound")
                self.ref(by, ACTORS, placed, "who binds")
            case tree.FreeMandate(body=body):
                self.ref(body, SEATED, placed, "whose members are free")
            case tree.Suspension(article=article, flag=flag):
                self.article_ref(article, placed)
                self.need(flag, frozenset({Kind.FLAG}), placed, "what suspends an article")
            case tree.Precedence(winner=winner, loser=loser):
                self.article_ref(winner, placed)
                self.article_ref(loser, placed)
            case tree.Entrenchment(article=article):
                self.article_ref(article, placed)
            case tree.Assumption(of=of, status=status, side=side):
                self.ref(of, ACTORS, placed, "what an assumption is about")
                if status is not None:
                    self.need(status, frozenset({Kind.STATUS}), placed, "what is assumed of members")
                if side is not None:
                    self.ref(side, ACTORS, placed, "whom members side with")
            case tree.Unclear(interpreter=interpreter, consent=consent) if interpreter is not None:
                self.ref(interpreter, ACTORS, placed, "an interpreter")
                self.refs(consent, ACTORS, placed, "who must agree to a reading")
            case tree.Guarantee(property=prop):
                self.property(prop, placed)
            case _:
                pass

    def body(self, body: tree.BodyDecl, placed: Placed) -> None:
        seen: set[str] = set()
        for item in body.items:
            match item:
                case tree.DecidesBy(threshold=threshold) | tree.Quorum(threshold=threshold):
                    self.threshold(threshold, placed)
                case tree.ConvenedBy(convenors=convenors):
                    self.refs(convenors, ACTORS, placed, "a convenor")
                case tree.SeatGroup():
                    if item.name is not None and item.name.text in seen:
                        self.report(
                            "names/declared-twice", "M3", f"`{body.name.text}` has two groups `{item.name.text}`",
                            placed, item.name.span, "give each group of seats a name of its own",
                        )  # fmt: skip
                    seen.update([item.name.text] if item.name else [])
                    self.group(item, placed)

    def group(self, group: tree.SeatGroup, placed: Placed) -> None:
        if isinstance(group.seats, tree.PerResidents):
            self.ref(group.seats.of, frozenset({Kind.CLASS}), placed, "what seats are counted on")
        if group.filling is not None:
            self.filling(group.filling, placed)
        for clause in group.clauses:
            match clause:
                case tree.From(condition=condition) | tree.While(condition=condition):
                    self.condition(condition, placed)
                case tree.NominatedBy(nominators=refs):
                    self.refs(refs, ACTORS, placed, "a nominator")
                case tree.VettedBy(vetters=refs):
                    self.refs(refs, ACTORS, placed, "a vetting body")
                case tree.WithConsent(bodies=refs):
                    self.refs(refs, ACTORS, placed, "a consenting body")
                case tree.FundedBy(funders=refs):
                    self.refs(refs, ACTORS, placed, "a funder")
                case tree.SurplusSettledBy(body=ref):
                    self.ref(ref, ACTORS, placed, "who settles a surplus")
                case tree.TermLimit(counted=refs):
                    self.refs(refs, SEATED, placed, "where terms are counted in")
                case _:
                    pass

    def filling(self, filling: tree.Filling, placed: Placed) -> None:
        match filling.kind:
            case tree.FillingKind.HELD:
                self.refs(filling.by, frozenset({Kind.OFFICE}), placed, "who holds a seat by office")
            case tree.FillingKind.JOINING:
                self.refs(filling.by, SEATED, placed, "a body that sits jointly")
            case tree.FillingKind.ELECTED:
                self.refs(filling.by, ACTORS, placed, "an electorate")
            case _:
                self.refs(filling.by, ACTORS, placed, "who appoints")

    def threshold(self, threshold: tree.Threshold, placed: Placed) -> None:
        if threshold.where is not None:
            self.condition(threshold.where, placed)

    def norm(self, norm: tree.Norm, placed: Placed) -> None:
        if isinstance(norm.subject, tree.Ref):
            self.ref(norm.subject, ACTORS, placed, "who acts")
        else:
            self.selector(norm.subject, placed)
        self.act(norm.act, placed)
        qualifiers = norm.qualifiers
        if qualifiers.threshold is not None:
            self.threshold(qualifiers.threshold, placed)
        for condition in (qualifiers.when, qualifiers.unless):
            if condition is not None:
                self.condition(condition, placed)
        self.refs(qualifiers.consent, ACTORS, placed, "a consenting body")

    def selector(self, selector: tree.Selector, placed: Placed) -> None:
        if selector.condition is not None:
            self.condition(selector.condition, placed)
        if selector.body is not None:
            self.ref(selector.body, SEATED, placed, "what candidates stand for")

    def act(self, act: tree.Act, placed: Placed) -> None:
        if act.whom is not None:
            self.selector(act.whom, placed)
        if act.body is not None:
            kinds = ACTORS if act.verb is tree.Verb.DIRECT else SEATED
            self.ref(act.body, kinds, placed, f"what one may {act.verb.value}")
        if act.article is not None:
            self.article_ref(act.article, placed)
        if act.act is not None:
            self.act(act.act, placed)
        if act.name is not None:
            match act.verb:
                case tree.Verb.CONFER | tree.Verb.REVOKE:
                    self.need(act.name, frozenset({Kind.STATUS}), placed, f"what one may {act.verb.value}")
                case tree.Verb.DECLARE | tree.Verb.LIFT:
                    self.need(act.name, frozenset({Kind.FLAG}), placed, f"what one may {act.verb.value}")
                case _:
                    self.need(act.name, frozenset({Kind.ACT}), placed, "an act of your own")
        if act.verb is tree.Verb.REMOVE and act.whom is not None and not _names_body(act.whom):
            self.report(
                "acts/from-what", "M11", "this does not say from which body somebody is removed", placed, act.span,
                "say so: `remove any member of B`, or `remove any (member of B and CONDITION)`",
            )  # fmt: skip

    def property(self, prop: tree.Property, placed: Placed) -> None:
        if isinstance(prop, tree.Invariant):
            self.condition(prop.condition, placed)
            return
        match prop.coalition:
            case tree.NamedCoalition(members=members):
                self.refs(members, ACTORS, placed, "a member of a coalition")
            case tree.EveryCoalition(excepting=excepting):
                self.refs(excepting, ACTORS, placed, "an exception")
        match prop.goal:
            case tree.Control(body=body):
                self.ref(body, ACTORS, placed, "what one may control")
            case tree.ChooseCandidates(body=body) | tree.Paralyse(body=body):
                self.ref(body, SEATED, placed, "what this is about")
            case tree.Bar(whom=whom, thing=thing):
                self.selector(whom, placed)
                self.ref(thing, SEATED | {Kind.ACT}, placed, "what one may be barred from")
            case tree.Perform(act=act) | tree.Block(act=act):
                self.act(act, placed)

    # --- conditions ---------------------------------------------------------------------------------------------

    def condition(self, condition: tree.Condition, placed: Placed) -> None:
        match condition:
            case tree.Atom(name=name):
                self.need(name, CONDITIONS, placed, "a condition")
            case tree.MemberOf(body=body):
                self.ref(body, SEATED, placed, "what one is a member of")
            case tree.IsSitting(body=name):
                self.need(name, SEATED, placed, "what sits")
            case tree.Comparison():
                self.comparison(condition, placed)
            case tree.Not(operand=operand):
                self.condition(operand, placed)
            case tree.All(operands=operands) | tree.Some(operands=operands):
                for operand in operands:
                    self.condition(operand, placed)
            case _:
                pass

    def comparison(self, condition: tree.Comparison, placed: Placed) -> None:
        attribute = condition.attribute
        if self.need(attribute, frozenset({Kind.ATTRIBUTE}), placed, "what is compared") is None:
            return
        before = len(self.diagnostics)
        for declaration in self.names.declarations[attribute.text]:
            declared = declaration.statement
            if isinstance(declared, tree.AttributeDecl) and compatible(declaration.guard, placed.guard):
                self.compared(condition, declared, placed)
            if len(self.diagnostics) > before:
                return

    def compared(self, condition: tree.Comparison, declared: tree.AttributeDecl, placed: Placed) -> None:
        attribute = condition.attribute
        if isinstance(condition.value, tree.Name) and condition.operator not in ("=", "!="):
            return  # more or less than a word: reported when it was read
        if declared.values:
            values = [value.text for value in declared.values]
            if not isinstance(condition.value, tree.Name):
                self.report(
                    "kinds/value", "M10", f"`{attribute.text}` is one of {', '.join(values)}, not a number",
                    placed, condition.span, f"write `{attribute.text} = {values[0]}`, or `!=`",
                )  # fmt: skip
            elif condition.value.text not in values:
                near = did_you_mean(condition.value.text, values)
                self.report(
                    "kinds/value", "M10", f"`{condition.value.text}` is not a value of `{attribute.text}`",
                    placed, condition.value.span,
                    f"did you mean `{near[0]}`?" if near else f"its values are {', '.join(values)}",
                )  # fmt: skip
        elif isinstance(condition.value, tree.Name):
            self.report(
                "kinds/value", "M10", f"`{attribute.text}` is a number of {declared.unit}", placed,
                condition.value.span, f"compare it with a number: `{attribute.text} >= 18`",
            )  # fmt: skip
        elif condition.unit is not None and condition.unit.rstrip("s") != (declared.unit or "").rstrip("s"):
            self.report(
                "kinds/unit", "M12", f"`{attribute.text}` is counted in {declared.unit}, not in {condition.unit}",
                placed, condition.span, f"give the number in {declared.unit}",
            )  # fmt: skip

    def report(
        self, slug: str, code: str, message: str, placed: Placed, span: Span, *advice: str,
        labels: tuple[Label, ...] = (),
    ) -> None:  # fmt: skip
        self.diagnostics.append(
            Diagnostic(slug, code, Severity.ERROR, message, placed.file, span, labels, tuple(advice))
        )


_ONLY_THERE = "declare it under the other choices too, or use it only under that choice"


def _when(guards: Iterable[Guard]) -> str:
    return "; ".join(" and ".join(f"“{option}” is {choice}" for option, choice in guard) for guard in guards)


def _left(guards: Iterable[Guard], chosen: Guard) -> list[Guard]:
    """What is left to ask of the guards that can still be met once these choices are made."""
    made = dict(chosen)
    return [
        tuple(pair for pair in guard if pair[0] not in made) for guard in guards if compatible(guard, chosen)
    ]  # fmt: skip


def _names_body(selector: tree.Selector) -> bool:
    def bodies(condition: tree.Condition | None) -> Iterator[bool]:
        match condition:
            case tree.MemberOf():
                yield True
            case tree.All(operands=operands):
                yield any(any(bodies(operand)) for operand in operands)
            case tree.Some(operands=operands):
                yield all(any(bodies(operand)) for operand in operands)
            case _:
                yield False

    return any(bodies(selector.condition))


def _example(kinds: frozenset[Kind], name: str) -> str:
    for kind, form in (
        (Kind.STATUS, f"status {name}"),
        (Kind.BODY, f"body {name} {{ … }}"),
        (Kind.OFFICE, f"office {name} {{ … }}"),
        (Kind.CLASS, f"class {name}: …"),
        (Kind.FLAG, f"flag {name}"),
        (Kind.ATTRIBUTE, f"attribute {name} in years"),
    ):
        if kind in kinds:
            return form
    return f"act {name}"
