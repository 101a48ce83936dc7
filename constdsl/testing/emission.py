"""A pytest test for each history that random play found, ready to be run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from constdsl.check.results import Play
from constdsl.model.entities import Promise
from constdsl.testing.results import FuzzReport, Hit

__all__ = ["emit_tests"]


def emit_tests(report: FuzzReport, source: str, choose: Mapping[str, str], command: str) -> str:
    """A module with a test for every promise that play reached, by the history that is shown for it.

    `source` is the Python expression for the text, over `Path`, `Source`, and `read_source`; `command` is named as
    what found the histories.
    """
    chosen = [(outcome.promise, outcome.hits[0]) for outcome in report.outcomes if outcome.hits]
    lives = any(hit.play is None for _, hit in chosen)
    others = any(hit.play is not None for _, hit in chosen)
    imports = ["from constdsl.play.open import Person"] * lives
    imports += ["from constdsl.project.files import read_source"]
    imports += ["from constdsl.source import Source"] * ("Source(" in source)
    names = ["live"] * lives + ["rehearse"] * others
    imports += [f"from constdsl.testing import {', '.join(names)}"] * bool(names)
    lines = [f'"""Histories found by {_plain(command)}: each reaches what a guarantee is about."""', ""]
    lines += ["from pathlib import Path", ""] * ("Path(" in source)
    lines += [*sorted(imports), "", f"SOURCE = {source}", f"CHOOSE = {dict(choose)!r}"]
    used: set[str] = set()
    for promise, hit in chosen:
        lines += ["", "", *_test(promise, hit, used)]
    return "\n".join(lines) + "\n"


def _test(promise: Promise, hit: Hit, used: set[str]) -> Iterator[str]:
    who = " and ".join(hit.coalition) or "somebody"
    name = _distinct(f"test_{_identifier(promise.title)}_by_{_identifier(who)}", used)
    yield f"def {name}() -> None:"
    yield f"    # {_plain(promise.text)}"
    if hit.play is None:
        yield "    persons = ["
        for each in hit.persons:
            yield (
                f"        Person({each.name!r}, {sorted(each.statuses)!r}, {dict(each.numbers)!r}, "
                f"{dict(each.values)!r}),"
            )
        yield "    ]"
        yield "    play = live(SOURCE, persons, choose=CHOOSE, read=read_source)"
    else:
        contested = hit.play is Play.CONTESTED
        coalition = list(hit.coalition)
        yield (
            f"    play = rehearse(SOURCE, {coalition!r}, contested={contested}, choose=CHOOSE, read=read_source)"
        )  # fmt: skip
    for found in hit.history:
        yield f"    play.make({found.words!r})"
    asked = "breaks" if hit.play is None else "reaches"
    yield f"    assert play.{asked}({promise.title!r})"


def _identifier(words: str) -> str:
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", words)).strip("_").lower() or "promise"


def _plain(words: str) -> str:
    return " ".join(words.replace("\\", "/").replace('"""', "'''").split())


def _distinct(name: str, used: set[str]) -> str:
    found = next(each for each in _numbered(name) if each not in used)
    used.add(found)
    return found


def _numbered(name: str) -> Iterable[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
