"""Rules on the command line: which are asked, what a text allows, what is changed in files, and how it is shown."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator

from constdsl.cli.main import run
from constdsl.rules.registry import built_in

ROOT = Path(__file__).parents[2]

UMBRELLA = """constitution "Two doors"
status comrade
class Members: comrade
class Voters: anyone
body Committee { seats 9 co-opted for life }
body Unions { seats 5 elected by Members from comrade for 1 years }
body Youth { seats 5 elected by Members from comrade for 1 years }
body Council {
  seats 20 elected by Voters nominated by Unions, Youth for 4 years
}
comrade is bound by Committee in voting, nominating
"""
SLUG = "nomination/umbrella-monopoly"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "union.const").write_text(UMBRELLA)
    return tmp_path


def slugs(capfd, *options):
    """The slugs found, and the exit code."""
    code = run(["check", "union.const", "--format", "json", *options])
    out, err = capfd.readouterr()
    return [each["slug"] for each in json.loads(out)["diagnostics"]] if out else err, code


# --- which rules are asked ---------------------------------------------------------------------------------------


def test_selectors_on_the_command_line(folder, capfd):
    for options in ([], ["--select", SLUG], ["--select", "N1"], ["--select", "nomination"], ["--select", "N,E"]):
        found, code = slugs(capfd, *options)
        assert SLUG in found
        assert code == 1
    for options in (["--select", "silence"], ["--select", "N", "--ignore", "N1"], ["--select", "N1", "--ignore", SLUG]):
        found, _ = slugs(capfd, *options)
        assert SLUG not in found
    # The closer selector counts, and ignoring wins where both are as close.
    assert SLUG in slugs(capfd, "--select", "N1", "--ignore", "nomination")[0]


def test_a_selector_that_means_nothing_ends_with_2_and_a_near_one(folder, capfd):
    for option in ("--select", "--ignore"):
        message, code = slugs(capfd, option, "nomination/umbrela-monopoly")
        assert code == 2
        assert f"did you mean `{SLUG}`?" in message


def test_configuration_is_found_above_the_path(folder, capfd):
    (folder / "deep").mkdir()
    (folder / "deep" / "union.const").write_text(UMBRELLA)
    (folder / "pyproject.toml").write_text('[tool.constdsl]\nignore = ["N1"]\n[tool.constdsl.severity]\nN = "note"\n')
    os.chdir(folder / "deep")
    assert SLUG not in slugs(capfd)[0]
    assert SLUG in slugs(capfd, "--isolated")[0]
    assert SLUG in slugs(capfd, "--select", SLUG)[0]
    (folder / "deep" / "constdsl.toml").write_text('[severity]\nN1 = "note"\nnomination = "error"\n')
    run(["check", "union.const", "--format", "json"])
    found = [each for each in json.loads(capfd.readouterr().out)["diagnostics"] if each["slug"] == SLUG]
    assert [each["severity"] for each in found] == ["note"]


def test_settings_for_some_files(folder, capfd):
    (folder / "constdsl.toml").write_text('[per-file]\n"union*" = ["nomination"]\n')
    assert SLUG not in slugs(capfd)[0]
    (folder / "constdsl.toml").write_text('[per-file]\n"other*" = ["nomination"]\n')
    assert SLUG in slugs(capfd)[0]
    (folder / "away.toml").write_text('ignore = "all"\n')
    assert slugs(capfd, "--config", "away.toml") == ([], 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("selekt = []", "did you mean `select`?"),
        ("select = 3", "a list of slugs"),
        ('severity = "note"', "a table is wanted"),
        ('[severity]\nN1 = "loud"', "none of error, warning, note"),
        ('ignore = ["N99"]', "no rule is called `N99`"),
        ("select = [", "is no TOML"),
    ],
)
def test_a_wrong_configuration_is_a_message(folder, capfd, text, said):
    (folder / "constdsl.toml").write_text(text)
    message, code = slugs(capfd)
    assert code == 2
    assert said in message
    assert "constdsl.toml" in message


# --- what a text allows ------------------------------------------------------------------------------------------


def with_comment(comment: str, *, above: bool = False) -> str:
    line = "  seats 20 elected by Voters nominated by Unions, Youth for 4 years"
    return UMBRELLA.replace(line, f"  {comment}\n{line}" if above else f"{line}  {comment}")


@pytest.mark.parametrize("above", [False, True])
def test_a_finding_is_allowed_with_a_reason(folder, capfd, above):
    comment = f"# allow {SLUG}: the congress settled this"
    (folder / "union.const").write_text(with_comment(comment, above=above))
    found, _ = slugs(capfd, "--select", SLUG)
    assert found == []


def test_an_allowance_needs_a_reason_a_rule_and_a_use(folder, capfd):
    (folder / "union.const").write_text(with_comment(f"# allow {SLUG}"))
    assert set(slugs(capfd, "--select", SLUG)[0]) == {SLUG, "suppression/without-reason"}
    (folder / "union.const").write_text(with_comment("# allow nomination/umbrella: why not"))
    assert set(slugs(capfd, "--select", SLUG)[0]) == {SLUG, "suppression/unknown-rule"}
    (folder / "union.const").write_text(f"# allow {SLUG}: nothing here\n\n{UMBRELLA}")
    assert set(slugs(capfd, "--select", SLUG)[0]) == {SLUG, "suppression/unused"}
    # A rule that is not asked cannot show that its allowance is of use.
    assert slugs(capfd, "--select", "silence")[0] == []


# --- ways out ----------------------------------------------------------------------------------------------------


def test_a_safe_way_out_is_applied_and_nothing_else_touched(folder, capfd):
    text = f"# Ein Statut  \n# allow {SLUG}: nothing here\n\n{UMBRELLA}".replace("\n", "\r\n")
    path = folder / "union.const"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    path.chmod(0o640)
    (folder / "link.const").symlink_to("union.const")
    assert run(["check", "link.const", "--select", SLUG, "--fix", "--format", "concise"]) == 1
    out, err = capfd.readouterr()
    assert "done: take the comment out" in err
    assert "suppression/unused" not in out
    after = path.read_bytes()
    assert after == b"\xef\xbb\xbf" + text.replace(f"# allow {SLUG}: nothing here\r\n", "").encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (folder / "link.const").is_symlink()
    assert sorted(each.name for each in folder.iterdir()) == ["link.const", "union.const"]


def test_a_rule_s_only_sensible_repair_is_applied(folder, capfd):
    text = (
        'constitution "A show of hands"\nclass Voters: anyone\nbody Council {\n'
        "  seats 20 elected by Voters by open vote for 4 years  # as ever\n}\n"
        "Council may remove any member of Council\n"
    )
    (folder / "union.const").write_text(text)
    assert "elections/visible-dissent" in slugs(capfd)[0]
    run(["check", "union.const", "--fix", "--format", "json"])
    out, err = capfd.readouterr()
    assert "done: let everybody pass the booth" in err
    assert "elections/visible-dissent" not in [each["slug"] for each in json.loads(out)["diagnostics"]]
    assert (folder / "union.const").read_text() == text.replace("by open vote", "by secret ballot")


def test_a_diff_changes_nothing(folder, capfd):
    text = f"# allow {SLUG}: nothing here\n{UMBRELLA}"
    (folder / "union.const").write_text(text)
    run(["check", "union.const", "--select", SLUG, "--diff"])
    out, _ = capfd.readouterr()
    assert f"-# allow {SLUG}: nothing here\n" in out
    assert (folder / "union.const").read_text() == text


def test_a_way_out_is_picked_by_its_number(folder, capfd):
    """Each number that the report shows can be picked, and ends its finding."""
    run(["check", "union.const", "--select", SLUG, "--format", "json"])
    (found,) = json.loads(capfd.readouterr().out)["diagnostics"]
    assert found["ways_out"], "the rule offers a way out"
    for way in found["ways_out"]:
        (folder / "union.const").write_text(UMBRELLA)
        run(["check", "union.const", "--select", SLUG, "--pick", str(way["number"]), "--format", "json"])
        assert SLUG not in [each["slug"] for each in json.loads(capfd.readouterr().out)["diagnostics"]]
        assert (folder / "union.const").read_text() != UMBRELLA
    (folder / "union.const").write_text(UMBRELLA)
    assert run(["check", "union.const", "--select", SLUG, "--pick", "99"]) == 2
    assert "no way out has the number 99" in capfd.readouterr().err


def test_options_that_do_not_go_together(folder, capfd):
    for options in (["--fix", "--pick", "1"], ["--watch", "--fix"], ["--watch", "-"]):
        assert run(["check", "union.const", *options]) == 2
        assert "Error:" in capfd.readouterr().err


# --- how it is shown ---------------------------------------------------------------------------------------------


def test_sarif_is_sarif(folder, capfd):
    """Accepted by the schema of the standard, with places, related places, a code flow, and fixes."""
    assert run(["check", "union.const", "--format", "sarif"]) == 1
    value = json.loads(capfd.readouterr().out)
    schema = json.loads((ROOT / "tests" / "render" / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
    Draft4Validator.check_schema(schema)
    Draft4Validator(schema).validate(value)
    (run_value,) = value["runs"]
    result = next(each for each in run_value["results"] if each["ruleId"] == SLUG)
    assert run_value["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == SLUG
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (9, 30)
    assert result["relatedLocations"]
    assert result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert result["fixes"][0]["artifactChanges"][0]["replacements"]
    # What a validator must not let pass.
    del result["message"]
    assert not Draft4Validator(schema).is_valid(value)


def test_github_annotations(folder, capfd):
    (folder / "a,b.const").write_text(UMBRELLA)
    run(["check", "a,b.const", "--select", SLUG, "--format", "github"])
    (line,) = capfd.readouterr().out.splitlines()
    assert re.fullmatch(
        r"::error file=a%2Cb\.const,line=9,endLine=9,col=30,endColumn=\d+,title=nomination/umbrella-monopoly N1"
        r"::every route onto the ballot .*",
        line,
    )


def test_junit(folder, capfd):
    text = UMBRELLA + 'guarantee "Open": no body alone can choose the candidates for Council\n'
    (folder / "union.const").write_text(text + 'guarantee "Own": Committee can control Committee\n')
    run(["check", "union.const", "--select", SLUG, "--format", "junit"])
    root = ElementTree.fromstring(capfd.readouterr().out)
    cases = {case.get("name"): case.find("failure") for case in root.iter("testcase")}
    assert (root.get("tests"), root.get("failures")) == ("3", "2")
    assert cases["Own"] is None
    assert cases["Open"].get("type") == "guarantee/broken"
    run(["check", "union.const", "--select", "silence", "--format", "junit"])


def test_statistics(folder, capfd):
    assert run(["check", "union.const", "--select", SLUG, "--statistics"]) == 1
    out, _ = capfd.readouterr()
    assert re.search(r"^ +1 +N1 +nomination/umbrella-monopoly +error$", out, re.MULTILINE)
    assert "1 finding in 8 statements of 1 text, 12.5 for every hundred." in out


def test_rules_and_their_pages(folder, capfd):
    assert run(["rules", "--format", "json"]) == 0
    listed = json.loads(capfd.readouterr().out)["rules"]
    assert {each["slug"] for each in listed} >= {rule.slug for rule in built_in()}
    assert run(["rules", "nomination"]) == 0
    out, _ = capfd.readouterr()
    assert SLUG in out
    assert "silence/" not in out
    for name in (SLUG, "N1"):
        assert run(["explain", name]) == 0
        out, _ = capfd.readouterr()
        assert out.startswith("nomination/umbrella-monopoly (N1)\n")
        assert "\nWhat it cannot see\n" in out
        assert max(map(len, out.splitlines())) <= 100
    for command in (["rules", "nominations"], ["explain", "nomination/umbrella-monopol"]):
        assert run(command) == 2
        assert "did you mean `nomination" in capfd.readouterr().err


def test_watch_checks_again_when_a_file_changes(folder):
    """It shows the report, waits, shows another after a change, and ends quietly when interrupted."""
    command = [sys.executable, "-m", "constdsl", "check", "union.const", "--format", "concise", "--watch"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert any(SLUG in line for line in iter(process.stdout.readline, "") if SLUG in line)
        assert "watching" in process.stderr.readline()
        time.sleep(0.5)
        (folder / "union.const").write_text(f"{UMBRELLA}status x\n§\n")
        seen = next(line for line in iter(process.stdout.readline, "") if "syntax/" in line)
        assert "union.const:13" in seen
    finally:
        process.send_signal(2)
        process.communicate(timeout=20)


# --- rules of others ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plugin(tmp_path_factory):
    """The example package, installed into a folder of its own."""
    target = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--no-build-isolation", "--target", str(target), str(ROOT / "examples" / "plugin")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return target


def test_another_package_adds_a_rule(plugin):
    """It is listed and explained, finds its fault in its example, and its way out is tried like any other."""

    def constdsl(*arguments):
        environment = {**os.environ, "PYTHONPATH": str(plugin), "NO_COLOR": "1"}
        return subprocess.run(
            [sys.executable, "-m", "constdsl", *arguments], env=environment, cwd=ROOT, capture_output=True, text=True
        )  # fmt: skip

    assert "regency/endless-regent" in constdsl("rules", "regency").stdout
    assert "A regent by another name." in constdsl("explain", "MON1").stdout
    found = constdsl("check", "examples/plugin/regent.const", "--select", "regency", "--format", "json")
    (diagnostic,) = json.loads(found.stdout)["diagnostics"]
    assert diagnostic["slug"] == "regency/endless-regent"
    assert [way["title"] for way in diagnostic["ways_out"]] == ["end the regency after ten years"]


def test_a_package_whose_rules_fail_is_mentioned(plugin, tmp_path):
    (tmp_path / "broken_rules.py").write_text("raise RuntimeError('out of order')\n")
    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[constdsl.rules]\nbroken = broken_rules\nempty = json\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "constdsl", "rules", "nomination"], env=environment, capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0
    assert "the rules of `broken` cannot be loaded (RuntimeError: out of order)" in done.stderr
    assert "`json`, named by `empty`, defines no rules" in done.stderr
    assert SLUG in done.stdout
