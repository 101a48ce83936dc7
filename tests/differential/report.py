"""What a differential run found, added up: as a table for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import define, field

from constdsl.check.results import Verdict
from tests.differential.examine import FORMS, Examined
from tests.differential.rules import RULES

__all__ = ["LEAST", "Report"]

LEAST = 200
"""In so many of 20,000 constitutions everything listed must have been exercised."""

_TABLES = (
    ("rules of the calculus, used to reach something", RULES),
    ("forms of promises, asked of both engines", FORMS),
    ("forms of promises, reached or broken by somebody", FORMS),
    ("verdicts", tuple(map(str, Verdict))),
)


@define
class Report:
    """Counts over all constitutions examined."""

    constitutions: int = 0
    reaching: int = 0
    questions: int = 0
    undecided: int = 0
    lives: int = 0
    histories: int = 0
    unplayed: int = 0
    too_large: list[int] = field(factory=list)
    """Seeds at which the player gave up."""
    disagreeing: dict[int, tuple[str, ...]] = field(factory=dict)
    """What the engines do not agree on, by seed."""
    kinds: Counter[str] = field(factory=Counter)
    """In how many constitutions they disagree on what."""
    tables: tuple[Counter[str], ...] = field(factory=lambda: tuple(Counter() for _ in _TABLES))

    def add(self, found: Examined) -> None:
        """Count one constitution."""
        self.constitutions += 1
        if found.too_large:
            self.too_large.append(found.seed)
        self.reaching += found.reaches
        self.questions += found.questions
        self.undecided += found.undecided
        self.lives += len(found.lives)
        self.histories += found.histories
        self.unplayed += found.unplayed
        if found.findings:
            self.disagreeing[found.seed] = found.findings
            self.kinds["what is reached, and when"] += bool(found.differences)
            self.kinds["always and never"] += any(life.differs for life in found.lives)
            self.kinds["a history"] += bool(found.stuck)
        for table, names in zip(self.tables, (found.rules, found.asked, found.reached, found.verdicts), strict=True):
            table.update(names)

    @property
    def compared(self) -> int:
        """Constitutions that both engines went through."""
        return self.constitutions - len(self.too_large)

    @property
    def seldom(self) -> list[str]:
        """What was exercised too seldom to be trusted."""
        return [
            f"{name} ({title})"
            for (title, names), table in zip(_TABLES, self.tables, strict=True)
            for name in names
            if table[name] * 20_000 < LEAST * self.constitutions
        ]

    def words(self, seconds: float) -> str:
        """The whole report as text."""
        share = 100 * self.reaching / max(1, self.compared)
        questions = f"{self.questions:,}, of which {self.lives:,} about always and never"
        rows = [
            ("constitutions", f"{self.constitutions:,}"),
            ("too large for the player", f"{len(self.too_large):,}"),
            ("somebody reaches something", f"{self.reaching:,} ({share:.0f} %)"),
            ("questions to both engines", questions),
            ("left undecided", f"{self.undecided:,}"),
            ("histories replayed", f"{self.histories - self.unplayed:,}, and {self.unplayed:,} too large to be"),
            ("constitutions with disagreements", f"{len(self.disagreeing):,}"),
            *((f"  about {kind}", f"{number:,}") for kind, number in self.kinds.items()),
            ("time", f"{seconds / 60:.1f} minutes"),
        ]
        lines = [f"{name:<34}{value}" for name, value in rows]
        for (title, names), table in zip(_TABLES, self.tables, strict=True):
            lines += ["", f"{title} (constitutions)", *(f"  {table[name]:>8,}  {name}" for name in names)]
        if self.seldom:
            lines += ["", f"seldomer than {LEAST} in 20,000:", *_indented(self.seldom)]
        return "\n".join(lines)

    def as_json(self, seconds: float) -> dict[str, object]:
        """The same as plain values."""
        return {
            "constitutions": self.constitutions, "too_large": self.too_large, "reaching": self.reaching,
            "questions": self.questions, "always_and_never": self.lives, "undecided": self.undecided,
            "disagreeing_about": dict(self.kinds), "histories": self.histories, "histories_too_large": self.unplayed,
            "disagreements": {str(seed): list(found) for seed, found in sorted(self.disagreeing.items())},
            "exercised": {
                title: {name: table[name] for name in names}
                for (title, names), table in zip(_TABLES, self.tables, strict=True)
            },
            "seldom": self.seldom, "seconds": round(seconds, 1),
        }  # fmt: skip


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]
