"""What the command line, editors and other programs call: texts in, answers out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from constdsl.capture.calculus import Calculus
from constdsl.capture.history import named
from constdsl.check.asking import Asking
from constdsl.check.findings import Found, find, folded
from constdsl.check.readings import MAX_READINGS, Reading, weigh_readings
from constdsl.check.results import Answer, Play, PowerReport, Report, Variant, Variants, Verdict
from constdsl.check.salvage import salvage
from constdsl.check.suppressions import suppress
from constdsl.check.ways_out import Trial, ways_out
from constdsl.diagnostic import Diagnostic, Severity
from constdsl.model.entities import Ability, Ambiguity, Constitution, Promise
from constdsl.model.load import Loaded, Placed, Reader, Switch, load
from constdsl.model.resolve import Model, resolve
from constdsl.rules.rule import Rule
from constdsl.source import Source, Span
from constdsl.syntax import tree
from constdsl.syntax.parser import parse_property
from constdsl.syntax.suggest import did_you_mean
from constdsl.verdict.promises import Case

__all__ = ["MAX_VARIANTS", "ask", "cases_of", "check", "open_question", "power", "settle", "variants"]

MAX_VARIANTS = 1024
"""Combinations of choices and readings that `variants` goes through."""

MAX_WEIGHED = 12
"""Promises that are weighed again for each way out; of a text with more it is not said which of them a change keeps."""

_ABOUT_ABSENCE = ("names", "silence")
"""Groups of rules about what a text does not say: they have nothing to go by where parts of it are left out."""

QUESTION = "question"
"""The name of the text that holds an ad-hoc property."""


# --- check ----------------------------------------------------------------------------------------------------------


def check(
    roots: Sequence[Source], read: Reader, choose: Mapping[str, str] | None = None, asking: Asking | None = None
) -> Report:
    """Check each text with what it uses: mistakes, what the rules find, then a verdict for every promise.

    A text that another of the texts uses is checked as part of that one. `choose` selects choices of options and
    readings of unclear words; a name that no text knows is reported. Texts come in order of their names.
    """
    asking = asking or Asking()
    choose = dict(choose or {})
    opened = [_open(source, read) for source in sorted(roots, key=lambda source: source.name)]
    used = {name for text in opened for name in text.loaded.uses}
    independent = [text for text in opened if text.root not in used] or opened
    sources: dict[str, Source] = {}
    diagnostics: list[Diagnostic] = []
    answers: list[Answer] = []
    cases: dict[str, Case] = {}
    left_out = 0
    unusable = False
    diagnostics += _unknown_choices(choose, independent)
    unchosen = unusable = bool(diagnostics)
    for text in independent:
        sources |= text.loaded.sources
        diagnostics += text.diagnostics
        if text.broken:
            unusable = True
        if text.broken and asking.despite_mistakes:
            text = text.salvaged()
        if text.model is None:
            continue
        if unchosen:
            continue
        # Texts may have options of one name; each takes the choice if it is one of its own.
        own = {name: value for name, value in choose.items() if value in text.switches.get(name, ())}
        selected = _Selected(text.model, own)
        diagnostics += selected.diagnostics
        if selected.broken:
            unusable = True
            text = text.salvaged(selected.diagnostics)
            if not asking.despite_mistakes or text.model is None:
                continue
            selected = _Selected(text.model, own)
            if selected.broken:
                continue
        answered = selected.answers()
        answers += answered
        cases[text.root] = selected.case
        left_out += text.left_out
        diagnostics += _findings(text, selected, answered, read, own, asking)
    diagnostics += _disagreements(answers)
    ordered = sorted(dict.fromkeys(diagnostics), key=Diagnostic.sort_key)
    return Report(sources, tuple(_numbered(ordered)), tuple(answers), unusable, left_out, cases)


def _numbered(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The ways out of all findings counted through, so that one can be chosen by its number."""
    numbers = itertools.count(1)
    for each in diagnostics:
        yield evolve(each, ways_out=tuple(evolve(way, number=next(numbers)) for way in each.ways_out))


@frozen(slots=False)
class _Opened:
    """One root text, loaded and resolved; no model where mistakes keep it from meaning anything."""

    root: str
    loaded: Loaded
    model: Model | None
    diagnostics: tuple[Diagnostic, ...]
    left_out: int = 0
    """Clauses that are missing from the model because of mistakes."""

    @property
    def broken(self) -> bool:
        """Whether there are mistakes."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)

    def salvaged(self, mistakes: Iterable[Diagnostic] = ()) -> _Opened:
        """The text without the clauses that are wrong; without a model where too little is left."""
        model, count = salvage(self.loaded, (*self.diagnostics, *mistakes))
        loaded = self.loaded if model is None else model.loaded
        return evolve(self, loaded=loaded, model=model, left_out=self.left_out + count)

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
    opened = _Opened(source.name, loaded, model, found)
    return evolve(opened, model=None) if opened.broken else opened


def _findings(
    text: _Opened, selected: _Selected, answers: Sequence[Answer], read: Reader, choose: Mapping[str, str],
    asking: Asking,
) -> list[Diagnostic]:
    """What the rules find in a text under a selection, with ways out where they are asked for."""
    rules = asking.settings.asked(asking.all)
    if text.left_out:
        rules = tuple(rule for rule in rules if rule.group not in _ABOUT_ABSENCE)
    sources = text.loaded.sources
    all_found, problems = find(selected.case, selected.open_readings, rules)
    every = [
        evolve(each, severity=asking.settings.severity_of(each.rule, each.severity))
        for each in all_found
        if not asking.settings.left_out(each.rule, each.finding.at.file)
    ]
    found, comments = suppress(folded(every), text.loaded.instruments, sources, asking.all, rules)
    diagnostics = [each.diagnostic() for each in found]
    if asking.ways_out and any(each.finding.repairs for one in found for each in one.all):
        tried = itertools.count(1)

        def analyse(source: Source, reader: Reader) -> Trial | None:
            opened = _open(source, reader)
            if opened.model is None:
                return None
            if asking.progress is not None:
                asking.progress(text.root, next(tried))
            own = {name: value for name, value in choose.items() if value in opened.switches.get(name, ())}
            changed = _Selected(opened.model, own, replaying=False)
            return None if changed.broken else _trial(changed, rules)

        before = all_found, _kept(selected, lambda: answers)
        ways = ways_out(found, before, text.root, sources, read, analyse)
        diagnostics = [evolve(each, ways_out=ways.get(number, ())) for number, each in enumerate(diagnostics)]
    return [*diagnostics, *comments, *problems]


def _trial(selected: _Selected, rules: Sequence[Rule]) -> Trial:
    def some(slugs: Collection[str]) -> list[Found]:
        return find(selected.case, selected.open_readings, [rule for rule in rules if rule.slug in slugs])[0]

    def whole() -> tuple[list[Found], frozenset[str]]:
        return find(selected.case, selected.open_readings, rules)[0], _kept(selected, selected.answers)

    return Trial(some, whole)


def _kept(selected: _Selected, weigh: Callable[[], Sequence[Answer]]) -> frozenset[str]:
    """The promises that hold, where they are few enough to be weighed for each way out."""
    answers = weigh() if len(selected.first.promises) <= MAX_WEIGHED else ()
    return frozenset(each.name for each in answers if each.verdict is Verdict.HOLDS)


def _unknown_choices(choose: Mapping[str, str], texts: Sequence[_Opened]) -> Iterator[Diagnostic]:
    """Report options and choices that no text has. Texts that cannot be read might have had them."""
    if any(text.model is None for text in texts):
        return
    known = {name for text in texts for name in text.switches}
    file = texts[0].root if texts else ""
    for name, value in choose.items():
        if name not in known:
            near = did_you_mean(name, known)
            offered = f"did you mean `{near[0]}`?" if near else _offer(known)
            yield Diagnostic(
                "options/unknown", "M19", Severity.ERROR, f"there is no option and no unclear wording called “{name}”",
                file, Span(0, 0), help=(offered,),
            )  # fmt: skip
            continue
        choices = [choice for text in texts for choice in text.switches.get(name, ())]
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

    def __init__(self, model: Model, choose: Mapping[str, str], *, replaying: bool = True) -> None:
        self.replaying = replaying
        self.readings = _selections(model, choose, MAX_READINGS, unclear_only=True)
        asked = {name for reading in self.readings or () for name, _ in reading}
        self.constitutions: dict[Reading, Constitution] = {}
        found: dict[Diagnostic, None] = {}
        for reading in self.readings or [()]:
            constitution, mistakes = model.select({**choose, **dict(reading)})
            # Words not asked about under this reading have their first one, so that readings can be compared.
            every = model.default() | dict(reading)
            self.constitutions[tuple((name, every[name]) for name in every if name in asked)] = constitution
            found |= dict.fromkeys(mistakes)
        self._cases: dict[Reading, Case] = {}
        self.broken = bool(found)
        self.first = next(iter(self.constitutions.values()))
        self.diagnostics = list(found)
        self.unclear = tuple(
            evolve(item, interpreter=self._interpreter(item))
            for item in {
                item.name: item
                for constitution in self.constitutions.values()
                for item in constitution.ambiguities
                if item.name in asked
            }.values()
        )

    def _interpreter(self, item: Ambiguity) -> str | None:
        """Who reads words, if they are there to do so under every reading."""
        there = all(
            name in (*found.labels, *found.classes)
            for found in self.constitutions.values()
            for name in (item.interpreter, *item.consent)
        )
        return item.interpreter if there else None

    def cases(self) -> dict[Reading, Case]:
        """Every reading compiled; the first readings come first."""
        if not self._cases:
            self._cases = {
                reading: Case(constitution, Calculus(constitution), self.replaying)
                for reading, constitution in self.constitutions.items()
            }
        return self._cases

    @property
    def case(self) -> Case:
        """The first reading of everything, compiled."""
        return next(iter(self.cases().values()))

    @property
    def open_readings(self) -> dict[Reading, Case]:
        """Every reading compiled, if anything is unclear."""
        return self.cases() if len(self.constitutions) > 1 else {}

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


def _disagreements(answers: Iterable[Answer]) -> Iterator[Diagnostic]:
    """Report histories that the simulator cannot follow: never a verdict, and never the author's fault."""
    for answer in answers:
        if answer.disagreement is not None:
            yield Diagnostic(
                "internal/disagreement", "Z1", Severity.WARNING,
                f"the two engines of the tool disagree about “{answer.name or answer.property}” "
                f"{answer.disagreement}",
                answer.file, answer.span,
                help=("this is a fault of constdsl and not of your text; please report it with the text",),
            )  # fmt: skip


def _undecided(promise: Promise, limit: str) -> Answer:
    return Answer(
        promise.clause.file, promise.clause.span, promise.title, promise.text, Verdict.UNDECIDED,
        f"The tool cannot tell: {limit}.", depends_on=(limit,),
        ability=isinstance(promise.property, Ability) and promise.property.possible,
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
    mistakes = list(_unknown_choices(choose or {}, [opened]))
    if opened.model is None or mistakes:
        found = (*opened.diagnostics, *mistakes)
        return Report(sources, tuple(sorted(found, key=Diagnostic.sort_key)), (), True)
    selected = _Selected(opened.model, choose or {})
    found = (*opened.diagnostics, *selected.diagnostics)
    answers = () if selected.broken else tuple(selected.answers())
    found = (*found, *_disagreements(answers))
    return Report(sources, tuple(sorted(found, key=Diagnostic.sort_key)), answers, selected.broken)


def open_question(
    root: Source, read: Reader, question: str, choose: Mapping[str, str]
) -> tuple[Report, Constitution | None]:
    """A text under some choices with one property as its only promise; None, and a report, where there are mistakes.

    Choices that the text does not offer are passed over.
    """
    asked = parse_property(question)
    text = Source(QUESTION, question)
    if isinstance(asked, tuple):
        named_here = tuple(evolve(diagnostic, file=QUESTION) for diagnostic in asked)
        return Report({QUESTION: text}, named_here, (), True), None
    opened = _open(root, read, asked)
    sources = {**opened.loaded.sources, QUESTION: text}
    if opened.model is None:
        return Report(sources, tuple(sorted(opened.diagnostics, key=Diagnostic.sort_key)), (), True), None
    known = {name: value for name, value in choose.items() if value in opened.switches.get(name, ())}
    constitution, mistakes = opened.model.select({**opened.model.default(), **known})
    if mistakes or not constitution.promises:
        return Report(sources, tuple(mistakes), (), True), None
    return Report(sources, (), ()), constitution


def power(
    root: Source, read: Reader, choose: Mapping[str, str] | None = None, coalition: Sequence[str] = ()
) -> tuple[Report, PowerReport | None]:
    """Who reaches what, and by when: every body alone, or one coalition. Unclear words are read the first way."""
    opened = _open(root, read)
    mistakes = list(_unknown_choices(choose or {}, [opened]))
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


def cases_of(
    root: Source, read: Reader, choose: Mapping[str, str] | None = None
) -> tuple[Report, Case | None, dict[Reading, Case]]:
    """A text under some choices, compiled: unclear words read the first way, and in every way where some are unclear.

    No case, and a report that says why, where there are mistakes.
    """
    opened = _open(root, read)
    mistakes = list(_unknown_choices(choose or {}, [opened]))
    found = [*opened.diagnostics, *mistakes]
    if opened.model is None or mistakes:
        return Report(opened.loaded.sources, tuple(sorted(found, key=Diagnostic.sort_key)), (), True), None, {}
    selected = _Selected(opened.model, choose or {})
    report = Report(opened.loaded.sources, tuple(sorted(found, key=Diagnostic.sort_key)), (), selected.broken)
    if selected.broken:
        return report, None, {}
    return report, selected.case, selected.open_readings


# --- one constitution -----------------------------------------------------------------------------------------------


def settle(
    root: Source, read: Reader, choose: Mapping[str, str] | None = None
) -> tuple[Report, Constitution | None]:
    """The constitution that a text makes under the choices, unclear words read the first way; None for mistakes."""
    opened = _open(root, read)
    mistakes = list(_unknown_choices(choose or {}, [opened]))
    found = [*opened.diagnostics, *mistakes]
    settled = None
    if opened.model is not None and not mistakes:
        selected = _Selected(opened.model, choose or {})
        found += selected.diagnostics
        settled = None if selected.broken else selected.first
    report = Report(opened.loaded.sources, tuple(sorted(found, key=Diagnostic.sort_key)), (), settled is None)
    return report, settled


# --- variants -------------------------------------------------------------------------------------------------------


def variants(root: Source, read: Reader, only: str | None = None) -> tuple[Report, Variants | None]:
    """Every combination of options and readings, each with the verdicts on all promises.

    With `only`, the name of an option, its choices alone; everything else is as written, or as the option needs it,
    and words that are unclear are read in every way. Raises KeyError for a name that is not an option here.
    """
    opened = _open(root, read)
    if opened.model is None:
        report = Report(
            opened.loaded.sources, tuple(sorted(opened.diagnostics, key=Diagnostic.sort_key)), (), True
        )
        return report, None
    model = opened.model
    found: list[Diagnostic] = list(opened.diagnostics)
    rows: list[Variant] = []
    around: dict[str, str] = {}
    chosen: list[tuple[tuple[str, str], ...]] | None
    if only is None:
        chosen = _selections(model, {}, MAX_VARIANTS)
    else:
        around = dict(model.switches[only].guards[0])
        chosen = [((only, choice),) for choice in dict.fromkeys(model.switches[only].choices)]
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
        selected = _Selected(model, around | dict(selection))
        found += selected.diagnostics
        if selected.broken:
            mistakes = tuple(sorted(dict.fromkeys(found), key=Diagnostic.sort_key))
            return Report(opened.loaded.sources, mistakes, (), True), None
        rows.append(Variant(selection, tuple(selected.answers())))
        found += _disagreements(rows[-1].answers)
    ordered = tuple(sorted(dict.fromkeys(found), key=Diagnostic.sort_key))
    settled = tuple(_settled(rows, model.default())) if around.items() <= model.default().items() else ()
    return Report(opened.loaded.sources, ordered, ()), Variants(tuple(rows), settled)


def _selections(
    model: Model, chosen: Mapping[str, str], most: int, *, unclear_only: bool = False
) -> list[tuple[tuple[str, str], ...]] | None:
    """Every combination of the switches that are asked and not chosen already, the first choices first.

    A switch inside a choice not taken is left out. None when there are more than `most`. With `unclear_only`,
    options not chosen take their first choice.
    """
    fixed = dict(chosen)
    if unclear_only:
        fixed = {name: switch.choices[0] for name, switch in model.switches.items() if not switch.reading} | fixed
    found: list[tuple[tuple[str, str], ...]] = []
    pending: list[dict[str, str]] = [{}]
    while pending:
        taken = pending.pop()
        selection = model.default() | fixed | taken
        # Those asked whatever is still open: a switch is asked once all around it is settled.
        settled = fixed.keys() | taken.keys()
        asked = [switch for switch in model.active_switches(selection) if switch.name not in settled]
        switch = next((switch for switch in asked if _settled_around(switch, settled)), None)
        if switch is None:
            found.append(tuple((name, taken[name]) for name in model.switches if name in taken))
            if len(found) > most:
                return None
        else:
            pending += [taken | {switch.name: choice} for choice in reversed(switch.choices)]
    return found


def _settled_around(switch: Switch, settled: Collection[str]) -> bool:
    return any(all(name in settled for name, _ in guard) for guard in switch.guards)


def _settled(rows: Sequence[Variant], first: Mapping[str, str]) -> Iterator[str]:
    """Which single change from the text as written makes each promise hold, or breaks it.

    Promises of one title are told apart by their order. `first` is the first choice of every switch.
    """
    if len(rows) < 2:
        return
    tables = [(row, _by_title(row.answers)) for row in rows]
    for key, answer in tables[0][1].items():
        holds = answer.verdict is Verdict.HOLDS
        changes: list[str] = []
        other_verdicts = set()
        for row, answers in tables[1:]:
            then = answers.get(key)
            if then is None:
                continue
            changed = [(name, value) for name, value in row.choices if first[name] != value]
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


def _by_title(answers: Iterable[Answer]) -> dict[tuple[str, int], Answer]:
    found: dict[tuple[str, int], Answer] = {}
    for answer in answers:
        number = next(number for number in itertools.count() if (answer.name, number) not in found)
        found[answer.name, number] = answer
    return found


def _as_written(answer: Answer) -> str:
    return "kept" if answer.verdict is Verdict.HOLDS else str(answer.verdict)


def _either(changes: Sequence[str]) -> str:
    unique = list(dict.fromkeys(changes))
    return " or ".join(filter(None, [", ".join(unique[:-1]), unique[-1]]))


