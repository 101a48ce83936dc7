"""Where somebody is writing: what stands before the cursor in its statement, and what may come next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from attrs import field, frozen

from constdsl.lsp.view import View
from constdsl.model.drafts import Slot
from constdsl.source import Span, markdown_blocks
from constdsl.syntax.grammar import RESERVED_STARTS, Tables, load_tables
from constdsl.syntax.machine import Machine, Maker
from constdsl.syntax.words import END, Word, split_words

__all__ = ["Point", "Title", "comment_at", "follow", "point_at", "read_on", "read_up_to", "symbols", "title_at"]

_LONGEST = 200
"""Characters behind the cursor in which the end of the word begun is sought."""

_STARTS = frozenset(word.upper() for word in RESERVED_STARTS)
_SUBJECTS = frozenset({"NAME", "ANY", "ANYONE", "ONLY", "MEMBERS"})
_PARTS = frozenset({"SEATS", "JOINING", "DECIDES", "QUORUM", "CONVENED"})
_SPOKEN_OF = {"BODY": ("NO",), "ARTICLE": ("AMEND", "SUSPEND", "OVER", "ANY")}
"""Words with which something begins, unless it stands after one of these."""


@frozen(eq=False)
class Point:
    """The cursor in a text. The word begun at it goes from `start` to `end`, and is empty between words.

    `words` are those of the piece of text before the word begun, `states` what the parser makes of them, or None
    where they cannot be understood. The piece is `text`, from `base` on; places of words count from there.
    """

    text: str = field(repr=False)
    base: int
    start: int
    end: int
    words: list[Word] = field(repr=False)
    states: list[int] | None = field(repr=False)

    @property
    def breaks(self) -> int:
        """How many line breaks stand between the last word and the one begun; two where it is the first."""
        if not self.words:
            return 2
        return self.text.count("\n", self.words[-1].end, self.start - self.base)

    @property
    def opens(self) -> bool:
        """Whether the word begun is the first one of the whole text."""
        return not self.words and self.base == 0


@frozen
class Title:
    """A title that is being written: what stands in it before the cursor, and the kind of the word before it."""

    inside: Span
    after: str | None


def comment_at(view: View, offset: int) -> str | None:
    """What stands in a comment before the cursor."""
    slot = _slot_before(view, offset)
    if slot is None:
        return None
    at = offset - slot.start
    return next(
        (each.text[: at - each.span.start] for each in slot.part.comments if each.span.start < at <= each.span.end),
        None,
    )


def title_at(view: View, offset: int) -> Title | None:
    """The title in which the cursor stands. Titles end on their line."""
    slot = _slot_before(view, offset)
    if slot is None:
        return None
    at = min(offset, slot.end) - slot.start
    line = slot.part.text.rfind("\n", 0, at) + 1
    words = split_words(slot.part.text, line, at, load_tables().keywords)
    if not words or words[-1].kind != "UNTERMINATED":
        return None
    after = words[-2].kind if len(words) > 1 else None
    return Title(Span(slot.start + words[-1].start + 1, offset), after)


def _slot_before(view: View, offset: int) -> Slot | None:
    """The piece of text before the cursor; none in the prose of Markdown."""
    if view.document.is_markdown:
        blocks = markdown_blocks(view.document.text)
        if not any(block.start <= offset <= block.end for block in blocks):
            return None
    return view.draft.slot_at(max(0, offset - 1))


def point_at(view: View, offset: int) -> Point | None:
    """Where the cursor stands; None in comments, titles and prose, and in a text that cannot be read at all."""
    if not view.document.source.text:
        return Point("", 0, 0, 0, [], read_up_to([], ""))
    slot = _slot_before(view, offset)
    if slot is None or comment_at(view, offset) is not None or title_at(view, offset) is not None:
        return None
    keywords = load_tables().keywords
    text = slot.part.text
    at = min(offset, slot.end) - slot.start
    words = split_words(text, 0, at, keywords)
    start = at
    if words and words[-1].end == at and (words[-1].text[0].isalnum() or words[-1].text[0] == "_"):
        start = words.pop().start
    elif len(words) > 1 and words[-1].text == "-" and words[-2].end == words[-1].start and words[-1].end == at:
        start = words[-2].start  # `two-` of `two-thirds`
        del words[-2:]
    end = at if start == at else max(at, split_words(text, start, min(len(text), at + _LONGEST), keywords)[0].end)
    first, last = slot.start + start, slot.start + end
    if start == 0 and slot.start > 0:
        # A word with which a statement begins is cut off from what stands before it.
        slot = view.draft.slot_at(slot.start - 1) or slot
        text = slot.part.text
        words = split_words(text, 0, len(text), keywords)
    return Point(text, slot.start, first, last, words, read_up_to(words, text))


# --- reading up to the cursor ---------------------------------------------------------------------------------------


def read_up_to(words: list[Word], text: str) -> list[int] | None:
    """The states of the parser after some words; None where the last of them cannot be understood."""
    machine = read_on(words, text)
    return machine.states if machine is not None else None


def read_on(
    words: list[Word], text: str, rules: list[tuple[str, int, Maker | None]] | None = None
) -> Machine | None:
    """Read words, also those after a mistake: what cannot be understood is left out up to the next beginning.

    None if nothing begins between the last mistake and the end. Linear in the words for a bounded number of mistakes.
    """
    machine = Machine(load_tables(), rules if rules is not None else _plain_rules())
    resumed = -1
    index = machine.feed(words)
    while index < len(words):
        for place in range(max(_line_start(words, text, index), resumed + 1), len(words)):
            if _begins(words, text, place) and (depth := _depth_for(machine, words[place].kind)) is not None:
                machine.cut(depth)
                resumed = place
                break
        else:
            return None
        index = machine.feed(words, resumed)
    return machine


@cache
def _plain_rules() -> list[tuple[str, int, Maker | None]]:
    """Productions that make nothing: only the states matter."""
    return [(rule.symbol, rule.size, None) for rule in load_tables().rules]


def _first_on_line(words: list[Word], text: str, index: int) -> bool:
    return index == 0 or "\n" in text[words[index - 1].end : words[index].start]


def _line_start(words: list[Word], text: str, index: int) -> int:
    while not _first_on_line(words, text, index):
        index -= 1
    return index


def _begins(words: list[Word], text: str, index: int) -> bool:
    kind = words[index].kind
    before = words[index - 1].kind if index else ""
    if kind in _STARTS or kind in _PARTS:
        return before not in _SPOKEN_OF.get(kind, ())
    return kind == "RBRACE" or (kind in _SUBJECTS and _first_on_line(words, text, index))


def _depth_for(machine: Machine, kind: str) -> int | None:
    """How much of what was read can stay when a word of this kind begins something."""
    wanted = "STATUS" if kind in _SUBJECTS else kind
    for depth in range(len(machine.states), 0, -1):
        if machine.can_take(wanted, depth=depth):
            return depth
    return None


# --- what may come next ---------------------------------------------------------------------------------------------


@cache
def _entered_by() -> tuple[str, ...]:
    """For each state the symbol after which it is entered; every state of the table has but one. Lists of the grammar
    go without the number that they get in the table."""
    tables = load_tables()
    symbol = [""] * len(tables.states)
    for row in tables.states:
        for name, step in row.items():
            if step >= 0:
                symbol[step] = name.rstrip("_0123456789") if name.startswith("__") else name
    return tuple(symbol)


def symbols(states: Sequence[int]) -> list[str]:
    """What was read, as symbols of the grammar, the outermost first."""
    names = _entered_by()
    return [names[state] for state in states[1:]]


def follow(states: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """The kinds of words that may come next, each with the states in which it is taken."""
    tables = load_tables()
    for kind in tables.states[states[-1]]:
        if kind.isupper() and kind != END:
            settled = _completed(states, kind, tables)
            if settled is not None:
                yield kind, settled


def _completed(states: Sequence[int], kind: str, tables: Tables | None = None) -> list[int] | None:
    """The states after everything is complete that a word of this kind completes; None if it cannot stand there."""
    tables = tables or load_tables()
    settled = list(states)
    while True:
        step = tables.states[settled[-1]].get(kind)
        if step is None:
            return None
        if step >= 0:
            return settled
        rule = tables.rules[~step]
        if rule.size:
            del settled[-rule.size :]
        settled.append(tables.states[settled[-1]][rule.symbol])
