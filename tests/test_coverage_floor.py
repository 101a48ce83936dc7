"""The floor under the coverage of branches holds each engine by itself."""

from __future__ import annotations

from tests.coverage_floor import shares, verdicts


def report(**files: tuple[int, int]):
    entries = {
        name: {"summary": {"covered_branches": taken, "num_branches": there}} for name, (taken, there) in files.items()
    }
    return {"files": entries}


def test_files_of_a_package_add_up():
    found = report(**{"constdsl/capture/a.py": (1, 2), "constdsl/capture/b.py": (3, 4), "constdsl/check/c.py": (0, 9)})
    assert shares(found) == {"constdsl/capture": (4, 6), "constdsl/play": (0, 0)}


def test_one_engine_cannot_make_up_for_the_other():
    found = report(**{"constdsl/capture/a.py": (1000, 1000), "constdsl/play/a.py": (94, 100)})
    assert verdicts(found) == (
        [
            "constdsl/capture: 100.0% of 1,000 branches taken",
            "constdsl/play: 94.0% of 100 branches taken, less than 95%",
        ],
        False,
    )


def test_just_enough_is_enough():
    found = report(**{"constdsl/capture/a.py": (95, 100), "constdsl/play/a.py": (19, 20)})
    assert verdicts(found)[1]


def test_what_was_not_measured_does_not_pass():
    assert not verdicts(report(**{"constdsl/capture/a.py": (2, 2)}))[1]
