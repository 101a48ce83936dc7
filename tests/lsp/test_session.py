"""Which texts belong together, and what is known of them when."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls")

from constdsl.check.asking import Asking
from constdsl.check.program import check
from constdsl.source import Source
from tests.lsp.harness import Bench

BODY = "body Duma { seats 3 elected by Voters for 4 years }\n"
MAIN = f'constitution "T"\nuse "rules.const"\nclass Voters: citizen\n{BODY}'
RULES = "status citizen\n"
FRAGMENT = "Duma may dissolve Duma\n"


def roots(bench: Bench) -> list[str]:
    bench.session.update()
    return [name.removeprefix(bench.folder.as_posix() + "/") for name in bench.session.roots()]


def slugs(bench: Bench, name: str) -> list[str]:
    return [each.slug for each in bench.session.told(bench.name(name))[0]]


def test_a_used_text_is_looked_at_as_part_of_what_uses_it() -> None:
    bench = Bench({"main.const": MAIN, "rules.const": RULES})
    assert roots(bench) == ["main.const"]
    bench.session.close(bench.uri("main.const"))
    assert roots(bench) == ["rules.const"]


def test_a_text_that_is_no_whole_is_looked_at_as_part_of_one_on_the_disk(tmp_path: Path) -> None:
    main = MAIN.replace("rules.const", "part.const").replace("class", "status citizen\nclass")
    bench = Bench({"main.const": main, "part.const": FRAGMENT}, ("part.const",), folder=tmp_path)
    assert roots(bench) == ["main.const"]
    assert not [slug for slug in slugs(bench, "part.const") if slug.startswith("names/")]


def test_without_such_a_text_its_names_are_unknown(tmp_path: Path) -> None:
    bench = Bench({"other.const": RULES, "part.const": FRAGMENT}, ("part.const",), folder=tmp_path)
    assert roots(bench) == ["part.const"]
    assert slugs(bench, "part.const").count("names/unknown") == 2


def test_what_is_open_counts_and_not_what_is_on_the_disk(tmp_path: Path) -> None:
    bench = Bench({"main.const": MAIN, "rules.const": RULES}, ("main.const",), folder=tmp_path)
    bench.session.update()
    assert "names/unknown" not in slugs(bench, "main.const")
    bench.put("rules.const", "status resident\n")
    assert "names/unknown" in slugs(bench, "main.const")
    bench.session.close(bench.uri("rules.const"))
    bench.session.update()
    assert "names/unknown" not in slugs(bench, "main.const")


def test_a_change_on_the_disk_counts_once_the_editor_tells(tmp_path: Path) -> None:
    bench = Bench({"main.const": MAIN, "rules.const": RULES}, ("main.const",), folder=tmp_path)
    bench.session.update()
    (tmp_path / "rules.const").write_text("status resident # and nobody else\n", "utf-8")
    bench.session.refresh()
    bench.session.update()
    assert "names/unknown" in slugs(bench, "main.const")


def test_what_was_found_in_a_text_before_a_change_is_thrown_away() -> None:
    bench = Bench({"main.const": MAIN + RULES})
    bench.analyse()
    before = bench.view("main.const").outcome
    assert before is not None and bench.session.told(bench.name("main.const"))[1]
    bench.put("main.const", MAIN + RULES + "# more\n")
    assert bench.view("main.const").outcome is None
    assert not bench.session.told(bench.name("main.const"))[1]
    assert not bench.session.settle(before)
    assert bench.view("main.const").outcome is None


def test_a_change_that_is_taken_back_before_it_is_read_keeps_what_is_known() -> None:
    bench = Bench({"main.const": MAIN + RULES})
    bench.analyse()
    known = bench.view("main.const").outcome
    bench.put("main.const", MAIN + RULES)
    assert bench.view("main.const").outcome is known


def test_one_broken_article_does_not_blank_the_others() -> None:
    """The chief confers the status alone: that stays on the screen while another article is being written."""
    text = (
        'constitution "T"\nstatus citizen\nstatus enemy\nclass Voters: citizen and not enemy\n'
        "body Duma { seats 3 elected by Voters for 4 years }\n"
        "article 1 { office Chief { elected by Duma for 4 years } Chief may confer enemy on any citizen }\n"
    )
    bench = Bench({"a.const": text})
    bench.analyse()
    whole = slugs(bench, "a.const")
    assert "carve-outs/undefined-enemy" in whole
    bench.put("a.const", text + "article 2 { Duma may }\n")
    bench.analyse()
    assert "carve-outs/undefined-enemy" in slugs(bench, "a.const")
    assert any(slug.startswith("syntax/") for slug in slugs(bench, "a.const"))
    outcome = bench.view("a.const").outcome
    assert outcome is not None and outcome.provisional


def test_what_is_told_is_what_check_says() -> None:
    text = MAIN.replace('use "rules.const"', "status citizen") + "Duma may dissolve Dumma\n"
    bench = Bench({"a.const": text})
    bench.analyse()
    report = check(
        [Source(bench.name("a.const"), text)], lambda name: "no", None, Asking(despite_mistakes=True)
    )  # fmt: skip
    assert tuple(bench.session.told(bench.name("a.const"))[0]) == report.diagnostics


def test_of_markdown_the_blocks_count() -> None:
    text = "# Club\n\n```const\nstatus citizen\nclass Voters: citzen\n```\n\nstatus prose\n"
    bench = Bench({"a.md": text}, language="markdown")
    (found,) = [each for each in bench.session.told(bench.name("a.md"))[0] if each.slug == "names/unknown"]
    assert text[found.span.start : found.span.end] == "citzen"


def test_settings_of_the_project_count(tmp_path: Path) -> None:
    (tmp_path / "constdsl.toml").write_text('ignore = ["names"]\n', "utf-8")
    bench = Bench({"a.const": 'constitution "T"\nstatus citizen\n'}, folder=tmp_path)
    bench.analyse()
    assert "names/unused" not in slugs(bench, "a.const")
    (tmp_path / "constdsl.toml").unlink()
    bench.session.refresh()
    bench.analyse()
    assert "names/unused" in slugs(bench, "a.const")
