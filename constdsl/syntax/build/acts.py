"""Acts, and the powers and norms about them."""

from __future__ import annotations

from typing import Any

from attrs import evolve, field, frozen

from constdsl.source import NOWHERE, Span
from constdsl.syntax import tree as t
from constdsl.syntax.build.base import Base, name_of, refs_in
from constdsl.syntax.words import Word

__all__ = ["Acts"]

_V = t.Verb
_NEEDS_BODY = {
    _V.DISSOLVE: "dissolve Council", _V.CONVENE: "convene Council", _V.ENLARGE: "enlarge Council",
    _V.EXTEND: "extend Council", _V.DIRECT: "direct Council",
}  # fmt: skip
_NEEDS_WHOM = {
    _V.APPOINT: "appoint any citizen to Council", _V.REMOVE: "remove any member of Council",
    _V.NOMINATE: "nominate any citizen for Council", _V.STRIKE: "strike any candidate for Council",
    _V.CONFER: "confer citizen on any resident", _V.REVOKE: "revoke citizen from any resident",
}  # fmt: skip


@frozen
class _Qualifier:
    part: str
    value: Any
    span: Span = field(default=NOWHERE, eq=False)


class Acts(Base):
    def act(self, c: list[Any], start: int, end: int) -> t.Act:
        span = Span(start, end)
        first: Word = c[0]
        if first.kind == "NAME":
            return t.Act(_V.PERFORM, name=name_of(first), span=span)
        verb = t.Verb(first.text)
        whom: t.Selector | None = None
        body: t.Ref | None = None
        name: t.Name | None = None
        article: t.ArticleRef | None = None
        inner: t.Act | None = None
        for part in c[1:]:
            match part:
                case t.Selector():
                    whom = part
                case t.Ref():
                    body = part
                case t.ArticleRef():
                    article = part
                case t.Act():
                    inner = part
                case Word(kind="NAME"):
                    name = name_of(part)
        # `nominate any candidate for B` reads as `any candidate for B`; it is the office that is meant.
        if verb is _V.NOMINATE and body is None and whom is not None and whom.candidate and whom.body is not None:
            whom, body = evolve(whom, body=None), whom.body
        return t.Act(verb, whom, name, body, article, inner, span=span)

    def by_threshold(self, c: list[Any], start: int, end: int) -> _Qualifier:
        return _Qualifier("threshold", c[1], Span(start, end))

    def when(self, c: list[Any], start: int, end: int) -> _Qualifier:
        return _Qualifier("when", c[1], Span(start, end))

    def unless(self, c: list[Any], start: int, end: int) -> _Qualifier:
        return _Qualifier("unless", c[1], Span(start, end))

    def with_consent(self, c: list[Any], start: int, end: int) -> _Qualifier:
        return _Qualifier("consent", refs_in(c), Span(start, end))

    def on_petition(self, c: list[Any], start: int, end: int) -> _Qualifier:
        return _Qualifier("petition", c[-1], Span(start, end))

    def norm(self, c: list[Any], start: int, end: int) -> t.Norm:
        if c[1].kind == "MAY":
            kind, at = t.NormKind.MAY, 2
        elif type(c[2]) is Word:
            kind, at = t.NormKind.MUST_NOT, 3
        else:
            kind, at = t.NormKind.MUST, 2
        return self._norm(c[0], kind, c[at], c[at + 1 :], Span(start, end))

    def only_norm(self, c: list[Any], start: int, end: int) -> t.Norm:
        return self._norm(c[1], t.NormKind.ONLY_MAY, c[3], c[4:], Span(start, end))

    def _norm(
        self, subject: t.Subject, kind: t.NormKind, act: t.Act, qualifiers: list[_Qualifier], span: Span
    ) -> t.Norm:
        self._complete(act)
        if not qualifiers:
            return t.Norm(subject, kind, act, span=span)
        parts: dict[str, Any] = {}
        for qualifier in qualifiers:
            if qualifier.part in parts:
                start, end = _ends(qualifier.span)
                message = f"the {_WHAT[qualifier.part]} is stated twice"
                self.report("said-twice", message, start, end, _MERGE[qualifier.part])
            else:
                parts[qualifier.part] = qualifier.value
        return t.Norm(subject, kind, act, t.Qualifiers(**parts), span=span)

    def _complete(self, act: t.Act) -> None:
        """A pattern may leave out whom and where to mean all; a power must say them."""
        start, end = _ends(act.span)
        verb = act.verb
        if verb in _NEEDS_BODY and act.body is None:
            advice = f"Write, for example, `{_NEEDS_BODY[verb]}`."
            self.report("incomplete-act", f"`{verb}` must name a body", start, end, advice)
        elif verb in _NEEDS_WHOM and act.whom is None:
            advice = f"Write, for example, `{_NEEDS_WHOM[verb]}`."
            self.report("incomplete-act", f"`{verb}` must say whom", start, end, advice)
        elif verb in (_V.APPOINT, _V.NOMINATE) and act.body is None:
            self.report(
                "incomplete-act", f"`{verb}` must say {'to' if verb is _V.APPOINT else 'for'} which body", start, end,
                f"Write, for example, `{_NEEDS_WHOM[verb]}`.",
            )  # fmt: skip
        elif verb is _V.STRIKE and act.body is None and (act.whom is None or act.whom.body is None):
            self.report(
                "incomplete-act", "`strike` must say from which ballot", start, end,
                f"Write, for example, `{_NEEDS_WHOM[verb]}`.",
            )  # fmt: skip


_WHAT = {
    "threshold": "majority needed", "when": "condition `when`", "unless": "exception `unless`",
    "consent": "consent needed", "petition": "petition needed",
}  # fmt: skip
_MERGE = {
    "threshold": "Keep one `by`, or write two powers.",
    "when": "Join the two conditions with `and`.",
    "unless": "Join the two exceptions with `or`.",
    "consent": "List all whose consent is needed after one `with consent of`, parted by commas.",
    "petition": "Keep one `on petition of`.",
}


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
