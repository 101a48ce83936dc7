"""Put failures and problems into words: what was found, what may stand there, and what to do."""

from __future__ import annotations

from typing import Any

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.source import Span
from constdsl.syntax.build import Problem
from constdsl.syntax.grammar import RESERVED_STARTS, load_tables
from constdsl.syntax.mistakes import find_mistake
from constdsl.syntax.recover import Failure
from constdsl.syntax.suggest import did_you_mean
from constdsl.syntax.tree import Verb
from constdsl.syntax.words import END, FRACTIONS, Word

__all__ = ["CODES", "describe_failure", "describe_problem"]

CODES = {
    "unexpected-word": "S1",
    "known-mistake": "S2",
    "limit": "S3",
    "reserved-word": "S4",
    "strange-character": "S5",
    "unterminated-title": "S6",
    "unbalanced-braces": "S7",
    "incomplete-act": "S8",
    "said-twice": "S9",
    "impossible-amount": "S10",
    "misplaced": "S11",
}
"""The stable code of each kind of syntax finding; the slug is `syntax/` and the kind."""

_KINDS = {
    "NAME": "a name", "STRING": "a title in quotes", "INT": "a number", "DECIMAL": "a number",
    "ARTICLE_NUMBER": "an article number", "FRACTION_WORD": "a fraction such as `two-thirds`", "LBRACE": "`{`",
    "RBRACE": "`}`", "LPAR": "`(`", "RPAR": "`)`", "COMMA": "`,`", "COLON": "`:`", "DOT": "`.`", "PERCENT": "`%`",
    "SLASH": "`/`", "EQUAL": "`=`", "NOT_EQUAL": "`!=`", "LESSTHAN": "`<`", "AT_MOST_SIGN": "`<=`",
    "MORETHAN": "`>`", "AT_LEAST_SIGN": "`>=`", "ON_PETITION": "`on petition of`", END: "the end of the text",
}  # fmt: skip
_STATEMENT = frozenset({
    "STATUS", "ATTRIBUTE", "ACT", "CLASS", "BODY", "OFFICE", "FLAG", "ARTICLE", "OPTION", "UNCLEAR", "GUARANTEE",
    "USE", "ASSUME", "CONSTITUTION", "LAW", "STATUTE", "ONLY", "MEMBERS", "ANY", "ANYONE", "NAME",
})  # fmt: skip
_COMPARING = frozenset({"EQUAL", "NOT_EQUAL", "LESSTHAN", "AT_MOST_SIGN", "MORETHAN", "AT_LEAST_SIGN"})
_CLAUSES = frozenset({
    "FROM", "WHILE", "NOMINATED", "VETTED", "WITH", "FUNDED", "AT", "SURPLUS", "EACH", "BY", "FOR",
})  # fmt: skip
_QUALIFIERS = frozenset({"BY", "WHEN", "UNLESS", "WITH", "ON_PETITION"})
_MOST_SHOWN = 7


def describe_problem(problem: Problem, file: str) -> Diagnostic:
    """The diagnostic of something grammatical that cannot be meant."""
    return _diagnostic(problem.kind, problem.message, file, Span(problem.start, problem.end), problem.advice)


def describe_failure(failure: Failure, file: str, following: Word | None = None) -> Diagnostic:
    """The diagnostic of a word that cannot stand where it does.

    `following` is the word after the stretch of text that was read, where that stretch ended too early: what
    people see at that place.
    """
    word = failure.word
    if word.kind == END and following is not None:
        word = following
    at = Span(word.start, word.end)
    found = "the text ends" if word.kind == END else f"`{_shorten(word.text)}` cannot stand"
    after = f" after `{_shorten(failure.before.text)}`" if failure.before is not None else " here"

    if failure.reserved:
        return _diagnostic(
            "reserved-word", f"`{word.text}` is a word of the language and cannot be a name", file, at,
            (f"Choose another name, such as `{word.text}_` or `the_{word.text}`.",),
        )  # fmt: skip
    if failure.act:
        near = did_you_mean(word.text, [*map(str, Verb), "control", "choose", "paralyse", "bar", "block"], most=2)
        advice = [f"Did you mean {' or '.join(f'`{verb}`' for verb in near)}?"] if near else []
        advice.append("An act declared with `act` is done to nobody; see the list of acts for those that are.")
        return _diagnostic("unexpected-word", f"`{word.text}` is no act of the language", file, at, tuple(advice))
    if word.kind == "UNTERMINATED":
        return _diagnostic(
            "unterminated-title", "this title has no closing quotation mark", file, at,
            ('Close the title with `"` on the line where it begins.',),
        )  # fmt: skip
    if word.kind == "LONG_NUMBER":
        return _diagnostic("limit", "this number is too long", file, at, ("Numbers have at most 15 digits.",))
    if failure.before is not None and failure.before.kind == "NAME" and "MAY" in failure.expected:
        near = did_you_mean(failure.before.text, RESERVED_STARTS, most=2)
        if near and len(failure.expected) < 12:
            start = failure.before
            return _diagnostic(
                "unexpected-word", f"`{start.text}` begins no statement", file, Span(start.start, start.end),
                (f"Did you mean {' or '.join(f'`{verb}`' for verb in near)}?",),
            )  # fmt: skip
    near = did_you_mean(word.text, _spellings(failure.expected), most=1) if word.kind == "NAME" else []
    mistake = find_mistake(failure)
    if mistake is not None and (not near or mistake.match == "word"):
        return _diagnostic("known-mistake", mistake.title, file, at, (mistake.advice,))
    if failure.word.kind == END and "RBRACE" in failure.expected:
        where = "the text ends" if word.kind == END else f"`{word.text}` begins"
        return _diagnostic(
            "unbalanced-braces", f"{where} before a `{{` is closed", file, at,
            ("Add `}` where the body, article or choice ends.",),
        )  # fmt: skip
    if word.kind == "RBRACE" and "RBRACE" not in failure.expected and END in failure.expected:
        return _diagnostic(
            "unbalanced-braces", "this `}` closes nothing", file, at,
            ("Remove it, or add the `{` that it should close.",),
        )  # fmt: skip
    if word.kind == "STRANGE":
        return _diagnostic(
            "strange-character", f"`{word.text}` has no meaning here", file, at, _advice(word, failure.expected)
        )
    return _diagnostic("unexpected-word", found + after, file, at, _advice(word, failure.expected))


def _diagnostic(kind: str, message: str, file: str, at: Span, advice: Any) -> Diagnostic:
    return Diagnostic(f"syntax/{kind}", CODES[kind], Severity.ERROR, message, file, at, help=advice)


def _advice(word: Word, expected: tuple[str, ...]) -> tuple[str, ...]:
    advice = []
    near = did_you_mean(word.text, _spellings(expected), most=2) if word.kind in ("NAME", "HYPHENED") else []
    if near:
        advice.append(f"Did you mean {' or '.join(f'`{word}`' for word in near)}?")
    phrases = _phrases(expected)
    if phrases:
        advice.append(f"Here may stand {_either(phrases)}.")
    return tuple(advice)


def _spellings(kinds: tuple[str, ...]) -> list[str]:
    words = {kind: word for word, kind in load_tables().keywords.items()}
    spellings = [words[kind] for kind in kinds if kind in words]
    return spellings + list(FRACTIONS) if "FRACTION_WORD" in kinds else spellings


def _phrases(expected: tuple[str, ...]) -> list[str]:
    """What may stand at a place, in few words: families of words are named by what they are."""
    words = {kind: f"`{word}`" for word, kind in load_tables().keywords.items()}
    left = [kind for kind in expected if kind != END]
    phrases = []
    for family, phrase, least in (
        (_STATEMENT, "a new statement", 12),
        (_CLAUSES, "a clause such as `from`, `nominated by` or `for … years`", 6),
        (_COMPARING, "a comparison such as `>= 18` or `= worker`", 4),
        (_QUALIFIERS, "a limit such as `by two-thirds`, `when` or `unless`", 4),
    ):
        if len(family.intersection(left)) >= least:
            left = [kind for kind in left if kind not in family]
            phrases.append(phrase)
    own = list(dict.fromkeys(_KINDS.get(kind) or words.get(kind, "") for kind in left))
    own = sorted((phrase for phrase in own if phrase), key=lambda phrase: (phrase.startswith("`"), phrase))
    return (own + phrases)[:_MOST_SHOWN] if len(own) <= _MOST_SHOWN else [*own[:_MOST_SHOWN], "…"]


def _either(phrases: list[str]) -> str:
    if len(phrases) == 1:
        return phrases[0]
    if phrases[-1] == "…":
        return ", ".join(phrases[:-1]) + " and more"
    return f"{', '.join(phrases[:-1])} or {phrases[-1]}"


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "…"
