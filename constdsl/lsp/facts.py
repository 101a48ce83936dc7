"""What there is to say of a name: what it stands for, what the rules say of it, and who comes to command whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any

from attrs import frozen

from constdsl.check.results import Play
from constdsl.lsp.outcome import Outcome
from constdsl.lsp.seats import votes
from constdsl.lsp.view import Named, View
from constdsl.model.load import Guard, Placed
from constdsl.model.names import Declaration, Declaring
from constdsl.model.occurrences import Space
from constdsl.render.words import clean, count, duration, listing
from constdsl.syntax import tree as t
from constdsl.syntax.spell import spell, spell_duration

__all__ = ["Style", "facts"]

_MOST = 6
"""Names in one line; of more, the rest is counted."""

_MARKS = re.compile(r"([\\`*\[\]<>|~&_#])")
_ESCAPED = r"\\\1"


@frozen
class Style:
    """How names and titles are written: with the marks of Markdown, or without any."""

    markdown: bool

    def code(self, words: str) -> str:
        """Words of the constitution."""
        return f"`{clean(words)}`" if self.markdown else clean(words)

    def strong(self, words: str) -> str:
        """What comes first."""
        return f"**{words}**" if self.markdown else words

    def title(self, words: str) -> str:
        """A title, in quotation marks."""
        shown = clean(words)
        return f"“{_MARKS.sub(_ESCAPED, shown) if self.markdown else shown}”"

    def item(self, words: str) -> str:
        """One of several facts."""
        return f"- {words}"

    def said(self, words: str) -> str:
        """A sentence of the tool, in which backticks mark words of the language."""
        return words if self.markdown else words.replace("`", "")


def facts(view: View, named: Named, style: Style) -> Iterator[str]:
    """A heading, an empty line, and the facts, the most important first. Linear in the texts."""
    symbol = named.symbol
    match symbol.space:
        case Space.NAME:
            yield from _declared(view, symbol.name, style)
        case Space.GROUP:
            yield from _group_of(view, symbol.within, symbol.name, style)
        case Space.VALUE:
            yield f"{style.strong('value')} {style.code(symbol.name)} of {style.code(symbol.within)}"
            yield ""
            yield from _declared(view, symbol.within, style)
        case Space.ARTICLE:
            yield from _article(view, symbol.name, symbol.within, style)
        case Space.OPTION:
            yield from _switch(view, symbol.name, style)
        case Space.CHOICE:
            yield from _switch(view, symbol.within, style, symbol.name)


def _declared(view: View, name: str, style: Style) -> Iterator[str]:
    """What a name stands for: its first declaration in full, others by the choices they belong to."""
    declarations = view.declarations(name)
    if not declarations:
        return
    first = declarations[0]
    title = first.statement.title
    shown = f" {style.title(title)}" if title else ""
    where = _place(view, first.placed, style)
    yield f"{style.strong(first.kind)} {style.code(name)}{shown}{f' · {where}' if where else ''}"
    yield ""
    yield from map(style.item, _facts(view, first, style))
    if len(declarations) > 1:
        others = listing(style.code(_chosen(each.guard)) for each in declarations[1:4])
        yield style.item(f"said otherwise under {others}; here as under {style.code(_chosen(first.guard))}")
    elif first.guard:
        yield style.item(f"only under {style.code(_chosen(first.guard))}")
    yield from map(style.item, _might(view.outcome, name, style))


def _place(view: View, placed: Placed, style: Style) -> str:
    """The article around a statement, and the text where that is another one."""
    words = []
    if placed.article is not None:
        words.append(_article_name(view, placed.article.partition(":")[2], style, placed.instrument))
    text = view.look.slots[placed.file].text
    if text != view.name:
        words.append(f"in {style.code(PurePosixPath(text).name)}")
    return " ".join(words)


def _article_name(view: View, number: str, style: Style, instrument: int) -> str:
    for placed in view.look.names.article_places(number, instrument)[:1]:
        if isinstance(placed.statement, t.Article) and placed.statement.title:
            return f"article {number} {style.title(placed.statement.title)}"
    return f"article {number}"


def _chosen(guard: Guard) -> str:
    return ", ".join(f"{name} = {choice}" for name, choice in guard) or "every choice"


def _facts(view: View, declaration: Declaration, style: Style) -> Iterator[str]:
    """What its declaration and the other rules say about something."""
    statement = declaration.statement
    match statement:
        case t.StatusDecl(name=name, within=within):
            if within is not None:
                yield f"whoever has it has {style.code(within.text)} as well"
            yield from _acts_on(view, name.text, (t.Verb.CONFER, "given by"), (t.Verb.REVOKE, "taken by"), style=style)
            makers = [style.code(act) for act, made in _makers(view) if made == name.text]
            if makers:
                yield f"comes of doing {_some(makers, 'or')}"
            yield from _bound(view, name.text, style)
        case t.FlagDecl(name=name, condition=condition):
            if condition is not None:
                yield f"stands only while {style.code(spell(condition))}"
            yield from _acts_on(view, name.text, (t.Verb.DECLARE, "raised by"), (t.Verb.LIFT, "lifted by"), style=style)
            lapsing = [
                f"article {each.article.number}" for each, _ in _all(view, t.Suspension) if each.flag.text == name.text
            ]
            if lapsing:
                yield f"{_some(lapsing)} {'is' if len(lapsing) == 1 else 'are'} suspended during it"
        case t.AttributeDecl(unit=unit, values=values):
            if values:
                yield f"one of {_some([style.code(value.text) for value in values])}"
            elif unit is not None:
                yield f"a number, in {unit}"
        case t.ActDecl(name=name, makes=makes):
            if makes is not None:
                yield f"whoever does it becomes {style.code(makes.text)}"
            yield from _performers(view, name.text, style)
        case t.ClassDecl(name=name, condition=condition, numbering=numbering):
            yield f"everybody of whom this is true: {style.code(spell(condition))}"
            if numbering is not None:
                yield f"{numbering:,} people"
            yield from _filled_by(view, name.text, style)
            yield from _bound(view, name.text, style)
        case t.BodyDecl():
            yield from _body(view, statement, style)


# --- bodies ---------------------------------------------------------------------------------------------------------


def _body(view: View, body: t.BodyDecl, style: Style) -> Iterator[str]:
    groups = [item for item in body.items if isinstance(item, t.SeatGroup)]
    for group in groups[:4]:
        yield _group(group, body.office, style)
    if len(groups) > 4:
        yield f"and {count(len(groups) - 4, 'more group')} of seats"
    nominators = [
        _subject(norm, style)
        for norm, _ in _all(view, t.Norm)
        if norm.act.verb is t.Verb.NOMINATE and norm.act.body is not None
        and norm.act.body.name.text == body.name.text and norm.kind is not t.NormKind.MUST_NOT
    ]  # fmt: skip
    if nominators:
        yield f"candidates are put up by {_some(list(dict.fromkeys(nominators)))}"
    for item in body.items:
        match item:
            case t.DecidesBy(threshold=threshold):
                yield f"decides by {_threshold(view, threshold, body, style)}"
            case t.Quorum(threshold=threshold):
                yield f"quorum {_threshold(view, threshold, body, style)}"
            case t.ConvenedBy(convenors=convenors, every=every):
                often = f", at least every {spell_duration(every)}" if every is not None else ""
                yield f"convened by {_refs(convenors, style)}{often}"
    yield from _filled_by(view, body.name.text, style)


def _threshold(view: View, threshold: t.Threshold, body: t.BodyDecl, style: Style) -> str:
    found = votes(threshold, body.name.text, view.look.names, body)
    number = f": {found.needed:,} of {found.of:,}" if found is not None and found.of > 1 else ""
    return f"{style.code(spell(threshold))}{number}"


def _group(group: t.SeatGroup, office: bool, style: Style) -> str:
    """A group of seats in one line: how many, how filled, by whom put up, for how long."""
    words = []
    match group.seats:
        case int() as number:
            words.append(count(number, "seat") if number < 1000 else f"{number:,} seats")
        case t.PerResidents(seats=each, persons=persons, of=of):
            words.append(f"{count(each, 'seat')} for every {persons:,} of {style.code(str(of))}")
    if group.name is not None:
        words[-1:] = [f"{words[-1] if words else 'seats'} as {style.code(group.name.text)}"]
    filling = group.filling
    if filling is not None:
        how = "drawn by lot" if filling.kind is t.FillingKind.LOT else str(filling.kind)
        joined = " " if filling.kind is t.FillingKind.JOINING else " by "
        words.append(f"{how}{joined}{_refs(filling.by, style)}" if filling.by else how)
    else:
        words.append("nobody fills it" if office else "nobody fills them")
    return ", ".join([*words, *(said for clause in group.clauses if (said := _clause(clause, style)))])


def _clause(clause: t.Clause, style: Style) -> str | None:
    """The clauses that say who comes to sit there and for how long; the others can be read in the text."""
    match clause:
        case t.From(condition=condition):
            return f"from {style.code(spell(condition))}"
        case t.NominatedBy(nominators=nominators):
            return f"nominated by {_refs(nominators, style) if nominators else 'anyone'}"
        case t.VettedBy(vetters=vetters):
            return f"vetted by {_refs(vetters, style)}"
        case t.WithConsent(bodies=bodies):
            return f"with consent of {_refs(bodies, style)}"
        case t.Term(years=years):
            return f"for {spell_duration(years)}" if years is not None else "for life"
        case t.TermLimit(number=number):
            return f"at most {count(number, 'term')}"
    return None


def _group_of(view: View, body: str, name: str, style: Style) -> Iterator[str]:
    for declaration in view.declarations(body):
        if isinstance(declaration.statement, t.BodyDecl):
            for item in declaration.statement.items:
                if isinstance(item, t.SeatGroup) and item.name is not None and item.name.text == name:
                    yield f"{style.strong('group of seats')} {style.code(f'{body}.{name}')}"
                    yield ""
                    yield style.item(_group(item, declaration.statement.office, style))
                    yield from map(style.item, _might(view.outcome, f"{body}.{name}", style))
                    return


def _filled_by(view: View, name: str, style: Style) -> Iterator[str]:
    """The bodies whose seats somebody fills."""
    filled: dict[str, list[str]] = {}
    for body, _ in _all(view, t.BodyDecl):
        for item in body.items:
            filling = item.filling if isinstance(item, t.SeatGroup) else None
            if filling is not None and any(ref.name.text == name for ref in filling.by):
                filled.setdefault(_FILLS[filling.kind], []).append(style.code(body.name.text))
    for how, bodies in filled.items():
        yield f"{how} {_some(list(dict.fromkeys(bodies)))}"


_FILLS = {
    t.FillingKind.ELECTED: "elects", t.FillingKind.APPOINTED: "appoints", t.FillingKind.HELD: "sits in",
    t.FillingKind.JOINING: "sits in",
}  # fmt: skip


# --- who does what --------------------------------------------------------------------------------------------------


def _all(view: View, kind: type[Any]) -> Iterator[tuple[Any, Placed]]:
    """The statements of a kind in this text and those it is read with; each once."""
    met: set[int] = set()
    for placed in view.look.loaded.statements:
        if isinstance(placed.statement, kind) and id(placed.statement) not in met:
            met.add(id(placed.statement))
            yield placed.statement, placed


def _acts_on(view: View, name: str, *acts: tuple[t.Verb, str], style: Style) -> Iterator[str]:
    """Who may do something to a status or flag."""
    for verb, words in acts:
        found = []
        for norm, placed in _all(view, t.Norm):
            act = norm.act
            if act.verb is verb and act.name is not None and act.name.text == name and _allows(norm):
                article = f" (article {placed.article.partition(':')[2]})" if placed.article is not None else ""
                found.append(f"{_subject(norm, style)}{article}")
        yield f"{words} {_some(found) if found else 'nobody'}"


def _allows(norm: t.Norm) -> bool:
    return norm.kind is not t.NormKind.MUST_NOT


def _performers(view: View, name: str, style: Style) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for norm, _ in _all(view, t.Norm):
        if norm.act.verb is t.Verb.PERFORM and norm.act.name is not None and norm.act.name.text == name:
            found.setdefault(str(norm.kind), []).append(_subject(norm, style))
    for kind, subjects in found.items():
        yield f"{_some(subjects)} {kind} do it"


def _makers(view: View) -> Iterator[tuple[str, str]]:
    for act, _ in _all(view, t.ActDecl):
        if act.makes is not None:
            yield act.name.text, act.makes.text


def _bound(view: View, name: str, style: Style) -> Iterator[str]:
    masters = [style.code(str(each.by)) for each, _ in _all(view, t.Binding) if str(each.whom) == name]
    if masters:
        yield f"bound by {_some(list(dict.fromkeys(masters)))}"


def _subject(norm: t.Norm, style: Style) -> str:
    return style.code(spell(norm.subject))


def _refs(refs: Sequence[t.Ref], style: Style) -> str:
    return _some([style.code(str(ref)) for ref in refs])


def _some(words: Sequence[str], last: str = "and") -> str:
    """A list of names; of a long one the beginning."""
    if len(words) <= _MOST:
        return listing(words, last)
    return f"{', '.join(words[: _MOST - 1])} and {len(words) - _MOST + 1} more"


# --- who comes to command whom --------------------------------------------------------------------------------------


def _might(outcome: Outcome | None, name: str, style: Style) -> Iterator[str]:
    """Who comes to command something, and what it comes to command itself."""
    if outcome is None or outcome.reach is None:
        return
    freely, contested = outcome.reach[Play.ACQUIESCENT], outcome.reach[Play.CONTESTED]
    masters = {
        master: (reached[name], contested.get(master, {}).get(name))
        for master, reached in freely.items() if master != name.partition(".")[0] and name in reached
    }  # fmt: skip
    told = sorted(masters.items(), key=lambda each: (each[1][1] is None, each[1][0]))
    for master, (years, late) in told[:3]:
        yield f"{style.code(master)} comes to command it{_when(years)}; {_against(years, late)}"
    if len(told) > 3:
        yield f"so {'does' if len(told) == 4 else 'do'} {_some([style.code(master) for master, _ in told[3:]])}"
    subjects = {
        other: years for other, years in freely.get(name, {}).items() if other.partition(".")[0] != name
    }  # fmt: skip
    firmly = {other: contested.get(name, {})[other] for other in subjects if other in contested.get(name, {})}
    if firmly:
        yield f"comes to command {_dated(firmly, style)}; nobody can stop it"
    weakly = {other: years for other, years in subjects.items() if other not in firmly}
    if weakly:
        yield f"comes to command {_dated(weakly, style)}, only while checks are not used"
    if outcome.provisional and (masters or subjects):
        yield "as far as the text can be read: clauses with mistakes were left out"


def _when(years: Fraction) -> str:
    return f" within {duration(years)}" if years > 0 else " at once"


def _against(years: Fraction, late: Fraction | None) -> str:
    if late is None:
        return "only while checks are not used"
    return "nobody can stop it" if late == years else f"checks can delay it to {duration(late)}"


def _dated(reached: dict[str, Fraction], style: Style) -> str:
    named = sorted(reached.items(), key=lambda each: each[1])
    return _some([f"{style.code(other)}{f' ({duration(years)})' if years > 0 else ''}" for other, years in named])


# --- articles and options -------------------------------------------------------------------------------------------


def _article(view: View, number: str, text: str, style: Style) -> Iterator[str]:
    places = [
        placed for placed in view.look.names.articles.get(number, ())
        if not text or view.look.slots[placed.file].text == text
    ]  # fmt: skip
    for placed in places[:1]:
        article = placed.statement
        if not isinstance(article, t.Article):
            continue
        title = f" {style.title(article.title)}" if article.title else ""
        where = "" if view.look.slots[placed.file].text == view.name else f" in {style.code(PurePosixPath(text).name)}"
        yield f"{style.strong(f'article {number}')}{title}{where}{', unpublished' if article.unpublished else ''}"
        yield ""
        yield from map(style.item, _holds(article.statements, style))
        yield from map(style.item, _standing(view, number, placed.instrument))
        if placed.guard:
            yield style.item(f"only under {style.code(_chosen(placed.guard))}")


def _holds(statements: Sequence[t.Statement], style: Style) -> Iterator[str]:
    """What stands in an article: names declared there, and how many rules."""
    named = [
        style.code(each.name.text)
        for each in statements
        if isinstance(each, Declaring | t.Option)
    ]
    if named:
        yield f"declares {_some(named)}"
    kinds = [each.kind for each in statements if isinstance(each, t.Norm)]
    powers = sum(kind in (t.NormKind.MAY, t.NormKind.ONLY_MAY) for kind in kinds)
    duties = len(kinds) - powers
    numbers = [count(powers, "power")] if powers else []
    numbers += [count(duties, "duty or prohibition", "duties and prohibitions")] if duties else []
    if numbers:
        yield f"holds {listing(numbers)}"


def _standing(view: View, number: str, instrument: int) -> Iterator[str]:
    """What other rules say of an article."""
    here = f"{instrument}:{number}"

    def meant(ref: t.ArticleRef, placed: Placed) -> bool:
        return here in view.look.names.article_keys(ref.number, placed.instrument)

    if any(meant(each.article, placed) for each, placed in _all(view, t.Entrenchment)):
        yield "entrenched: a power to amend any article does not reach it"
    flags = [each.flag.text for each, placed in _all(view, t.Suspension) if meant(each.article, placed)]
    if flags:
        yield f"suspended during {listing(flags, 'or')}"
    for norm, placed in _all(view, t.Norm):
        act = norm.act
        if act.article is not None and meant(act.article, placed) and _allows(norm):
            yield f"{spell(norm.subject)} {norm.kind} {act.verb} it"
    for each, placed in _all(view, t.Precedence):
        if meant(each.winner, placed):
            yield f"prevails over article {each.loser.number}"
        if meant(each.loser, placed):
            yield f"yields to article {each.winner.number}"


def _switch(view: View, name: str, style: Style, chosen: str | None = None) -> Iterator[str]:
    """The choices of an option, or the readings of unclear words."""
    switch = view.look.names.switches.get(name)
    if switch is None:
        return
    statement = switch.placed.statement
    title = f" {style.title(switch.title)}" if switch.title else ""
    head = f"{style.strong('option')} {style.code(name)}{title}"
    if switch.reading:
        head = f"{style.strong('unclear')} {style.title(name)}"
    yield head
    yield ""
    for number, branch in enumerate(_branches(statement)[:10]):
        title = f" {style.title(branch.title)}" if branch.title else ""
        counts = "counts unless another is chosen" if number == 0 and not switch.reading else ""
        here = "this one" if branch.name.text == chosen else ""
        notes = ", ".join(each for each in (here, counts) if each)
        yield style.item(f"{style.code(branch.name.text)}{title}{f' ({notes})' if notes else ''}")
    if isinstance(statement, t.Unclear) and statement.interpreter is not None:
        yield style.item(f"interpreted by {style.code(str(statement.interpreter))}")


def _branches(statement: t.Statement) -> Sequence[t.Choice | t.Reading]:
    match statement:
        case t.Option(choices=choices):
            return choices
        case t.Unclear(readings=readings):
            return readings
    return ()
