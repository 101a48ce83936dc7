"""Random editing: whatever is typed, pasted, taken back or renamed, the editor shows what `constdsl check` says.

    python -m tests.lsp.stress --edits 10000 --seed 0

A real server is driven over its pipes. After every burst of edits the texts are left alone until the server has
settled; then what it shows for every open text is compared with a check of the same texts from scratch.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote, urlparse

from attrs import define, field, frozen

from constdsl.check.asking import Asking
from constdsl.check.program import check
from constdsl.diagnostic import Diagnostic
from constdsl.lsp.diagnostics import message
from constdsl.lsp.positions import Lines
from constdsl.project.configuration import installed_rules
from constdsl.source import Source, Span
from constdsl.strategies.jumble.damage import damage
from constdsl.syntax.words import split_words
from tests.lsp.wire import Wire

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").rglob("*.const"))
LARGEST = 9_000
"""Characters of the longest text that is edited: each settled state costs two analyses."""

Shown = tuple[str, int, int, int, int, str, str]


@define
class Summary:
    """What a run did, and what it found wrong."""

    edits: int = 0
    settled: int = 0
    broken: int = 0
    """Settled states in which some text had mistakes."""
    renamed: int = 0
    memory: list[int] = field(factory=list)
    """Kilobytes held by the server, now and then."""
    faults: list[str] = field(factory=list)


@frozen
class Known:
    """A text as the editor has it: how often it was changed, what it says, and what it said before."""

    version: int
    text: str
    past: tuple[str, ...] = ()


class Editor:
    """An editor with a few texts open, and a random hand at it."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder = folder
        self.random = random
        self.texts = {path: path.read_text("utf-8") for path in EXAMPLES if path.stat().st_size <= LARGEST}
        for path, text in self.texts.items():
            copy = folder / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, "utf-8")
        self.disk = {(folder / path.relative_to(ROOT)).as_posix(): text for path, text in self.texts.items()}
        self.open: dict[str, Known] = {}
        self.problems: dict[str, set[Shown]] = {}
        self.settled: dict[str, int] = {}
        self.log = folder / "server.log"
        self.summary = Summary()
        command = [sys.executable, "-m", "constdsl", "lsp", "--log", str(self.log)]
        self.wire = Wire(command, cwd=folder)
        # No workspace: then a text that is no whole by itself is looked at alone, as the command does.
        self.wire.begin(None, options={"reportState": True, "waysOut": False})

    # --- editing ----------------------------------------------------------------------------------------------------

    def show(self, name: str) -> None:
        """Open a text."""
        self.open[name] = Known(1, self.disk[name])
        item = {"uri": uri(name), "languageId": "constdsl", "version": 1, "text": self.disk[name]}
        self.wire.notify("textDocument/didOpen", {"textDocument": item})

    def close(self, name: str) -> None:
        """Close a text, its changes thrown away."""
        del self.open[name]
        self.wire.notify("textDocument/didClose", {"textDocument": {"uri": uri(name)}})

    def change(self, name: str, span: Span, words: str) -> None:
        """Put words in the place of others."""
        known = self.open[name]
        lines = Lines(known.text)
        there = lines.range(span)
        changed = known.text[: span.start] + words + known.text[span.end :]
        self.open[name] = Known(known.version + 1, changed, (*known.past[-20:], known.text))
        self.wire.notify("textDocument/didChange", {
            "textDocument": {"uri": uri(name), "version": known.version + 1},
            "contentChanges": [{"range": {
                "start": {"line": there.start.line, "character": there.start.character},
                "end": {"line": there.end.line, "character": there.end.character},
            }, "text": words}],
        })  # fmt: skip
        self.summary.edits += 1

    def become(self, name: str, text: str) -> None:
        """Change a text into another by the shortest single change."""
        if text == self.open[name].text:
            return
        before = self.open[name].text
        head = 0
        while head < min(len(before), len(text)) and before[head] == text[head]:
            head += 1
        tail = 0
        while tail < min(len(before), len(text)) - head and before[-1 - tail] == text[-1 - tail]:
            tail += 1
        head = _outside(before, head, -1)
        tail = len(before) - _outside(before, len(before) - tail, 1)
        self.change(name, Span(head, len(before) - tail), text[head : len(text) - tail])

    def burst(self) -> None:
        """A few edits of one kind."""
        name = self.random.choice(sorted(self.open))
        way = self.random.choice([self.type, self.type, self.delete, self.paste, self.spoil, self.undo, self.rename])
        way(name)
        if self.random.random() < 0.05:
            self.turn()

    def type(self, name: str) -> None:
        """A few words of some other text, letter by letter."""
        words = self.passage(4, 40)
        at = self.place(name)
        for letter in words:
            self.change(name, Span(at, at), letter)
            at = _outside(self.open[name].text, at + 1, 1)

    def delete(self, name: str) -> None:
        """A stretch, or a few letters one after the other."""
        at = self.place(name)
        text = self.open[name].text
        if self.random.random() < 0.5:
            self.change(name, Span(at, _outside(text, min(len(text), at + self.random.randrange(1, 200)), 1)), "")
            return
        for _ in range(self.random.randrange(1, 12)):
            if at > 0:
                start = _outside(self.open[name].text, at - 1, -1)
                self.change(name, Span(start, at), "")
                at = _outside(self.open[name].text, start, -1)

    def paste(self, name: str) -> None:
        """A longer passage of some text, at once."""
        at = self.place(name)
        self.change(name, Span(at, at), self.passage(40, 600))

    def spoil(self, name: str) -> None:
        """Some damage, as a careless hand or another program does it."""
        self.become(name, _speakable(damage(self.random, self.open[name].text, 1))[: 2 * LARGEST])

    def undo(self, name: str) -> None:
        """Back by a few steps, or to how it was on the disk."""
        past = self.open[name].past
        if past and self.random.random() < 0.5:
            self.become(name, self.random.choice(past))
        else:
            self.become(name, self.disk[name])

    def rename(self, name: str) -> None:
        """Some name, everywhere."""
        text = self.open[name].text
        words = [word for word in split_words(text, 0, len(text), {}) if word.kind == "NAME"]
        if not words:
            return
        word = self.random.choice(words)
        at = Lines(text).position(word.start)
        params = {
            "textDocument": {"uri": uri(name)}, "position": {"line": at.line, "character": at.character},
            "newName": self.random.choice(["Chamber", "Совет", "people", word.text + "2"]),
        }  # fmt: skip
        try:
            edit = self.wire.ask("textDocument/rename", params)
        except ValueError:
            return  # it may say no
        for target, edits in changes(edit or {}):
            self.summary.renamed += 1
            if target not in self.open:
                continue  # what is not open would be written to the disk, by an editor
            lines = Lines(self.open[target].text)
            spans = sorted(((lines.offset(_position(each["range"]["start"])), lines.offset(
                _position(each["range"]["end"])), each["newText"]) for each in edits), reverse=True)  # fmt: skip
            for start, end, words_ in spans:
                self.change(target, Span(start, end), words_)

    def turn(self) -> None:
        """Close some text and open another, now and then one that uses it."""
        for name in sorted(self.open):
            self.close(name)
        names = sorted(self.disk)
        name = self.random.choice(names)
        self.show(name)
        users = [other for other in names if f'"{Path(name).name}"' in self.disk[other] and other != name]
        if users and self.random.random() < 0.7:
            self.show(self.random.choice(users))

    def place(self, name: str) -> int:
        """Some place in a text, but none inside a line break."""
        text = self.open[name].text
        return _outside(text, self.random.randrange(len(text) + 1), 1)

    def passage(self, least: int, most: int) -> str:
        """A stretch of some example."""
        text = self.random.choice(sorted(self.disk.values()))
        at = self.random.randrange(len(text))
        return text[at : at + self.random.randrange(least, most)]

    # --- looking ----------------------------------------------------------------------------------------------------

    def settle(self, seconds: float = 120) -> None:
        """Wait until the server has said all it has to say of the texts as they are."""
        versions = {uri(name): known.version for name, known in self.open.items()}

        def done(sent: dict[str, Any]) -> bool:
            params = sent.get("params") or {}
            ready = sent.get("method") == "constdsl/state" and params["state"] == "settled"
            return bool(ready and params["versions"] == versions)

        if versions != self.settled:
            self.wire.wait(done, seconds)
            self.settled = versions

    def shown(self) -> dict[str, set[Shown]]:
        """What stands in the editor's list of problems for each open text: the last that was said of it."""
        for _, sent in self.wire.messages:
            if sent.get("method") == "textDocument/publishDiagnostics":
                params = sent["params"]
                self.problems[name_of(params["uri"])] = {
                    (
                        each["code"], each["range"]["start"]["line"], each["range"]["start"]["character"],
                        each["range"]["end"]["line"], each["range"]["end"]["character"], str(each["severity"]),
                        each["message"],
                    )
                    for each in params["diagnostics"]
                }  # fmt: skip
        self.wire.forget()
        return {name: self.problems.get(name, set()) for name in self.open}

    def expected(self) -> tuple[dict[str, set[Shown]], bool]:
        """What a check of the same texts says, from scratch; and whether there are mistakes."""
        sources = {name: Source(name, text) for name, text in self.disk.items()}
        sources |= {name: Source(name, known.text) for name, known in self.open.items()}

        def read(name: str) -> Source | str:
            return sources.get(name) or f"there is no file `{name}`"

        asking = Asking(installed_rules()[0], despite_mistakes=True)
        report = check([sources[name] for name in self.open], read, None, asking)
        found: dict[str, set[Shown]] = {name: set() for name in self.open}
        for each in report.diagnostics:
            if each.file in found:
                found[each.file].add(_as_shown(each, Lines(self.open[each.file].text)))
        return found, report.unusable

    def compare(self) -> None:
        """Note where the two differ."""
        expected, broken = self.expected()
        self.summary.settled += 1
        self.summary.broken += broken
        shown = self.shown()
        for name, known in self.open.items():
            if shown[name] != expected[name]:
                missing, extra = expected[name] - shown[name], shown[name] - expected[name]
                self.summary.faults.append(
                    f"{Path(name).name} after {self.summary.edits} edits: missing {sorted(missing)}, "
                    f"extra {sorted(extra)}\n--- text\n{known.text}\n---"
                )

    def memory(self) -> int:
        """Kilobytes that the server holds now; 0 where the system does not tell."""
        status = Path(f"/proc/{self.wire.process.pid}/status")
        if not status.exists():
            return 0
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1])


def uri(name: str) -> str:
    """The address of a text."""
    return Path(name).as_uri()


def name_of(address: str) -> str:
    """The name of a text by its address."""
    return unquote(urlparse(address).path)


def changes(edit: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The edits that a rename consists of, by text."""
    for address, edits in (edit.get("changes") or {}).items():
        yield name_of(address), edits
    for each in edit.get("documentChanges") or ():
        yield name_of(each["textDocument"]["uri"]), each["edits"]


def _position(value: dict[str, int]) -> Any:
    from lsprotocol import types

    return types.Position(value["line"], value["character"])


def _outside(text: str, at: int, step: int) -> int:
    """A place, or the next one: between a carriage return and its line feed no editor has a place."""
    return at + step if 0 < at < len(text) and text[at - 1 : at + 1] == "\r\n" else at


def _speakable(text: str) -> str:
    """A text without what cannot be sent: halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


_SEVERITIES = {"error": "1", "warning": "2", "note": "3"}


def _as_shown(each: Diagnostic, lines: Lines) -> Shown:
    there = lines.range(each.span)
    return (
        each.slug, there.start.line, there.start.character, there.end.line, there.end.character,
        _SEVERITIES[each.severity.value], message(each),
    )  # fmt: skip


def run(edits: int, seed: int, folder: Path, tell: Callable[[Summary], None] = lambda summary: None) -> Summary:
    """Make so many edits, and compare after every burst. Raises nothing that the server does: it is a fault."""
    editor = Editor(folder, Random(seed))
    summary = editor.summary
    try:
        editor.turn()
        while summary.edits < edits and len(summary.faults) < 5:
            for _ in range(editor.random.choice((1, 1, 2, 4))):
                editor.burst()
            editor.settle()
            editor.compare()
            if summary.settled % 20 == 1:
                summary.memory.append(editor.memory())
                tell(summary)
        code = editor.wire.end()
        if code != 0:
            summary.faults.append(f"the server ended with {code}")
    except Exception as error:
        summary.faults.append(f"{type(error).__name__}: {error}")
        editor.wire.kill()
    if editor.log.exists() and (log := editor.log.read_text("utf-8").strip()):
        summary.faults.append(f"in the log: {log}")
    if said := b"".join(editor.wire.stderr).decode("utf-8", "replace").strip():
        summary.faults.append(f"on standard error: {said}")
    return summary


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    began = time.perf_counter()

    def tell(summary: Summary) -> None:
        if sys.stderr.isatty():
            print(f"\r{summary.edits:,} edits, {summary.settled:,} states compared", end="", file=sys.stderr)

    with tempfile.TemporaryDirectory() as folder:
        summary = run(options.edits, options.seed, Path(folder), tell)
    minutes = (time.perf_counter() - began) / 60
    print(
        f"{summary.edits:,} edits in {minutes:.1f} minutes; {summary.settled:,} settled states compared, "
        f"{summary.broken:,} of them with mistakes; {summary.renamed:,} texts renamed in"
    )
    if summary.memory:
        fifth = max(1, len(summary.memory) // 5)
        first, last = max(summary.memory[:fifth]), max(summary.memory[-fifth:])
        print(f"memory: at most {first // 1024} MB in the first fifth, {last // 1024} MB in the last")
    for fault in summary.faults:
        print(fault)
    print(f"{len(summary.faults)} faults")
    return 1 if summary.faults else 0


if __name__ == "__main__":
    sys.exit(main())
