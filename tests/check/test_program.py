"""What `check`, `ask`, `power` and `variants` do with texts, choices and readings."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from constdsl.check.program import MAX_VARIANTS, ask, check, power, variants
from constdsl.check.readings import MAX_READINGS
from constdsl.check.results import Play, Verdict
from constdsl.render.as_json import report_json
from constdsl.source import Source
from tests.check.texts import HEAD, answer, reader, report

TWO = HEAD + "body A { seats 3 drawn by lot } body B { seats 3 drawn by lot } "
"""Two bodies that have nothing to do with each other."""

POWERFUL = "option power { choice weak { } choice strong { A may dissolve B } } "
NO_DISSOLUTION = 'guarantee "g": no body alone can dissolve B '


# --- choosing -------------------------------------------------------------------------------------------------------


def test_a_choice_decides() -> None:
    text = TWO + POWERFUL + NO_DISSOLUTION
    assert answer(text).verdict is Verdict.HOLDS
    assert answer(text, {"power": "weak"}).verdict is Verdict.HOLDS
    assert answer(text, {"power": "strong"}).breakers == (("A",),)


@pytest.mark.parametrize(
    "choose, message, advice",
    [
        ({"powr": "weak"}, "there is no option and no unclear wording called “powr”", "did you mean `power`?"),
        ({"quorum": "weak"}, "there is no option and no unclear wording called “quorum”", "there are power"),
        ({"power": "strng"}, "“power” has no choice called “strng”", "did you mean `strong`?"),
        ({"power": "none"}, "“power” has no choice called “none”", "its choices are weak, strong"),
    ],
)
def test_what_cannot_be_chosen_is_said_and_nothing_is_answered(
    choose: dict[str, str], message: str, advice: str
) -> None:
    text = Source("t.const", TWO + POWERFUL + NO_DISSOLUTION)
    for found in (
        check([text], reader(), choose),
        ask(text, reader(), "A can dissolve B", choose),
        power(text, reader(), choose)[0],
    ):
        assert [(each.slug, each.message, each.help) for each in found.diagnostics] == [
            ("options/unknown", message, (advice,))
        ]  # fmt: skip
        assert found.unusable
        assert found.answers == ()


def test_nothing_is_open_in_a_text_without_options() -> None:
    (found,) = report(TWO + NO_DISSOLUTION, {"power": "weak"}).diagnostics
    assert found.help == ("this text leaves nothing open to choose",)


def test_texts_with_an_option_of_one_name_take_what_they_have() -> None:
    first = Source("1", TWO + "option power { choice weak { } choice strong { A may dissolve B } } " + NO_DISSOLUTION)
    second = Source("2", TWO + "option power { choice none { } choice other { A may dissolve B } } " + NO_DISSOLUTION)
    found = check([first, second], reader(), {"power": "strong"})
    assert [each.verdict for each in found.answers] == [Verdict.BROKEN, Verdict.HOLDS]
    assert check([first, second], reader(), {"power": "neither"}).unusable


def test_an_unreadable_text_does_not_keep_others_from_being_answered() -> None:
    broken = "body {"
    for names in ("ab", "ba"):
        roots = [Source(names[0], TWO + POWERFUL + NO_DISSOLUTION), Source(names[1], broken)]
        found = check(roots, reader(), {"power": "strong"})
        assert found.unusable
        assert [each.verdict for each in found.answers] == [Verdict.BROKEN]


def test_a_mistake_under_another_choice_is_no_mistake_of_this_one() -> None:
    text = (
        HEAD + "option o { choice a { body B { seats 3 drawn by lot } } choice b { body B { seats 0 drawn by lot } } }"
    )
    assert report(text).diagnostics == ()
    assert [each.slug for each in report(text, {"o": "b"}).diagnostics] == ["seats/none"]
    found, table = variants(Source("t.const", text), reader())
    assert table is None
    assert [each.slug for each in found.diagnostics] == ["seats/none"]


# --- several texts --------------------------------------------------------------------------------------------------


def test_a_text_that_another_uses_is_checked_as_part_of_it() -> None:
    files = {
        "main": TWO + 'use "law" ' + NO_DISSOLUTION,
        "law": 'law "L" A may dissolve B guarantee "h": A can dissolve B',
    }
    roots = [Source(name, text) for name, text in files.items()]
    for order in (roots, roots[::-1]):
        found = check(order, reader(files))
        assert {(each.file, each.name, each.verdict) for each in found.answers} == {
            ("main", "g", Verdict.BROKEN), ("law", "h", Verdict.HOLDS)
        }  # fmt: skip
        assert len(found.answers) == 2
        assert not found.unusable
        assert set(found.sources) == {"main", "law"}


def test_texts_that_use_each_other_are_all_looked_at() -> None:
    files = {"a": TWO + 'use "b"', "b": 'law "L" use "a"'}
    found = check([Source(name, text) for name, text in files.items()], reader(files))
    assert "use/circular" in {each.slug for each in found.diagnostics}
    assert found.unusable


def test_the_order_of_texts_does_not_matter() -> None:
    roots = [Source(name, TWO + f'guarantee "{name}": A cannot control B') for name in "cab"]
    found = [check(order, reader()) for order in (roots, roots[::-1])]
    assert found[0] == found[1]
    assert [each.name for each in found[0].answers] == ["a", "b", "c"]


# --- unclear words --------------------------------------------------------------------------------------------------

WORDS = 'unclear "leading force"{by} {{ reading guide {{ }} reading rule {{ A may dissolve B }} }} '
PLAIN = WORDS.format(by="")


def test_a_promise_that_hangs_on_words_is_not_established() -> None:
    found = answer(TWO + PLAIN + NO_DISSOLUTION)
    assert found.verdict is Verdict.NOT_ESTABLISHED
    assert found.depends_on == ("“leading force”",)
    assert found.breakers == (("A",),)
    assert "it is broken when “leading force” is read as rule" in found.summary


@pytest.mark.parametrize("promise", ["A cannot dissolve A", "no body alone can control A"])
def test_a_promise_that_holds_either_way_holds(promise: str) -> None:
    assert answer(TWO + PLAIN + f'guarantee "g": {promise}').verdict is Verdict.HOLDS


def test_a_reading_can_be_chosen() -> None:
    text = TWO + PLAIN + NO_DISSOLUTION
    assert answer(text, {"leading force": "guide"}).verdict is Verdict.HOLDS
    assert answer(text, {"leading force": "rule"}).verdict is Verdict.BROKEN


@pytest.mark.parametrize(
    "interpreter, verdict",
    [
        ("A", Verdict.BROKEN),  # reads its own words
        ("C", Verdict.NOT_ESTABLISHED),  # is nobody's
        ("D", Verdict.BROKEN),  # is appointed by A at any time
    ],
)
def test_who_commands_the_interpreter_picks_the_reading(interpreter: str, verdict: Verdict) -> None:
    bodies = "body C { seats 3 drawn by lot } office D { appointed by A } A may remove any member of D "
    found = answer(TWO + bodies + WORDS.format(by=f" interpreted by {interpreter}") + NO_DISSOLUTION)
    assert found.verdict is verdict
    if verdict is Verdict.BROKEN:
        assert found.breakers == (("A",),)
        assert "reads “leading force” as rule" in found.history[0].text


def test_an_ability_holds_where_its_coalition_reads_the_words() -> None:
    promise = 'guarantee "g": A can dissolve B'
    assert answer(TWO + WORDS.format(by=" interpreted by A") + promise).verdict is Verdict.HOLDS
    assert answer(TWO + WORDS.format(by=" interpreted by B") + promise).verdict is Verdict.NOT_ESTABLISHED


def test_words_that_are_unclear_only_under_a_reading_are_read_both_ways() -> None:
    inner = 'unclear "inner" { reading mild { } reading strict { A may dissolve B } }'
    text = TWO + f'unclear "outer" {{ reading first {{ }} reading second {{ {inner} }} }} ' + NO_DISSOLUTION
    assert answer(text).verdict is Verdict.NOT_ESTABLISHED
    assert answer(text, {"outer": "first"}).verdict is Verdict.HOLDS
    assert answer(text, {"outer": "second"}).depends_on == ("“inner”",)
    assert answer(text, {"outer": "second", "inner": "strict"}).verdict is Verdict.BROKEN


def test_an_interpreter_who_exists_only_under_a_reading_interprets_nothing_for_sure() -> None:
    inner = "office D { appointed by A } "
    inner += 'unclear "inner" interpreted by D { reading mild { } reading strict { A may dissolve B } }'
    text = TWO + f'unclear "outer" {{ reading first {{ }} reading second {{ {inner} }} }} ' + NO_DISSOLUTION
    assert answer(text).verdict is Verdict.NOT_ESTABLISHED


def test_mistakes_and_promises_of_every_reading_count() -> None:
    promise = 'guarantee "wide": A cannot dissolve B'
    text = TWO + f'unclear "w" {{ reading a {{ }} reading b {{ A may dissolve B {promise} }} }}'
    assert (answer(text).name, answer(text).verdict) == ("wide", Verdict.BROKEN)
    text = HEAD + 'unclear "w" { reading a { } reading b { body C { seats 0 drawn by lot } } }'
    assert [each.slug for each in report(text).diagnostics] == ["seats/none"]
    assert report(text).unusable


@pytest.mark.parametrize("number, verdict", [(6, Verdict.HOLDS), (7, Verdict.UNDECIDED)])
def test_more_readings_than_the_limit_are_not_guessed_at(number: int, verdict: Verdict) -> None:
    assert MAX_READINGS == 2**6
    words = " ".join(f'unclear "w{n}" {{ reading a {{ }} reading b {{ }} }}' for n in range(number))
    found = answer(TWO + words + NO_DISSOLUTION)
    assert found.verdict is verdict
    if verdict is Verdict.UNDECIDED:
        assert found.depends_on == (f"unclear words can be read in more than {MAX_READINGS} ways together",)
        assert answer(TWO + words + NO_DISSOLUTION, {"w0": "b"}).verdict is Verdict.HOLDS


# --- within ---------------------------------------------------------------------------------------------------------

SLOW = TWO + "body C { seats 5 appointed by A for 4 years } "
"""A comes to command C when the term ends: four years on at the latest."""


@pytest.mark.parametrize(
    "promise, verdict, words",
    [
        ("A cannot control C", Verdict.BROKEN, "within 4 years"),
        ("A cannot control C within 4 years", Verdict.BROKEN, "within 4 years"),
        ("A cannot control C within 3.9 years", Verdict.HOLDS, "Nobody meant can do so in time"),
        ("A cannot control C within 47 months", Verdict.HOLDS, "A can within 4 years"),
        ("A cannot control C within 48 months", Verdict.BROKEN, "within 4 years"),
        ("A can control C", Verdict.HOLDS, "within 4 years"),
        ("A can control C within 4 years", Verdict.HOLDS, "within 4 years"),
        ("A can control C within 3 years", Verdict.BROKEN, "too late"),
        ("B can control C within 3 years", Verdict.BROKEN, "even if nobody objects"),
        ("B cannot control C within 3 years", Verdict.HOLDS, "even if nobody uses a check"),
    ],
)
def test_time_counts(promise: str, verdict: Verdict, words: str) -> None:
    found = answer(SLOW + f'guarantee "g": {promise}')
    assert found.verdict is verdict
    assert words in found.summary


# --- ask, power -----------------------------------------------------------------------------------------------------


def test_any_property_can_be_asked_and_the_promises_of_the_text_are_left_alone() -> None:
    text = Source("t.const", TWO + "A may dissolve B " + NO_DISSOLUTION)
    found = ask(text, reader(), "A can dissolve B")
    assert [(each.property, each.verdict, each.file) for each in found.answers] == [
        ("A can dissolve B", Verdict.HOLDS, "question")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question, slug",
    [("A can dissolve D", "names/unknown"), ("A can", "syntax"), ("", "syntax"), ("never citizn", "names/unknown")],
)
def test_mistakes_of_a_question_are_placed_in_the_question(question: str, slug: str) -> None:
    found = ask(Source("t.const", TWO), reader(), question)
    assert found.unusable
    assert {each.file for each in found.diagnostics} == {"question"}
    assert all(each.slug.startswith(slug) for each in found.diagnostics)


def test_who_reaches_what_and_when() -> None:
    _, table = power(Source("t.const", SLOW), reader())
    assert table is not None
    four = {"A": {"C": Fraction(4)}, "B": {}, "C": {}}
    assert table.plays == {Play.ACQUIESCENT: four, Play.CONTESTED: four}
    _, table = power(Source("t.const", SLOW), reader(), coalition=("B", "A"))
    assert table is not None
    assert table.plays[Play.CONTESTED] == {"B and A": {"C": Fraction(4)}}


def test_a_stranger_in_a_coalition_is_reported() -> None:
    found, table = power(Source("t.const", SLOW), reader(), coalition=("Voterz",))
    assert table is None
    assert [(each.slug, each.help) for each in found.diagnostics] == [("names/unknown", ("did you mean `Voters`?",))]


# --- variants -------------------------------------------------------------------------------------------------------


def rows(text: str) -> list[dict[str, str]]:
    found, table = variants(Source("t.const", text), reader())
    assert table is not None, found.diagnostics
    return [dict(row.choices) for row in table.variants]


def test_every_combination_in_the_order_of_an_odometer() -> None:
    text = TWO + 'option o { choice a { } choice b { } } unclear "w" { reading r { } reading s { } reading t { } }'
    assert [tuple(row.values()) for row in rows(text)] == [
        ("a", "r"), ("a", "s"), ("a", "t"), ("b", "r"), ("b", "s"), ("b", "t")
    ]  # fmt: skip


def test_an_option_inside_a_choice_not_taken_is_not_asked() -> None:
    text = TWO + "option o { choice a { } choice b { option p { choice c { } choice d { } } } }"
    assert rows(text) == [{"o": "a"}, {"o": "b", "p": "c"}, {"o": "b", "p": "d"}]


def test_nested_options_are_counted_as_they_are_asked() -> None:
    """Fifteen options, each inside the second choice of the one before: sixteen combinations, not 32,768."""
    inner = ""
    for number in reversed(range(15)):
        inner = f"option o{number} {{ choice a {{ }} choice b {{ {inner} }} }}"
    assert len(rows(TWO + inner)) == 16


@pytest.mark.parametrize("number", [10, 11])
def test_more_variants_than_the_limit_are_refused(number: int) -> None:
    assert MAX_VARIANTS == 2**10
    text = TWO + " ".join(f"option o{n} {{ choice a {{ }} choice b {{ }} }}" for n in range(number))
    found, table = variants(Source("t.const", text), reader())
    if number == 10:
        assert table is not None
        assert len(table.variants) == MAX_VARIANTS
    else:
        assert table is None
        assert found.unusable
        assert [each.slug for each in found.diagnostics] == ["options/too-many"]


def settled(text: str) -> tuple[str, ...]:
    _, table = variants(Source("t.const", text), reader())
    assert table is not None
    return table.settled


def test_what_settles_a_promise_is_said() -> None:
    assert settled(TWO + POWERFUL + NO_DISSOLUTION) == ("“g” is kept as written; it fails with power = strong.",)
    turned = "option power { choice strong { A may dissolve B } choice weak { } choice none { } } "
    assert settled(TWO + turned + NO_DISSOLUTION) == (
        "“g” is broken as written; it holds with power = weak or power = none.",
    )
    assert settled(TWO + POWERFUL + 'guarantee "g": A cannot dissolve A') == ("“g” holds under every choice.",)
    assert settled(TWO + NO_DISSOLUTION) == ()


def test_several_changes_are_not_called_one() -> None:
    inner = "option p { choice c { } choice d { A may dissolve B } }"
    text = TWO + f"option o {{ choice a {{ }} choice b {{ {inner} }} }} " + NO_DISSOLUTION
    assert settled(text) == ("“g” is kept as written; it fails only with several changes together.",)


def test_promises_of_one_title_are_told_apart() -> None:
    text = TWO + POWERFUL + 'guarantee "g": A cannot dissolve A ' + NO_DISSOLUTION
    assert settled(text) == ("“g” holds under every choice.", "“g” is kept as written; it fails with power = strong.")
    _, table = variants(Source("t.const", text), reader())
    assert table is not None
    assert [each.verdict for each in table.variants[1].answers] == [Verdict.HOLDS, Verdict.BROKEN]


# --- values ---------------------------------------------------------------------------------------------------------


def test_answers_are_exact_values_and_so_is_their_json() -> None:
    text = TWO + "body C { seats 5 appointed by A for 4 months } " + 'guarantee "g": A cannot control C'
    found = answer(text)
    assert [step.years for step in found.history][-1] == Fraction(1, 3)
    assert all(type(step.years) is Fraction for step in found.history)
    printed = report_json(report(text))
    assert json.loads(printed)["guarantees"][0]["verdict"] == "broken"
    assert printed == report_json(report(text))


def test_histories_are_numbered_and_dated_in_order() -> None:
    history = answer(
        SLOW + "body D { seats 3 elected by C for 2 years } " + 'guarantee "g": A cannot control D'
    ).history
    assert [step.step for step in history] == list(range(1, len(history) + 1))
    assert [step.years for step in history] == sorted(step.years for step in history)
    assert history[-1].years == 6
    assert answer(TWO + 'guarantee "g": A cannot control B').history == ()
