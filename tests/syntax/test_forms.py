"""Every form of the language, with the tree it must give written by hand."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from constdsl.source import Source
from constdsl.syntax import tree as t
from constdsl.syntax.parser import parse, parse_property


def n(text: str) -> t.Name:
    return t.Name(text)


def r(text: str) -> t.Ref:
    name, _, group = text.partition(".")
    return t.Ref(n(name), n(group) if group else None)


def a(text: str) -> t.Atom:
    return t.Atom(n(text))


def art(number: str) -> t.ArticleRef:
    return t.ArticleRef(number)


def anybody(condition: t.Condition) -> t.Selector:
    return t.Selector(condition)


def one(text: str) -> t.Statement:
    parsed = parse(Source("test", text))
    assert parsed.diagnostics == ()
    (statement,) = parsed.instrument.statements
    return statement


ELECTED = t.Filling(t.FillingKind.ELECTED, (r("E"),))
MAJORITY = t.Threshold(t.ThresholdKind.MAJORITY, F(1, 2), True)
TWO_THIRDS = t.Threshold(t.ThresholdKind.FRACTION, F(2, 3))


def seats(*clauses: t.Clause, filling: t.Filling | None = ELECTED) -> t.SeatGroup:
    return t.SeatGroup(5, None, filling, clauses)


STATEMENTS: dict[str, t.Statement] = {
    'use "party.const"': t.Use("party.const"),
    "status s": t.StatusDecl(n("s")),
    'status s "Title" within u': t.StatusDecl(n("s"), "Title", n("u")),
    "attribute age in years": t.AttributeDecl(n("age"), unit="years"),
    "attribute age in year": t.AttributeDecl(n("age"), unit="years"),
    "attribute wealth in roubles": t.AttributeDecl(n("wealth"), unit="roubles"),
    'attribute origin "Origin": worker, peasant': t.AttributeDecl(
        n("origin"), "Origin", None, (n("worker"), n("peasant"))
    ),
    'act vote "to vote"': t.ActDecl(n("vote"), "to vote"),
    "act expel makes outcast": t.ActDecl(n("expel"), None, n("outcast")),
    "class C: s": t.ClassDecl(n("C"), None, a("s")),
    'class C "Title": anyone numbering 25_000': t.ClassDecl(n("C"), "Title", t.Anyone(), 25000),
    "flag war": t.FlagDecl(n("war")),
    'flag war "War" while s': t.FlagDecl(n("war"), "War", a("s")),
    "body B { }": t.BodyDecl(n("B"), None, False, ()),
    'office O "Office" { elected by E for 4 years decides by majority }': t.BodyDecl(
        n("O"), "Office", True, (t.SeatGroup(None, None, ELECTED, (t.Term(F(4)),)), t.DecidesBy(MAJORITY))
    ),
    "s is bound by B": t.Binding(r("s"), False, r("B")),
    "s is bound by B in standing, voting": t.Binding(r("s"), False, r("B"), ("voting", "standing")),
    "members of B.g are bound by D in voting": t.Binding(r("B.g"), True, r("D"), ("voting",)),
    "members of B are free": t.FreeMandate(r("B")),
    "article 3 is suspended during war": t.Suspension(art("3"), n("war")),
    "article 3 prevails over article 12a": t.Precedence(art("3"), art("12a")),
    "article 1 is entrenched": t.Entrenchment(art("1")),
    "assume 87% of B are s": t.Assumption(r("B"), F(87, 100), status=n("s")),
    "assume 13 members of B side with X": t.Assumption(r("B"), number=13, side=r("X")),
    "assume two-thirds of B side with X": t.Assumption(r("B"), F(2, 3), side=r("X")),
    "assume 1 member of B is s": t.Assumption(r("B"), number=1, status=n("s")),
    'option o "Title" { choice a { status s } choice b "B" { } }': t.Option(
        n("o"), "Title", (t.Choice(n("a"), None, (t.StatusDecl(n("s")),)), t.Choice(n("b"), "B", ()))
    ),
    'unclear "leading core" interpreted by X { reading wide { } }': t.Unclear(
        "leading core", r("X"), (t.Reading(n("wide"), None, ()),)
    ),
    'article 6 "Title" unpublished { status s }': t.Article(art("6"), "Title", True, (t.StatusDecl(n("s")),)),
    "article 6a { }": t.Article(art("6a"), None, False, ()),
    'guarantee "Title": always s': t.Guarantee("Title", t.Invariant(True, a("s"))),
}


@pytest.mark.parametrize("text", STATEMENTS)
def test_statements(text: str) -> None:
    assert one(text) == STATEMENTS[text]


GROUPS: dict[str, t.SeatGroup] = {
    "seats 5": seats(filling=None),
    "seats 5 as g elected by E, F.g": t.SeatGroup(5, n("g"), t.Filling(t.FillingKind.ELECTED, (r("E"), r("F.g")))),
    "seats 5 appointed by P": seats(filling=t.Filling(t.FillingKind.APPOINTED, (r("P"),))),
    "seats 5 held by O, P": seats(filling=t.Filling(t.FillingKind.HELD, (r("O"), r("P")))),
    "seats 5 co-opted": seats(filling=t.Filling(t.FillingKind.CO_OPTED)),
    "seats 5 drawn by lot": seats(filling=t.Filling(t.FillingKind.LOT)),
    "joining A, B": t.SeatGroup(None, None, t.Filling(t.FillingKind.JOINING, (r("A"), r("B")))),
    "seats joining A, B": t.SeatGroup(None, None, t.Filling(t.FillingKind.JOINING, (r("A"), r("B")))),
    "seats 7 joining A": t.SeatGroup(7, None, t.Filling(t.FillingKind.JOINING, (r("A"),))),
    "seats 1 per 25000 of W elected by E": t.SeatGroup(t.PerResidents(1, 25000, r("W")), None, ELECTED),
    "seats 5 elected by E from s and age >= 21": seats(
        t.From(t.All((a("s"), t.Comparison(n("age"), ">=", 21))))
    ),
    "seats 5 elected by E while s": seats(t.While(a("s"))),
    "seats 5 elected by E nominated by A, B": seats(t.NominatedBy((r("A"), r("B")))),
    "seats 5 elected by E nominated by anyone": seats(t.NominatedBy(())),
    "seats 5 elected by E vetted by A": seats(t.VettedBy((r("A"),))),
    "seats 5 elected by E with consent of A, B": seats(t.WithConsent((r("A"), r("B")))),
    "seats 5 elected by E funded by A": seats(t.FundedBy((r("A"),))),
    "seats 5 elected by E at least 2 candidates at most 1 candidate": seats(
        t.AtLeastCandidates(2), t.AtMostCandidates(1)
    ),
    "seats 5 elected by E surplus settled by A": seats(t.SurplusSettledBy(r("A"))),
    "seats 5 elected by E each naming at most 3": seats(t.EachNaming(3)),
    "seats 5 elected by E by secret ballot": seats(t.Ballot(True)),
    "seats 5 elected by E by open vote": seats(t.Ballot(False)),
    "seats 5 elected by E for 2.5 years at most 2 terms": seats(t.Term(F(5, 2)), t.TermLimit(2)),
    "seats 5 elected by E for 6 months": seats(t.Term(F(1, 2))),
    "seats 5 elected by E for life": seats(t.Term(None)),
    "seats 5 for 1 year elected by E": seats(t.Term(F(1))),
}


@pytest.mark.parametrize("text", GROUPS)
def test_seat_groups(text: str) -> None:
    assert one(f"body B {{ {text} }}") == t.BodyDecl(n("B"), None, False, (GROUPS[text],))


def test_groups_and_meetings_follow_each_other() -> None:
    text = "body B { seats 5 elected by E joining C decides by majority quorum half convened by P every 2 years }"
    half = t.Threshold(t.ThresholdKind.FRACTION, F(1, 2))
    joining = t.SeatGroup(None, None, t.Filling(t.FillingKind.JOINING, (r("C"),)))
    assert one(text) == t.BodyDecl(
        n("B"), None, False,
        (seats(), joining, t.DecidesBy(MAJORITY), t.Quorum(half), t.ConvenedBy((r("P"),), F(2))),
    )  # fmt: skip


FRACTION, VOTES = t.ThresholdKind.FRACTION, t.ThresholdKind.VOTES
THRESHOLDS: dict[str, t.Threshold] = {
    "majority": MAJORITY,
    "unanimity of present": t.Threshold(t.ThresholdKind.UNANIMITY, F(1), base=t.Base.PRESENT),
    "half": t.Threshold(FRACTION, F(1, 2)),
    "more than half of votes": t.Threshold(FRACTION, F(1, 2), True, t.Base.VOTES),
    "at least three-quarters": t.Threshold(FRACTION, F(3, 4)),
    "more than two-thirds of seats": t.Threshold(FRACTION, F(2, 3), True, t.Base.SEATS),
    "66.6%": t.Threshold(FRACTION, F(333, 500)),
    "3/5": t.Threshold(FRACTION, F(3, 5)),
    "7 votes": t.Threshold(VOTES, F(7)),
    "more than 1 vote": t.Threshold(VOTES, F(1), True),
    "two-thirds of members where not candidate": t.Threshold(
        FRACTION, F(2, 3), False, t.Base.MEMBERS, t.Not(t.IsCandidate())
    ),
    "majority where s": t.Threshold(t.ThresholdKind.MAJORITY, F(1, 2), True, None, a("s")),
}


@pytest.mark.parametrize("text", THRESHOLDS)
def test_thresholds(text: str) -> None:
    assert one(f"body B {{ decides by {text} }}") == t.BodyDecl(
        n("B"), None, False, (t.DecidesBy(THRESHOLDS[text]),)
    )


V = t.Verb
S = anybody(a("s"))
ACTS: dict[str, t.Act] = {
    "appoint any s to B": t.Act(V.APPOINT, S, body=r("B")),
    "remove any member of B.g": t.Act(V.REMOVE, anybody(t.MemberOf(r("B.g")))),
    "dissolve B": t.Act(V.DISSOLVE, body=r("B")),
    "convene B": t.Act(V.CONVENE, body=r("B")),
    "enlarge B": t.Act(V.ENLARGE, body=r("B")),
    "extend B.g": t.Act(V.EXTEND, body=r("B.g")),
    "nominate any s for B": t.Act(V.NOMINATE, S, body=r("B")),
    "strike any s from B": t.Act(V.STRIKE, S, body=r("B")),
    "strike any candidate for B": t.Act(V.STRIKE, t.Selector(None, True, r("B"))),
    "strike any candidate for B from B": t.Act(V.STRIKE, t.Selector(None, True, r("B")), body=r("B")),
    "confer s on anyone": t.Act(V.CONFER, anybody(t.Anyone()), n("s")),
    "revoke s from any s": t.Act(V.REVOKE, S, n("s")),
    "direct B": t.Act(V.DIRECT, body=r("B")),
    "declare war": t.Act(V.DECLARE, name=n("war")),
    "lift war": t.Act(V.LIFT, name=n("war")),
    "suspend article 6": t.Act(V.SUSPEND, article=art("6")),
    "amend article 6a": t.Act(V.AMEND, article=art("6a")),
    "amend any article": t.Act(V.AMEND),
    "veto dissolve B": t.Act(V.VETO, act=t.Act(V.DISSOLVE, body=r("B"))),
    "annul confer s": t.Act(V.ANNUL, act=t.Act(V.CONFER, name=n("s"))),
    "veto appoint to B": t.Act(V.VETO, act=t.Act(V.APPOINT, body=r("B"))),
    "annul remove": t.Act(V.ANNUL, act=t.Act(V.REMOVE)),
    "form_faction": t.Act(V.PERFORM, name=n("form_faction")),
}


@pytest.mark.parametrize("text", ACTS)
def test_acts(text: str) -> None:
    assert one(f"X may {text}") == t.Norm(r("X"), t.NormKind.MAY, ACTS[text])
    assert parse_property(f"X can {text}") == t.Ability(
        t.NamedCoalition((r("X"),)), True, t.Perform(ACTS[text])
    )


NORMS: dict[str, t.Norm] = {
    "only X may dissolve B": t.Norm(r("X"), t.NormKind.ONLY_MAY, ACTS["dissolve B"]),
    "X.g must convene B": t.Norm(r("X.g"), t.NormKind.MUST, ACTS["convene B"]),
    "any s must not form_faction": t.Norm(S, t.NormKind.MUST_NOT, ACTS["form_faction"]),
    "anyone may form_faction": t.Norm(anybody(t.Anyone()), t.NormKind.MAY, ACTS["form_faction"]),
    "X may dissolve B on petition of 10% with consent of Y, Z unless s when war by two-thirds": t.Norm(
        r("X"), t.NormKind.MAY, ACTS["dissolve B"],
        t.Qualifiers(TWO_THIRDS, a("war"), a("s"), (r("Y"), r("Z")), F(1, 10)),
    ),
    "X may confer s on any s on # a comment\n petition of 12.5%": t.Norm(
        r("X"), t.NormKind.MAY, t.Act(V.CONFER, S, n("s")), t.Qualifiers(petition=F(1, 8))
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", NORMS)
def test_norms(text: str) -> None:
    assert one(text) == NORMS[text]


CONDITIONS: dict[str, t.Condition] = {
    "anyone": t.Anyone(),
    "a or b and not c": t.Some((a("a"), t.All((a("b"), t.Not(a("c")))))),
    "(a or b) and c": t.All((t.Some((a("a"), a("b"))), a("c"))),
    "a and (b and (c and d))": t.All((a("a"), a("b"), a("c"), a("d"))),
    "age >= 18 years": t.Comparison(n("age"), ">=", 18, "years"),
    "age < 1 month": t.Comparison(n("age"), "<", 1, "months"),
    "origin != worker": t.Comparison(n("origin"), "!=", n("worker")),
    "member of B.g or candidate": t.Some((t.MemberOf(r("B.g")), t.IsCandidate())),
    "not B is sitting": t.Not(t.IsSitting(n("B"))),
}


@pytest.mark.parametrize("text", CONDITIONS)
def test_conditions(text: str) -> None:
    assert parse_property(f"never {text}") == t.Invariant(False, CONDITIONS[text])


X = t.NamedCoalition((r("X"),))
PROPERTIES: dict[str, t.Property] = {
    "X cannot control B within 6 years": t.Ability(X, False, t.Control(r("B")), F(6)),
    "X can choose the candidates for B.g": t.Ability(X, True, t.ChooseCandidates(r("B.g"))),
    "X and Y together can paralyse B": t.Ability(t.NamedCoalition((r("X"), r("Y"))), True, t.Paralyse(r("B"))),
    "X, Y and Z together cannot block dissolve B": t.Ability(
        t.NamedCoalition((r("X"), r("Y"), r("Z"))), False, t.Block(ACTS["dissolve B"])
    ),
    "no body alone can bar any s from B": t.Ability(t.EveryCoalition(1), False, t.Bar(S, r("B"))),
    "no two bodies together can control B": t.Ability(t.EveryCoalition(2), False, t.Control(r("B"))),
    "no body but X, Y alone can amend any article": t.Ability(
        t.EveryCoalition(1, (r("X"), r("Y"))), False, t.Perform(ACTS["amend any article"])
    ),
}


@pytest.mark.parametrize("text", PROPERTIES)
def test_properties(text: str) -> None:
    assert parse_property(text) == PROPERTIES[text]
    assert one(f'guarantee "T": {text}') == t.Guarantee("T", PROPERTIES[text])


def test_header_and_comments() -> None:
    parsed = parse(Source("x.const", '# first\nlaw "A law"  # beside\n\nstatus s\n# last'))
    assert parsed.diagnostics == ()
    assert parsed.instrument.header == t.Header(t.Rank.LAW, "A law")
    assert parsed.instrument.statements == (t.StatusDecl(n("s")),)
    assert parsed.instrument.comments == (
        t.Comment("# first", True), t.Comment("# beside", False), t.Comment("# last", True),
    )  # fmt: skip


def test_a_statement_ends_where_the_next_one_begins() -> None:
    """A pattern that leaves out whom is not lengthened by the subject of the next line."""
    parsed = parse(Source("x", "X may veto appoint\nany s must not form_faction\nX may annul dissolve\nY may vote"))
    assert parsed.diagnostics == ()
    assert [norm.act for norm in parsed.instrument.statements if isinstance(norm, t.Norm)] == [
        t.Act(V.VETO, act=t.Act(V.APPOINT)), ACTS["form_faction"], t.Act(V.ANNUL, act=t.Act(V.DISSOLVE)),
        t.Act(V.PERFORM, name=n("vote")),
    ]  # fmt: skip


def test_keywords_that_begin_names_are_names() -> None:
    statement = one("class Forum: article6 and anyone_else and for_life and notable and member_of")
    assert isinstance(statement, t.ClassDecl)
    assert statement.name == n("Forum")


def test_words_that_compete_with_no_name_are_names() -> None:
    assert one("status vote within majority") == t.StatusDecl(n("vote"), None, n("majority"))


def test_names_are_normalised() -> None:
    assert one("status e\u0301glise") == t.StatusDecl(n("église"))


def test_spans_are_those_of_the_text() -> None:
    source = Source("x", 'status a\narticle 2 "Two" {\n  body B { seats 5 elected by E from s }\n}\n')
    article = parse(source).instrument.statements[1]
    assert isinstance(article, t.Article)
    assert source.quote(article.head) == 'article 2 "Two"'
    assert source.quote(article.span).startswith("article 2") and source.quote(article.span).endswith("}\n}")
    body = article.statements[0]
    assert isinstance(body, t.BodyDecl)
    group = body.items[0]
    assert isinstance(group, t.SeatGroup)
    assert source.quote(group.span) == "seats 5 elected by E from s"
    assert [source.quote(clause.span) for clause in group.clauses] == ["from s"]
