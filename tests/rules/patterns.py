"""The 66 patterns of failure, the rules that find them, and the page that says so.

`python -m tests.rules.patterns` writes docs/patterns.md anew from the fixtures; a test holds the page to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from tests.rules.harness import Section, rule_of, sections

__all__ = ["PAGE", "PATTERNS", "Row", "page", "rows"]

PAGE = Path(__file__).parents[2] / "docs" / "patterns.md"

PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "Elections": (
        ("E1", "Ballot without alternative"),
        ("E2", "Persons, not policies"),
        ("E3", "Outcome constant in the votes"),
        ("E4", "Tier amplification"),
        ("E5", "Unequal weight, mixed units"),
        ("E6", "Organisational seats, plural votes"),
        ("E7", "Visible dissent"),
        ("E8", "Monopoly of means"),
    ),
    "Nomination": (
        ("N1", "Umbrella monopoly"),
        ("N2", "Open door, closed corridor"),
        ("N3", "Player as registrar"),
        ("N4", "Veto without proposal"),
        ("N5", "Ban by proxy"),
        ("N6", "Merit test"),
        ("N7", "Slot flooding"),
    ),
    "Party discipline": (
        ("D1", "Circular flow"),
        ("D2", "Party card as office"),
        ("D3", "Cell inside the state"),
        ("D4", "Debate by permission"),
        ("D5", "Elected, if confirmed"),
    ),
    "Factions": (
        ("F1", "Offence defined by the opponent"),
        ("F2", "Voice and exit both shut"),
        ("F3", "Parties in disguise"),
    ),
    "Recall and removal": (
        ("R1", "Locked trigger"),
        ("R2", "Recall as leash"),
        ("R3", "First strike"),
        ("R4", "Enlarged jury"),
        ("R5", "No successor rule"),
    ),
    "Carve-outs": (
        ("C1", "Undefined enemy"),
        ("C2", "Waiver eats rule"),
        ("C3", "Guilt by kin or class"),
    ),
    "Review": (
        ("V1", "Author as interpreter"),
        ("V2", "Duty without enforcer"),
        ("V3", "Dependent guardian"),
    ),
    "Emergency": (
        ("M1", "Self-declared, self-renewed"),
        ("M2", "Annul and be dissolved"),
        ("M3", "Emergency edits the ground rules"),
    ),
    "Amendment": (
        ("AM1", "Self-loosening"),
        ("AM2", "Cheaper door"),
        ("AM3", "Dead hand"),
    ),
    "Thresholds and arithmetic": (
        ("T1", "Floating base"),
        ("T2", "Hidden veto, manufactured majority"),
        ("T3", "Unreachable or vacuous"),
        ("T4", "No default"),
        ("T5", "Satellite defection"),
    ),
    "Terms": (
        ("S1", "Clock reset"),
        ("S2", "Self-extension"),
    ),
    "Composition and quorum": (
        ("Q1", "Seat minting"),
        ("Q2", "Quorum by fiction"),
        ("Q3", "Same people, two bodies"),
    ),
    "Delegation": (
        ("G1", "Permanent substitute"),
        ("G2", "Bottomless delegation"),
        ("G3", "Convenor's veto"),
    ),
    "Definitions, limitations": (
        ("W1", "Circular or plural definition"),
        ("W2", "Purpose-bound right"),
        ("W3", "General harm clause"),
        ("W4", "Right awaiting law"),
        ("W5", "Secret norm"),
    ),
    "Federalism": (
        ("Z1", "Exit without door"),
        ("Z2", "Own judge of competence"),
        ("Z3", "Unitary party, federal state"),
    ),
    "Precedence": (
        ("P1", "Two sovereigns"),
        ("P2", "Must and must not"),
    ),
    "Self-dealing": (
        ("I1", "Own rules of entry"),
        ("I2", "Own credentials"),
        ("I3", "Judge of own accusation"),
    ),
}
"""Group by group, the number and the name of each pattern."""


@frozen
class Row:
    """One pattern with the sections that show it: examples of the fault, and harmless twins."""

    number: str
    title: str
    examples: tuple[Section, ...]
    traps: tuple[Section, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The rules that find it."""
        return tuple(dict.fromkeys(section.slug for section in self.examples))

    @property
    def found(self) -> bool:
        """Whether every example is reported by its rule."""
        return bool(self.examples) and all(
            section.slug in {each.rule.slug for each in section.found} for section in self.examples
        )

    @property
    def silent(self) -> bool:
        """Whether every harmless twin is left alone by the rule."""
        return bool(self.traps) and not any(
            section.slug in {each.rule.slug for each in section.found} for section in self.traps
        )


def rows() -> dict[str, list[Row]]:
    """All patterns, group by group."""
    by_number: dict[str, list[Section]] = {}
    for section in sections():
        if section.pattern is not None:
            by_number.setdefault(section.pattern, []).append(section)
    return {
        group: [
            Row(
                number, title,
                tuple(each for each in by_number.get(number, []) if each.kind == "example"),
                tuple(each for each in by_number.get(number, []) if each.kind == "trap"),
            )
            for number, title in patterns
        ]
        for group, patterns in PATTERNS.items()
    }  # fmt: skip


def page() -> str:
    """The text of docs/patterns.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Patterns of failure"
    yield ""
    yield "<!-- Written by `python -m tests.rules.patterns`; change the fixtures, not this page. -->"
    yield ""
    yield (
        "The patterns that `constdsl check` finds unasked, each with the rule that finds it, what that rule says of "
        "its example, and the harmless twin of which it says nothing. Patterns that are one fault seen twice share a "
        "rule. "
        "`constdsl explain SLUG` shows the page of a rule; examples and twins are tests."
    )
    for group, found in rows().items():
        yield ""
        yield f"## {group}"
        yield ""
        yield "| | pattern | rule | verdict | example | harmless twin |"
        yield "|---|---|---|---|---|---|"
        for row in found:
            rules = ", ".join(f"[`{slug}`]({_page_of(slug)})" for slug in row.slugs)
            verdict = ", ".join(f"{rule_of(slug).severity.value} {rule_of(slug).code}" for slug in row.slugs)
            examples = ", ".join(_link(section) for section in row.examples)
            traps = ", ".join(_link(section) for section in row.traps)
            yield f"| {row.number} | {row.title} | {rules} | {verdict} | {examples} | {traps} |"


def _page_of(slug: str) -> str:
    return f"../constdsl/rules/{slug.replace('-', '_')}.md"


def _link(section: Section) -> str:
    path = f"../tests/rules/{section.path.parent.name}/{section.path.name}"
    words = section.title.partition(": ")[2] if section.kind == "trap" else section.title
    anchor = "".join(char for char in section.title.lower().replace(" ", "-") if char.isalnum() or char in "-_")
    return f"[{words}]({path}#{anchor})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
