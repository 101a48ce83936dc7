"""The JSON is what its schema and its page say."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

from constdsl.check.results import Report
from constdsl.render.as_json import power_json, report_json, variants_json, years_value
from constdsl.schema import NAMES, load_schema

from . import samples

PAGE = Path(__file__).parents[2] / "docs" / "json.md"


def validate(name: str, text: str) -> dict:
    """The parsed text, once the schema accepts it."""
    value = json.loads(text)
    Draft202012Validator(load_schema(name)).validate(value)
    return value


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas(name):
    Draft202012Validator.check_schema(load_schema(name))


def test_an_unknown_schema_is_named():
    with pytest.raises(ValueError, match="no schema is called 'lint'"):
        load_schema("lint")


def test_report():
    value = validate("check", report_json(samples.report()))
    assert value["version"] == 1
    assert value["diagnostics"][0]["span"] == {"start": {"line": 12, "column": 7}, "end": {"line": 12, "column": 50}}
    assert [each["verdict"] for each in value["guarantees"]] == [
        "holds", "broken", "hollow", "contestable", "not established",
    ]  # fmt: skip
    assert value["guarantees"][1]["breakers"] == [["SupremeSoviet"], ["Premier", "StateSecurity"]]
    assert [each["years"] for each in value["guarantees"][1]["history"]] == [0, 4, 4.5]
    assert value["guarantees"][0]["margin"]["needs"] == 376


def test_report_without_its_sources():
    """A place in a text that is not at hand is given as its beginning."""
    report = evolve(samples.report(), sources={})
    assert validate("check", report_json(report))["diagnostics"][0]["span"]["start"] == {"line": 1, "column": 1}


def test_text_is_not_escaped_and_ends_with_a_line_break():
    text = report_json(samples.report())
    assert "“leading core”" in text
    assert text.endswith("}\n")


def test_variants():
    value = validate("variants", variants_json(samples.variants(), samples.report()))
    assert value["variants"][0]["choices"] == {"discipline": "kept", "nomination": "open", "expulsion": "kept"}
    assert len(value["variants"]) == 8


def test_variants_of_unusable_text():
    value = validate("variants", variants_json(None, samples.report()))
    assert value["variants"] == value["settled"] == []
    assert value["diagnostics"]


def test_power():
    value = validate("power", power_json(samples.power(), Report({}, (), ())))
    assert list(value) == ["version", "plays"]
    assert value["plays"]["acquiescent"]["GeneralSecretary"]["PartyCongress"] == {"years": 5}


def test_power_of_unusable_text():
    value = validate("power", power_json(None, samples.report()))
    assert value["plays"] == {}
    assert value["diagnostics"]


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        (Fraction(4), "4"),
        (Fraction(9, 2), "4.5"),
        (Fraction(1, 10), "0.1"),
        (Fraction(1, 128), "0.0078125"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(30, 365), "0.082192"),
        (Fraction(10**400 + 1, 2), str(10**400 // 2)),
    ],
)
def test_years(years, shown):
    assert json.dumps(years_value(years)) == shown


def test_the_page_names_every_field():
    page = PAGE.read_text("utf-8")
    fields = set()

    def collect(schema):
        if isinstance(schema, dict):
            fields.update(schema.get("properties", {}))
            for each in schema.values():
                collect(each)
        elif isinstance(schema, list):
            for each in schema:
                collect(each)

    for name in NAMES:
        collect(load_schema(name))
    assert [field for field in sorted(fields) if f"`{field}`" not in page] == []


def test_the_examples_on_the_page_are_valid():
    examples = re.findall(r"<!-- schema: (\w+) -->\s*```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert {name for name, _ in examples} == set(NAMES)
    for name, example in examples:
        validate(name, example)
