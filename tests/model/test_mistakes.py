"""Every mistake about names and seats is found where it is, once, with advice; its nearest innocent is let be.

The place of the mistake is marked in the text as ⟦here⟧. The twin is the same text put right.
"""

from __future__ import annotations

import pytest
from attrs import field, frozen

from constdsl.diagnostic import Severity
from constdsl.model.lower import MAX_CONDITION, MAX_DEPTH, MAX_SOURCES
from tests.model.texts import MAIN, findings, marked, model, summary

HEAD = 'constitution "T" '
PEOPLE = HEAD + "status citizen class Voters: citizen "


@frozen
class Mistake:
    slug: str
    bad: str
    good: str
    advice: str
    """Words of the advice."""
    message: str = ""
    """Words of the message."""
    files: dict[str, str] = field(factory=dict)


def chain(length: int, link: str) -> str:
    """Classes of classes; `link` says the last in terms of the one before it, which is `{before}`."""
    return "class C0: citizen " + " ".join(
        f"class C{number}: {link.format(before=f'C{number - 1}')}" for number in range(1, length)
    )


def lattice(depth: int) -> str:
    """Joint bodies, each of both bodies below: twice as many ways down with every storey."""
    ground = "body J0 { seats 1 elected by Voters } body K0 { seats 1 elected by Voters } "
    return ground + " ".join(
        f"body {name}{number} {{ joining J{number - 1}, K{number - 1} }}" for number in range(1, depth) for name in "JK"
    )


DOUBLINGS = (MAX_CONDITION - 1).bit_length()
"""How often one fact has to be doubled to be more than MAX_CONDITION."""
STOREYS = (MAX_SOURCES - 1).bit_length()

MISTAKES = {
    "unknown status": Mistake(
        "names/unknown", HEAD + "class Voters: ⟦citizen⟧", HEAD + "status citizen class Voters: citizen",
        "declare it: `status citizen`", "`citizen` is not declared; a condition must be a status, class or flag",
    ),
    "misspelt status": Mistake(
        "names/unknown", PEOPLE + "class Men: ⟦citzen⟧", PEOPLE + "class Men: citizen", "did you mean `citizen`?",
    ),
    "capital letter": Mistake(
        "names/unknown", PEOPLE + "body B { seats 3 elected by ⟦voters⟧ }",
        PEOPLE + "body B { seats 3 elected by Voters }", "did you mean `Voters`?",
    ),
    "two near spellings": Mistake(
        "names/unknown", HEAD + "status worker status works class A: ⟦worke⟧",
        HEAD + "status worker status works class A: works", "did you mean `worker` or `works`?",
    ),
    "no near spelling of the wrong kind": Mistake(
        "names/unknown", PEOPLE + "body B { seats 3 elected by ⟦citizens⟧ }",
        PEOPLE + "class citizens: citizen body B { seats 3 elected by citizens }", "declare it: `body citizens { … }`",
    ),
    "unknown containing status": Mistake(
        "names/unknown", HEAD + "status m within ⟦citizen⟧", HEAD + "status citizen status m within citizen",
        "declare it: `status citizen`", "what a status lies within must be a status",
    ),
    "unknown status of an act": Mistake(
        "names/unknown", HEAD + "act swear makes ⟦citizen⟧", HEAD + "status citizen act swear makes citizen",
        "status citizen",
    ),
    "unknown attribute": Mistake(
        "names/unknown", HEAD + "class A: ⟦age⟧ >= 18", HEAD + "attribute age in years class A: age >= 18",
        "declare it: `attribute age in years`",
    ),
    "unknown flag": Mistake(
        "names/unknown", HEAD + "article 1 { } article 1 is suspended during ⟦siege⟧",
        HEAD + "flag siege article 1 { } article 1 is suspended during siege", "declare it: `flag siege`",
    ),
    "unknown act": Mistake(
        "names/unknown", PEOPLE + "any citizen may ⟦dance⟧", PEOPLE + "act dance any citizen may dance",
        "declare it: `act dance`",
    ),
    "unknown office": Mistake(
        "names/unknown", PEOPLE + "body B { seats 1 held by ⟦Mayor⟧ }",
        PEOPLE + "office Mayor { elected by Voters } body B { seats 1 held by Mayor }",
        "declare it: `office Mayor { … }`",
    ),
    "unknown group": Mistake(
        "names/unknown", PEOPLE + "body B { seats 3 as left elected by Voters } Voters may dissolve B.⟦lft⟧",
        PEOPLE + "body B { seats 3 as left elected by Voters } Voters may dissolve B.left",
        "did you mean `B.left`?", "`B` has no group of seats called `lft`",
    ),
    "group of none": Mistake(
        "names/unknown", PEOPLE + "body B { seats 3 elected by Voters } Voters may dissolve B.⟦left⟧",
        PEOPLE + "body B { seats 3 elected by Voters } Voters may dissolve B", "name a group with `as`",
    ),
    "group of a class": Mistake(
        "names/unknown", PEOPLE + "body B { seats 3 elected by Voters.⟦old⟧ }",
        PEOPLE + "body B { seats 3 elected by Voters }", "name a group with `as`",
    ),
    "two kinds": Mistake(
        "names/two-kinds", HEAD + "status elder class ⟦elder⟧: anyone", HEAD + "status elder class Elder: anyone",
        "rename one of the two", "declared as a class and as a status",
    ),
    "two kinds under two choices": Mistake(
        "names/two-kinds", HEAD + "option o { choice a { status elder } choice b { class ⟦elder⟧: anyone } }",
        HEAD + "option o { choice a { class elder: anyone } choice b { class elder: not anyone } }", "rename",
    ),
    "declared twice": Mistake(
        "names/declared-twice", HEAD + "status citizen status ⟦citizen⟧",
        HEAD + "option o { choice a { status citizen } choice b { status citizen } }",
        "put each under a different choice of one option", "the status `citizen` is declared twice",
    ),
    "declared under two options": Mistake(
        "names/declared-twice",
        HEAD + "option o { choice a { status citizen } choice b { } } option p { choice a { status ⟦citizen⟧ } }",
        HEAD + "option o { choice a { status citizen } choice b { option p { choice a { status citizen } } } }",
        "different choice of one option",
    ),
    "two groups of one name": Mistake(
        "names/declared-twice",
        PEOPLE + "body B { seats 3 as left elected by Voters seats 4 as ⟦left⟧ elected by Voters }",
        PEOPLE + "body B { seats 3 as left elected by Voters seats 4 as right elected by Voters }",
        "a name of its own", "`B` has two groups `left`",
    ),
    "wrong kind": Mistake(
        "names/wrong-kind", PEOPLE + "body B { seats 3 elected by ⟦citizen⟧ }",
        PEOPLE + "body B { seats 3 elected by Voters }", "or declare one",
        "`citizen` is a status; an electorate must be a class, body or office",
    ),
    "a class is no place to be a member of": Mistake(
        "names/wrong-kind", PEOPLE + "class A: member of ⟦Voters⟧", PEOPLE + "class A: Voters", "body or office",
    ),
    "a body does not sit by office": Mistake(
        "names/wrong-kind", PEOPLE + "body A { seats 1 elected by Voters } body B { seats 1 held by ⟦A⟧ }",
        PEOPLE + "office A { elected by Voters } body B { seats 1 held by A }", "an office",
    ),
    "a body under another choice does not sit by office": Mistake(
        "names/wrong-kind",
        PEOPLE + "option o { choice a { office A { elected by Voters } } choice b { body A { seats 1 elected by Voters"
        " } } } body B { seats 1 held by ⟦A⟧ }",
        PEOPLE + "option o { choice a { office A { elected by Voters } } choice b { body A { seats 1 elected by Voters"
        " } } } body B { seats 1 joining A }", "an office", "`A` is a body",
    ),
    "an attribute is no condition": Mistake(
        "names/wrong-kind", HEAD + "attribute age in years class A: ⟦age⟧",
        HEAD + "attribute age in years class A: age > 3", "name a status, class or flag here",
    ),
    "not always declared": Mistake(
        "names/not-always-declared",
        HEAD + "option o { choice a { status elder } choice b { } } class A: ⟦elder⟧",
        HEAD + "option o { choice a { status elder class A: elder } choice b { } }",
        "declare it under the other choices too", "`elder` exists only when “o” is a",
    ),
    "declared under one choice of two nested": Mistake(
        "names/not-always-declared",
        HEAD + "option o { choice a { option p { choice c { status elder } choice d { } } } choice b { status elder } }"
        " class A: ⟦elder⟧",
        HEAD + "option o { choice a { option p { choice c { status elder } choice d { status elder } } }"
        " choice b { status elder } } class A: elder",
        "declare it", "“o” is a and “p” is c; “o” is b",
    ),
    "group under one choice": Mistake(
        "names/not-always-declared",
        PEOPLE + "option o { choice a { body B { seats 3 as left elected by Voters } }"
        " choice b { body B { seats 3 elected by Voters } } } body C { joining B.⟦left⟧ }",
        PEOPLE + "option o { choice a { body B { seats 3 as left elected by Voters } }"
        " choice b { body B { seats 4 as left elected by Voters } } } body C { joining B.left }",
        "under the other choices too", "`B.left` exists only when “o” is a",
    ),
    "article twice": Mistake(
        "articles/declared-twice", HEAD + 'article 1 { } ⟦article 1 "again"⟧ { }',
        HEAD + "article 1 { } article 1a { }",
        "number each article of an instrument once", "article 1 appears twice",
    ),
    "unknown article": Mistake(
        "articles/unknown", HEAD + "article 1 { } ⟦article 2⟧ is entrenched",
        HEAD + "article 1 { } article 1 is entrenched",
        "number the article, or remove this rule", "there is no article 2",
    ),
    "near article": Mistake(
        "articles/unknown", HEAD + "article 112 { } ⟦article 12⟧ is entrenched",
        HEAD + "article 112 { } article 112 is entrenched", "did you mean article 112?",
    ),
    "article of two instruments": Mistake(
        "articles/unknown", HEAD + 'use "a" use "b" ⟦article 5⟧ is entrenched',
        HEAD + 'use "a" use "b" article 5 { } article 5 is entrenched',
        "put this rule into the instrument whose article is meant", "may be that of several instruments",
        {"a": 'law "A" article 5 { }', "b": 'law "B" article 5 { }'},
    ),
    "article under one choice": Mistake(
        "articles/not-always-there",
        HEAD + "option o { choice a { article 7 { } } choice b { } } ⟦article 7⟧ is entrenched",
        HEAD + "option o { choice a { article 7 { } article 7 is entrenched } choice b { } }",
        "put the article under the other choices too", "article 7 exists only when “o” is a",
    ),
    "option without choices": Mistake(
        "options/empty", HEAD + "⟦option o { }⟧", HEAD + "option o { choice a { } choice b { } }",
        "`choice first { … } choice second { … }`", "“o” has no choices",
    ),
    "words without readings": Mistake(
        "options/empty", HEAD + '⟦unclear "leading" { }⟧', HEAD + 'unclear "leading" { reading a { } }',
        "`reading first { … } reading second { … }`", "“leading” has no readings",
    ),
    "choice twice": Mistake(
        "options/declared-twice", HEAD + "option o { choice a { } choice ⟦a⟧ { } }",
        HEAD + "option o { choice a { } choice b { } }", "a name of its own", "the choice `a` appears twice",
    ),
    "reading twice": Mistake(
        "options/declared-twice", HEAD + 'unclear "w" { reading a { } reading ⟦a⟧ { } }',
        HEAD + 'unclear "w" { reading a { } reading b { } }', "a name of its own", "the reading `a`",
    ),
    "option twice": Mistake(
        "options/declared-twice", HEAD + "option o { choice a { } } ⟦option o { choice b { } }⟧",
        HEAD + "option o { choice a { } } option p { choice b { } }", "a name of its own", "“o” is left open twice",
    ),
    "number for a word": Mistake(
        "kinds/value", HEAD + "attribute origin: worker, peasant class A: ⟦origin = 3⟧",
        HEAD + "attribute origin: worker, peasant class A: origin = worker", "write `origin = worker`, or `!=`",
    ),
    "unknown value": Mistake(
        "kinds/value", HEAD + "attribute origin: worker, peasant class A: origin = ⟦workr⟧",
        HEAD + "attribute origin: worker, peasant class A: origin = worker", "did you mean `worker`?",
    ),
    "far value": Mistake(
        "kinds/value", HEAD + "attribute origin: worker, peasant class A: origin = ⟦noble⟧",
        HEAD + "attribute origin: worker, noble class A: origin = noble", "its values are worker, peasant",
    ),
    "value under one choice": Mistake(
        "kinds/value",
        HEAD + "option o { choice a { attribute rank: low, high } choice b { attribute rank: low } }"
        " class A: rank = ⟦high⟧",
        HEAD + "option o { choice a { attribute rank: low, high } choice b { attribute rank: high } }"
        " class A: rank = high",
        "its values are low",
    ),
    "word for a number": Mistake(
        "kinds/value", HEAD + "attribute age in years class A: age = ⟦old⟧",
        HEAD + "attribute age in years class A: age = 80", "compare it with a number", "a number of years",
    ),
    "value listed twice": Mistake(
        "kinds/value", HEAD + "⟦attribute origin: worker, peasant, worker⟧",
        HEAD + "attribute origin: worker, peasant", "list each value once", "`worker` is listed twice",
    ),
    "remove from nowhere": Mistake(
        "acts/from-what", PEOPLE + "Voters may ⟦remove any citizen⟧",
        PEOPLE + "body B { seats 3 elected by Voters } Voters may remove any (citizen and member of B)",
        "`remove any member of B`",
    ),
    "remove perhaps from nowhere": Mistake(
        "acts/from-what",
        PEOPLE + "body B { seats 3 elected by Voters } Voters may ⟦remove any (member of B or citizen)⟧",
        PEOPLE + "body B { seats 3 elected by Voters } body C { seats 3 elected by Voters } "
        "Voters may remove any (member of B or member of C)", "`remove any (member of B and CONDITION)`",
    ),
    "other unit": Mistake(
        "kinds/unit", HEAD + "attribute age in years class A: ⟦age >= 216 months⟧",
        HEAD + "attribute age in years class A: age >= 18 years", "give the number in years",
        "`age` is counted in years, not in months",
    ),
    "one unit": Mistake(
        "kinds/unit", HEAD + "attribute age in years class A: ⟦age >= 1 day⟧",
        HEAD + "attribute age in years class A: age >= 1 year", "years",
    ),
    "circular class": Mistake(
        "definitions/circular", HEAD + "class ⟦A⟧: B and C class B: not A class C: anyone",
        HEAD + "class A: B and C class B: not C class C: anyone", "define one of them without the others",
        "A → B → A",
    ),
    "class of itself": Mistake(
        "definitions/circular", HEAD + "status x class ⟦A⟧: A or x", HEAD + "status x class A: x", "define", "A → A",
    ),
    "circular status": Mistake(
        "definitions/circular", HEAD + "status ⟦a⟧ within b status b within c status c within a",
        HEAD + "status a within b status b within c status c", "define", "a → b → c → a",
    ),
    "circular joint body": Mistake(
        "definitions/circular",
        PEOPLE + "body ⟦A⟧ { joining B } body B { seats 2 elected by Voters joining A }",
        PEOPLE + "body A { joining B } body B { seats 2 elected by Voters joining C } "
        "body C { seats 1 elected by Voters }",
        "define", "A → B → A",
    ),
    "circle under one choice": Mistake(
        "definitions/circular",
        HEAD + "status x option o { choice a { class ⟦A⟧: B class B: A } choice b { class A: B class B: x } }",
        HEAD + "status x option o { choice a { class A: B class B: x } choice b { class A: x class B: A } }",
        "define", "A → B → A",
    ),
    "class too large": Mistake(
        "definitions/too-large",
        PEOPLE + chain(DOUBLINGS, "{before} and {before}") + f" class Last: ⟦C{DOUBLINGS - 1} and C{DOUBLINGS - 1}⟧ "
        "class More: Last or not Last",
        PEOPLE + chain(DOUBLINGS, "{before} and {before}"), "fewer classes of classes",
        f"compares {2**DOUBLINGS:,} facts",
    ),
    "class too deep": Mistake(
        "definitions/too-large",
        PEOPLE + "status x status y " + chain(MAX_DEPTH // 2 + 1, "({before} or x) and y")
        + f" class Last: ⟦not C{MAX_DEPTH // 2}⟧ class More: not Last",
        PEOPLE + "status x status y " + chain(MAX_DEPTH // 2 + 1, "({before} or x) and y") + " class More: Voters",
        "fewer classes of classes", f"nests {MAX_DEPTH + 1} deep",
    ),
    "too many ways down": Mistake(
        "definitions/too-large",
        PEOPLE + lattice(STOREYS) + f" body Top {{ ⟦joining J{STOREYS - 1}, K{STOREYS - 1}⟧ }}",
        PEOPLE + lattice(STOREYS), "instead of joint bodies of joint bodies", f"come from {2**STOREYS:,} groups",
    ),
    "seats of an uncounted class": Mistake(
        "seats/uncounted", PEOPLE + "body B { seats ⟦1 per 1000 of Voters⟧ elected by Voters }",
        HEAD + "class Voters: anyone numbering 5_000 body B { seats 1 per 1000 of Voters elected by Voters }",
        "`class Voters: … numbering 1000000`",
    ),
    "no seats": Mistake(
        "seats/none", PEOPLE + "body B { ⟦seats 0 elected by Voters⟧ }",
        PEOPLE + "body B { seats 1 elected by Voters }",
        "give it at least one seat",
    ),
    "too few residents for a seat": Mistake(
        "seats/none",
        HEAD + "class V: anyone numbering 999 body B { ⟦seats 1 per 1000 of V elected by V⟧ }",
        HEAD + "class V: anyone numbering 1000 body B { seats 1 per 1000 of V elected by V }", "at least one seat",
    ),
    "miscounted joint body": Mistake(
        "seats/miscounted",
        PEOPLE + "body A { seats 3 elected by Voters } body B { seats 4 elected by Voters } "
        "body C { ⟦seats 8 joining A, B⟧ }",
        PEOPLE + "body A { seats 3 elected by Voters } body B { seats 4 elected by Voters } "
        "body C { seats 7 joining A, B }",
        "write `seats 7`", "8 seats are stated, but the bodies that sit together have 7",
    ),
    "miscounted offices": Mistake(
        "seats/miscounted",
        PEOPLE + "office A { elected by Voters } office B { elected by Voters } body C { ⟦seats 3 held by A, B⟧ }",
        PEOPLE + "office A { elected by Voters } office B { elected by Voters } body C { seats 2 held by A, B }",
        "write `seats 2`", "3 seats are stated, but there are 2",
    ),
    "an act on two bodies at once": Mistake(
        "acts/several-bodies",
        PEOPLE + "body A { seats 3 elected by Voters } body B { seats 3 elected by Voters } "
        'guarantee "g": A cannot ⟦remove any (member of A or member of B)⟧',
        PEOPLE + "body A { seats 3 elected by Voters } body B { seats 3 elected by Voters } "
        'guarantee "g": A cannot remove any (member of B and citizen)',
        "make a promise for each", "about `A`, `B`",
    ),
    "a veto over acts on two bodies": Mistake(
        "acts/several-bodies",
        PEOPLE + "body A { seats 3 elected by Voters } body B { seats 3 elected by Voters } "
        'guarantee "g": A cannot block ⟦annul remove any (member of A or member of B)⟧',
        PEOPLE + "body A { seats 3 elected by Voters } body B { seats 3 elected by Voters } "
        'guarantee "g": A cannot block annul remove any member of B', "make a promise for each",
    ),
    "missing text": Mistake(
        "use/missing", HEAD + '⟦use "law.const"⟧', HEAD + 'use "laws.const"', "with `/` between folders",
        "cannot load 'law.const': there is no law.const", {"laws.const": 'law "L"'},
    ),
    "text in another folder": Mistake(
        "use/missing", HEAD + '⟦use "../laws.const"⟧', HEAD + 'use "x/../laws.const"', "from the folder of this file",
        "there is no ../laws.const", {"laws.const": 'law "L"'},
    ),
    "text uses itself": Mistake(
        "use/circular", HEAD + '⟦use "main.const"⟧', HEAD + 'use "other.const"', "remove one `use`",
        "main.const → main.const", {"other.const": 'law "L"'},
    ),
    "untitled": Mistake(
        "instrument/untitled", "⟦⟧status citizen", HEAD + "status citizen", "begin with `constitution \"…\"`",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_is_found_where_it_is(name: str) -> None:
    mistake = MISTAKES[name]
    text, spans = marked(mistake.bad)
    found = findings(text, mistake.files)
    assert summary(found) == [(mistake.slug, spans[0])], [(each.message, text[each.span.start :]) for each in found]
    assert found[0].file == MAIN
    assert mistake.message in found[0].message
    assert any(mistake.advice in advice for advice in found[0].help), found[0].help
    assert found[0].severity is (Severity.NOTE if mistake.slug == "instrument/untitled" else Severity.ERROR)


@pytest.mark.parametrize("name", MISTAKES)
def test_its_twin_is_let_be(name: str) -> None:
    found, diagnostics = model(MISTAKES[name].good, MISTAKES[name].files)
    assert diagnostics == ()
    for switch in found.switches.values() or [None]:
        for choice in switch.choices if switch else ["-"]:
            assert found.select({switch.name: choice} if switch else {})[1] == ()


def test_every_slug_and_code_goes_together() -> None:
    codes: dict[str, set[str]] = {}
    for mistake in MISTAKES.values():
        for found in findings(marked(mistake.bad)[0], mistake.files):
            codes.setdefault(found.code, set()).add(found.slug)
    assert all(len(slugs) == 1 for slugs in codes.values())
    assert len(codes) == len({slug for slugs in codes.values() for slug in slugs})


LABELLED = {
    "names/two-kinds": "status ⟦elder⟧ class elder: anyone",
    "names/declared-twice": "status ⟦elder⟧ status elder",
    "names/wrong-kind": "status ⟦elder⟧ article 1 { } article 1 is suspended during elder",
    "articles/declared-twice": "⟦article 1⟧ { } article 1 { }",
    "options/declared-twice": "⟦option o { choice a { } }⟧ option o { choice b { } }",
}


@pytest.mark.parametrize("slug", LABELLED)
def test_the_other_place_is_shown(slug: str) -> None:
    text, spans = marked(HEAD + LABELLED[slug])
    (found,) = findings(text)
    assert found.slug == slug
    assert [label.span for label in found.labels] == spans


def test_every_independent_mistake_is_reported_in_one_run() -> None:
    text, spans = marked(
        HEAD
        + """
        status citizen within ⟦person⟧
        attribute age in years
        class Voters: ⟦citizn⟧ and ⟦age >= 18 days⟧
        body Council { seats 9 elected by ⟦citizen⟧ from member of ⟦Counsil⟧ nominated by ⟦Nobody⟧ }
        ⟦Council⟧ is bound by Council
        article 1 { Council may amend ⟦article 3⟧ }
        ⟦option o { }⟧
        guarantee "g": Council cannot choose the candidates for ⟦Voters⟧
        guarantee "h": never ⟦Council⟧
        """
    )
    found = summary(findings(text))
    assert [span for _, span in found] == spans
    assert [slug for slug, _ in found] == [
        "names/unknown", "names/unknown", "kinds/unit", "names/wrong-kind", "names/unknown", "names/unknown",
        "names/wrong-kind", "articles/unknown", "options/empty", "names/wrong-kind", "names/wrong-kind",
    ]  # fmt: skip


def test_mistakes_that_only_a_selection_shows_are_all_reported() -> None:
    text, spans = marked(
        PEOPLE + "body A { ⟦seats 0 elected by Voters⟧ } body B { seats ⟦1 per 2 of Voters⟧ elected by Voters }"
        " body C { seats 2 elected by Voters } body D { ⟦seats 3 joining C⟧ }"
    )
    assert [span for _, span in summary(findings(text))] == spans


def test_what_is_too_large_is_told_where_it_becomes_so() -> None:
    storeys = PEOPLE + lattice(STOREYS + 5)
    assert [found.message.split("`")[1] for found in findings(storeys)] == [f"J{STOREYS}", f"K{STOREYS}"]


def test_two_circles_are_two_mistakes() -> None:
    text, spans = marked(HEAD + "class ⟦A⟧: B class B: A class ⟦C⟧: D class D: C and A class E: A and C")
    assert summary(findings(text)) == [("definitions/circular", span) for span in spans]


def test_a_long_circle_is_told_briefly() -> None:
    text = HEAD + " ".join(f"class A{number}: A{(number + 1) % 500}" for number in range(500))
    (found,) = findings(text)
    assert found.message == "`A0` is defined through itself: " + "".join(f"A{n} → " for n in range(9)) + "… → A0"


def test_many_circles_take_no_longer_than_few() -> None:
    found = findings(HEAD + " ".join(f"class A{number}: not A{number}" for number in range(3000)))
    assert len(found) == 3000


def test_a_name_lost_with_an_unreadable_statement_is_no_second_mistake() -> None:
    text = PEOPLE + "body Council { seats seats } Council may dissolve Council article 4 } Voters may amend article 4"
    assert {found.slug.split("/")[0] for found in findings(text)} == {"syntax"}


def test_what_reading_has_reported_is_not_reported_again() -> None:
    text, spans = marked(HEAD + "attribute origin: worker, peasant class A: origin > ⟦worker⟧")
    assert summary(findings(text)) == [("syntax/impossible-amount", spans[0])]


def test_a_name_under_many_choices_is_looked_up_quickly() -> None:
    """Twenty-six options that exclude nothing: 2²⁶ selections, which nobody has the time to go through."""
    options = " ".join(f"option o{n} {{ choice a {{ status elder }} choice b {{ }} }}" for n in range(26))
    found = findings(HEAD + options + " class A: elder")
    assert {each.slug for each in found} == {"names/declared-twice", "names/not-always-declared"}
    assert len(found) == 26


def test_all_selections_but_one_is_not_always() -> None:
    options = "".join(f"option o{n} {{ choice a {{ " for n in range(12))
    ends = "".join("} choice b { status elder } } " for _ in range(12))
    assert summary(findings(HEAD + options + "status elder " + ends + "class A: elder")) == []
    text, spans = marked(HEAD + options + ends + "class A: ⟦elder⟧")
    assert summary(findings(text)) == [("names/not-always-declared", spans[0])]
