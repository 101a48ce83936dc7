"""Known mistakes: malformed snippets in `grammar/mistakes/`, each with a title and a sentence of advice.

This is the principle of lark's `match_examples`: a mistake is known by the state of the parser in which it shows.
Lark parses every example anew for every error and takes a like state for a likeness; here each example is parsed
once, and its file says how alike another mistake must be. The index is built when a first error needs it.

A file holds a few lines `title: …`, `advice: …` and `match: …`, and snippets after lines of three dashes. `match`
is one of

- `word`: the same word in the same place (the default);
- `kind`: the same kind of word (any name, any number) in the same place;
- `place`: whatever stands in that place;
- `anywhere`: that word, wherever it stands.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from attrs import frozen

from constdsl.syntax.build import Builder
from constdsl.syntax.grammar import grammar_folder, load_tables
from constdsl.syntax.machine import Machine, Maker, bind_rules
from constdsl.syntax.recover import Failure, recover
from constdsl.syntax.words import END, Word, split_words

__all__ = ["Mistake", "find_mistake", "known_mistakes", "first_failure"]


@frozen
class Mistake:
    """A known mistake: its file's stem, a title, advice, how alike another must be, and malformed snippets."""

    name: str
    title: str
    advice: str
    match: str
    snippets: tuple[str, ...]


@cache
def known_mistakes() -> tuple[Mistake, ...]:
    """All files of `grammar/mistakes/`, in order of their names. Raises ValueError where a file is malformed."""
    folder = grammar_folder() / "mistakes"
    return tuple(_read(path) for path in sorted(folder.glob("*.txt")))


def _read(path: Path) -> Mistake:
    head, *snippets = path.read_text(encoding="utf-8").split("\n---\n")
    fields: dict[str, str] = {}
    key = ""
    for line in head.strip().splitlines():
        if line[:1].isspace():
            fields[key] += f" {line.strip()}"
        else:
            key, _, value = line.partition(":")
            fields[key] = value.strip()
    match = fields.get("match", "word")
    if match not in ("word", "kind", "place", "anywhere") or not snippets or not {"title", "advice"} <= fields.keys():
        raise ValueError(f"{path}: a mistake needs a title, advice and snippets")
    return Mistake(path.stem, fields["title"], fields["advice"], match, tuple(s.rstrip("\n") for s in snippets))


def first_failure(text: str) -> Failure | None:
    """Where a small text first goes wrong; None when it does not."""
    tables = load_tables()
    words = split_words(text, 0, len(text), tables.keywords)
    words.append(Word(END, "", len(text), len(text)))
    rules = _plain_rules()
    failures = recover(words, text, lambda: Machine(tables, rules)).failures
    return failures[0] if failures else None


@cache
def _plain_rules() -> list[tuple[str, int, Maker | None]]:
    """Rules whose values are thrown away: binding them anew for each snippet would take most of the time."""
    return bind_rules(load_tables().rules, Builder())


_Key = tuple[object, ...]


@cache
def _index() -> dict[_Key, Mistake]:
    index: dict[_Key, Mistake] = {}
    for mistake in known_mistakes():
        for snippet in mistake.snippets:
            failure = first_failure(snippet)
            if failure is not None:
                index.setdefault(_key(mistake.match, failure), mistake)
    return index


def _key(match: str, failure: Failure) -> _Key:
    word = failure.word
    match match:
        case "word":
            return match, failure.state, word.kind, word.text
        case "kind":
            return match, failure.state, word.kind
        case "place":
            return match, failure.state
    return match, word.kind, word.text


def find_mistake(failure: Failure) -> Mistake | None:
    """The known mistake most like this failure. Constant time, once the index is built (some 10 ms)."""
    index = _index()
    for match in ("word", "kind", "anywhere", "place"):
        if (mistake := index.get(_key(match, failure))) is not None:
            return mistake
    return None
