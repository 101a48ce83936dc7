"""What can be analysed of a text that has mistakes: all of it but the clauses that are wrong, or lean on what is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from constdsl.diagnostic import Diagnostic, Severity
from constdsl.model.load import Loaded, Placed
from constdsl.model.resolve import Model, resolve
from constdsl.source import Span
from constdsl.syntax import tree

__all__ = ["salvage"]

_TWICE = "articles/declared-twice"
"""The only mistake for which an article goes: what stands in it belongs to the first one of that number."""

_ROUNDS = 20
"""How often clauses are left out because what they name was left out before."""


def salvage(loaded: Loaded, mistakes: Iterable[Diagnostic]) -> tuple[Model | None, int]:
    """A model of the statements and clauses in which there is no mistake, and how many were left out.

    What names something that is left out, or that stands in a part which cannot be read, is left out as well. None
    where mistakes go on turning up. Linear in the texts for each link of the longest such chain.
    """
    count = 0
    kept = evolve(loaded, diagnostics=())  # so that no name is taken to be declared in a part that cannot be read
    errors = [each for each in mistakes if each.severity is Severity.ERROR]
    for _ in range(_ROUNDS):
        count += len({(error.file, error.span) for error in errors})
        pruned = _without(kept, errors)
        model, found = resolve(pruned)
        errors = [each for each in found if each.severity is Severity.ERROR]
        if not errors:
            _, found = model.select()
            errors = [each for each in found if each.severity is Severity.ERROR]
        if not errors:
            return model, count
        if pruned.statements == kept.statements:
            return None, count
        kept = pruned
    return None, count


def _without(loaded: Loaded, errors: Iterable[Diagnostic]) -> Loaded:
    wrong: dict[str, list[Span]] = {}
    for error in errors:
        if error.slug != _TWICE:
            wrong.setdefault(error.file, []).append(error.span)
    twice = {(error.file, error.span) for error in errors if error.slug == _TWICE}
    statements: list[Placed] = []
    changed: dict[int, tree.Statement | None] = {}
    for placed in loaded.statements:
        key = id(placed.statement)
        if key not in changed:
            changed[key] = _statement(placed.statement, wrong.get(placed.file, ()))
        statement = changed[key]
        if isinstance(statement, tree.Article) and (placed.file, statement.head) in twice:
            continue
        if statement is placed.statement:
            statements.append(placed)
        elif statement is not None:
            statements.append(evolve(placed, statement=statement))
    return evolve(loaded, statements=tuple(statements))


def _hit(span: Span, wrong: Iterable[Span]) -> bool:
    return any(span.start <= each.start and each.end <= span.end for each in wrong)


def _statement(statement: tree.Statement, wrong: Sequence[Span]) -> tree.Statement | None:
    """A statement without its mistakes; itself where it has none, and None where nothing is left."""
    match statement:
        case tree.Article():
            return statement  # what stands in it is looked at by itself, and belongs to it whatever its head says
        case tree.Option() | tree.Unclear():
            # What stands under its choices is looked at by itself.
            return None if statement.span in wrong else statement
        case tree.BodyDecl():
            return _body(statement, [each for each in wrong if _hit(statement.span, [each])])
        case _:
            return None if _hit(statement.span, wrong) else statement


def _body(body: tree.BodyDecl, wrong: Sequence[Span]) -> tree.BodyDecl | None:
    if not wrong:
        return body
    if _hit(body.name.span, wrong) or not any(_hit(item.span, wrong) for item in body.items):
        return None
    items = [left for item in body.items if (left := _item(item, wrong)) is not None]
    if not any(isinstance(item, tree.SeatGroup) for item in items):
        return None
    return evolve(body, items=tuple(items))


Item = tree.SeatGroup | tree.DecidesBy | tree.Quorum | tree.ConvenedBy


def _item(item: Item, wrong: Sequence[Span]) -> Item | None:
    if not _hit(item.span, wrong):
        return item
    if not isinstance(item, tree.SeatGroup):
        return None
    clauses = tuple(clause for clause in item.clauses if not _hit(clause.span, wrong))
    filling = item.filling
    if filling is not None and _hit(filling.span, wrong):
        by = tuple(ref for ref in filling.by if not _hit(ref.span, wrong))
        if not by:
            return None
        filling = evolve(filling, by=by)
    if clauses == item.clauses and filling is item.filling:
        return None
    return evolve(item, clauses=clauses, filling=filling)


