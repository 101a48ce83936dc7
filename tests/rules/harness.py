"""Fixtures of rules as Markdown: a constitution, and on the lines that a rule reports a comment that says so.

`tests/rules/GROUP/FAULT.md` belongs to the rule `constdsl/rules/GROUP/FAULT.py`. A file holds sections that begin with
`## title`. A title that begins with the number of a pattern (`## N1 Umbrella monopoly`) is the example of that pattern,
one that goes on `## N1, the trap: …` its harmless twin, `## N1, the repair: …` a change after which the rule is silent,
`## N1, no repair: …` one after which it is not; any other title is a further case. Each section has prose that derives
the answer and one ```` ```const ```` block, or several of which all but the last are named and can be `use`d.

`# error: [SLUG]` (or `warning`, `note`), also with words that the message must contain, stands on the line where the
finding begins; several are separated by `#`. Of the rule that the file belongs to nothing else may be reported; other
rules are not looked at, unless a comment names one. `# choose: NAME=CHOICE` selects a choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from constdsl.check.findings import Found, find
from constdsl.check.program import cases_of
from constdsl.rules.registry import built_in
from constdsl.rules.rule import Rule
from constdsl.source import Source

__all__ = ["HERE", "PATTERN", "Section", "rule_of", "sections"]

HERE = Path(__file__).parent
PATTERN = re.compile(r"(?P<pattern>(?:AM|[A-Z])\d)(?P<kind>, the trap|, the repair|, no repair)?\b")

_BLOCK = re.compile(r"^```const[ ]*(?P<name>\S*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"#\s*(error|warning|note):\s*\[([\w/-]+)\]\s*([^#\n]*)")


def rule_of(slug: str) -> Rule:
    """The rule of a slug."""
    found = {rule.slug: rule for rule in built_in()}
    assert slug in found, f"there is no rule {slug}"
    return found[slug]


@frozen(slots=False)
class Section:
    """One section of the fixtures of a rule."""

    path: Path
    title: str
    line: int
    prose: str = field(repr=False)
    others: dict[str, Source] = field(repr=False)
    root: Source = field(repr=False)

    @property
    def slug(self) -> str:
        """The rule that the file belongs to."""
        return f"{self.path.parent.name}/{self.path.stem}".replace("_", "-")

    @property
    def name(self) -> str:
        return f"{self.slug}:{self.line} {self.title}"

    @property
    def pattern(self) -> str | None:
        """The number of the pattern of which this is the example or the twin."""
        found = PATTERN.match(self.title)
        return found["pattern"] if found else None

    @property
    def kind(self) -> str:
        """`example`, `trap`, `repair`, `no repair`, or `case`."""
        found = PATTERN.match(self.title)
        if not found:
            return "case"
        return {", the trap": "trap", ", the repair": "repair", ", no repair": "no repair"}.get(
            found["kind"] or "", "example"
        )

    def read(self, path: str) -> Source | str:
        return self.others.get(path.rsplit("/", 1)[-1]) or f"no block of this section is called {path}"

    @cached_property
    def expected(self) -> list[tuple[str, int, str, str, str]]:
        """What the comments announce: file, line, slug, severity, words."""
        found = []
        for source in (self.root, *self.others.values()):
            for number, line in enumerate(source.text.splitlines(), 1):
                for severity, slug, words in _COMMENT.findall(line):
                    found.append((source.name, number, slug, severity, words.strip()))
        return found

    @cached_property
    def found(self) -> list[Found]:
        """What the rules named here find; each rule by itself, so that nothing is folded away."""
        choose = dict(re.findall(r"#\s*choose:\s*([\w ]+)=(\w+)", self.root.text))
        report, case, readings = cases_of(self.root, self.read, choose)
        assert case is not None, [each.message for each in report.diagnostics]
        slugs = dict.fromkeys([self.slug, *(slug for _, _, slug, _, _ in self.expected)])
        found: list[Found] = []
        for slug in slugs:
            mine, problems = find(case, readings, [rule_of(slug)])
            assert not problems, problems
            found += mine
        return found

    def problems(self) -> Iterator[str]:
        """Everything in which the rules and the comments disagree."""
        sources = {source.name: source for source in (self.root, *self.others.values())}
        found: dict[tuple[str, int, str], list[Found]] = {}
        for each in self.found:
            at = each.finding.at
            found.setdefault((at.file, sources[at.file].position(at.span.start).line, each.rule.slug), []).append(each)
        for file, line, slug, severity, words in self.expected:
            here = found.pop((file, line, slug), [])
            said = [each.finding.message for each in here]
            if not here:
                yield f"{file}:{line}: nothing reports {slug}"
            elif severity not in {each.severity.value for each in here}:
                yield f"{file}:{line}: {slug} is reported, but not as {severity}"
            elif words and not any(words in message for message in said):
                yield f"{file}:{line}: {said} does not say {words!r}"
        for (file, line, slug), here in found.items():
            yield f"{file}:{line}: unexpected {slug}: {[each.finding.message for each in here]}"
        if self.kind in ("trap", "repair") and self.slug in {slug for _, _, slug, _, _ in self.expected}:
            yield "a trap or a repair expects silence"
        if self.kind in ("example", "no repair") and self.slug not in {slug for _, _, slug, _, _ in self.expected}:
            yield "an example expects a finding"


def sections(folder: Path = HERE) -> list[Section]:
    """All sections of all fixtures."""
    return [section for path in sorted(folder.glob("*/*.md")) for section in _sections(path)]


def _sections(path: Path) -> Iterator[Section]:
    whole = path.read_text(encoding="utf-8")
    heads = list(re.finditer(r"^## (.+)$", whole, re.MULTILINE))
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        text = whole[head.end() : after.start() if after else len(whole)]
        line = whole.count("\n", 0, head.start()) + 1
        blocks = list(_BLOCK.finditer(text))
        assert blocks, f"{path}:{line} has no constitution"
        texts = {}
        for number, block in enumerate(blocks, 1):
            above = whole.count("\n", 0, head.end() + block.start("text"))
            name = block.group("name") or ("main.const" if number == len(blocks) else f"{number}.const")
            texts[name] = Source(name, "\n" * above + block.group("text"))
        *others, root = texts.values()
        prose = _BLOCK.sub("", text).strip()
        yield Section(path, head.group(1).strip(), line, prose, {each.name: each for each in others}, root)
