"""What the command line, editors and other programs call: texts in, answers out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from constdsl.capture.calculus import Calculus
from constdsl.capture.history import named
from constdsl.check.promises import Case
from constdsl.check.readings import MAX_READINGS, Reading, combinations, weigh_readings
from constdsl.check.results import Answer, Play, PowerReport, Report, Variant, Variants, Verdict
from constdsl.check.silences import silences
from constdsl.diagnostic import Diagnostic, Severity
from constdsl.model.entities import Constitution, Promise
from constdsl.model.load import Loaded, Placed, Reader, load
from constdsl.model.resolve import Model, resolve
from constdsl.source import Source, Span
from constdsl.syntax import tree
from constdsl.syntax.parser import parse_property
from constdsl.syntax.suggest import did_you_mean

__all__ = ["MAX_VARIANTS", "ask", "check", "power", "variants"]

MAX_VARIANTS = 1024
"""Combinations of choices and readings that `variants` goes through."""

QUESTION = "question"
"""The name of the text that holds an ad-hoc property."""


# --- check ----------------------------------------------------------------------------------------------------------


def check(roots: Sequence[Source], read: Reader, choose: Mapping[str, str] | None = None) -> Report:
    """Check each text with what it uses: mistakes and silences, then a verdict for every promise.

    A text that another of the texts uses is checked as part of that one. `choose` selects choices of options and
    readings of unclear words; a name that no text knows is reported. Texts come in order of their names.
    """
    choose = dict(choose or {})
    opened = [_open(source, read) for source in sorted(roots, key=lambda source: source.name)]
    used = {name for text in opened for name in text.loaded.uses}
    independent = [text for text in opened if text.root not in used] or opened
    sources: dict[str, Source] = {}
    diagnostics: list[Diagnostic] = []
    answers: list[Answer] = []
    unusable = False
    usable = [text for text in independent if text.model is not None]
    known = {name for text in usable for name in text.switches}
    diagnostics += _unknown_choices(choose, usable, known, independent)
    unusable |= bool(diagnostics)
    for text in independent:
        sources |= text.loaded.sources
        diagnostics += text.diagnostics
        if text.model is None:
            unusable = True
            continue
        if unusable and choose:
            continue
        selected = _Selected(text.model, {name: value for name, value in choose.items() if name in text.switches})
        diagnostics += selected.diagnostics
        if selected.broken:
            unusable = True
            continue
        answers += selected.answers()
    ordered = sorted(dict.fromkeys(diagnostics), key=Diagnostic.sort_key)
    return Report(sources, tuple(ordered), tuple(answers), unusable)


@frozen(slots=False)
class _Opened:
    """One root text, loaded and resolved; no model where mistakes keep it from meaning anything."""

    root: str
    loaded: Loaded
    model: Model | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def switches(self) -> Mapping[str, tuple[str, ...]]:
        """What can be chosen, and among what."""
        if self.model is None:
            return {}
        return {name: switch.choices for name, switch in self.model.switches.items()}


def _open(source: Source, read: Reader, question: tree.Property | None = None) -> _Opened:
    loaded = load(source, read)
    if question is not None:
        others = tuple(item for item in loaded.statements if not isinstance(item.statement, tree.Guarantee))
        asked = tree.Guarantee("question", question, span=question.span)
        loaded = evolve(loaded, statements=(*others, Placed(asked, (), None, 0, QUESTION)))
    model, diagnostics = resolve(loaded)
    found = (*loaded.diagnostics, *diagnostics)
    broken = any(diagnostic.severity is Severity.ERROR for diagnostic in found)
    return _Opened(source.name, loaded, None if broken else model, found)


def _unknown_choices(
    choose: Mapping[str, str], usable: Sequence[_Opened], known: Iterable[str], every: Sequence[_Opened]
) -> Iterator[Diagnostic]:
    """Report options and choices that no text has. Texts that cannot be read might have had them."""
    if len(usable) < len(every):
        return
    for name, value in choose.items():
        file = every[0].root if every else ""
        if name not in known:
            near = did_you_mean(name, list(known))
            offered = f"did you mean `{near[0]}`?" if near else _offer(known)
            yield Diagnostic(
                "options/unknown", "M19", Severity.ERROR, f"there is no option and no unclear wording called “{name}”",
                file, Span(0, 0), help=(offered,),
            )  # fmt: skip
            continue
        choices = [choice for text in usable for choice in text.switches.get(name, ())]
        if value not in choices:
            near = did_you_mean(value, choices)
            advice = f"did you mean `{near[0]}`?" if near else f"its choices are {', '.join(dict.fromkeys(choices))}"
            yield Diagnostic(
                "options/unknown", "M19", Severity.ERROR, f"“{name}” has no choice called “{value}”",
                file, Span(0, 0), help=(advice,),
            )  # fmt: skip


def _offer(known: Iterable[str]) -> str:
    names = sorted(known)
    return f"there are {', '.join(names)}" if names else "this text leaves nothing open to choose"


class _Selected:
    """A model under one selection, with a compiled case for every reading of the words left unclear."""

    def __init__(self, model: Model, choose: Mapping[str, str], *, quiet: bool = False) -> None:
        self.model = model
        first, mistakes = model.select(choose)
        self.broken = bool(mistakes)
        self.first = first
        self.diagnostics = [*mistakes, *(() if quiet else silences(first))]
        self.unclear = tuple(item for item in first.ambiguities if item.name not in choose)
        self.choose = choose
        self.readings = combinations(self.unclear)

    def cases(self) -> dict[Reading, Case]:
        """Every reading compiled; the first readings come first."""
        found: dict[Reading, Case] = {}
        for reading in self.readings or [()]:
            constitution, _ = self.model.select({**self.choose, **dict(reading)}) if reading else (self.first, ())
            found[reading] = Case(constitution, Calculus(constitution))
        return found

    def answers(self) -> list[Answer]:
        """The verdict for every promise, in the order of the text."""
        if self.readings is None:
            limit = f"unclear words can be read in more than {MAX_READINGS} ways together"
            return [_undecided(promise, limit) for promise in self.first.promises]
        cases = self.cases()
        keys = dict.fromkeys(
            (promise.title, promise.text, promise.clause)
            for case in cases.values()
            for promise in case.constitution.promises
        )  # fmt: skip
        found = []
        for key in keys:
            answer = weigh_readings(cases, self.unclear, lambda case, key=key: _promise(case.constitution, key))  # type: ignore[misc]
            if answer is not None:
                found.append(answer)
        return found


def _promise(constitution: Constitution, key: tuple[object, ...]) -> Promise | None:
    for promise in constitution.promises:
        if (promise.title, promise.text, promise.clause) == key:
            return promise
    return None


def _undecided(promise: Promise, limit: str) -> Answer:
    return Answer(
        promise.clause.file, promise.clause.span, promise.title, promise.text, Verdict.UNDECIDED,
        f"The tool cannot tell: {limit}.", depends_on=(limit,),
    )  # fmt: skip


# --- ask, power -----------------------------------------------------------------------------------------------------


def ask(root: Source, read: Reader, question: str, choose: Mapping[str, str] | None = None) -> Report:
    """The verdict on one property of a text that need not be written in it."""
    asked = parse_property(question)
    text = Source(QUESTION, question)
    if isinstance(asked, tuple):
        named_here = tuple(evolve(diagnostic, file=QUESTION) for diagnostic in asked)
        return Report({QUESTION: text}, named_here, (), True)
    opened = _open(root, read, asked)
    sources = {**opened.loaded.sources, QUESTION: text}
    mistakes = list(_unknown_choices(choose or {}, [opened] if opened.model else [], opened.switches, [opened]))
    if opened.model is None or mistakes:
        found = (*opened.diagnostics, *mistakes)
        return Report(sources, tuple(sorted(found, key=Diagnostic.sort_key)), (), True)
    selected = _Selected(opened.model, choose or {}, quiet=True)
    found = (*opened.diagnostics, *selected.diagnostics)
    answers = () if selected.broken else tuple(selected.answers())
    return Report(sources, tuple(sorted(found, key=Diagnostic.sort_key)), answers, selected.broken)


def power(
    root: Source, read: Reader, choose: Mapping[str, str] | None = None, coalition: Sequence[str] = ()
) -> tuple[Report, PowerReport | None]:
    """Who reaches what, and by when: every body alone, or one coalition. Unclear words are read the first way."""
    opened = _open(root, read)
    mistakes = list(_unknown_choices(choose or {}, [opened] if opened.model else [], opened.switches, [opened]))
    found = [*opened.diagnostics, *mistakes]
    if opened.model is None or mistakes:
        return Report(opened.loaded.sources, tuple(sorted(found, key=Diagnostic.sort_key)), (), True), None
    selected = _Selected(opened.model, choose or {})
    found += selected.diagnostics
    if not selected.broken:
        found += _strangers(selected.first, coalition, root.name)
    broken = any(diagnostic.severity is Severity.ERROR for diagnostic in found)
    report = Report(opened.loaded.sources, tuple(sorted(found, key=Diagnostic.sort_key)), (), broken)
    if broken:
        return report, None
    calculus = Calculus(selected.first)
    coalitions = [tuple(coalition)] if coalition else [(name,) for name in selected.first.bodies]
    plays: dict[Play, dict[str, dict[str, Fraction]]] = {
        play: {
            named(members): calculus.reach(members, contested=play is Play.CONTESTED) for members in coalitions
        }
        for play in Play
    }  # fmt: skip
    return report, PowerReport(plays)


def _strangers(constitution: Constitution, coalition: Sequence[str], file: str) -> Iterator[Diagnostic]:
    known = [*constitution.labels, *constitution.classes]
    for name in coalition:
        if name not in known:
            near = did_you_mean(name, known)
            yield Diagnostic(
                "names/unknown", "M1", Severity.ERROR, f"`{name}` is no body, office, class or group of seats here",
                file, Span(0, 0), help=(f"did you mean `{near[0]}`?" if near else f"there are {', '.join(known)}",),
            )  # fmt: skip


# --- variants -------------------------------------------------------------------------------------------------------


def variants(root: Source, read: Reader) -> tuple[Report, Variants | None]:
    """Every combination of options and readings, each with the verdicts on all promises."""
    opened = _open(root, read)
    if opened.model is None:
        report = Report(
            opened.loaded.sources, tuple(sorted(opened.diagnostics, key=Diagnostic.sort_key)), (), True
        )
        return report, None
    model = opened.model
    found: list[Diagnostic] = list(opened.diagnostics)
    rows: list[Variant] = []
    chosen = _selections(model)
    if chosen is None:
        found.append(
            Diagnostic(
                "options/too-many", "M20", Severity.ERROR,
                f"the choices combine in more than {MAX_VARIANTS:,} ways", root.name, Span(0, 0),
                help=("fix some of them in the text, or check the file under `--choose`",),
            )
        )  # fmt: skip
        return Report(opened.loaded.sources, tuple(found), (), True), None
    for selection in chosen:
        selected = _Selected(model, dict(selection))
        found += selected.diagnostics
        if selected.broken:
            mistakes = tuple(sorted(dict.fromkeys(found), key=Diagnostic.sort_key))
            return Report(opened.loaded.sources, mistakes, (), True), None
        rows.append(Variant(selection, tuple(selected.answers())))
    ordered = tuple(sorted(dict.fromkeys(found), key=Diagnostic.sort_key))
    return Report(opened.loaded.sources, ordered, ()), Variants(tuple(rows), tuple(_settled(rows)))


def _selections(model: Model) -> list[tuple[tuple[str, str], ...]] | None:
    """Every combination of the switches that are asked; one inside a choice not taken is left out."""
    switches = list(model.switches.values())
    found: dict[tuple[tuple[str, str], ...], None] = {}
    total = 1
    for switch in switches:
        total *= len(switch.choices)
    if total > MAX_VARIANTS:
        return None
    for values in itertools.product(*(switch.choices for switch in switches)):
        selection = dict(zip((switch.name for switch in switches), values, strict=True))
        asked = {switch.name for switch in model.active_switches(selection)}
        found[tuple((name, value) for name, value in selection.items() if name in asked)] = None
    return list(found)


def _settled(rows: Sequence[Variant]) -> Iterator[str]:
    """Which single change from the text as written makes each promise hold, or breaks it."""
    if len(rows) < 2:
        return
    default = rows[0]
    start = dict(default.choices)
    for answer in default.answers:
        holds = answer.verdict is Verdict.HOLDS
        changes: list[str] = []
        other_verdicts = set()
        for row in rows[1:]:
            changed = [
                (name, value) for name, value in row.choices if start.get(name, value) != value
            ]  # fmt: skip
            then = next((each for each in row.answers if each.name == answer.name), None)
            if then is None:
                continue
            other_verdicts.add(then.verdict is Verdict.HOLDS)
            if len(changed) == 1 and (then.verdict is Verdict.HOLDS) != holds:
                changes.append(f"{changed[0][0]} = {changed[0][1]}")
        start_words = f"“{answer.name}” is {_as_written(answer)} as written; it {'fails' if holds else 'holds'}"
        if changes:
            yield f"{start_words} with {_either(changes)}."
        elif (not holds) in other_verdicts:
            yield f"{start_words} only with several changes together."
        else:
            yield f"“{answer.name}” {'holds' if holds else 'fails'} under every choice."


def _as_written(answer: Answer) -> str:
    return "kept" if answer.verdict is Verdict.HOLDS else str(answer.verdict)


def _either(changes: Sequence[str]) -> str:
    unique = list(dict.fromkeys(changes))
    return " or ".join(filter(None, [", ".join(unique[:-1]), unique[-1]]))


