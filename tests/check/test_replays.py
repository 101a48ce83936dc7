"""Histories are played before they are shown, and saved ones can be tried again on another text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from constdsl.check.asking import PROMISES_ONLY
from constdsl.check.program import ask, check, variants
from constdsl.check.results import Play, Report, Verdict
from constdsl.check.saved import Retold, Unreadable, read_saved, retell
from constdsl.render.as_json import report_json, variants_json
from constdsl.source import Source
from constdsl.verdict import promises
from constdsl.verdict.replays import Disagreement

CLUB = """
constitution "A club"
status guest
class Members: not guest
article 1 {
  body Board { seats 5 elected by Members from not guest for 2 years }
  office Chair { appointed by Board for 1 year }
}
article 2 { Chair may confer guest on anyone }
article 3 { Board may annul confer guest }
guarantee "No purge": Chair cannot control Board
guarantee "Chair": Board can control Chair
"""


def nothing(name: str) -> str:
    return "there is no such file"


def checked(text: str) -> Report:
    return check([Source("club.const", text)], nothing)


def retold(text: str, saved: str) -> Sequence[Retold]:
    report, found = retell(Source("club.const", text), nothing, read_saved(saved))
    assert report is None
    return found


def test_every_shown_history_says_who_moves_in_which_play() -> None:
    """Chair makes guests of all free members; the Board would annul it, so it is contestable."""
    (purge, chair) = checked(CLUB).answers
    assert (purge.verdict, purge.play, purge.actors) == (Verdict.CONTESTABLE, Play.ACQUIESCENT, ("Chair",))
    assert (chair.verdict, chair.play) == (Verdict.HOLDS, None)
    assert [(step.uses is not None, step.fills is not None) for step in purge.history] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_a_history_that_does_not_replay_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Disagreement("at step 1 (“…”): it is not so")

    monkeypatch.setattr(promises, "replayed", refuse)
    report = checked(CLUB)
    (purge, chair) = report.answers
    assert (purge.verdict, purge.history, purge.breakers) == (Verdict.UNDECIDED, (), ())
    assert chair.verdict is Verdict.HOLDS
    found = [each for each in report.diagnostics if each.slug == "internal/disagreement"]
    (promised,) = [each for each in found if "No purge" in each.message]
    assert "report it" in promised.help[0]
    # What rules would show with a history is not shown either.
    assert {each.slug.partition("/")[0] for each in report.diagnostics if each.history} == set()
    assert not report.unusable
    asked = ask(Source("club.const", CLUB), nothing, "Chair cannot control Board")
    assert [each.slug for each in asked.diagnostics] == ["internal/disagreement"]
    varied, _ = variants(Source("club.const", CLUB), nothing)
    assert "internal/disagreement" in {each.slug for each in varied.diagnostics}


def test_a_saved_history_stands_on_the_text_it_comes_from() -> None:
    (found,) = retold(CLUB, report_json(checked(CLUB)))
    assert not found.failed and found.saved.name == "No purge"


@pytest.mark.parametrize(
    ("old", "new", "step", "reason", "article"),
    [
        ("on anyone }", "on anyone with consent of Board }", 1, "Board does not consent", "article 2"),
        ("Chair may confer guest on anyone", "", 1, "nothing lets Chair confer guest on anyone", None),
        ("article 3 {", "article 3 { Chair must not confer guest on anyone ", 1, "article 3 forbids it", "article 3"),
        ("for 2 years", "for life", 2, "the seats of Board are not vacant yet", "article 1"),
        ("elected by Members from", "elected by Members, Chair from", None, "", None),
        ("Members from not guest for", "Members for", None, "", None),
        ("class Members: not guest", "class Members: anyone", None, "", None),
    ],
)  # fmt: skip
def test_a_saved_history_fails_at_a_step_and_by_a_clause(
    old: str, new: str, step: int | None, reason: str, article: str | None
) -> None:
    saved = report_json(checked(CLUB))
    assert old in CLUB
    (found,) = retold(CLUB.replace(old, new, 1), saved)
    assert (found.failed, found.step) == (step is not None, step)
    assert found.reason.startswith(reason) and found.article == article


def test_a_history_in_which_a_name_is_gone_fails_at_once() -> None:
    saved = report_json(checked(CLUB))
    text = CLUB.replace("Chair", "Head")
    report, found = retell(Source("club.const", text), nothing, read_saved(saved))
    assert found == () and report is not None and report.unusable


def test_histories_of_variants_are_tried_under_their_choices() -> None:
    text = CLUB.replace(
        "article 3 { Board may annul confer guest }",
        'option check "check" { choice kept { Board may annul confer guest } choice gone { } }',
    )
    report, found = variants(Source("club.const", text), nothing)
    assert found is not None
    saved = read_saved(variants_json(found, report))
    assert [(each.verdict, dict(each.choices)) for each in saved] == [
        (Verdict.CONTESTABLE, {"check": "kept"}), (Verdict.BROKEN, {"check": "gone"}),
    ]  # fmt: skip
    _, told = retell(Source("club.const", text), nothing, saved)
    assert [each.failed for each in told] == [False, False]
    _, told = retell(Source("club.const", text), nothing, saved, {"check": "kept"})
    assert [(each.failed, each.step, each.reason) for each in told] == [
        (False, None, ""), (True, 1, "Board can annul confer guest"),
    ]  # fmt: skip


def test_who_strikes_first_is_replayed_too() -> None:
    """The Chief can dissolve the Court that is to remove him."""
    text = """
    body Court { seats 3 drawn by lot for life }
    office Chief { drawn by lot for life }
    Court may remove any member of Chief
    Chief may dissolve Court
    guarantee "Impeachment": Court can remove any member of Chief
    """
    report = checked(text)
    (answer,) = report.answers
    assert (answer.verdict, answer.actors, answer.play) == (Verdict.FORESTALLABLE, ("Chief",), Play.CONTESTED)
    (found,) = retold(text, report_json(report))
    assert not found.failed
    (found,) = retold(text.replace("Chief may dissolve Court", ""), report_json(report))
    assert (found.failed, found.step) == (True, 1)


def test_a_life_is_lived_again() -> None:
    """A member of the Board can become Chair; not once the Chair must be no member."""
    text = CLUB + 'guarantee "One hat": never member of Chair and member of Board\n'
    saved = report_json(checked(text))
    found = {each.saved.name: each for each in retold(text, saved)}
    assert not found["One hat"].failed and found["One hat"].saved.play is None
    strict = text.replace("appointed by Board for", "appointed by Board while not member of Board for")
    then = {each.saved.name: each for each in retold(strict, saved)}["One hat"]
    assert then.failed and then.step is not None
    assert {each.saved.name: each for each in retold("\n\n" + text, saved)}["One hat"].failed is False


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", '{"guarantees": []}', '{"history": [1], "property": "x", "play": "contested"}',
     '{"history": [{"years": "x"}], "property": "x", "play": "contested", "verdict": "broken", "actors": []}',
     "[" * 100_000],
)  # fmt: skip
def test_what_is_no_history_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Unreadable):
        read_saved(text)


def neighbour(name: str) -> Source | str:
    """What a file of the examples uses, by its path."""
    path = Path(name)
    return Source(name, path.read_text(encoding="utf-8")) if path.exists() else f"there is no {name}"


def test_all_examples_replay() -> None:
    root = Path(__file__).parents[2] / "examples"
    histories = 0
    for path in sorted(root.rglob("*.const")):
        source = Source(str(path), path.read_text(encoding="utf-8"))
        saved = report_json(check([source], neighbour, {}, PROMISES_ONLY))
        if any(each["play"] for each in json.loads(saved)["guarantees"]):
            report, found = retell(source, neighbour, read_saved(saved))
            assert report is None
            assert not [each for each in found if each.failed]
            histories += len(found)
    assert histories > 30
