"""The LALR(1) machine: runs the table over words and lets builder functions make the tree as it goes.

Lark computes the table; its own driver is not used, for three reasons measured here: it makes a generic tree with
positions that then has to be walked again, its lexer tries keywords state by state, and its stacks cannot be
inspected for recovery without copying them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from constdsl.syntax.grammar import RuleShape, Tables
from constdsl.syntax.words import END, Word

__all__ = ["Machine", "Maker", "bind_rules"]

Maker = Callable[[list[Any], int, int], Any]
"""Makes the value of a production from its children and the offsets where it starts and ends."""


def bind_rules(rules: tuple[RuleShape, ...], builder: object) -> list[tuple[str, int, Maker | None]]:
    """Pair each production with what makes its value: a method of the builder, or nothing for a lone child."""
    return [(rule.symbol, rule.size, _maker(rule, builder)) for rule in rules]


def _maker(rule: RuleShape, builder: object) -> Maker | None:
    match rule.action:
        case "":
            return None
        case "[]":
            return _flat_list if rule.splice else _plain_list
        case "+":
            return _grow_flat if rule.splice else _grow
    make: Maker = getattr(builder, rule.action)
    if not rule.splice:
        return make
    return lambda children, start, end: make(_flatten(children), start, end)


def _flatten(children: list[Any]) -> list[Any]:
    flat: list[Any] = []
    for child in children:
        if type(child) is list:
            flat += child
        else:
            flat.append(child)
    return flat


def _plain_list(children: list[Any], start: int, end: int) -> Any:
    return children


def _flat_list(children: list[Any], start: int, end: int) -> Any:
    return _flatten(children)


def _grow(children: list[Any], start: int, end: int) -> Any:
    grown = children[0]
    grown += children[1:]
    return grown


def _grow_flat(children: list[Any], start: int, end: int) -> Any:
    grown = children[0]
    grown += _flatten(children[1:])
    return grown


class Machine:
    """One run over one list of words: stacks of states, of values, and of where each value starts."""

    __slots__ = ("_rules", "_soft", "accepting", "end", "starts", "states", "table", "values")

    def __init__(self, tables: Tables, rules: list[tuple[str, int, Maker | None]], start: str = "piece") -> None:
        first, self.accepting = tables.starts[start]
        self.table = tables.states
        self._rules = rules
        self._soft = tables.soft
        self.states: list[int] = [first]
        self.values: list[Any] = []
        self.starts: list[int] = []
        self.end = 0

    def feed(self, words: list[Word], index: int = 0, stop: int | None = None) -> int:
        """Take words from `index` on until one cannot stand where it does; its index, or `stop`.

        Linear. `stop` is the number of words unless told. The word that ends a text (kind `END`) is taken when
        what came before is complete.
        """
        table, rules, soft = self.table, self._rules, self._soft
        states, values, starts = self.states, self.values, self.starts
        end = self.end
        count = len(words) if stop is None else stop
        row = table[states[-1]]
        while index < count:
            word = words[index]
            kind = word.kind
            while True:
                step = row.get(kind)
                if step is None:
                    if kind not in soft or (step := row.get("NAME")) is None:
                        self.end = end
                        return index
                    kind = "NAME"
                    word = Word("NAME", word.text, word.start, word.end)
                if step >= 0:
                    states.append(step)
                    values.append(word)
                    starts.append(word.start)
                    end = word.end
                    row = table[step]
                    break
                symbol, size, make = rules[~step]
                if size == 1:
                    # The commonest case: replace the top of the stacks in place.
                    if make is not None:
                        values[-1] = make([values[-1]], starts[-1], end)
                    states[-1] = step = table[states[-2]][symbol]
                elif size:
                    children = values[-size:]
                    start = starts[-size]
                    del values[-size:], starts[-size:], states[-size:]
                    starts.append(start)
                    values.append(make(children, start, end) if make is not None else children[0])
                    states.append(step := table[states[-1]][symbol])
                else:
                    starts.append(word.start)
                    values.append(make([], word.start, word.start) if make is not None else None)
                    states.append(step := table[states[-1]][symbol])
                row = table[step]
                if kind == END and step == self.accepting:
                    self.end = end
                    return count
            index += 1
        self.end = end
        return count

    def settle(self, kind: str) -> None:
        """Complete whatever a word of this kind would complete, without taking the word."""
        while True:
            step = self.table[self.states[-1]].get(kind)
            if step is None or step >= 0:
                return
            symbol, size, make = self._rules[~step]
            depth = len(self.values) - size
            children = self.values[depth:]
            start = self.starts[depth] if size else self.end
            del self.values[depth:], self.starts[depth:], self.states[depth + 1 :]
            self.values.append(make(children, start, self.end) if make is not None else children[0])
            self.starts.append(start)
            self.states.append(self.table[self.states[-1]][symbol])

    def can_take(self, *kinds: str, depth: int | None = None, states: Sequence[int] | None = None) -> bool:
        """Whether words of these kinds could come next, were the stacks cut to `depth`, or were they `states`."""
        states = list(states) if states is not None else self.states[:depth]
        for kind in kinds:
            while True:
                step = self.table[states[-1]].get(kind)
                if step is None and kind in self._soft:
                    step = self.table[states[-1]].get("NAME")
                    kind = "NAME"
                if step is None:
                    return False
                if step >= 0:
                    states.append(step)
                    break
                symbol, size, _ = self._rules[~step]
                if size:
                    del states[-size:]
                states.append(self.table[states[-1]][symbol])
                if kind == END and states[-1] == self.accepting:
                    return True
        return True

    def cut(self, depth: int) -> None:
        """Forget everything above the first `depth` states."""
        del self.states[depth:], self.values[depth - 1 :], self.starts[depth - 1 :]

    def expected(self, states: Sequence[int] | None = None) -> tuple[str, ...]:
        """The kinds of words that could come next, now or in an earlier state, in the order of the table."""
        states = self.states if states is None else states
        return tuple(
            kind for kind in self.table[states[-1]] if _is_terminal(kind) and self.can_take(kind, states=states)
        )


def _is_terminal(symbol: str) -> bool:
    return symbol.isupper() or symbol == END
