"""What people read: complete, in columns, and within the width of a screen."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from attrs import evolve

from constdsl.check.results import Margin, Play, PowerReport, Reach, Report, Variants, Verdict
from constdsl.render.concise import render_concise
from constdsl.render.initials import abbreviate
from constdsl.render.palette import Palette, sign
from constdsl.render.power import render_power
from constdsl.render.report import render_answer, render_report, tally
from constdsl.render.variants import render_variants
from constdsl.render.words import WIDTH, width

from . import samples


def fits(text: str) -> bool:
    """Whether every line is narrow enough and free of trailing space, and the text ends with one line break."""
    lines = text.split("\n")
    return all(width(line) <= WIDTH and line == line.rstrip() for line in lines) and lines[-1] == "" != lines[-2]


def test_check():
    text = render_report(samples.report())
    assert fits(text)
    assert """
✗ broken: “No purge”
   ┌─ union.const:22:1
   │  no body alone can bar any citizen from SupremeSoviet

`SupremeSoviet` can bar any citizen within 4 years 6 months; nobody outside it can lawfully stop it.

  1  at once           `SupremeSoviet` elects a `Premier` of its choice:    article 3
                       376 of 750 seats, 376 needed.
  2  within 4 years    `Premier` appoints `StateSecurity` when its term     article 3
                       ends.
  3  within 4 years 6  `StateSecurity` confers extremist on every citizen   article 7 of “Defence of
     months            who is not of its mind, since nobody who could       the Union”
                       annul it is outside its command, and they can no
                       longer stand.

  by:  SupremeSoviet; Premier and StateSecurity together
""" in text
    table = text[text.index("Guarantees of union.const") :]
    assert "“A free choice”  ✓ holds" in table
    assert "“No purge”       ✗ broken           within 4 years 6  by SupremeSoviet (1 other too)" in table
    assert table.endswith("1 error; 1 of 5 guarantees holds (1 contestable, 1 broken, 1 hollow, 1 not established).\n")


def test_what_holds_says_how_far_others_came():
    table = render_report(Report({}, (), samples.answers()[:1]))
    words = re.sub(r"\s+", " ", table)
    assert words.startswith("Guarantees of union.const Guarantee Verdict Who, and how near ")
    assert "nearest: CentralCommittee has 292 of 750 in SupremeSoviet, 376 needed to decide" in words
    assert (
        "furthest: GeneralSecretary reaches RegionalSecretaries, PartyCongress and CentralCommittee (within 10 years)"
        in words
    )
    assert table.endswith("\nThe guarantee holds.\n")


def test_quiet_says_only_what_is_wrong():
    assert render_report(Report({}, (), samples.answers()[:1]), quiet=True) == ""
    text = render_report(samples.report(), quiet=True)
    assert "Guarantees of" not in text
    assert "✗ broken: “No purge”" in text


def test_answers_of_several_files_have_a_table_each():
    first, second, *_ = samples.answers()
    text = render_report(Report({}, (), (first, evolve(second, file="b.const"))))
    assert "Guarantees of union.const" in text
    assert "Guarantees of b.const" in text


def test_ask_shows_the_evidence_for_what_holds():
    text = render_answer(Report({}, (), (evolve(samples.answers()[0], name=""),)))
    assert fits(text)
    assert text.startswith("✓ holds: no body alone can choose the candidates for SupremeSoviet\n")
    assert "reached:  GeneralSecretary: RegionalSecretaries at once; PartyCongress within 5 years;" in text


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (Report({}, (), ()), "No guarantee is stated, so there is no verdict."),
        (Report({}, (samples.umbrella(),), (), True), "1 error; no verdict: the text must be mended first."),
        (Report({}, (), samples.answers()[:1] * 2), "Both guarantees hold."),
        (Report({}, (), samples.answers()[:1] * 3), "All 3 guarantees hold."),
        (Report({}, (), samples.answers()[1:3]), "None of 2 guarantees hold (1 broken, 1 hollow)."),
        (Report({}, (), samples.answers()[1:2]), "The guarantee is broken."),
    ],
)
def test_tally(report, sentence):
    assert tally(report) == sentence


def test_concise_is_one_line_each():
    lines = render_concise(samples.report()).splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("union.const:12:7: nomination/umbrella-monopoly: every route onto the ballot")
    assert lines[5] == (
        "union.const:25:1: guarantee/not-established: “The core”: It depends on how “leading core” is read."
    )
    assert len(render_concise(samples.report(), quiet=True).splitlines()) == 5


def test_every_verdict_has_a_sign_and_a_word():
    signs = [sign(verdict) for verdict in Verdict]
    assert len({each[0] for each in signs}) == len(Verdict)
    assert all(each == f"{each[0]} {verdict}" for each, verdict in zip(signs, Verdict, strict=True))


@pytest.mark.parametrize("guarantees", range(1, 16))
def test_variants_fit_however_many_promises(guarantees):
    text = render_variants(samples.variants(guarantees), title="Title")
    assert fits(text)
    assert text.count("party_only") % 4 == 0
    assert "“No purge” holds once `carve_out` is removed" in text


def test_variants_name_verdict_and_breaker():
    assert render_variants(samples.variants(1)) == """\
  discipline  nomination  expulsion  A free choice
  ──────────  ──────────  ─────────  ─────────────────────────────────────
  kept        open        kept       ✓ holds
  kept        open        dropped    ✗ broken: SupremeSoviet
  kept        party_only  kept       ○ hollow: SupremeSoviet
  kept        party_only  dropped    ! contestable: SupremeSoviet.deputies

  dropped     open        kept       ? not established
  dropped     open        dropped    ✓ holds
  dropped     party_only  kept       ✗ broken: SupremeSoviet
  dropped     party_only  dropped    ○ hollow: SupremeSoviet

  - “No purge” holds once `carve_out` is removed, whatever else is chosen.
"""


def test_variants_of_a_text_without_options_or_promises():
    (variant, *_) = samples.variants(3).variants
    assert fits(render_variants(Variants((evolve(variant, choices=()),), ())))
    nothing = Variants((evolve(variant, answers=()),), ())
    assert render_variants(nothing) == "No guarantee is stated, so there is no verdict.\n"
    assert render_variants(Variants((), ())) == "No guarantee is stated, so there is no verdict.\n"


def test_power():
    assert render_power(samples.power(), title="Power") == """\
Power

Acquiescent play: nobody uses a veto, an annulment or a refusal against it

  Coalition                  When             Comes to command
  ─────────────────────────  ───────────────  ──────────────────────────────
  GeneralSecretary           at once          RegionalSecretaries
                             within 5 years   PartyCongress
                             within 10 years  CentralCommittee, PartyMembers

  Premier and StateSecurity  within 4 months  SupremeSoviet

  Nothing beyond itself: WorkCollectives.

Contested play: everyone who has a veto, an annulment or a refusal uses it

  Nothing beyond themselves: GeneralSecretary, WorkCollectives.
"""


def test_power_folds_long_lists():
    many = {f"Комитет{number}": Fraction(0) for number in range(40)}
    assert fits(render_power(PowerReport({Play.CONTESTED: {"人民代表大会" * 5: many, "B": {}}})))


def test_long_names_and_foreign_scripts_fit():
    first = samples.answers()[0]
    name = "Свободный выбор " * 12
    margin = Margin(("人民代表大会" * 8,), "ВерховныйСовет" * 8, "decide", 1, 2, 3)
    reach = Reach(("A" * 90, "B"), "C" * 120, Fraction(1, 7))
    answer = evolve(first, name=name, margin=margin, reached=(reach,))
    assert fits(render_report(Report({}, (), (answer, evolve(answer, verdict=Verdict.UNDECIDED)))))
    assert fits(render_answer(Report({}, (), (answer,))))


def test_colour_adds_nothing_but_colour():
    palette = Palette(True)
    for plain, painted in (
        (render_report(samples.report()), render_report(samples.report(), palette=palette)),
        (render_variants(samples.variants(4)), render_variants(samples.variants(4), palette=palette)),
        (render_power(samples.power()), render_power(samples.power(), palette=palette)),
    ):
        assert painted != plain
        assert re.sub("\x1b\\[[0-9;]*m", "", painted) == plain


def test_large_tables_take_one_line_a_combination():
    many = Variants(samples.variants(5).variants * 3, ())
    lines = render_variants(many).splitlines()
    assert lines[0] == "  discipline  nomination  expulsion  A free choice  Recall  The core  No purge  Two thirds"
    assert lines[2] == "  kept        open        kept       ✓              ○ SS    ?         ✗ SS      ! SSd"
    assert lines[-1] == "  SS SupremeSoviet, SSd SupremeSoviet.deputies"
    assert "  ✓ holds   ! contestable   ✗ broken   ○ hollow   ? not established\n" in render_variants(many)


def test_marks_differ_whatever_the_order():
    latin = ["SupremeSoviet", "StateSecurity", "Sejm", "Sejm.peasants", "a_b_c_d", "a.b.c.d"]
    names = [*latin, "ВерховныйСовет", "人民代表大会"]
    marks = abbreviate(names)
    assert marks == abbreviate(reversed(names))
    assert len(set(marks.values())) == len(names)
    assert (marks["SupremeSoviet"], marks["StateSecurity"]) == ("SuS", "StS")
    assert marks["Sejm"] == "Sejm"
    assert marks["ВерховныйСовет"] == "ВС"


def test_who_cannot_do_what_was_promised_breaks_nothing():
    recall = evolve(samples.answers()[2], verdict=Verdict.BROKEN, stoppable_by=(), ability=True)
    text = render_report(Report({}, (), (recall,)))
    assert "  asked of:  Electors" in text
    assert "“Recall”   ✗ broken  Electors cannot" in text
    (variant, *_) = samples.variants(1).variants
    assert "✗ broken\n" in render_variants(Variants((evolve(variant, answers=(recall,)),), ()))
