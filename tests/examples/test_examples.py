"""Every promise in examples/ gets the verdict written beside it, and the worked answers of the design hold.

The grammar of the `# expect:` comments is given in examples/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from attrs import frozen

from constdsl.check.asking import Asking
from constdsl.check.program import check, power
from constdsl.check.results import Answer, Play, Report, Verdict
from constdsl.diagnostic import Diagnostic, Severity
from constdsl.rules.registry import built_in
from constdsl.source import Source
from constdsl.syntax import tree
from constdsl.syntax.parser import parse

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FILES = sorted(EXAMPLES.rglob("*.const"))
INNOCENTS = sorted((EXAMPLES / "innocent").glob("*.const"))
HISTORY = EXAMPLES / "history"
UNION = EXAMPLES / "reformed_union.const"


SILENCES = Asking(tuple(rule for rule in built_in() if rule.group == "silence"))
"""What is asked of texts that are not innocent: tests/examples/test_findings.py is about the rest."""


def name_of(path: Path) -> str:
    """How a file is called in the names of tests and in messages."""
    return path.relative_to(EXAMPLES).as_posix()


@cache
def source_of(path: Path) -> Source:
    return Source(name_of(path), path.read_text(encoding="utf-8"))


def read(path: str) -> Source | str:
    """Only an example in history/ uses another file, and only a neighbour there."""
    found = EXAMPLES / path
    if found in FILES and found.parent == HISTORY:
        return source_of(found)
    return f"{path} is not an example in history/"


@cache
def report_of(path: Path, choose: tuple[tuple[str, str], ...] = ()) -> Report:
    return check([source_of(path)], read, dict(choose), SILENCES if path not in INNOCENTS else None)


def own_answers(path: Path) -> list[Answer]:
    """The answers to the guarantees of this file; those of a file that it uses are judged in that file's own test."""
    return [each for each in report_of(path).answers if each.file == name_of(path)]


def own_diagnostics(path: Path) -> list[Diagnostic]:
    """The diagnostics about this file, without those about a file that it uses."""
    return [each for each in report_of(path).diagnostics if each.file == name_of(path)]


# --- expectations -----------------------------------------------------------------------------------------------


Coalitions = frozenset[frozenset[str]]


@frozen
class Expectation:
    """What a comment says of one guarantee; a part that is None is not said and not compared."""

    verdict: Verdict
    breakers: Coalitions | None = None
    checks: frozenset[str] | None = None
    words: frozenset[str] | None = None
    silence: bool = False


_NAMES = r"[\w. ]+(?:, (?!stoppable by )[\w. ]+)*"
_EXPECT = re.compile(
    rf"""
      (?P<holds> holds )
    | contestable [ ] by [ ] (?P<contestable>{_NAMES}) , [ ] stoppable [ ] by [ ] (?P<stoppable>{_NAMES})
    | (?P<broken> broken ) (?: [ ] by [ ] (?P<breakers>{_NAMES}) )?
    | hollow, [ ] obstructed [ ] by [ ] (?P<hollow>{_NAMES})
    | forestallable [ ] by [ ] (?P<forestallable>{_NAMES})
    | not [ ] established, [ ] depends [ ] on [ ]
      (?: (?P<silence> silence ) | (?P<words> "[^"]+" (?: , [ ] "[^"]+" )* ) )
    """,
    re.VERBOSE,
)


def coalitions(names: str) -> Coalitions:
    """`A, B and C` is two coalitions: A alone, B with C."""
    return frozenset(frozenset(part.split(" and ")) for part in names.split(", "))


def expectation(text: str) -> Expectation:
    """Read what stands after `# expect:`."""
    found = _EXPECT.fullmatch(text.strip())
    assert found, f"not an expectation: {text!r}"
    part = found.groupdict()
    if part["holds"]:
        return Expectation(Verdict.HOLDS)
    if part["contestable"]:
        checks = frozenset(part["stoppable"].split(", "))
        return Expectation(Verdict.CONTESTABLE, coalitions(part["contestable"]), checks)
    if part["broken"]:
        return Expectation(Verdict.BROKEN, coalitions(part["breakers"]) if part["breakers"] else None)
    if part["hollow"]:
        return Expectation(Verdict.HOLLOW, checks=frozenset(part["hollow"].split(", ")))
    if part["forestallable"]:
        return Expectation(Verdict.FORESTALLABLE, checks=frozenset(part["forestallable"].split(", ")))
    words = frozenset(re.findall(r'"([^"]+)"', part["words"])) if part["words"] else None
    return Expectation(Verdict.NOT_ESTABLISHED, words=words, silence=bool(part["silence"]))


def comments(source: Source, mark: str) -> dict[int, str]:
    """What stands after a mark such as `# expect:`, by the line it stands on."""
    found: dict[int, str] = {}
    for number, line in enumerate(source.text.splitlines(), 1):
        _, here, after = line.partition(f"# {mark}:")
        if here:
            found[number] = after.strip()
    return found


def expectations(source: Source) -> dict[int, Expectation]:
    return {line: expectation(text) for line, text in comments(source, "expect").items()}


def expected_at(source: Source, line: int) -> Expectation:
    """The expectation on the line of a guarantee, or on the line above it."""
    found = expectations(source)
    assert line in found or line - 1 in found, f"{source.name}:{line}: no `# expect:` on this line or above it"
    return found.get(line) or found[line - 1]


def differences(expected: Expectation, answer: Answer) -> list[str]:
    """What an answer says otherwise than expected."""
    wrong = []
    if answer.verdict != expected.verdict:
        wrong.append(f"verdict {answer.verdict} instead of {expected.verdict}")
    breakers = frozenset(frozenset(names) for names in answer.breakers)
    if expected.breakers is not None and breakers != expected.breakers:
        wrong.append(f"breakers {_shown(breakers)} instead of {_shown(expected.breakers)}")
    if expected.checks is not None and frozenset(answer.stoppable_by) != expected.checks:
        wrong.append(f"checks {sorted(answer.stoppable_by)} instead of {sorted(expected.checks)}")
    if expected.words is not None and {word.strip("“”\"'") for word in answer.depends_on} != expected.words:
        wrong.append(f"depends on {answer.depends_on} instead of {sorted(expected.words)}")
    if expected.silence and not answer.depends_on:
        wrong.append("names no silence that it depends on")
    return wrong


def _shown(found: Coalitions) -> list[str]:
    return sorted(" and ".join(sorted(names)) for names in found)


def guarantees(statements: tuple[tree.Statement, ...]) -> Iterator[tree.Guarantee]:
    """Every guarantee of a text, also inside articles, choices and readings."""
    for statement in statements:
        match statement:
            case tree.Guarantee():
                yield statement
            case tree.Article(statements=inner):
                yield from guarantees(inner)
            case tree.Option(choices=parts) | tree.Unclear(readings=parts):
                for part in parts:
                    yield from guarantees(part.statements)


def guarantee_lines(path: Path) -> list[int]:
    source = source_of(path)
    instrument = parse(source).instrument
    return [source.position(found.span.start).line for found in guarantees(instrument.statements)]


PROMISES = [(path, line) for path in FILES for line in guarantee_lines(path)]


@pytest.mark.parametrize(("path", "line"), PROMISES, ids=[f"{name_of(path)}:{line}" for path, line in PROMISES])
def test_the_verdict_is_the_one_written_beside_the_guarantee(path: Path, line: int) -> None:
    """Verdict, breakers, checks and words are those of the comment."""
    source = source_of(path)
    answers = [each for each in own_answers(path) if source.position(each.span.start).line == line]
    assert len(answers) == 1, f"{source.name}:{line}: {len(answers)} answers"
    assert differences(expected_at(source, line), answers[0]) == [], answers[0].summary


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_states_and_derives_what_it_expects(path: Path) -> None:
    """At least two guarantees, each with an expectation and a derivation; and no expectation for nothing."""
    source, lines = source_of(path), guarantee_lines(path)
    assert len(lines) >= 2
    assert all(expected_at(source, line) for line in lines)
    assert len(expectations(source)) == len(lines)
    assert len(comments(source, "why")) == len(lines)


def test_every_verdict_occurs() -> None:
    """The examples show each verdict but `undecided`, which would be a limit of the tool."""
    found = {each.verdict for path in FILES for each in expectations(source_of(path)).values()}
    assert found == set(Verdict) - {Verdict.UNDECIDED}


def test_the_sixteen_systems_of_the_thread_are_there() -> None:
    """One file for each of A1 to A16."""
    assert [path.name[:3] for path in sorted((EXAMPLES / "thread").iterdir())] == [f"a{n:02}" for n in range(1, 17)]


def test_the_readme_lists_every_file() -> None:
    """The table in examples/README.md has a row for each file and none for others."""
    table = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| \[`([^`]+)`\]", table, re.MULTILINE)) == sorted(map(name_of, FILES))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_is_wrong_with_the_text_of_an_example(path: Path) -> None:
    """Whatever an example permits and the rules find in it, it can be read, as can what it uses."""
    assert not report_of(path).unusable
    unasked = {rule.slug for rule in built_in()}
    mistakes = [each for each in own_diagnostics(path) if each.severity is Severity.ERROR]
    assert [each.message for each in mistakes if each.slug not in unasked] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_silence_is_found_where_the_comment_expects_it_and_nowhere_else(path: Path) -> None:
    """A clause marked `# expect-silence:` is reported as silence, and no other clause is."""
    source = source_of(path)
    silences = {
        source.position(each.span.start).line for each in own_diagnostics(path) if each.slug.startswith("silence")
    }
    assert silences == set(comments(source, "expect-silence"))


@pytest.mark.parametrize("path", INNOCENTS, ids=name_of)
def test_an_innocent_comes_back_clean(path: Path) -> None:
    """No finding, at least six guarantees, and every one holds."""
    report = report_of(path)
    assert [each.message for each in report.diagnostics if each.severity is not Severity.NOTE] == []
    assert len(report.answers) >= 6
    assert {each.verdict for each in report.answers} == {Verdict.HOLDS}


def test_there_are_two_innocents() -> None:
    assert [path.name for path in INNOCENTS] == ["club.const", "commune_democracy.const"]


# --- other choices ----------------------------------------------------------------------------------------------


def verdicts(path: Path, **choose: str) -> dict[str, Verdict]:
    """The verdict on each guarantee, by its title, under some choices."""
    return {each.name: each.verdict for each in report_of(path, tuple(sorted(choose.items()))).answers}


def test_another_leader_changes_no_verdict() -> None:
    """A11: whether the leader must be a democrat settles nothing."""
    path = EXAMPLES / "thread" / "a11_trotsky_in_power.const"
    assert verdicts(path, holder="democrat") == verdicts(path, holder="anybody")


def test_a_right_of_exit_that_prevails_is_a_right() -> None:
    """A16: only the rank of two articles decides whether a republic may leave."""
    path = EXAMPLES / "thread" / "a16_union.const"
    assert verdicts(path, rank="union_first")["The right to leave"] is Verdict.BROKEN
    assert verdicts(path, rank="exit_first")["The right to leave"] is Verdict.HOLDS


def test_a_congress_meets_when_others_call_it_or_can_unseat_who_does_not() -> None:
    """1921: the Committee's duty to call it binds only beside a joint plenum that others can carry without it."""
    path = EXAMPLES / "history" / "unity_resolution_1921.const"
    meets = "A congress that meets"
    assert verdicts(path, edition="rules_1919", plenum="of_1921")[meets] is Verdict.HOLDS
    assert verdicts(path, edition="rules_1939", plenum="of_1921")[meets] is Verdict.BROKEN
    assert verdicts(path, edition="rules_1939", plenum="of_1927")[meets] is Verdict.HOLDS


def test_the_plenum_of_1927_needs_no_vote_of_the_committee() -> None:
    """1921: 22 of 47 do not expel a member of the Committee, 206 of 269 do."""
    path = EXAMPLES / "history" / "unity_resolution_1921.const"
    unseat = "Outsiders do not unseat"
    assert verdicts(path, plenum="of_1921")[unseat] is Verdict.HOLDS
    assert verdicts(path, plenum="of_1927")[unseat] is Verdict.BROKEN


# --- the worked answers of the design ---------------------------------------------------------------------------


Reached = dict[str, int]

_FOUR = "RegionalSecretaries, PartyCongress, CentralCommittee, GeneralSecretary"
_PARTY = {*_FOUR.split(", "), "PartyMembers", "PartyCommittees"}
_STATE = {"SupremeSoviet", "Premier", "Politburo", "StateSecurity"}
_BODIES = sorted((_PARTY | _STATE) - {"PartyMembers"})

# Under discipline: the Committee commands every member and so every party body at once; the Congress elects it
# within 5 years, the Secretaries elect the Congress, the General Secretary appoints the Secretaries.
_DISCIPLINED: dict[str, Reached] = {
    "CentralCommittee": dict.fromkeys(_PARTY, 0),
    "PartyCongress": dict.fromkeys(_PARTY, 5),
    "RegionalSecretaries": dict.fromkeys(_PARTY, 10) | {"PartyCongress": 5},
    "GeneralSecretary": dict.fromkeys(_PARTY, 10) | {"RegionalSecretaries": 0, "PartyCongress": 5},
}
for _body, _reached in _DISCIPLINED.items():
    del _reached[_body]

# Without Electors, the government: the Soviet consents to the Politburo, elects Premier, and he names StateSecurity.
_GOVERNMENT: dict[str, Reached] = {
    "SupremeSoviet": {"Premier": 4, "Politburo": 4, "StateSecurity": 8},
    "Premier": {"StateSecurity": 4},
}


def _state(soviet: int) -> dict[str, int]:
    """The state, for whoever holds the ballot from the date on at which the Soviet is taken."""
    return {"SupremeSoviet": soviet, "Premier": soviet + 4, "Politburo": soviet + 4, "StateSecurity": soviet + 8}


@frozen
class Row:
    """A row of the table: choices, what bodies reach beyond themselves in each play, and the six promises."""

    name: str
    choose: Mapping[str, str]
    acquiescent: Mapping[str, Reached]
    contested: Mapping[str, Reached]
    promises: Mapping[str, str]


_COMMON = {
    "Recall": "holds",
    "One hat": "broken",
    "The Committee chooses its secretary": "broken by GeneralSecretary",
    "A Party that leads and does not rule": "holds",
}

_ONLY_PARTY: dict[str, Reached] = {
    "PartyCommittees": _state(4),
    "CentralCommittee": _DISCIPLINED["CentralCommittee"] | _state(4),
    "PartyCongress": _DISCIPLINED["PartyCongress"] | _state(9),
    "RegionalSecretaries": _DISCIPLINED["RegionalSecretaries"] | _state(14),
    "GeneralSecretary": _DISCIPLINED["GeneralSecretary"] | _state(14),
} | _GOVERNMENT

# By expulsion alone: the roll is the Committee's at once, PartyCommittees at their next election, 2 years on; nobody
# else is left to be elected to the Congress either. The Secretaries and their chief keep their seats.
_EXPELLED: dict[str, Reached] = {
    "PartyCommittees": _state(4),
    "CentralCommittee": {"PartyMembers": 0, "PartyCommittees": 2, "PartyCongress": 5} | _state(6),
    "PartyCongress": {"CentralCommittee": 5, "PartyMembers": 5, "PartyCommittees": 7} | _state(11),
    "RegionalSecretaries": {"PartyCongress": 5, "CentralCommittee": 10, "PartyMembers": 10, "PartyCommittees": 12}
    | _state(16),
    "GeneralSecretary": {
        "RegionalSecretaries": 0, "PartyCongress": 5, "CentralCommittee": 10, "PartyMembers": 10, "PartyCommittees": 12,
    }
    | _state(16),
} | _GOVERNMENT  # fmt: skip

_UNBOUND: dict[str, Reached] = {
    "PartyCommittees": _state(4),
    "PartyCongress": {"CentralCommittee": 5},
    "RegionalSecretaries": {"PartyCongress": 5, "CentralCommittee": 10},
    "GeneralSecretary": {"RegionalSecretaries": 0, "PartyCongress": 5, "CentralCommittee": 10},
} | _GOVERNMENT

ROWS = [
    Row(
        "as written",
        {},
        _DISCIPLINED
        | {
            # Electors of its own making recall the whole Soviet at once and elect another.
            "StateSecurity": {"Electors": 0, "SupremeSoviet": 0, "Premier": 4, "Politburo": 4},
            "Premier": {"StateSecurity": 4, "Electors": 4, "SupremeSoviet": 4, "Politburo": 8},
            "SupremeSoviet": {"Premier": 4, "Politburo": 4, "StateSecurity": 8, "Electors": 8},
        },
        _DISCIPLINED
        | {
            "Premier": {"StateSecurity": 4},
            "SupremeSoviet": {"Premier": 4, "Politburo": 4, "StateSecurity": 8, "Electors": 8},
        },
        _COMMON
        | {
            "A free choice": "contestable by Premier, StateSecurity, stoppable by SupremeSoviet",
            "No purge": "broken by SupremeSoviet",
        },
    ),
    Row(
        "article 7 gone",
        {"extremists": "dropped"},
        _DISCIPLINED | _GOVERNMENT,
        _DISCIPLINED | _GOVERNMENT,
        _COMMON | {"A free choice": "holds", "No purge": "holds"},
    ),
    Row(
        "only party committees nominate",
        {"extremists": "dropped", "nomination": "party_only"},
        _ONLY_PARTY,
        _ONLY_PARTY,
        _COMMON
        | {
            "A free choice": f"broken by PartyCommittees, {_FOUR}",
            "No purge": f"broken by PartyCommittees, {_FOUR}",
            "A Party that leads and does not rule": "broken by CentralCommittee",
        },
    ),
    Row(
        "and discipline dropped, expulsion kept",
        {"extremists": "dropped", "nomination": "party_only", "discipline": "dropped"},
        _EXPELLED,
        _EXPELLED,
        _COMMON
        | {
            "A free choice": f"broken by PartyCommittees, {_FOUR}",
            "No purge": f"broken by PartyCommittees, {_FOUR}",
            "A Party that leads and does not rule": "broken by CentralCommittee",
        },
    ),
    Row(
        "and expulsion dropped too",
        {"extremists": "dropped", "nomination": "party_only", "discipline": "dropped", "expulsion": "dropped"},
        _UNBOUND,
        _UNBOUND,
        _COMMON | {"A free choice": "broken by PartyCommittees", "No purge": "broken by PartyCommittees"},
    ),
    Row(
        "the Cuban rule",
        {"extremists": "dropped", "nomination": "cuban"},
        _DISCIPLINED | _GOVERNMENT,
        _DISCIPLINED | _GOVERNMENT,
        _COMMON | {"A free choice": "holds", "No purge": "holds"},
    ),
]


@cache
def reached(choices: tuple[tuple[str, str], ...]) -> dict[Play, dict[str, dict[str, Fraction]]]:
    """What each single body reaches beyond itself, by play."""
    _, found = power(source_of(UNION), read, dict(choices))
    assert found is not None
    return {play: {body: _beyond(body, table) for body in _BODIES} for play, table in found.plays.items()}


def _beyond(body: str, table: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Fraction]:
    return {name: years for name, years in table.get(body, {}).items() if name != body}


@pytest.mark.parametrize("body", _BODIES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_body_reaches_what_the_table_says_and_no_more(row: Row, body: str) -> None:
    """In both plays, with the dates that the terms of office give."""
    found = reached(tuple(sorted(row.choose.items())))
    assert found[Play.ACQUIESCENT].get(body, {}) == row.acquiescent.get(body, {})
    assert found[Play.CONTESTED].get(body, {}) == row.contested.get(body, {})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_promises_fare_as_the_table_says(row: Row) -> None:
    """The verdict on each promise of the Union under the choices of the row."""
    answers = {each.name: each for each in report_of(UNION, tuple(sorted(row.choose.items()))).answers}
    wrong = {name: differences(expectation(text), answers[name]) for name, text in row.promises.items()}
    assert not any(wrong.values()), wrong
    assert set(answers) == set(row.promises)


def test_the_table_in_its_own_words() -> None:
    """What the sentences of the table say, read off without the dates."""

    def names(row: int, body: str, play: Play = Play.CONTESTED) -> set[str]:
        return set(reached(tuple(sorted(ROWS[row].choose.items())))[play].get(body, {}))

    # Whoever names the extremists names the electorate; and the circular flow of power.
    assert names(0, "GeneralSecretary", Play.ACQUIESCENT) == _PARTY - {"GeneralSecretary"}
    assert names(0, "StateSecurity", Play.ACQUIESCENT) == {"Electors", "SupremeSoviet", "Premier", "Politburo"}
    assert names(0, "Premier", Play.ACQUIESCENT) == {"StateSecurity", "Electors", "SupremeSoviet", "Politburo"}
    assert names(0, "StateSecurity") == set()
    assert names(0, "Premier") == {"StateSecurity"}
    assert "Electors" in names(0, "SupremeSoviet")
    # Without article 7 the party has itself and nothing outside it.
    assert names(1, "GeneralSecretary") == _PARTY - {"GeneralSecretary"}
    assert names(1, "CentralCommittee") == _PARTY - {"CentralCommittee"}
    # With the ballot in its hands it has the state, by discipline as by expulsion, only later.
    for row in (2, 3):
        assert names(row, "CentralCommittee") >= _STATE
        assert names(row, "GeneralSecretary") >= _STATE
    years = [reached(tuple(sorted(ROWS[row].choose.items())))[Play.CONTESTED]["CentralCommittee"] for row in (2, 3)]
    assert [each["PartyCommittees"] for each in years] == [0, 2]
    # Without either it has nothing; PartyCommittees themselves still choose the candidates.
    assert names(4, "CentralCommittee") == set()
    assert "SupremeSoviet" in names(4, "PartyCommittees")
    # Under the Cuban rule no body of the party has anything outside it.
    assert all(names(5, body) <= _PARTY for body in _PARTY - {"PartyMembers"})


def test_one_hat_needs_both_the_cuban_rule_and_no_expulsion() -> None:
    """A general secretary who is expelled keeps his chair, and may then stand as a man of no party."""
    cuban = {"extremists": "dropped", "nomination": "cuban"}
    assert verdicts(UNION, **cuban)["One hat"] is Verdict.BROKEN
    assert verdicts(UNION, **cuban, expulsion="dropped")["One hat"] is Verdict.HOLDS
