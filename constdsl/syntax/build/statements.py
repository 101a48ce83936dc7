"""Statements other than norms and bodies: articles, declarations, discipline, rank, facts and choices."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import frozen

from constdsl.source import Span
from constdsl.syntax import tree as t
from constdsl.syntax.build.amounts import Amounts
from constdsl.syntax.build.base import PLURAL, name_of, refs_in, title_in
from constdsl.syntax.words import Word

__all__ = ["Statements"]

_MODES = ("voting", "nominating", "standing")


@frozen
class _ArticleHead:
    number: t.ArticleRef
    title: str | None
    unpublished: bool
    span: Span


class Statements(Amounts):
    def piece(self, c: list[Any], start: int, end: int) -> list[t.Item]:
        return c

    def header(self, c: list[Any], start: int, end: int) -> t.Header:
        return t.Header(t.Rank(c[0].text), c[1].text[1:-1], span=Span(start, end))

    def use(self, c: list[Any], start: int, end: int) -> t.Use:
        return t.Use(c[1].text[1:-1], span=Span(start, end))

    def article_ref(self, c: list[Any], start: int, end: int) -> t.ArticleRef:
        return t.ArticleRef(c[1].text, span=Span(start, end))

    def article_head(self, c: list[Any], start: int, end: int) -> _ArticleHead:
        return _ArticleHead(c[0], title_in(c, 1), type(c[-1]) is Word and c[-1].kind == "UNPUBLISHED", Span(start, end))

    def article(self, c: list[Any], start: int, end: int) -> t.Article:
        head: _ArticleHead = c[0]
        statements = _statements(c)
        for statement in statements:
            if type(statement) is t.Article:
                self.report(
                    "misplaced", f"article {statement.number.number} stands inside article {head.number.number}",
                    statement.head.start, statement.head.end,
                    f"Close article {head.number.number} with `}}` before another article begins.",
                )  # fmt: skip
        return t.Article(
            head.number, head.title, head.unpublished, statements, head=head.span, span=Span(start, end)
        )

    def option(self, c: list[Any], start: int, end: int) -> t.Option:
        choices = tuple(choice for choice in c if type(choice) is t.Choice)
        return t.Option(name_of(c[1]), title_in(c), choices, span=Span(start, end))

    def choice(self, c: list[Any], start: int, end: int) -> t.Choice:
        return t.Choice(name_of(c[1]), title_in(c), _statements(c), span=Span(start, end))

    def unclear(self, c: list[Any], start: int, end: int) -> t.Unclear:
        interpreter = next(iter(refs_in(c)), None)
        consent = next((clause.bodies for clause in c if type(clause) is t.WithConsent), ())
        readings = tuple(reading for reading in c if type(reading) is t.Reading)
        return t.Unclear(c[1].text[1:-1], interpreter, readings, consent, span=Span(start, end))

    def reading(self, c: list[Any], start: int, end: int) -> t.Reading:
        return t.Reading(name_of(c[1]), title_in(c), _statements(c), span=Span(start, end))

    def status_decl(self, c: list[Any], start: int, end: int) -> t.StatusDecl:
        within = name_of(c[-1]) if c[-2].kind == "WITHIN" else None
        return t.StatusDecl(name_of(c[1]), title_in(c), within, span=Span(start, end))

    def attribute_decl(self, c: list[Any], start: int, end: int) -> t.AttributeDecl:
        title = title_in(c)
        at = 2 if title is None else 3
        if c[at].kind == "IN":
            unit = c[at + 1].text
            return t.AttributeDecl(name_of(c[1]), title, PLURAL.get(unit, unit), span=Span(start, end))
        values = tuple(name_of(word) for word in c[at + 1 :: 2])
        return t.AttributeDecl(name_of(c[1]), title, None, values, span=Span(start, end))

    def act_decl(self, c: list[Any], start: int, end: int) -> t.ActDecl:
        makes = name_of(c[-1]) if c[-2].kind == "MAKES" else None
        return t.ActDecl(name_of(c[1]), title_in(c), makes, span=Span(start, end))

    def class_decl(self, c: list[Any], start: int, end: int) -> t.ClassDecl:
        title = title_in(c)
        condition = c[3 if title is None else 4]
        numbering = int(c[-1].text) if type(c[-1]) is Word else None
        return t.ClassDecl(name_of(c[1]), title, condition, numbering, span=Span(start, end))

    def flag_decl(self, c: list[Any], start: int, end: int) -> t.FlagDecl:
        condition = c[-1] if type(c[-1]) is not Word else None
        return t.FlagDecl(name_of(c[1]), title_in(c), condition, span=Span(start, end))

    def binding(self, c: list[Any], start: int, end: int) -> t.Binding:
        return t.Binding(c[0], False, c[4], self._modes(c[6:]), span=Span(start, end))

    def members_binding(self, c: list[Any], start: int, end: int) -> t.Binding:
        return t.Binding(c[2], True, c[6], self._modes(c[8:]), span=Span(start, end))

    def _modes(self, words: list[Word]) -> tuple[str, ...]:
        """The modes in their fixed order; none written means all."""
        written: set[str] = set()
        for word in words[::2]:
            if word.text in written:
                self.report(
                    "said-twice", f"`{word.text}` is listed twice", word.start, word.end, "Name each matter once."
                )
            written.add(word.text)
        return tuple(mode for mode in _MODES if not written or mode in written)

    def free_mandate(self, c: list[Any], start: int, end: int) -> t.FreeMandate:
        return t.FreeMandate(c[2], span=Span(start, end))

    def suspension(self, c: list[Any], start: int, end: int) -> t.Suspension:
        return t.Suspension(c[0], name_of(c[4]), span=Span(start, end))

    def precedence(self, c: list[Any], start: int, end: int) -> t.Precedence:
        return t.Precedence(c[0], c[3], span=Span(start, end))

    def entrenchment(self, c: list[Any], start: int, end: int) -> t.Entrenchment:
        return t.Entrenchment(c[0], span=Span(start, end))

    def assumption(self, c: list[Any], start: int, end: int) -> t.Assumption:
        share: Fraction | None = None
        number: int | None = None
        if type(c[1]) is Fraction:
            share, of, rest = c[1], c[3], c[4:]
        else:
            self.agree(c[1], c[2])
            number, of, rest = int(c[1].text), c[4], c[5:]
        if rest[0].kind in ("SIDE", "SIDES"):
            return t.Assumption(of, share, number, side=rest[2], span=Span(start, end))
        return t.Assumption(of, share, number, status=name_of(rest[1]), span=Span(start, end))


def _statements(children: list[Any]) -> tuple[t.Statement, ...]:
    return tuple(child for child in children if type(child) not in (Word, _ArticleHead))
