"""Findings as an editor shows them."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.lsp.documents import Documents
from constdsl.lsp.positions import Lines
from constdsl.project.configuration import installed_rules

__all__ = ["SOURCE", "message", "page", "to_protocol"]

SOURCE = "constdsl"
"""Who speaks, in the editor's list of problems."""

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_CODE = re.compile("`([^`\n]+)`")
_FADED = ("names/unused", "norms/dead-letter")
"""Findings on words that have no effect, which editors show in grey."""


def to_protocol(diagnostic: Diagnostic, lines: Lines, documents: Documents) -> types.Diagnostic:
    """A finding on the text that has these lines."""
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(documents.uri(label.file), documents.lines(label.file).range(label.span)), label.message
        )
        for label in diagnostic.labels
    ]
    address = page(diagnostic.slug)
    return types.Diagnostic(
        range=lines.range(diagnostic.span),
        message=message(diagnostic),
        severity=_SEVERITY[diagnostic.severity],
        code=diagnostic.slug,
        code_description=types.CodeDescription(address) if address else None,
        source=SOURCE,
        related_information=related or None,
        tags=[types.DiagnosticTag.Unnecessary] if diagnostic.slug.startswith(_FADED) else None,
        data={"code": diagnostic.code},
    )


def message(diagnostic: Diagnostic) -> str:
    """What is said in an editor: the finding, how it comes about, and what helps."""
    lines = [f"{diagnostic.message[:1].upper()}{diagnostic.message[1:]}."]
    lines += diagnostic.reason
    lines += [f"{advice[:1].upper()}{advice[1:]}" for advice in diagnostic.help]
    # Editors show a diagnostic letter by letter, so that quotation marks read better than those of Markdown.
    return _CODE.sub(r"“\1”", "\n".join(lines))


@cache
def page(slug: str) -> str | None:
    """The address of the page on a rule, which comes with the tool; None where there is none."""
    rule = next((rule for rule in installed_rules()[0] if rule.slug == slug), None)
    spec = find_spec(rule.module) if rule is not None else None
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_suffix(".md")
    return from_fs_path(str(path)) if path.is_file() else None
