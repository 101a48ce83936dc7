"""The form of the statement that is being written."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")

from constdsl.lsp.features import signature
from constdsl.lsp.features.signature import help_at
from constdsl.lsp.point import symbols
from constdsl.syntax.grammar import load_tables
from tests.lsp.harness import Bench, cursor

BASE = "status citizen\nclass Electors: citizen\n"


def shown(marked: str) -> tuple[str, str] | None:
    """The first words of the form at the `|`, and the part that is brought out."""
    text, offset = cursor(BASE + marked)
    found = help_at(Bench({"a.const": text}).view("a.const"), offset)
    if found is None:
        return None
    form = found.signatures[found.active_signature or 0]
    assert form.parameters is not None
    place = form.parameters[found.active_parameter or 0].label
    assert isinstance(place, tuple)
    return form.label.split()[0], form.label[place[0] : place[1]]


@pytest.mark.parametrize(
    ("marked", "first", "part"),
    [
        ("Council may |", "X", "ACT"),
        ("Council may confer |", "X", "confer STATUS on SOMEBODY"),
        ("Council may annul confer |", "X", "annul confer STATUS on SOMEBODY"),
        ("Council may remove any member of Court by |", "X", "[by THRESHOLD]"),
        ("Council may remove any member of Court by majority of |", "X", "[by THRESHOLD]"),
        ("Council may remove any member of Court when citizen and |", "X", "[when CONDITION]"),
        ("Council must not dissolve Court with consent of |", "X", "[with consent of Y, …]"),
        ("only Council |", "only", "only X"),
        ("status |", "status", "NAME"),
        ("status juror within |", "status", "[within STATUS]"),
        ("attribute age in |", "attribute", "in years"),
        ("attribute origin: |", "attribute", ": VALUE, VALUE, …"),
        ("class Wise: citizen and |", "class", ": CONDITION"),
        ("office Mayor { |", "office",
         "elected by X, … | appointed by X | held by O, … | joining B, … | co-opted | drawn by lot"),
        ("office Mayor { elected by Electors for |", "office", "[for N years | for life]"),
        ("office Mayor { elected by Electors decides by |", "decides", "THRESHOLD"),
        ("body Court { seats |", "seats", "N | N per M of CLASS"),
        ("body Court { seats 5 elected by Electors for 4 years at most 2 terms |", "seats",
         "[at most N terms [together with B, …]]"),
        ("body Court { seats 5 co-opted quorum |", "quorum", "THRESHOLD"),
        ("article 6 prevails over |", "article", "article M"),
        ("members of Court are |", "members", "are free"),
        ("citizen is bound by Court in |", "S", "[in voting, nominating, standing]"),
        ('guarantee "G": |', "guarantee", "X [and Y together] | no body alone | no two bodies together"),
        ('guarantee "G": Court cannot control |', "guarantee", "control B"),
        ('guarantee "G": Court cannot control Council within |', "guarantee", "[within N years]"),
        ('guarantee "G": never |', "guarantee", "CONDITION"),
        ("option mandate { |", "option", "{ choice NAME … { … } … }"),
        ("option mandate { choice free { Council may |", "X", "ACT"),
        ("ВерховныйСовет may dissolve |", "X", "dissolve B"),
    ],
)  # fmt: skip
def test_the_form_and_the_part_in_hand(marked: str, first: str, part: str) -> None:
    assert shown(marked) == (first, part)


@pytest.mark.parametrize(
    "marked", ["# Council may |", 'guarantee "Council may |', "article 6 {\n|", "Council may dissolve Court\n\n|", "|"]
)
def test_where_no_statement_is_being_written_there_is_no_help(marked: str) -> None:
    text, offset = cursor(marked)
    assert help_at(Bench({"a.const": text}).view("a.const"), offset) is None


def test_mistakes_above_do_not_matter() -> None:
    assert shown("body Court { seats 5 elcted\n}\nCouncil may lift |") == ("X", "lift FLAG")


def test_parts_are_named_where_the_editor_takes_no_places() -> None:
    text, offset = cursor("Council may |")
    found = help_at(Bench({"a.const": text}).view("a.const"), offset, offsets=False)
    assert found is not None
    parameters = found.signatures[0].parameters
    assert parameters is not None
    assert [each.label for each in parameters][:3] == ["X", "may", "ACT"]


def test_the_forms_speak_of_symbols_of_the_grammar() -> None:
    known = {symbol for state in range(len(load_tables().states)) for symbol in symbols([0, state])}
    forms = [form for forms in signature._FORMS.values() for form in forms]
    used = {symbol for form in forms for part in form.parts for symbol in part.after}
    assert (used | signature._FORMS.keys() | signature._ACTS.keys()) - known == set()
