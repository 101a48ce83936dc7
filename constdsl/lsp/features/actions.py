"""What can be done about a finding at a press of a key: ways out that were tried, near spellings, allowances."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from lsprotocol import types

from constdsl.check.ways_out import apply_edits, compatible
from constdsl.diagnostic import Diagnostic, Edit
from constdsl.lsp.diagnostics import to_protocol
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.project.configuration import installed_rules
from constdsl.render.evidence import consequences
from constdsl.source import Source, Span
from constdsl.syntax.parser import parse

__all__ = ["FIX_ALL", "actions", "fix_all", "must_wait", "register", "takes_versions", "wants", "workspace_edit"]

FIX_ALL = "source.fixAll.constdsl"
"""The kind of action that applies every safe way out at once; editors can ask for it when a text is saved."""

_SUGGESTION = re.compile(r"\bdid you mean (?P<words>.*?)\?", re.IGNORECASE)
_QUOTED = re.compile(r"`([^`]+)`")
_ARTICLE = re.compile(r"article (\S+)$")

_MEANT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("shall", "will", "should", "ought"), ("must", "may")),
    "can": ("may",), "cannot": ("must not",), "may": ("can",),
    "&": ("and",), "&&": ("and",), "|": ("or",), "||": ("or",), "!": ("not ",),
    ";": ("",), "=": (":",), ":=": (":",), ":": ("=",),
    "one": ("1",), "two": ("2",), "three": ("3",), "four": ("4",), "five": ("5",), "six": ("6",), "seven": ("7",),
    "eight": ("8",), "nine": ("9",), "ten": ("10",), "eleven": ("11",), "twelve": ("12",),
}  # fmt: skip
"""Words of other languages and of statutes, and what may be meant; which of it is right is tried."""

_CURLY = re.compile("[“”„«»‘’]")


# --- which actions --------------------------------------------------------------------------------------------------


def actions(view: View, span: Span, *, versions: bool) -> list[types.CodeAction]:
    """All that helps against what is found at a stretch of a text: surest things first, allowances last.

    `versions` tells whether the editor takes edits with the versions of the texts they are for.
    """
    found: list[types.CodeAction] = []
    allowances: list[types.CodeAction] = []
    rules = {rule.slug for rule in installed_rules()[0]}
    for diagnostic in _findings(view):
        if diagnostic.span.start > span.end or span.start > diagnostic.span.end:
            continue
        said = to_protocol(diagnostic, view.lines, view.documents)
        if view.outcome is not None:
            for way in view.outcome.ways_out(diagnostic):
                title = "; ".join([_sentence(way.title), *consequences(way)])
                found.append(_quickfix(title, workspace_edit(view, way.edits, versions), said, preferred=way.safe))
        replacements = list(_replacements(view, diagnostic))
        for title, edits in replacements:
            alone = len(replacements) == 1
            found.append(_quickfix(title, workspace_edit(view, edits, versions), said, preferred=alone))
        if diagnostic.slug in rules:
            title = f"Allow {diagnostic.slug} here: write the reason"
            allowances.append(_quickfix(title, workspace_edit(view, [_allowance(view, diagnostic)], versions), said))
    return [*found, *allowances]


def fix_all(view: View, *, versions: bool) -> list[types.CodeAction]:
    """One action that applies the safe ways out of everything found in a text, as far as they do not overlap."""
    if view.outcome is None:
        return []
    firsts = [ways[0] for each in view.outcome.diagnostics(view.name) if (ways := view.outcome.ways_out(each))]
    own = [way for way in firsts if way.safe and all(edit.file == view.name for edit in way.edits)]
    edits = [edit for way in compatible(own) for edit in way.edits]
    if not edits:
        return []
    return [types.CodeAction("Apply every safe way out", kind=FIX_ALL, edit=workspace_edit(view, edits, versions))]


def must_wait(view: View, span: Span) -> bool:
    """Whether the analysis may have something to add to what is known already: of a clause with a mistake, it has
    not."""
    if view.outcome is not None:
        return view.outcome.ways is None and bool(_touched(view.outcome.diagnostics(view.name), span))
    return not _touched(_findings(view), span)


def wants(only: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether an editor that asks for some kinds of actions, or for no particular ones, asks for this one."""
    if not only:
        return True
    asked = [each.value if isinstance(each, types.CodeActionKind) else each for each in only]
    return any(kind == each or kind.startswith(f"{each}.") for each in asked)


def _findings(view: View) -> Sequence[Diagnostic]:
    """What is found in a text, as far as it is known."""
    if view.outcome is not None:
        return view.outcome.diagnostics(view.name)
    return [each for each in view.look.diagnostics if each.file == view.name]


def _touched(diagnostics: Iterable[Diagnostic], span: Span) -> list[Diagnostic]:
    return [each for each in diagnostics if each.span.start <= span.end and span.start <= each.span.end]


# --- words that are meant -------------------------------------------------------------------------------------------


def _replacements(view: View, diagnostic: Diagnostic) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Words that may be meant where a word is wrong, each with the edits that put it there."""
    for advice in diagnostic.help:
        match = _SUGGESTION.search(advice)
        for word in _suggested(match["words"]) if match is not None else ():
            place = _misspelled(view, diagnostic)
            if place is not None:
                there = view.document.text[: place.start].endswith(".")
                word = word.rpartition(".")[2] if there else word
                yield f"Replace it with `{word}`", (Edit(view.name, place, word),)
    if diagnostic.slug == "syntax/known-mistake":
        yield from _known(view, diagnostic)


def _suggested(words: str) -> list[str]:
    """The words in `did you mean …?`, whether they are names or the number of an article."""
    article = _ARTICLE.match(words)
    return [article[1]] if article is not None else _QUOTED.findall(words)


def _misspelled(view: View, diagnostic: Diagnostic) -> Span | None:
    """The word at the place of a diagnostic that is wrong: all of it, or the one that the message names."""
    start, end = diagnostic.span.start, diagnostic.span.end
    there = view.document.text[start:end]
    if re.fullmatch(r"[\w-]+", there):
        return diagnostic.span
    named = [*_QUOTED.findall(diagnostic.message), *re.findall(r"article (\S+)", diagnostic.message)]
    for word in named:
        places = [match.start() for match in re.finditer(rf"(?<![\w/-]){re.escape(word)}(?![\w/-])", there)]
        if len(places) == 1:
            return Span(start + places[0], start + places[0] + len(word))
    return None


def _known(view: View, diagnostic: Diagnostic) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """For a mistake that many people make, what they mean, if the text is right then."""
    slot = view.draft.slot_at(diagnostic.span.start)
    if slot is None:
        return
    at = diagnostic.span
    there = view.document.text[at.start : at.end]
    candidates: list[tuple[str, tuple[Edit, ...]]] = []
    if _CURLY.fullmatch(there):
        stop = slot.part.text.find("\n", at.start - slot.start)
        line = slot.part.text[at.start - slot.start : stop if stop >= 0 else None]
        marks = [at.start + match.start() for match in _CURLY.finditer(line)]
        edits = tuple(Edit(view.name, Span(mark, mark + 1), '"') for mark in marks)
        candidates.append(("Use straight quotation marks", edits))
    for word in _MEANT.get(there, ()):
        title = f"Replace `{there}` with `{word.strip()}`" if word else f"Take out `{there}`"
        candidates.append((title, (Edit(view.name, at, word),)))
    for title, edits in candidates:
        inside = [Edit(each.file, Span(each.span.start - slot.start, each.span.end - slot.start), each.text)
                  for each in edits]  # fmt: skip
        then = parse(Source(view.name, apply_edits(slot.part.text, inside))).diagnostics
        if all(slot.start + each.span.start > at.end for each in then):
            yield title, edits


# --- allowances -----------------------------------------------------------------------------------------------------


def _allowance(view: View, diagnostic: Diagnostic) -> Edit:
    """The comment that allows a finding, on a line of its own above it.

    It is left without a reason on purpose: until somebody has written one, the finding stays, and so says the tool.
    """
    text = view.document.text
    start = view.lines.starts[view.lines.position(diagnostic.span.start).line]
    indentation = re.compile(r"[ \t]*").match(text, start)
    margin = indentation.group() if indentation is not None else ""
    return Edit(view.name, Span(start, start), f"{margin}# allow {diagnostic.slug}: \n")


# --- values of the protocol -----------------------------------------------------------------------------------------


def _quickfix(
    title: str, edit: types.WorkspaceEdit, said: types.Diagnostic, *, preferred: bool = False
) -> types.CodeAction:
    return types.CodeAction(
        title, kind=types.CodeActionKind.QuickFix, diagnostics=[said], is_preferred=preferred or None, edit=edit
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def workspace_edit(view: View, edits: Collection[Edit], versions: bool) -> types.WorkspaceEdit:
    """Edits of one or several texts; each keeps the line ends of its text."""
    by_text: dict[str, list[types.TextEdit]] = {}
    for each in sorted(edits, key=lambda each: (each.file, each.span)):
        lines = view.documents.lines(each.file)
        ending = "\r\n" if "\r\n" in lines.text else "\n"
        text = each.text.replace("\r\n", "\n").replace("\n", ending)
        by_text.setdefault(each.file, []).append(types.TextEdit(lines.range(each.span), text))
    if not versions:
        return types.WorkspaceEdit({view.documents.uri(name): found for name, found in by_text.items()})
    changes = []
    for name, found in by_text.items():
        document = view.documents.open.get(name)
        version = document.version if document is not None else None
        identifier = types.OptionalVersionedTextDocumentIdentifier(view.documents.uri(name), version)
        changes.append(types.TextDocumentEdit(identifier, [*found]))
    return types.WorkspaceEdit(document_changes=[*changes])


def register(server: ConstdslServer) -> None:
    """Answer the editor."""
    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    async def answer(params: types.CodeActionParams) -> list[types.CodeAction]:
        only = params.context.only
        quick = wants(only, types.CodeActionKind.QuickFix.value)
        all_at_once = bool(only) and wants(only, FIX_ALL)
        uri = params.text_document.uri
        view = server.view(uri) if quick or all_at_once else None
        if view is None:
            return []
        version, span = view.document.version, view.lines.span(params.range)
        if all_at_once or must_wait(view, span):
            view = await server.view_with_ways(uri)
        if view is None or view.document.version != version:
            return []  # the text has changed while the question was open, and its place means something else
        versions = takes_versions(server.client_capabilities)
        return [
            *(actions(view, span, versions=versions) if quick else []),
            *(fix_all(view, versions=versions) if all_at_once else []),
        ]


def takes_versions(capabilities: types.ClientCapabilities) -> bool:
    """Whether an editor takes changes that name the versions of the texts that they are meant for."""
    workspace = capabilities.workspace
    return bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)
