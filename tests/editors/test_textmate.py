"""The colours of VS Code know the words of the real grammar, and no others.

The first tests read the TextMate grammar as it stands. The others part texts into tokens with the libraries that VS
Code uses.
"""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator

import pytest

from constdsl.syntax.grammar import load_tables
from constdsl.syntax.words import FRACTIONS
from tests.editors.vscode_parts import EXTENSION, ROOT, STAGE, need

GRAMMAR = json.loads((EXTENSION / "syntaxes" / "constdsl.tmLanguage.json").read_text(encoding="utf-8"))
KEYWORDS = load_tables().keywords
LIKE_A_KEYWORD = ("keyword.", "storage.", "support.function.", "constant.language.")


def rules(part: object) -> Iterator[dict]:
    """Every rule of the grammar that matches something."""
    if isinstance(part, dict):
        if "match" in part:
            yield part
        for each in part.values():
            yield from rules(each)
    elif isinstance(part, list):
        for each in part:
            yield from rules(each)


def scope_of(word: str) -> str:
    """The scope that the first rule for a lone word gives it."""
    for group in (each["include"][1:] for each in GRAMMAR["patterns"]):
        for rule in rules(GRAMMAR["repository"][group]):
            if (found := re.match(rule["match"], word)) and found.end() == len(word) and "name" in rule:
                return rule["name"]
    return ""


def listed() -> list[str]:
    """The words that the rules for keywords list."""
    return [
        word
        for rule in rules(GRAMMAR["repository"]["keyword"])
        for word in re.search(r"\(\?:([a-z|]+)\)", rule["match"])[1].split("|")
    ]


def test_the_lists_hold_each_keyword_once_and_nothing_else():
    words = listed()
    assert len(words) == len(set(words))
    assert set(words) | {"co-opted"} == KEYWORDS.keys()


@pytest.mark.parametrize("word", sorted(KEYWORDS))
def test_a_keyword_looks_like_one_and_longer_words_do_not(word):
    assert scope_of(word).startswith(LIKE_A_KEYWORD)
    for name in (f"{word}s_", f"x{word}", f"{word}9", word.upper(), f"{word}-x", f"{word}é"):
        assert not scope_of(name).startswith(LIKE_A_KEYWORD), name


@pytest.mark.parametrize("word", sorted(FRACTIONS))
def test_a_share_in_words_is_a_number(word):
    assert scope_of(word) == "constant.numeric.fraction.constdsl"


@pytest.mark.parametrize("name", ["Council", "party_member", "ВерховныйСовет", "人民代表大会", "петиция", "petition"])
def test_a_name_in_any_script_is_a_name(name):
    assert scope_of(name) == "variable.other.constdsl"


# --- tokens ----------------------------------------------------------------------------------------------------------


def tokens(lines: list[str], scope: str = "source.constdsl") -> list[list[tuple[str, tuple[str, ...]]]]:
    need("vscode-textmate", "vscode-oniguruma")
    done = subprocess.run(
        ["node", str(STAGE / "tokens.mjs"), str(EXTENSION)],
        input=json.dumps({"scope": scope, "lines": lines}),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [[(text, tuple(scopes)) for text, scopes in line] for line in json.loads(done.stdout)]


def test_every_keyword_and_no_name_is_coloured_in_the_founding_example():
    lines = (ROOT / "examples" / "reformed_union.const").read_text(encoding="utf-8").splitlines()
    seen = set()
    for line in tokens(lines):
        for text, scopes in line:
            last = scopes[-1]
            if any(scope.startswith(("comment.", "string.")) for scope in scopes) or not text.strip():
                continue
            if text in KEYWORDS and not any(scope.startswith("entity.name.") for scope in scopes):
                assert last.startswith(LIKE_A_KEYWORD), (text, scopes)
                seen.add(text)
            elif text[0].isalpha() and text != "on petition":
                assert last.startswith(("entity.name.", "variable.other.", "constant.numeric.")), (text, scopes)
    assert {"body", "elected", "guarantee", "may", "revoke", "option", "never"} <= seen


EXPECTED = [
    ('body Council "Council of State" {', "Council", "entity.name.type.constdsl"),
    ('body Council "Council of State" {', "Council of State", "string.quoted.double.constdsl"),
    ("office Премьер { }", "Премьер", "entity.name.type.constdsl"),
    ("act form_faction", "form_faction", "entity.name.function.constdsl"),
    ("status citizen # a note", " a note", "comment.line.number-sign.constdsl"),
    ("choice open { }", "open", "entity.name.section.constdsl"),
    ("article 12a unpublished {", "12a", "entity.name.section.constdsl"),
    ("article 12a unpublished {", "unpublished", "keyword.other.constdsl"),
    ("seats 25_000 as workers", "25_000", "constant.numeric.constdsl"),
    ("seats 25_000 as workers", "workers", "entity.name.group.constdsl"),
    ("by 66.6% of votes", "66.6", "constant.numeric.constdsl"),
    ("on petition of 10%", "on petition", "keyword.other.constdsl"),
    ("seats 3 co-opted", "co-opted", "keyword.other.constdsl"),
    ("no body alone can control Board", "body", "keyword.other.constdsl"),
    ("no body alone can control Board", "alone", "keyword.control.constdsl"),
    ("no body but Board alone can", "Board", "variable.other.constdsl"),
    ('guarantee "may": never a', "may", "string.quoted.double.constdsl"),
    ('status a "b # c" within d', "within", "keyword.control.constdsl"),
    ("age >= 18 and not x", ">=", "keyword.operator.comparison.constdsl"),
    ("x # allow powers/idle: reason", "powers/idle", "entity.name.tag.rule.constdsl"),
]


@pytest.fixture(scope="module")
def parted():
    """The tokens of the lines of EXPECTED; no line ends inside of something."""
    lines = list({line for line, _, _ in EXPECTED})
    return dict(zip(lines, tokens(lines), strict=True))


@pytest.mark.parametrize(("line", "text", "scope"), EXPECTED)
def test_a_token_has_its_scope(parted, line, text, scope):
    scopes = [scopes for token, scopes in parted[line] if token == text]
    assert scopes and all(scope in each for each in scopes), parted[line]


def test_letters_and_their_marks_stay_one_name():
    name = unicodedata.normalize("NFD", "Élysée")
    (found,) = tokens([f"body {name} {{"])
    assert (name, "entity.name.type.constdsl") in [(text, scopes[-1]) for text, scopes in found]


def test_a_quote_that_is_not_closed_ends_with_its_line():
    first, second = tokens(['status a "left open', "body B { }"])
    assert first[-1][1][-1] == "string.quoted.double.unclosed.constdsl"
    assert "storage.type.constdsl" in second[0][1]


def test_blocks_in_markdown_are_coloured_and_the_prose_around_them_is_not():
    text = "body A|```const|body A { }|```|body A|  ~~~const x|  body A|  ~~~|```constant|body A"
    told = tokens(text.split("|"), "text.html.markdown")
    inside = [any("storage.type.constdsl" in scopes for _, scopes in line) for line in told]
    assert inside == [False, False, True, False, False, False, True, False, False, False]
    assert "meta.embedded.block.constdsl" in told[2][0][1]
