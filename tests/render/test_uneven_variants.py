"""Combinations that do not all ask the same options or make the same promises."""

from __future__ import annotations

from constdsl.check.program import variants
from constdsl.render.variants import render_variants
from constdsl.source import Source


def rendered(text: str) -> str:
    report, found = variants(Source("text.const", text), lambda path: "there is no such file")
    assert found is not None, report.diagnostics
    return render_variants(found)


def test_a_promise_under_one_choice_leaves_its_cell_empty_elsewhere():
    """The Citizens elect the two senators and nobody removes them: their seats never open, and nobody controls."""
    table = rendered("""
class Citizens: anyone
body Senate { seats 2 elected by Citizens for life }
unclear "fill" {
  reading narrow { }
  reading wide { guarantee "they rule": Citizens can control Senate }
}
guarantee "nobody rules": no body alone can control Senate
""")
    assert table.splitlines()[:4] == [
        "  fill    they rule  nobody rules",
        "  ──────  ─────────  ────────────",
        "  narrow             ✓ holds",
        "  wide    ✗ broken   ✓ holds",
    ]


def test_an_option_inside_a_choice_is_empty_where_it_is_not_asked():
    """Who may dissolve the Senate paralyses it; without that power nobody does."""
    table = rendered("""
class Citizens: anyone
body Senate { seats 2 elected by Citizens for life }
option recall {
  choice dropped { }
  choice kept {
    option how {
      choice whole { Citizens may dissolve Senate }
      choice none { }
    }
  }
}
option end { choice open { } choice shut { } }
guarantee "stall": Citizens cannot paralyse Senate
""")
    assert table.splitlines()[:9] == [
        "  recall   how    end   stall",
        "  ───────  ─────  ────  ──────────────────",
        "  dropped         open  ✓ holds",
        "  dropped         shut  ✓ holds",
        "",
        "  kept     whole  open  ✗ broken: Citizens",
        "  kept     whole  shut  ✗ broken: Citizens",
        "  kept     none   open  ✓ holds",
        "  kept     none   shut  ✓ holds",
    ]


def test_no_promise_under_any_combination_is_said():
    table = rendered("class Citizens: anyone\noption o { choice a { } choice b { } }\n")
    assert table == "No guarantee is stated, so there is no verdict.\n"
