"""`constdsl mutate` on real texts: what it prints, how it ends, and that helpers change nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

import constdsl.check.mutation
from constdsl.cli import mutate
from constdsl.cli.main import run
from constdsl.schema import load_schema

TEXT = """constitution "Two rules"
status citizen
status outcast
class Voters: citizen
article 1 {
  body Council { seats 2 elected by Voters for life }
  Voters may dissolve Council
}
Council may confer outcast on any citizen by unanimity
guarantee "Unbranded": no body alone can confer outcast on any citizen
guarantee "Dissolved": Voters can dissolve Council
"""


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "club.const").write_text(TEXT, encoding="utf-8")
    return tmp_path


def as_json(capfd, *arguments: str) -> dict:
    run(["mutate", *arguments, "--format", "json"])
    value = json.loads(capfd.readouterr().out)
    Draft202012Validator(load_schema("mutate")).validate(value)
    return value


def test_text(capfd):
    assert run(["mutate", "club.const"]) == 0
    out, err = capfd.readouterr()
    assert out == """\
What rests on each clause of club.const

✗ broken: “Unbranded”
   no body alone can confer outcast on any citizen

  line 9    Council may no longer confer outcast on any citizen  → ✓ holds

✓ holds: “Dissolved”
   Voters can dissolve Council

  line 7  article 1  Voters may no longer dissolve Council  → ? not established

Clauses that carry no promise: change them, and every guarantee fares as before

  line 6  article 1  decisions of Council

Kill rate 33%: 2 of 6 changes give some guarantee another verdict; 0 more change only who breaks
one.
Of 12 weighings 2 were saved, since the change cannot reach the guarantee.
"""
    assert err == ""


def test_one_guarantee_and_quietly(capfd):
    assert run(["mutate", "club.const", "--guarantee", "Dissolved", "--quiet"]) == 0
    out = capfd.readouterr().out
    assert "Unbranded" not in out
    assert "Clauses that carry no promise" not in out
    assert "Kill rate 17%: 1 of 6 changes gives some guarantee another verdict" in out


def test_more_changes_are_counted(capfd, folder):
    """A chain of ten offices, each appointing the next: every link carries the promise about the last."""
    chain = ['constitution "Chain" status c class Voters: c', "office O0 { elected by Voters from c for 1 year }"]
    chain += [f"office O{n} {{ appointed by O{n - 1} for 1 year }}" for n in range(1, 11)]
    chain += ['guarantee "Last": O0 cannot control O10']
    (folder / "chain.const").write_text("\n".join(chain), "utf-8")
    assert run(["mutate", "chain.const"]) == 0
    out = capfd.readouterr().out
    assert out.count("→ ✓ holds") == 8
    # Each of ten offices can lose its term or be given to another to fill; but after O9 comes O0 again, who may as
    # well fill O10 itself.
    assert "and 11 more changes; --all shows them" in out
    assert run(["mutate", "chain.const", "--all"]) == 0
    assert capfd.readouterr().out.count("→ ✓ holds") == 19


def test_json(capfd):
    value = as_json(capfd, "club.const")
    assert [each["verdict"] for each in value["guarantees"]] == ["broken", "holds"]
    assert value["guarantees"][0]["breakers"] == [["Council"]]
    deleted = value["mutants"][-2]
    assert deleted == {
        "file": "club.const",
        "span": {"start": {"line": 9, "column": 1}, "end": {"line": 9, "column": 55}},
        "article": None,
        "kind": "delete",
        "words": "Council may no longer confer outcast on any citizen",
        "shifts": [{"guarantee": 0, "verdict": "holds", "breakers": [], "verdict_changed": True}],
        "weighed": 1,
    }
    assert (value["killed"], value["moved"], value["kill_rate"]) == (2, 0, 0.333333)
    assert (value["weighings"], value["saved"]) == (12, 2)
    assert [each["article"] for each in value["idle"]] == ["article 1"]


def test_nothing_promised(capfd, folder):
    (folder / "bare.const").write_text('constitution "B" status citizen\n', "utf-8")
    assert run(["mutate", "bare.const"]) == 0
    assert "No guarantee is stated" in capfd.readouterr().out
    value = as_json(capfd, "bare.const")
    assert (value["guarantees"], value["mutants"], value["kill_rate"]) == ([], [], None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.const"], "there is no file `none.const`"),
        (["club.const", "--guarantee", "Disolved"], "Did you mean “Dissolved”?"),
        (["club.const", "--guarantee", "Xyzzy"], "There are “Unbranded”, “Dissolved”."),
        (["club.const", "--choose", "a=b"], "there is no option and no unclear wording called “a”"),
        (["club.const", "--jobs", "0"], "'--jobs'"),
        (["."], "is a folder"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_used(capfd, arguments, words):
    assert run(["mutate", *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err


def test_broken_text_gives_programs_its_diagnostics(capfd, folder):
    (folder / "wrong.const").write_text('constitution "W" class Voters: citizn\n', "utf-8")
    value = as_json(capfd, "wrong.const")
    assert value["diagnostics"][0]["slug"] == "names/unknown"
    assert value["mutants"] == []
    assert run(["mutate", "wrong.const"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "names/unknown" in err


def test_a_choice_is_taken(capfd, folder):
    text = TEXT.replace("Voters may dissolve Council", "", 1)
    options = "option way { choice one { Voters may dissolve Council } choice two { Voters may enlarge Council } }\n"
    (folder / "option.const").write_text(text + options, "utf-8")
    assert as_json(capfd, "option.const")["guarantees"][1]["verdict"] == "holds"
    value = as_json(capfd, "option.const", "--choose", "way=two")
    assert value["guarantees"][1]["verdict"] == "not established"
    assert "Voters may no longer enlarge Council" in [each["words"] for each in value["mutants"]]


def test_helpers_give_the_same_bytes(capfd):
    for style in ("text", "json"):
        assert run(["mutate", "club.const", "--format", style, "--jobs", "1"]) == 0
        alone = capfd.readouterr().out
        assert run(["mutate", "club.const", "--format", style, "--jobs", "2"]) == 0
        assert capfd.readouterr().out == alone


def test_long_work_is_shared_and_short_work_is_not(capfd, monkeypatch):
    shared = []
    genuine = mutate._shared
    monkeypatch.setattr(mutate, "_shared", lambda *arguments: shared.append(1) or genuine(*arguments))
    monkeypatch.setattr(mutate.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(mutate, "_SAMPLE", 2)
    assert run(["mutate", "club.const"]) == 0
    assert not shared
    short = capfd.readouterr().out
    monkeypatch.setattr(mutate, "_WORTHWHILE", 0.0)
    assert run(["mutate", "club.const"]) == 0
    assert shared
    assert capfd.readouterr().out == short


def test_an_interruption_is_said(capfd, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(constdsl.check.mutation, "try_mutant", interrupt)
    assert run(["mutate", "club.const"]) == 130
    out, err = capfd.readouterr()
    assert out == ""
    assert err.strip() == "constdsl: interrupted"


def test_short_work_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from constdsl.cli.main import run\n"
        "assert run(['mutate', 'club.const']) == 0\n"
        "heavy = ('multiprocessing', 'concurrent.futures.process', 'rich', 'hypothesis')\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)\n"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, env=dict(os.environ))
    assert process.stderr.decode().strip() == "[]"
