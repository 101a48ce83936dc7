"""Lines above promises and options: the verdict, and a way to its history; what the choices do."""

from __future__ import annotations

from lsprotocol import types

from constdsl.check.results import Answer, Verdict
from constdsl.lsp.promises import headline, kept_by, keyed, option_key
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.syntax import tree

__all__ = ["PROVISIONAL", "lenses", "register"]

PROVISIONAL = " (as far as the text can be read)"
"""Said with each verdict on a text of which clauses were left out because of mistakes."""


def lenses(view: View) -> list[types.CodeLens]:
    """A line above each promise that has a verdict and above each option; promises have none while it is sought."""
    if not view.settings.code_lenses:
        return []
    return [*_on_promises(view), *_on_options(view)]


def _on_promises(view: View) -> list[types.CodeLens]:
    outcome = view.outcome
    if outcome is None:
        return []
    so_far = PROVISIONAL if outcome.provisional else ""
    return [
        _lens(view, answer.span.start, f"{headline(answer)}{so_far}: {_offer(answer)}", key)
        for key, answer in keyed(outcome, view.name)
    ]


def _offer(answer: Answer) -> str:
    return "show history" if answer.history and answer.verdict is not Verdict.HOLDS else "show"


def _on_options(view: View) -> list[types.CodeLens]:
    return [
        _lens(view, start + item.span.start, _comparison(view, item.name.text), option_key(item.name.text))
        for item, start in view.all_statements()
        if isinstance(item, tree.Option) and item.choices
    ]


def _comparison(view: View, option: str) -> str:
    """What the choices do, where that was worked out for this text already: it takes an analysis for each."""
    _, found = view.outcome.compared.get(option, (None, None)) if view.outcome is not None else (None, None)
    return f"choices compared: {', '.join(kept_by(found))}: show" if found is not None else "compare the choices"


def _lens(view: View, offset: int, title: str, key: str) -> types.CodeLens:
    """A line above the line of an offset. Clients that have a place for histories fetch them by themselves."""
    command = "constdsl.showHistory" if view.settings.history_view else "constdsl.history"
    start = view.lines.position(offset)
    arguments = [view.document.uri, key]
    return types.CodeLens(types.Range(start, start), types.Command(title=title, command=command, arguments=arguments))


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))
    def answer(params: types.CodeLensParams) -> list[types.CodeLens]:
        view = server.view(params.text_document.uri)
        return lenses(view) if view is not None else []
