"""Sections of Markdown as tests: prose that derives an answer, a constitution, and the answer in its comments.

A file holds sections that begin with `## title`. A section has one ```` ```const ```` block, or several of which all
but the last are named (```` ```const law.const ````) so that `use` finds them. Comments state what must be found:

- `# expect: VERDICT` on the line of a guarantee or among the comment lines right above it; the verdicts are worded
  as in examples/README.md. `within N years` or `at once` at its end is the date of the last step of the history.
- `# history: WORDS`, in the same places: words that some step of the history must contain.
- `# margin: 292 of 500, needs 334`, in the same places: how near a promise that holds is to failing.
- `# reaches acquiescent A: B 0, C 4` (or `contested`, or `in both plays`), on any line: everything that the coalition
  A (or `A and B`) commands beside itself, with the latest date in years; `nothing` where there is nothing.
- `# silence: SLUG`, `# error: SLUG`, `# warning: SLUG` on a line where a diagnostic begins. A line without such a
  comment has no error and no warning. Notes are compared only where a comment names them.
- `# choose: NAME=CHOICE` on any line selects a choice or a reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from constdsl.check.asking import Asking
from constdsl.check.program import check, power
from constdsl.check.results import Answer, Play, Report, Verdict
from constdsl.diagnostic import Severity
from constdsl.rules.registry import built_in
from constdsl.source import Source

__all__ = ["Section", "sections"]

HERE = Path(__file__).parent

SILENCES = Asking(tuple(rule for rule in built_in() if rule.group == "silence"))
"""Of the rules only those that section 10 is about; the others have fixtures of their own."""

# --- sections ---------------------------------------------------------------------------------------------------


@frozen(slots=False)
class Section:
    """One heading of a file, the texts under it, and what their comments expect."""

    file: str
    title: str
    line: int
    prose: str = field(repr=False)
    others: dict[str, Source] = field(repr=False)
    root: Source = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line} {self.title}"

    def read(self, path: str) -> Source | str:
        """What `use` finds: the named blocks of the section."""
        found = self.others.get(path.rsplit("/", 1)[-1])
        return found if found else f"no block of this section is called {path}"

    @cached_property
    def choices(self) -> dict[str, str]:
        pairs = [text.split("=") for _, text in self.comments("choose")]
        return {name.strip(): value.strip() for name, value in pairs}

    @cached_property
    def report(self) -> Report:
        return check([self.root], self.read, self.choices, SILENCES)

    def comments(self, mark: str, source: Source | None = None) -> list[tuple[int, str]]:
        """What stands after `# mark:` (or `# mark`), by line."""
        found = []
        for number, line in enumerate((source or self.root).text.splitlines(), 1):
            if at := re.search(rf"#\s*{mark}\b:?\s*([^#]*)", line):
                found.append((number, at.group(1).strip()))
        return found

    def beside(self, mark: str, line: int) -> list[str]:
        """Comments on a line, or on the unbroken comment lines above it."""
        lines = self.root.text.splitlines()
        first = line
        while first > 1 and lines[first - 2].lstrip().startswith("#"):
            first -= 1
        return [text for number, text in self.comments(mark) if first <= number <= line]

    def problems(self) -> Iterator[str]:
        """Everything in which the tool and the section disagree; nothing when they agree."""
        if not self.prose:
            yield f"line {self.line}: the section derives nothing"
        if self.report.unusable:
            for each in self.report.diagnostics:
                yield f"unusable: {_place(self, each.file, each.span.start)} {each.message}"
            return
        yield from self._about_diagnostics()
        expected = 0
        for answer in self.report.answers:
            line = self.root.position(answer.span.start).line
            wanted = self.beside("expect", line)
            if len(wanted) != 1:
                yield f"line {line}: “{answer.name}” has {len(wanted)} expectations; the tool says {_said(answer)}"
                continue
            expected += 1
            for wrong in differences(wanted[0], self.beside("history", line), self.beside("margin", line), answer):
                yield f"line {line}: “{answer.name}”: {answer.property}: {wrong}"
        if expected != len(self.comments("expect")):
            yield f"{len(self.comments('expect'))} expectations for {expected} answers"
        for line, text in self.comments("reaches"):
            yield from self._about_reach(line, text)

    def _about_diagnostics(self) -> Iterator[str]:
        wanted: set[tuple[str, int, str]] = set()
        for source in (self.root, *self.others.values()):
            for mark in ("silence", "error", "warning", "note"):
                for line, slug in self.comments(mark, source):
                    stem = f"silence/{slug.removeprefix('silence/')}" if mark == "silence" else slug
                    wanted.add((source.name, line, stem))
        found: dict[tuple[str, int, str], str] = {}
        loud = set()
        for each in self.report.diagnostics:
            source = self.report.sources[each.file]
            key = (each.file, source.position(each.span.start).line, each.slug)
            found[key] = each.message
            if each.severity is not Severity.NOTE:
                loud.add(key)
        for key in sorted(wanted - set(found)):
            yield f"line {key[1]}: nothing reports {key[2]}"
        for key in sorted(loud - wanted):
            yield f"line {key[1]}: unexpected {key[2]}: {found[key]}"

    def _about_reach(self, line: int, text: str) -> Iterator[str]:
        parsed = re.fullmatch(r"(acquiescent|contested|in both plays) ([\w. ]+): (.+)", text)
        if not parsed:
            yield f"line {line}: not a reach: {text!r}"
            return
        who, what = parsed.group(2), parsed.group(3)
        plays = list(Play) if parsed.group(1) == "in both plays" else [Play(parsed.group(1))]
        wanted: dict[str, Fraction] = {}
        if what != "nothing":
            for part in what.split(", "):
                body, years = part.rsplit(" ", 1)
                wanted[body] = Fraction(years)
        _, found = power(self.root, self.read, self.choices, who.split(" and "))
        if found is None:
            yield f"line {line}: nothing can be said of power"
            return
        for play in plays:
            (reached,) = found.plays[play].values()
            if reached != wanted:
                shown = f"{_shown_reach(reached)} instead of {_shown_reach(wanted)}"
                yield f"line {line}: in {play} play {who} reaches {shown}"


def sections(folder: Path = HERE) -> list[Section]:
    return [section for path in sorted(folder.glob("*.md")) for section in _sections(path)]


_BLOCK = re.compile(r"^```const[ ]*(?P<name>\S*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def _sections(path: Path) -> Iterator[Section]:
    whole = path.read_text(encoding="utf-8")
    heads = list(re.finditer(r"^## (.+)$", whole, re.MULTILINE))
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        text = whole[head.end() : after.start() if after else len(whole)]
        blocks = list(_BLOCK.finditer(text))
        line = whole.count("\n", 0, head.start()) + 1
        assert blocks, f"{path.name}:{line} has no constitution"
        texts = {}
        for number, block in enumerate(blocks, 1):
            above = whole.count("\n", 0, head.end() + block.start("text"))
            name = block.group("name") or ("main.const" if number == len(blocks) else f"{number}.const")
            texts[name] = Source(name, "\n" * above + block.group("text"))
        *others, root = texts.values()
        prose = _BLOCK.sub("", text).strip()
        yield Section(path.stem, head.group(1).strip(), line, prose, {each.name: each for each in others}, root)


# --- expectations -----------------------------------------------------------------------------------------------

Coalitions = frozenset[frozenset[str]]

_NAMES = r"[\w. ]+(?:, (?!stoppable by )[\w. ]+)*"
_EXPECT = re.compile(
    rf"""
    (?: (?P<holds> holds )
      | (?P<undecided> undecided )
      | contestable [ ] by [ ] (?P<contestable>{_NAMES}) , [ ] stoppable [ ] by [ ] (?P<stoppable>{_NAMES}?)
      | (?P<broken> broken ) (?: [ ] by [ ] (?P<breakers>{_NAMES}?) )?
      | hollow, [ ] obstructed [ ] by [ ] (?P<hollow>{_NAMES}?)
      | forestallable [ ] by [ ] (?P<forestallable>{_NAMES}?)
      | not [ ] established, [ ] depends [ ] on [ ]
        (?: (?P<silence> silence ) | (?P<words> "[^"]+" (?: , [ ] "[^"]+" )* ) )
    )
    """,
    re.VERBOSE,
)
_DATE = re.compile(r" (?:within (?P<years>[\d.]+) years?|at once)$")
_MARGIN = re.compile(r"(?P<has>\d+) of (?P<of>\d+), needs (?P<needs>\d+)")


def differences(expected: str, steps: list[str], margins: list[str], answer: Answer) -> Iterator[str]:
    """What an answer says otherwise than expected."""
    date = _DATE.search(expected)
    found = _EXPECT.fullmatch(expected[: date.start()] if date else expected)
    if not found:
        yield f"not an expectation: {expected!r}"
        return
    part = found.groupdict()
    verdict = next(
        verdict
        for name, verdict in {
            "holds": Verdict.HOLDS,
            "undecided": Verdict.UNDECIDED,
            "contestable": Verdict.CONTESTABLE,
            "broken": Verdict.BROKEN,
            "hollow": Verdict.HOLLOW,
            "forestallable": Verdict.FORESTALLABLE,
            "silence": Verdict.NOT_ESTABLISHED,
            "words": Verdict.NOT_ESTABLISHED,
        }.items()
        if part[name]
    )
    if answer.verdict != verdict:
        yield f"expected “{expected}”, found “{_said(answer)}”: {answer.summary}"
        return
    who = part["contestable"] or part["breakers"]
    breakers = frozenset(frozenset(names) for names in answer.breakers)
    if who and breakers != _coalitions(who):
        yield f"breakers {_shown(breakers)} instead of {_shown(_coalitions(who))}"
    checks = part["stoppable"] or part["hollow"] or part["forestallable"]
    if checks and frozenset(answer.stoppable_by) != frozenset(checks.split(", ")):
        yield f"checks {sorted(answer.stoppable_by)} instead of {checks}"
    words = set(re.findall(r'"([^"]+)"', part["words"])) if part["words"] else None
    if words is not None and {word.strip("“”\"'") for word in answer.depends_on} != words:
        yield f"depends on {answer.depends_on} instead of {sorted(words)}"
    if part["silence"] and not answer.depends_on:
        yield "names no silence that it depends on"
    without = {Verdict.HOLDS, Verdict.UNDECIDED}
    if verdict not in without and not part["silence"] and not (answer.ability and verdict is Verdict.BROKEN):
        yield from _about_history(answer)
    years = Fraction(date.group("years") or 0) if date else None
    if years is not None and (not answer.history or answer.history[-1].years != years):
        last = answer.history[-1].years if answer.history else "never"
        yield f"the last step is at {last} instead of {years} years"
    for words_of_step in steps:
        if not any(words_of_step in step.text for step in answer.history):
            yield f"no step says {words_of_step!r}: {[step.text for step in answer.history]}"
    for margin in margins:
        wanted = _MARGIN.fullmatch(margin)
        if not wanted:
            yield f"not a margin: {margin!r}"
        elif answer.margin is None:
            yield f"no margin instead of {margin}"
        elif (answer.margin.has, answer.margin.of, answer.margin.needs) != tuple(
            int(wanted.group(name)) for name in ("has", "of", "needs")
        ):
            yield f"margin {answer.margin.has} of {answer.margin.of}, needs {answer.margin.needs} instead of {margin}"


def _about_history(answer: Answer) -> Iterator[str]:
    """A history is numbered from 1 and its dates never fall."""
    if not answer.history:
        yield "has no history"
    if [step.step for step in answer.history] != list(range(1, len(answer.history) + 1)):
        yield f"steps are numbered {[step.step for step in answer.history]}"
    dates = [step.years for step in answer.history]
    if dates != sorted(dates):
        yield f"dates fall: {[str(date) for date in dates]}"


def _coalitions(names: str) -> Coalitions:
    return frozenset(frozenset(part.split(" and ")) for part in names.split(", "))


def _shown(found: Coalitions) -> str:
    return ", ".join(sorted(" and ".join(sorted(names)) for names in found))


def _shown_reach(reached: dict[str, Fraction]) -> str:
    return ", ".join(f"{body} {float(years):g}" for body, years in sorted(reached.items())) or "nothing"


def _said(answer: Answer) -> str:
    by = f" by {_shown(frozenset(map(frozenset, answer.breakers)))}" if answer.breakers else ""
    checks = f", stopped by {', '.join(answer.stoppable_by)}" if answer.stoppable_by else ""
    depends = f", depends on {', '.join(answer.depends_on)}" if answer.depends_on else ""
    when = f" within {float(answer.history[-1].years):g} years" if answer.history else ""
    return f"{answer.verdict}{by}{checks}{depends}{when}"


def _place(section: Section, file: str, offset: int) -> str:
    source = section.root if file == section.root.name else section.others.get(file, section.root)
    return f"{file}:{source.position(offset).line}"
