"""Texts that say the same get the same verdicts: names changed, sentences in another order, one text made into two.

The first breaker, and so the history, may differ where several come equally soon; which coalitions break a promise
may not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

from constdsl.check.asking import PROMISES_ONLY
from constdsl.check.program import check
from constdsl.check.results import Answer
from constdsl.source import Source, Span
from constdsl.syntax import tree
from constdsl.syntax.parser import parse
from tests.check.texts import reader

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FILES = [path for path in sorted(EXAMPLES.rglob("*.const")) if '\nuse "' not in path.read_text("utf-8")]


# --- generated texts ------------------------------------------------------------------------------------------------


def generated(seed: int) -> str:
    """A constitution of a few bodies that depend on each other in every way the language has."""
    pick = random.Random(seed)
    bodies = [f"Body{letter}" for letter in "ABCDEF"]
    statuses = ["red", "blue", "outcast"]

    def body() -> str:
        return pick.choice(bodies)

    def status() -> str:
        return pick.choice(statuses)

    def who() -> str:
        return pick.choice(["Everybody", *bodies])

    def group() -> str:
        filling = pick.choice([f"elected by {who()}", f"elected by {who()}", f"appointed by {body()}", "drawn by lot"])
        clauses = pick.sample(
            [
                f"from {status()}", "from citizen and not outcast", f"while {status()}", f"from member of {body()}",
                f"nominated by {who()}", f"vetted by {body()}", f"with consent of {body()}",
                f"for {pick.randint(1, 5)} years", "by secret ballot",
                f"at most 2 candidates surplus settled by {body()}",
            ],
            pick.randint(1, 3),
        )  # fmt: skip
        return f"seats {pick.randint(1, 9)} {filling} {' '.join(clauses)}"

    articles = []
    for number, name in enumerate(bodies, 1):
        decides = pick.choice(["", "decides by two-thirds of members", "decides by unanimity", "quorum half"])
        rules = [
            f"{body()} may remove any member of {body()}", f"{body()} may confer {status()} on any citizen",
            f"{body()} may revoke {status()} from any citizen", f"{status()} is bound by {body()}",
            f"{body()} may dissolve {body()}", f"{body()} may veto remove any member of {body()}",
            f"{body()} may annul confer {status()}", f"{body()} may direct {body()}", f"members of {body()} are free",
            f"{body()} must not confer {status()} on any citizen", f"{body()} may suspend article {pick.randint(1, 6)}",
            f"{body()} may amend article {pick.randint(1, 6)} by two-thirds", f"{body()} may declare siege",
            f"article {pick.randint(1, 6)} is suspended during siege", f"article {number} is entrenched",
            f"assume {pick.randint(1, 99)}% of {body()} are {status()}", f"{body()} may lift siege",
            f"article {number} prevails over article {number % 6 + 1}",
        ]  # fmt: skip
        chosen = " ".join(f"\n  {rule}" for rule in pick.sample(rules, 3))
        groups = " ".join(group() for _ in range(pick.randint(1, 2)))
        articles.append(f"article {number} {{\n  body {name} {{ {groups} {decides} }}{chosen}\n}}")
    promises = [
        f"no body alone can control {body()}", f"no body alone can choose the candidates for {body()}",
        f"no body alone can bar any citizen from {body()}", f"{body()} can remove any member of {body()}",
        f"{body()} cannot paralyse {body()}", f"no two bodies together can control {body()}",
        f"never red and outcast and member of {body()}", f"{body()} can dissolve {body()}",
    ]  # fmt: skip
    return "\n".join(
        [
            f'constitution "Generated {seed}"', "status citizen",
            *(f"status {name} within citizen" for name in statuses), "flag siege", "class Everybody: citizen",
            *articles, *(f'guarantee "promise {number}": {promise}' for number, promise in enumerate(promises)),
        ]
    )  # fmt: skip


SEEDS = range(12)


@cache
def text_of(name: str) -> str:
    return generated(int(name)) if name.isdigit() else (EXAMPLES / name).read_text(encoding="utf-8")


NAMES = [*(path.relative_to(EXAMPLES).as_posix() for path in FILES), *map(str, SEEDS)]


# --- answers without places -----------------------------------------------------------------------------------------


def answers(text: str, **files: str) -> list[Answer]:
    found = check([Source("t.const", text)], reader(files), {}, PROMISES_ONLY)
    assert not found.unusable, [(each.file, each.message) for each in found.diagnostics]
    return list(found.answers)


@cache
def original(name: str) -> list[Answer]:
    return answers(text_of(name))


def gist(found: list[Answer]) -> dict[str, object]:
    """What must not change with the order of sentences: verdicts and the sets of coalitions and words they name."""
    return {
        f"{answer.name}: {answer.property}": (
            answer.verdict,
            {frozenset(coalition) for coalition in answer.breakers},
            set(answer.depends_on),
            {(reach.coalition, reach.body, reach.years) for reach in answer.reached},
        )
        for answer in found
    }


# --- names ----------------------------------------------------------------------------------------------------------


def names_in(value: Any) -> Iterator[tree.Name]:
    """Every name in a tree, with its place."""
    if isinstance(value, tree.Name):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from names_in(each)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from names_in(getattr(value, field.name))


def renamed(text: str) -> tuple[str, dict[str, str]]:
    """A text with every name replaced by another, which sorts the other way round, and the way back."""
    found = list(names_in(parse(Source("t.const", text)).instrument.statements))
    old = sorted({name.text for name in found})
    new = {name: f"n{len(old) - number:04}_" for number, name in enumerate(old)}
    for name in sorted(found, key=lambda name: name.span.start, reverse=True):
        assert text[name.span.start : name.span.end] == name.text
        text = text[: name.span.start] + new[name.text] + text[name.span.end :]
    return text, {after: before for before, after in new.items()}


@pytest.mark.parametrize("name", NAMES)
def test_names_do_not_matter(name: str) -> None:
    text, back = renamed(text_of(name))

    def restored(words: object) -> str:
        return re.sub(r"n\d{4}_", lambda match: back[match[0]], str(words))

    def told(answer: Answer) -> tuple[object, ...]:
        return (
            answer.name, restored(answer.property), answer.verdict, restored(answer.breakers),
            restored(answer.stoppable_by), restored(answer.depends_on), restored(answer.reached),
            restored(answer.margin),
            [(step.years, restored(step.actor), restored(step.act)) for step in answer.history],
        )  # fmt: skip

    assert [told(answer) for answer in answers(text)] == [told(answer) for answer in original(name)]


# --- order ----------------------------------------------------------------------------------------------------------


def pieces(text: str, statements: tuple[tree.Statement, ...]) -> list[str]:
    return [text[statement.span.start : statement.span.end] for statement in statements]


def shuffled(text: str, seed: int) -> str:
    """A text with its sentences in another order, those of an article within it; comments are left out."""
    pick = random.Random(seed)
    instrument = parse(Source("t.const", text)).instrument
    parts = []
    for statement in instrument.statements:
        part = text[statement.span.start : statement.span.end]
        if isinstance(statement, tree.Article):
            inner = pieces(text, statement.statements)
            pick.shuffle(inner)
            part = f"{text[statement.head.start : statement.head.end]} {{\n" + "\n".join(inner) + "\n}"
        parts.append(part)
    pick.shuffle(parts)
    assert instrument.header is not None
    return "\n".join([quoted(text, instrument.header.span), *parts])


def quoted(text: str, span: Span) -> str:
    return text[span.start : span.end]


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_sentences_does_not_matter(name: str) -> None:
    for seed in range(2):
        assert gist(answers(shuffled(text_of(name), seed))) == gist(original(name))


# --- instruments ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_two_texts_joined_by_use_are_one(name: str) -> None:
    text = text_of(name)
    instrument = parse(Source("t.const", text)).instrument
    assert instrument.header is not None
    parts = pieces(text, instrument.statements)
    rank = instrument.header.rank
    first = "\n".join([quoted(text, instrument.header.span), 'use "other"', *parts[::2]])
    second = "\n".join([f'{rank} "The other half"', *parts[1::2]])
    assert gist(answers(first, other=second)) == gist(original(name))
