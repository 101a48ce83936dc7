"""The known mistakes know themselves, and speak in the language of law."""

from __future__ import annotations

import re

import pytest

from constdsl.syntax.mistakes import Mistake, find_mistake, first_failure, known_mistakes
from constdsl.syntax.suggest import did_you_mean


@pytest.mark.parametrize("mistake", known_mistakes(), ids=lambda mistake: mistake.name)
def test_each_snippet_gets_its_own_advice(mistake: Mistake) -> None:
    for snippet in mistake.snippets:
        failure = first_failure(snippet)
        assert failure is not None, snippet
        assert find_mistake(failure) is mistake, snippet


@pytest.mark.parametrize("mistake", known_mistakes(), ids=lambda mistake: mistake.name)
def test_advice_is_one_plain_sentence(mistake: Mistake) -> None:
    assert mistake.advice.endswith((".", "`."))
    assert mistake.advice[0].isupper()
    assert not re.search(r"\b(token|parser?|syntax|grammar|lexer|terminal)\b", mistake.title + mistake.advice)


def test_there_are_many() -> None:
    assert len(known_mistakes()) >= 24


def test_near_spellings() -> None:
    assert did_you_mean("electd", ["elected", "held", "elect"]) == ["elected", "elect"]
    assert did_you_mean("council", ["Council", "Court"]) == ["Council"]
    assert did_you_mean("Council", ["Council"]) == []
    assert did_you_mean("x", ["citizen"]) == []
