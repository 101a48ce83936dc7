"""Invented names: always the same, and never twice the same."""

import pytest

from constdsl.play.names import name


def test_the_first_is_known_from_histories():
    """Histories about one person have always called her so."""
    assert name(0) == "Vera Orlova"


def test_many_names_are_distinct():
    """Also beyond the combinations of given and family names, where an ordinal follows."""
    assert len({name(number) for number in range(45_000)}) == 45_000


def test_names_are_plain():
    """A given name and a family name, for as many persons as a play has."""
    assert all(len(name(number).split()) == 2 for number in range(20_000))


def test_neighbours_share_neither_name():
    """So that a history with a few persons is easy to read."""
    for number in range(1, 2_000):
        assert not set(name(number).split()) & set(name(number + 1).split())


def test_there_is_no_person_before_the_first():
    with pytest.raises(ValueError, match="numbered from 0"):
        name(-1)
