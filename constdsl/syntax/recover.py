"""Read on after a mistake: repair the spot where one word puts it right, else resume at the next sure start.

Every mistake becomes one `Failure`. Repairs are tried in this order: a word known to be written for another one
(`shall` for `must`), a word left out (`{`, `:`, `by`), a word too many. Where none lets the text go on, words are
skipped up to one with which a statement, a clause or a choice begins, and the parser's stack is cut back to where
such a thing can stand; what was complete before stays in the tree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import field, frozen

from constdsl.syntax.machine import Machine
from constdsl.syntax.words import END, Word

__all__ = ["Failure", "Outcome", "recover"]


@frozen
class Failure:
    """One word that cannot stand where it does: in which state, after which word, and what could have stood there.

    `reserved` marks a word of the language used as a name; `act` a word that stands for an act and is none of the
    language's, though something is said of whom it is done to.
    """

    word: Word
    before: Word | None
    state: int
    expected: tuple[str, ...]
    reserved: bool = False
    act: bool = False


@frozen
class Outcome:
    """The values that could be read, and what stood in the way."""

    values: list[Any]
    failures: list[Failure] = field(factory=list)


_STATEMENT = frozenset({
    "STATUS", "ATTRIBUTE", "ACT", "CLASS", "BODY", "OFFICE", "FLAG", "ARTICLE", "OPTION", "UNCLEAR", "GUARANTEE",
    "USE", "ASSUME", "CONSTITUTION", "LAW", "STATUTE", "ONLY",
})  # fmt: skip
_PART = frozenset({
    "CHOICE", "READING", "SEATS", "JOINING", "DECIDES", "QUORUM", "CONVENED", "FROM", "WHILE", "NOMINATED", "VETTED",
    "FUNDED", "SURPLUS", "EACH", "AT", "FOR", "WITH", "BY",
})  # fmt: skip
_FOLLOWERS = {
    "AT": ("LEAST", "MOST"), "FOR": ("INT", "DECIMAL", "LIFE"), "WITH": ("CONSENT",), "BY": ("SECRET", "OPEN"),
    "EACH": ("NAMING",),
}  # fmt: skip
_DECLARERS = frozenset({
    "STATUS", "ATTRIBUTE", "ACT", "CLASS", "BODY", "OFFICE", "FLAG", "OPTION", "CHOICE", "READING", "AS", "MAKES",
})  # fmt: skip
_STANDS_FOR = {
    "shall": "MUST", "will": "MUST", "should": "MUST", "might": "MAY", "can": "MAY", "all": "ANY", "every": "ANY",
    "each": "ANY", "=": "COLON", ":=": "COLON", "==": "EQUAL", "=>": "AT_LEAST_SIGN", "=<": "AT_MOST_SIGN", "&": "AND",
    "&&": "AND", "|": "OR", "||": "OR", "!": "NOT", "is": "IS", "are": "ARE", ":": "EQUAL", "least": "AT",
}  # fmt: skip
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
    )
}
_LEFT_OUT = (
    ("LBRACE", "{"), ("RBRACE", "}"), ("COLON", ":"), ("BY", "by"), ("OF", "of"), ("ANY", "any"), ("COMMA", ","),
    ("PERCENT", "%"), ("YEARS", "years"), ("INT", "1"), ("NOT", "not"), ("BOUND", "bound"),
)  # fmt: skip
_AFTER_SUBJECT = frozenset({
    "MAY", "MUST", "IS", "DOT", "AND", "OR", "EQUAL", "NOT_EQUAL", "LESSTHAN", "AT_MOST_SIGN", "MORETHAN",
    "AT_LEAST_SIGN",
})  # fmt: skip
_BEFORE_ACT = frozenset({"MAY", "MUST", "NOT", "CAN", "CANNOT", "VETO", "ANNUL", "BLOCK"})
_REMEMBERED = 32
_MOST_FAILURES = 1001  # one more than is shown, so that the last can say that there are more
_MOST_RERUNS = 30


def recover(words: list[Word], text: str, start_over: Callable[[], Machine]) -> Outcome:
    """Read words that the plain machine could not, and say where they are wrong.

    `start_over` gives a machine at its beginning and forgets what an earlier attempt reported. Linear for a
    bounded number of mistakes; the list of words may be changed.
    """
    ends: set[int] = set()
    while True:
        attempt = _Attempt(words[:], text, start_over(), ends)
        swallowed = attempt.run()
        if swallowed is None or len(ends) >= _MOST_RERUNS:
            return attempt.outcome()
        # `X may` on one line and `Y may …` on the next: the machine took Y for an act. Now that it is known to
        # begin a statement, read again and let the statement before it end there.
        ends.add(swallowed)


class _Attempt:
    """One reading of the words, with the places where a statement is known to end."""

    def __init__(self, words: list[Word], text: str, machine: Machine, ends: set[int]) -> None:
        self.words = words
        self.text = text
        self.machine = machine
        self.ends = ends
        self.failures: list[Failure] = []
        self.extra = 0  # opening braces that were skipped and whose closing ones are still to come
        self.index = 0
        self.resumed = -10
        self.repaired = -1
        self.before: list[tuple[int, ...]] = [()] * _REMEMBERED  # the states before each of the last words

    def outcome(self) -> Outcome:
        value = self.machine.values[-1] if self.machine.values else []
        return Outcome(value if isinstance(value, list) else [value], self.failures)

    def run(self) -> int | None:
        """Read everything; or stop and tell a place where a statement must be made to end."""
        machine, words = self.machine, self.words
        while True:
            self.index = self._feed()
            if self.index >= len(words):
                return None
            if words[self.index].kind == END and machine.can_take("RBRACE"):
                pass  # a brace was never closed: reported once, then closed below
            elif len(self.ends) < _MOST_RERUNS and (place := self._swallowed_start()) is not None:
                return place
            if words[self.index].kind == "RBRACE" and self.extra:
                self.extra -= 1
                self.index += 1
                continue
            self._fail()
            if len(self.failures) >= _MOST_FAILURES:
                self.index = len(words) - 1
                self._close()
                continue
            # Where a statement must end, a word put in would only lengthen it; and one repair of a place is enough.
            at_end = self.index in self.ends
            again = self.index == self.repaired
            self.repaired = self.index
            if again:
                self.index = min(self.index + 1, len(words) - 1)
                self._skip()
            elif at_end or not self._repair():
                self._skip()

    def _feed(self) -> int:
        """Feed words from the present one on, making statements end where they must."""
        machine, words, index = self.machine, self.words, self.index
        while index < len(words):
            if index in self.ends:
                if not machine.can_take("STATUS"):
                    return index
                machine.settle("STATUS")
            self.before[index % _REMEMBERED] = tuple(machine.states)
            if machine.feed(words, index, index + 1) == index:
                return index
            index += 1
        return index

    def _first_on_line(self, index: int) -> bool:
        if index == 0:
            return True
        return "\n" in self.text[self.words[index - 1].end : self.words[index].start]

    def _swallowed_start(self) -> int | None:
        """Where a statement begins that was taken for the end of the one before, if the failure shows it."""
        words, index = self.words, self.index
        kind = words[index].kind
        if kind not in ("MAY", "MUST") and not (kind == "IS" and words[index + 1].kind == "BOUND"):
            return None
        for place in range(index - 1, max(index - 40, 0), -1):
            if words[place].kind in ("LBRACE", "RBRACE") or words[place].kind in _STATEMENT:
                return None
            if self._first_on_line(place):
                begins = words[place].kind in ("NAME", "ANY", "ANYONE")
                return place if begins and place not in self.ends and place > self.resumed else None
        return None

    def _fail(self) -> None:
        machine, index = self.machine, self.index
        word = self.words[index]
        before = self.words[index - 1] if index else None
        expected = machine.expected()
        reserved = (
            "NAME" in expected
            and word.kind not in ("NAME", END)
            and word.text.isalpha()
            and before is not None
            and before.kind in _DECLARERS
            and not self._first_on_line(index)
        )
        start = self._start_within_line(expected)
        if start is not None:
            # A statement rarely begins within a line: more likely its first word is the one that is wrong.
            first, before = self.words[start], self.words[start - 1]
            if before.kind == "NAME" and self.words[start - 2].kind in _BEFORE_ACT:
                # `Council may disolve Assembly`: read as the act `disolve`, and then Assembly as the next subject.
                self.failures.append(Failure(before, self.words[start - 2], machine.states[-1], (), act=True))
            else:
                states = self.before[start % _REMEMBERED]
                self.failures.append(Failure(first, before, states[-1], machine.expected(states)))
            return
        # A second failure right where reading resumed after the first is its echo.
        if index - self.resumed > 1 or not self.failures:
            self.failures.append(Failure(word, before, machine.states[-1], expected, reserved))

    def _start_within_line(self, expected: tuple[str, ...]) -> int | None:
        """Where the statement just begun starts, if all there is of it is a subject, and that within a line."""
        if "MAY" not in expected or not _AFTER_SUBJECT.issuperset(expected):
            return None
        words = self.words
        for place in range(self.index - 1, max(self.index - _REMEMBERED + 1, 1), -1):
            if words[place - 1].kind in ("LBRACE", "RBRACE"):
                return None
            if self.machine.can_take("STATUS", states=self.before[place % _REMEMBERED]):
                return None if self._first_on_line(place) or place <= self.resumed else place
        return None

    def _repair(self) -> bool:
        """Change, add or drop one word so that reading can go on; whether that worked."""
        machine, words, index = self.machine, self.words, self.index
        word = words[index]
        following = [other.kind for other in words[index + 1 : index + 3]]
        last = self.failures[-1] if self.failures else None
        if last is not None and last.word is word and last.reserved and machine.can_take("NAME"):
            words[index] = Word("NAME", word.text, word.start, word.end)
            return True
        if self._repair_title():
            return True
        for other in self._other_readings(word):
            if machine.can_take(other.kind, *following[:1]):
                words[index] = other
                return True
        expected = machine.expected()
        for kind, sign in _LEFT_OUT:
            if kind in expected and machine.can_take(kind, word.kind, *following[:1]):
                machine.feed([Word(kind, sign, word.start, word.start)])
                return True
        if word.kind not in _STATEMENT and word.kind not in ("LBRACE", "RBRACE") and len(following) == 2:
            if not self._first_on_line(index + 1) and machine.can_take(*following):
                self.index += 1
                return True
            if word.text == ";":
                self.index += 1
                return True
        return False

    def _repair_title(self) -> bool:
        """Take several names on a line for the one title that may stand there."""
        words, first = self.words, self.index
        last = first
        while words[last].kind == "NAME" and words[last + 1].kind == "NAME" and not self._first_on_line(last + 1):
            last += 1
        if words[first].kind != "NAME" or not self.machine.can_take("STRING", words[last + 1].kind):
            return False
        text = " ".join(word.text for word in words[first : last + 1])
        words[last] = Word("STRING", f'"{text}"', words[first].start, words[last].end)
        self.index = last
        return True

    def _other_readings(self, word: Word) -> list[Word]:
        readings = []
        if kind := _STANDS_FOR.get(word.text):
            readings.append(Word(kind, word.text, word.start, word.end))
        if number := _NUMBERS.get(word.text):
            readings.append(Word("INT", number, word.start, word.end))
        if word.kind == "UNTERMINATED":
            readings.append(Word("STRING", f'"{word.text.strip(chr(34))}"', word.start, word.end))
        if word.kind == "HYPHENED":
            readings.append(Word("NAME", word.text, word.start, word.end))
            readings.append(Word("FRACTION_WORD", "two-thirds", word.start, word.end))
        if word.kind == "LONG_NUMBER":
            readings.append(Word("INT", word.text[:9] if word.text[:9].isdigit() else "1", word.start, word.end))
        if word.kind == "STRING":
            readings.append(Word("NAME", word.text.strip('"'), word.start, word.end))
        return readings

    def _skip(self) -> None:
        """Skip to a word with which something begins, and cut the stack back to where it can stand."""
        machine, words = self.machine, self.words
        skipped = 0
        for index in range(self.index, len(words) - 1):
            kind = words[index].kind
            if kind == "LBRACE":
                skipped += 1
                continue
            if kind == "RBRACE":
                if skipped:
                    skipped -= 1
                    continue
                sought = kind
            elif self._begins_statement(index):
                sought = "STATUS"
            elif not skipped and kind in _PART and self._begins_part(index):
                sought = kind
            else:
                continue
            depth = self._depth_for(sought)
            if depth is None:
                continue
            machine.cut(depth)
            machine.settle(sought)
            self.extra += skipped
            self.index = self.resumed = index
            return
        self.index = len(words) - 1
        self.resumed = self.index
        self._close()

    def _begins_statement(self, index: int) -> bool:
        words = self.words
        kind = words[index].kind
        if kind in _STATEMENT:
            if kind == "BODY":
                return index == 0 or words[index - 1].kind != "NO"
            if kind == "ARTICLE":
                return index == 0 or words[index - 1].kind not in ("AMEND", "SUSPEND", "OVER", "ANY")
            return True
        if not self._first_on_line(index):
            return False
        if kind == "NAME":
            at = index + 3 if words[index + 1].kind == "DOT" else index + 1
            return at < len(words) and words[at].kind in ("MAY", "MUST", "IS")
        return kind in ("ANY", "ANYONE", "MEMBERS")

    def _begins_part(self, index: int) -> bool:
        followers = _FOLLOWERS.get(self.words[index].kind)
        return followers is None or self.words[index + 1].kind in followers

    def _depth_for(self, kind: str) -> int | None:
        """The greatest depth of the stack at which such a word can stand."""
        machine = self.machine
        for depth in range(len(machine.states), 0, -1):
            if machine.can_take(kind, depth=depth):
                return depth
        return None

    def _close(self) -> None:
        """At the end of the text: cut back to where it can end, closing what is open."""
        machine = self.machine
        while not machine.can_take(END):
            for depth in range(len(machine.states), 0, -1):
                if machine.can_take(END, depth=depth):
                    machine.cut(depth)
                    break
                if machine.can_take("RBRACE", depth=depth):
                    machine.cut(depth)
                    machine.feed([Word("RBRACE", "}", machine.end, machine.end)])
                    break
