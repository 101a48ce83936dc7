"""What an editor makes of the edits it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from lsprotocol import types

from constdsl.lsp.positions import Lines

__all__ = ["applied", "changed"]


def applied(text: str, edits: Sequence[types.TextEdit], encoding: str | None = None) -> str:
    """A text with edits that all speak of it as it was. Fails where two of them overlap."""
    lines = Lines(text, encoding)
    spans = [(lines.span(edit.range), edit.new_text) for edit in edits]
    ordered = sorted(spans, key=lambda each: each[0])
    for (before, _), (after, _) in pairwise(ordered):
        assert before.end <= after.start, "edits overlap"
    for span, words in reversed(ordered):
        text = text[: span.start] + words + text[span.end :]
    return text


def changed(texts: Mapping[str, str], edit: types.WorkspaceEdit, encoding: str | None = None) -> dict[str, str]:
    """Texts by address, with an edit of several of them made."""
    found = dict(texts)
    for uri, edits in (edit.changes or {}).items():
        found[uri] = applied(found[uri], edits, encoding)
    for each in edit.document_changes or ():
        assert isinstance(each, types.TextDocumentEdit)
        edits = [one for one in each.edits if isinstance(one, types.TextEdit)]
        assert len(edits) == len(each.edits)
        found[each.text_document.uri] = applied(found[each.text_document.uri], edits, encoding)
    return found
