"""Notes between the words: how many votes a threshold comes to, and how each promise fares."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lsprotocol import types

from constdsl.check.results import Answer, Verdict
from constdsl.lsp.seats import Votes, stated, votes
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.render.palette import sign
from constdsl.render.words import clean, duration, together
from constdsl.source import Span
from constdsl.syntax import tree

__all__ = ["hints", "register"]


def hints(view: View, span: Span) -> list[types.InlayHint]:
    """The notes in a stretch of a text. Linear in its statements and its promises."""
    if not view.settings.inlay_hints:
        return []
    return [*_on_thresholds(view, span), *_on_promises(view, span)]


def _on_thresholds(view: View, span: Span) -> Iterator[types.InlayHint]:
    for statement, start in view.all_statements():
        if start + statement.span.end < span.start or start + statement.span.start > span.end:
            continue
        for threshold, decider, declared in stated(statement):
            end = start + threshold.span.end
            found = votes(threshold, decider, view.look.names, declared)
            if found is not None and _says_more(threshold, found) and span.start <= end <= span.end:
                about = "when all seats are filled" if found.filled else None
                yield _hint(view, end, f"= {found.needed:,} of {found.of:,}", about)


def _says_more(threshold: tree.Threshold, found: Votes) -> bool:
    """Whether the number is news: `7 votes` says it, and a single seat has no other."""
    return threshold.kind is not tree.ThresholdKind.VOTES and found.of > 1


def _on_promises(view: View, span: Span) -> Iterator[types.InlayHint]:
    outcome = view.outcome
    if outcome is None:
        return
    for answer in outcome.answers(view.name):
        if span.start <= answer.span.end <= span.end:
            so_far = " so far" if outcome.provisional else ""
            about = f"{clean(answer.summary)}\n{_PROVISIONAL}" if outcome.provisional else clean(answer.summary)
            yield _hint(view, answer.span.end, f"{sign(answer.verdict)}{_by(answer)}{so_far}", about)


_PROVISIONAL = "Clauses with mistakes were left out: this is how things stand as far as the text can be read."


def _by(answer: Answer) -> str:
    """Who breaks a promise, and by when."""
    if answer.ability or answer.verdict not in (Verdict.BROKEN, Verdict.CONTESTABLE) or not answer.breakers:
        return ""
    others = f" and {len(answer.breakers) - 1} more" if len(answer.breakers) > 1 else ""
    years = max((step.years for step in answer.history), default=None)
    return f" by {together([*map(clean, answer.breakers[0])])}{others}{_when(years)}"


def _when(years: Fraction | None) -> str:
    if years is None:
        return ""
    return f" ({duration(years)})" if years > 0 else " (at once)"


def _hint(view: View, offset: int, label: str, about: str | None) -> types.InlayHint:
    return types.InlayHint(view.lines.position(offset), label, tooltip=about, padding_left=True)


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT, types.InlayHintOptions(resolve_provider=False))
    def answer(params: types.InlayHintParams) -> list[types.InlayHint]:
        view = server.view(params.text_document.uri)
        return hints(view, view.lines.span(params.range)) if view is not None else []
