"""Silence is said of what no rule covers, where it begins, and of nothing else."""

from __future__ import annotations

import pytest
from attrs import frozen

from constdsl.check.results import Verdict
from constdsl.diagnostic import Severity
from tests.check.texts import HEAD, answer, report
from tests.model.texts import marked

B = "body B { seats 3 elected by Voters from citizen for 4 years } "


@frozen
class Silence:
    slug: str
    silent: str
    """What leaves a step open, which is marked."""
    spoken: tuple[str, ...]
    """Near twins that leave nothing open."""
    advice: str
    severity: Severity = Severity.WARNING


SILENCES = {
    "who makes outcasts, of voters": Silence(
        "silence/unconferred-status",
        "status ⟦outcast⟧ class Free: not outcast",
        (
            "status outcast class Free: not outcast B may confer outcast on any citizen",
            "status outcast class Free: not outcast act sin makes outcast any citizen may sin",
            "status outcast class Free: not not outcast",
            "status outcast class Bound: outcast",
            "status outcast",
        ),
        "`SOMEBODY may confer outcast on any …`",
    ),
    "who makes outcasts, of those who stand": Silence(
        "silence/unconferred-status",
        "status ⟦outcast⟧ body C { seats 1 elected by Voters from citizen and not outcast }",
        ("status outcast body C { seats 1 elected by Voters from citizen or outcast }",),
        "outcast",
    ),
    "who makes outcasts, of those who sit": Silence(
        "silence/unconferred-status",
        "status ⟦outcast⟧ body C { seats 1 elected by Voters while not (outcast or not citizen) }",
        ("status outcast body C { seats 1 elected by Voters while not (not outcast) }",),
        "outcast",
    ),
    "who makes outcasts, of those who act": Silence(
        "silence/unconferred-status",
        "status ⟦outcast⟧ act speak any (citizen and not outcast) may speak",
        ("status outcast act speak any (citizen and outcast) may speak",),
        "outcast",
    ),
    "who makes outcasts, said as an exception": Silence(
        "silence/unconferred-status",
        "status ⟦outcast⟧ act speak any citizen may speak unless outcast",
        ("status outcast act speak any citizen may speak when outcast",),
        "outcast",
    ),
    "who gives back": Silence(
        "silence/irrecoverable-status",
        "status ⟦member_⟧ B may revoke member_ from any citizen",
        (
            "status member_ B may revoke member_ from any citizen B may confer member_ on any citizen",
            "status member_ act join makes member_ any citizen may join B may revoke member_ from any citizen",
            "status member_",
        ),
        "`SOMEBODY may confer member_ on any …`",
        Severity.NOTE,
    ),
    "who gives back what goes with something else": Silence(
        "silence/irrecoverable-status",
        "status outer status ⟦inner⟧ within outer B may revoke outer from any citizen "
        "B may confer outer on any citizen",
        (
            "status outer status inner within outer B may revoke outer from any citizen "
            "B may confer outer on any citizen B may confer inner on any outer",
        ),
        "inner",
        Severity.NOTE,
    ),
    "nobody sits there": Silence(
        "silence/unfilled-body",
        "body ⟦C⟧ { decides by majority }",
        ("body C { seats 1 drawn by lot }",),
        "how it is filled",
    ),
    "nobody fills the seats": Silence(
        "silence/unfilled-body",
        "body C { ⟦seats 3⟧ }",
        (
            "body C { seats 3 } B may appoint any citizen to C",
            "body C { seats 3 co-opted }",
            "body C { joining B }",
        ),
        "how it is filled",
    ),
    "nobody fills one group": Silence(
        "silence/unfilled-body",
        "body C { seats 3 as left drawn by lot ⟦seats 4 as right⟧ } B may appoint any citizen to C.left",
        ("body C { seats 3 as left drawn by lot seats 4 as right } B may appoint any citizen to C.right",),
        "drawn by lot",
    ),
    "nobody fills the office": Silence(
        "silence/unfilled-body",
        "office ⟦O⟧ { from citizen }",
        ("office O { from citizen appointed by B }",),
        "elected by",
    ),
    "nobody settles": Silence(
        "silence/unsettled-surplus",
        "body C { ⟦seats 3 elected by Voters at most 5 candidates⟧ }",
        (
            "body C { seats 3 elected by Voters at most 5 candidates surplus settled by B }",
            "body C { seats 3 elected by Voters at least 5 candidates }",
            "body C { seats 3 appointed by B at most 5 candidates }",
        ),
        "`surplus settled by …`",
    ),
    "nobody may do it": Silence(
        "silence/idle-act",
        "⟦act strike_⟧",
        (
            "act strike_ any citizen may strike_",
            "act strike_ B must strike_",
            "act strike_ any citizen must not strike_",
            "act strike_ only B may strike_",
        ),
        "`any citizen may strike_`",
    ),
    "nobody declares it": Silence(
        "silence/undeclared-flag",
        "⟦flag siege⟧",
        ("flag siege B may declare siege", "flag siege B must declare siege"),
        "`SOMEBODY may declare siege`",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENCES)
def test_is_said_once_where_it_begins(name: str) -> None:
    silence = SILENCES[name]
    text, spans = marked(HEAD + B + silence.silent)
    (found,) = report(text).diagnostics
    assert found.slug == silence.slug
    assert found.severity is silence.severity
    assert silence.advice in " ".join(found.help)
    # A declaration is named by its name or as a whole: what is marked lies within.
    assert (
        found.span.start <= spans[0].start < spans[0].end <= found.span.end
        or text[found.span.start : found.span.end] in text[spans[0].start : spans[0].end]
    ), text[found.span.start : found.span.end]


@pytest.mark.parametrize("name", SILENCES)
def test_is_not_said_of_its_twins(name: str) -> None:
    for spoken in SILENCES[name].spoken:
        assert report(HEAD + B + spoken).diagnostics == (), spoken


def test_silence_is_neither_a_failure_nor_a_mistake() -> None:
    found = report(HEAD + B + "body C { seats 3 } flag f act a")
    assert [each.slug for each in found.diagnostics] == [
        "silence/unfilled-body", "silence/undeclared-flag", "silence/idle-act"
    ]  # fmt: skip
    assert not found.unusable
    assert found.answers == ()


def test_what_a_choice_leaves_open_is_said_of_that_choice() -> None:
    text = HEAD + B + "act a option o { choice spoken { any citizen may a } choice silent { } }"
    assert report(text).diagnostics == ()
    assert [each.slug for each in report(text, {"o": "silent"}).diagnostics] == ["silence/idle-act"]


@pytest.mark.parametrize(
    "rules, promise, verdict",
    [
        ("", "B can dissolve B", Verdict.NOT_ESTABLISHED),
        ("Voters may dissolve B", "B can dissolve B", Verdict.BROKEN),
        ("B must not dissolve B", "B can dissolve B", Verdict.BROKEN),
        ("B may dissolve B", "B can dissolve B", Verdict.HOLDS),
        ("", "B cannot dissolve B", Verdict.HOLDS),
        ("body C { seats 3 }", "B can control C", Verdict.NOT_ESTABLISHED),
        ("body C { seats 3 } Voters may appoint any citizen to C", "B can control C", Verdict.BROKEN),
    ],
)
def test_an_ability_of_which_nothing_is_said_is_not_established(rules: str, promise: str, verdict: Verdict) -> None:
    found = answer(HEAD + B + rules + f' guarantee "g": {promise}')
    assert found.verdict is verdict
    assert bool(found.depends_on) is (verdict is Verdict.NOT_ESTABLISHED)
