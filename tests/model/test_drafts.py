"""What is said of texts while they are written equals what is said of them when they are read afresh."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from random import Random

import pytest

from constdsl.diagnostic import Diagnostic
from constdsl.model.drafts import Drafts, Look
from constdsl.model.load import Reader, load
from constdsl.model.names import NameChecker
from constdsl.model.resolve import resolve
from constdsl.source import Source
from constdsl.strategies.jumble.damage import damage

EXAMPLES = {
    posixpath.normpath(path.as_posix()): path.read_text("utf-8")
    for path in sorted((Path(__file__).parents[2] / "examples").rglob("*.const"))
}
WORDS = sorted({word for text in EXAMPLES.values() for word in re.findall(r"\w+", text)})
USERS = sorted(name for name, text in EXAMPLES.items() if re.search(r'^\s*use "', text, re.MULTILINE))


def reader(texts: dict[str, str]) -> Reader:
    return lambda name: Source(name, texts[name]) if name in texts else "there is no such text"


def afresh(root: Source, read: Reader) -> list[Diagnostic]:
    loaded = load(root, read)
    _, found = resolve(loaded)
    return sorted(dict.fromkeys([*loaded.diagnostics, *found]), key=Diagnostic.sort_key)


def change(random: Random, text: str) -> str:
    """Another word, or some damage."""
    words = list(re.finditer(r"\w+", text))
    if words and random.random() < 0.6:
        word = random.choice(words)
        return text[: word.start()] + random.choice(WORDS) + text[word.end() :]
    return damage(random, text, 1)


@pytest.mark.parametrize("seed", range(30))
def test_drafts_say_what_a_fresh_reading_says(seed: int) -> None:
    random = Random(seed)
    texts = dict(EXAMPLES)
    root = random.choice(USERS if seed % 2 else sorted(texts))
    drafts, read = Drafts(), reader(texts)
    for _ in range(10):
        source = Source(root, texts[root])
        look = drafts.look(source, read)
        assert list(look.diagnostics) == afresh(source, read)
        assert [each.statement for each in look.loaded.statements] == [
            each.statement for each in load(source, read).statements
        ]
        used = sorted(name for name in look.loaded.uses if name in texts)
        name = random.choice([root, root, *used])
        texts[name] = EXAMPLES[name] if random.random() < 0.2 else change(random, texts[name])


TEXT = """constitution "T"
status citizen
article 1 { class Voters: citizen }
article 2 { body Duma { seats 3 elected by Voters } }
article 3 { Duma may dissolve Duma }
"""


def look(drafts: Drafts, text: str) -> Look:
    return drafts.look(Source("a.const", text), reader({}))


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What names are looked up in."""
    statements: list[str] = []
    ask = NameChecker.statement

    def noted(self: NameChecker, placed: object) -> None:
        statements.append(type(placed.statement).__name__)  # type: ignore[attr-defined]
        ask(self, placed)  # type: ignore[arg-type]

    monkeypatch.setattr(NameChecker, "statement", noted)
    return statements


def test_names_are_looked_up_only_where_something_changed(checked: list[str]) -> None:
    drafts = Drafts()
    look(drafts, TEXT)
    checked.clear()
    look(drafts, TEXT.replace("may dissolve Duma", "must dissolve Duma"))
    assert "ClassDecl" not in checked
    assert checked.count("Norm") == 1


def test_names_are_looked_up_everywhere_when_something_else_is_declared(checked: list[str]) -> None:
    drafts = Drafts()
    assert not look(drafts, TEXT).diagnostics
    checked.clear()
    found = look(drafts, TEXT.replace("class Voters", "class Electors")).diagnostics
    assert "Norm" in checked
    (mistake,) = found
    assert mistake.slug == "names/unknown"
    assert "did you mean" not in " ".join(mistake.help)


def test_a_piece_keeps_its_file_while_it_is_written_and_others_keep_their_trees() -> None:
    drafts = Drafts()
    first = look(drafts, TEXT).drafts["a.const"].slots
    second = look(drafts, TEXT.replace("class Voters", "class  Voters")).drafts["a.const"].slots
    assert [slot.file for slot in first] == [slot.file for slot in second]
    assert [one.part is other.part for one, other in zip(first, second, strict=True)] == [True, True, False, True, True]
    assert second[-1].start == first[-1].start + 1


def test_a_label_follows_the_declaration_it_points_at() -> None:
    drafts = Drafts()
    text = TEXT + "article 4 { status Duma }\n"
    (before,) = look(drafts, text).diagnostics
    moved = text.replace("article 2 { body", "article 2 {     body")
    (after,) = look(drafts, moved).diagnostics
    assert before.slug == after.slug == "names/two-kinds"
    assert after.labels[0].span.start == before.labels[0].span.start + 4
    assert moved[after.labels[0].span.start :].startswith("Duma")


def test_an_unsaved_change_of_a_used_text_counts() -> None:
    texts = {"b.const": "status citizen\n"}
    root = Source("a.const", 'constitution "T" use "b.const" class Voters: citizen')
    drafts = Drafts()
    assert [each.slug for each in drafts.look(root, reader(texts)).diagnostics] == ["instrument/untitled"]
    texts["b.const"] = "status resident\n"
    assert "names/unknown" in [each.slug for each in drafts.look(root, reader(texts)).diagnostics]


def test_where_finds_a_place_in_its_text() -> None:
    found = look(Drafts(), TEXT)
    (duma,) = found.names.declarations["Duma"]
    name, span = found.where(duma.placed.file, duma.statement.name.span)
    assert (name, TEXT[span.start : span.end]) == ("a.const", "Duma")
    assert span.start == TEXT.index("Duma")


def test_a_text_without_a_name_is_told_so_however_late_its_first_statement_comes() -> None:
    text = "# only words\narticle\narticle 1 { status citizen }\n"
    assert "instrument/untitled" in [each.slug for each in look(Drafts(), text).diagnostics]
    assert list(look(Drafts(), text).diagnostics) == afresh(Source("a.const", text), reader({}))


@pytest.mark.parametrize("text", [
    "status status\nDuma may dissolve Duma\n",
    "body\x00 Duma = 5\n",
    "{" * 1000 + "body Duma",
])  # fmt: skip
def test_what_may_be_declared_among_mistakes_is_no_unknown_name(text: str) -> None:
    texts = {"a.const": 'use "b.const"\nguarantee "G": Duma cannot control Duma\n', "b.const": text}
    source, read = Source("a.const", texts["a.const"]), reader(texts)
    found = Drafts().look(source, read).diagnostics
    assert list(found) == afresh(source, read)
    assert "names/unknown" not in {each.slug for each in found}


def test_a_number_that_nobody_wrote_is_named_nowhere() -> None:
    """Reading goes on as if article 1 were meant."""
    text = "body Duma { seats 3 co-opted }\nDuma may amend article\n"
    slots = look(Drafts(), text).drafts["a.const"].slots
    assert [each.symbol.name for slot in slots for each in slot.occurrences] == ["Duma", "Duma"]


@pytest.mark.parametrize("twice", ["status a\n", "article 1 { }\n", "option o { choice p { } }\n", 'use "b.const"\n'])
def test_what_is_said_twice_in_the_same_words_is_said_twice(twice: str) -> None:
    """Pieces with the same words are one tree from the second reading on."""
    drafts, read = Drafts(), reader({"b.const": "status b\n"})
    for text in (twice * 2 + "act x\n", twice * 2 + "act y\n", twice * 3 + "act y\n"):
        source = Source("a.const", text)
        assert list(drafts.look(source, read).diagnostics) == afresh(source, read)
