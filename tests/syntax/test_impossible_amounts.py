"""Amounts that cannot be are findings with a place, and the rest of the text is still read."""

from __future__ import annotations

import pytest

from constdsl.check.program import check
from constdsl.source import Source

TEXT = """class Citizens: anyone numbering 100
body Council { seats %s elected by Citizens for 5 years }
"""


def findings(seats: str):
    source = Source("text.const", TEXT % seats)
    report = check([source], lambda path: "there is no such file")
    return report.unusable, [
        (each.slug, source.quote(each.span)) for each in report.diagnostics if each.slug != "instrument/untitled"
    ]


@pytest.mark.parametrize("nought", ["0", "0_0", "000"])
def test_no_seats_for_every_nobody(nought):
    assert findings(f"3 per {nought} of Citizens") == (
        True,
        [("syntax/impossible-amount", f"3 per {nought} of Citizens")],
    )


def test_seats_for_everybody():
    assert findings("3 per 1 of Citizens") == (False, [])
