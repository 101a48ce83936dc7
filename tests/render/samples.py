"""Answers made by hand, in the shapes that the analysis gives."""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import evolve

from constdsl.check.results import Answer, Margin, Play, PowerReport, Reach, Report, Step, Variant, Variants, Verdict
from constdsl.diagnostic import Diagnostic, Label, Severity
from constdsl.source import Source, Span

UNION = Source(
    "union.const",
    """\
constitution "The Reformed Union"
status party_member
status extremist

article 1 "Suffrage" {
  class Electors: anyone and not extremist
}

article 2 "The Supreme Soviet" {
  body SupremeSoviet {
    seats 750 elected by Electors
      nominated by Unions, Youth, PartyCommittees
      for 4 years
  }
}

article 6 "The leading role of the Party" {
  party_member is bound by CentralCommittee in voting, nominating
}

guarantee "A free choice": no body alone can choose the candidates for SupremeSoviet
guarantee "No purge": no body alone can bar any citizen from SupremeSoviet
guarantee "Recall": Electors can remove any member of SupremeSoviet
guarantee "Two thirds": SupremeSoviet.deputies cannot amend article 6
guarantee "The core": CentralCommittee cannot control Premier
""",
)


def spot(source: Source, needle: str, nth: int = 0) -> Span:
    """The place of the n-th occurrence of a text in a source."""
    match = [*re.finditer(re.escape(needle), source.text)][nth]
    return Span(*match.span())


def umbrella() -> Diagnostic:
    """An error with labels on two further places and two ways out."""
    return Diagnostic(
        "nomination/umbrella-monopoly",
        "N1",
        Severity.ERROR,
        "every route onto the ballot for `SupremeSoviet` leads through `CentralCommittee`",
        UNION.name,
        spot(UNION, "nominated by Unions, Youth, PartyCommittees"),
        labels=(
            Label(UNION.name, spot(UNION, "PartyCommittees"), "the third of three nominators"),
            Label(UNION.name, spot(UNION, "party_member is bound by CentralCommittee in voting"), "one master"),
        ),
        help=("let `WorkCollectives` nominate as well", "bind members in voting only, and let non-members lead Unions"),
    )


def answers() -> tuple[Answer, ...]:
    """One answer of nearly every kind."""

    def at(name: str) -> Span:
        return spot(UNION, f'guarantee "{name}"')

    steps = (
        Step(
            1,
            Fraction(0),
            "SupremeSoviet",
            "appoint any citizen to Premier",
            "article 3",
            "`SupremeSoviet` elects a `Premier` of its choice: 376 of 750 seats, 376 needed.",
        ),
        Step(2, Fraction(4), "Premier", "appoint any citizen to StateSecurity", "article 3",
             "`Premier` appoints `StateSecurity` when its term ends."),
        Step(
            3,
            Fraction(9, 2),
            "StateSecurity",
            "confer extremist on any citizen",
            "article 7 of “Defence of the Union”",
            "`StateSecurity` confers extremist on every citizen who is not of its mind, since nobody who could annul "
            "it is outside its command, and they can no longer stand.",
            UNION.name,
            spot(UNION, "status extremist"),
        ),
    )  # fmt: skip
    return (
        Answer(
            UNION.name, at("A free choice"), "A free choice",
            "no body alone can choose the candidates for SupremeSoviet", Verdict.HOLDS,
            "No body alone chooses the candidates for `SupremeSoviet`: `WorkCollectives` nominate freely.",
            reached=(
                Reach(("GeneralSecretary",), "RegionalSecretaries", Fraction(0)),
                Reach(("GeneralSecretary",), "PartyCongress", Fraction(5)),
                Reach(("GeneralSecretary",), "CentralCommittee", Fraction(10)),
                Reach(("CentralCommittee",), "PartyCommittees", Fraction(0)),
            ),
            margin=Margin(("CentralCommittee",), "SupremeSoviet", "decide", 292, 376, 750),
        ),
        Answer(
            UNION.name, at("No purge"), "No purge", "no body alone can bar any citizen from SupremeSoviet",
            Verdict.BROKEN,
            "`SupremeSoviet` can bar any citizen within 4 years 6 months; nobody outside it can lawfully stop it.",
            breakers=(("SupremeSoviet",), ("Premier", "StateSecurity")), history=steps,
        ),
        Answer(
            UNION.name, at("Recall"), "Recall", "Electors can remove any member of SupremeSoviet", Verdict.HOLLOW,
            "`Electors` can remove any member of `SupremeSoviet` only while `SupremeSoviet` lets them.",
            breakers=(("Electors",),), stoppable_by=("SupremeSoviet", "Premier"), history=steps[:1],
        ),
        Answer(
            UNION.name, at("Two thirds"), "Two thirds", "SupremeSoviet.deputies cannot amend article 6",
            Verdict.CONTESTABLE, "They can, unless `Premier` vetoes it.",
            breakers=(("SupremeSoviet.deputies",),), stoppable_by=("Premier",), history=steps[:2],
        ),
        Answer(
            UNION.name, at("The core"), "The core", "CentralCommittee cannot control Premier",
            Verdict.NOT_ESTABLISHED, "It depends on how “leading core” is read.",
            depends_on=("“leading core”",), history=steps[:1],
        ),
    )  # fmt: skip


def report() -> Report:
    """A diagnostic and five answers over one source."""
    return Report({UNION.name: UNION}, (umbrella(),), answers())


def variants(guarantees: int = 3) -> Variants:
    """Two by two by two combinations, with as many guarantees as wanted."""
    base = answers()
    rows = []
    for discipline in ("kept", "dropped"):
        for nomination in ("open", "party_only"):
            for expulsion in ("kept", "dropped"):
                choices = (("discipline", discipline), ("nomination", nomination), ("expulsion", expulsion))
                start = len(rows)
                picked = [base[(start + number * 2) % len(base)] for number in range(guarantees)]
                titles = [base[number * 2 % len(base)] for number in range(guarantees)]
                named = [evolve(answer, name=title.name) for answer, title in zip(picked, titles, strict=True)]
                rows.append(Variant(choices, tuple(named)))
    return Variants(tuple(rows), ("“No purge” holds once `carve_out` is removed, whatever else is chosen.",))


def power() -> PowerReport:
    """Both plays, with a coalition of two and one that reaches nothing."""
    return PowerReport(
        {
            Play.ACQUIESCENT: {
                "GeneralSecretary": {
                    "GeneralSecretary": Fraction(0),
                    "RegionalSecretaries": Fraction(0),
                    "PartyCongress": Fraction(5),
                    "CentralCommittee": Fraction(10),
                    "PartyMembers": Fraction(10),
                },
                "WorkCollectives": {},
                "Premier and StateSecurity": {"SupremeSoviet": Fraction(1, 3)},
            },
            Play.CONTESTED: {"GeneralSecretary": {}, "WorkCollectives": {}},
        }
    )
