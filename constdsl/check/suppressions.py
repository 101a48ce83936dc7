"""Findings that the text itself allows: `# allow SLUG: reason` on a clause, or right above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from constdsl.check.findings import Found
from constdsl.check.ways_out import laid_out
from constdsl.diagnostic import Diagnostic, Edit, Severity, WayOut
from constdsl.rules.rule import Rule
from constdsl.source import Source, Span
from constdsl.syntax.suggest import did_you_mean
from constdsl.syntax.tree import Instrument

__all__ = ["suppress"]

_ALLOW = re.compile(r"#+\s*allow\s+(?P<slug>[\w/-]+)\s*(?::\s*(?P<reason>.*))?$")


@frozen
class _Allowance:
    """One comment: the rule it names, its reason, the line whose findings it allows, and where it stands."""

    slug: str
    reason: str
    line: int
    file: str
    span: Span


def suppress(
    found: Sequence[Found], instruments: Iterable[Instrument], sources: Mapping[str, Source], rules: Sequence[Rule],
    asked: Sequence[Rule],
) -> tuple[list[Found], list[Diagnostic]]:
    """The findings that no comment allows, and what is wrong with the comments.

    A comment allows what its rule finds on its line, or, standing alone, on the next line that is no comment. It needs
    a reason; one that allows nothing is reported, unless its rule, among all `rules`, was not `asked`.
    """
    allowances = [each for instrument in instruments for each in _allowances(instrument, sources[instrument.name])]
    if not allowances:
        return list(found), []
    problems: list[Diagnostic] = []
    valid: dict[tuple[str, int, str], _Allowance] = {}
    slugs = {rule.slug for rule in rules}
    for each in allowances:
        if each.slug not in slugs:
            near = did_you_mean(each.slug, slugs)
            advice = f"did you mean `{near[0]}`?" if near else "`constdsl rules` lists them"
            problems.append(_problem("unknown-rule", "Z4", f"there is no rule `{each.slug}` to allow", each, advice))
        elif not each.reason:
            advice = f"say why: `# allow {each.slug}: because …`"
            problems.append(
                _problem("without-reason", "Z3", f"`{each.slug}` is allowed here without a reason", each, advice)
            )
        else:
            valid[each.file, each.line, each.slug] = each
    used: set[tuple[str, int, str]] = set()
    kept: list[Found] = []
    for one in found:
        at = one.finding.at
        line = sources[at.file].position(at.span.start).line
        keys = [(at.file, line, each.rule.slug) for each in one.all]
        used.update(key for key in keys if key in valid)
        if keys[0] not in valid:
            kept.append(one)
    asked_slugs = {rule.slug for rule in asked}
    for key, each in valid.items():
        if key not in used and each.slug in asked_slugs:
            message = f"`{each.slug}` finds nothing here that would have to be allowed"
            edit = laid_out(sources[each.file].text, Edit(each.file, each.span, ""))
            problems.append(_problem("unused", "Z5", message, each, "take the comment out", edit))
    return kept, problems


def _problem(
    fault: str, code: str, message: str, allowance: _Allowance, advice: str, removal: Edit | None = None
) -> Diagnostic:
    return Diagnostic(
        f"suppression/{fault}", code, Severity.WARNING, message, allowance.file, allowance.span, help=(advice,),
        ways_out=(WayOut(advice, (removal,), safe=True),) if removal is not None else (),
    )  # fmt: skip


def _allowances(instrument: Instrument, source: Source) -> Iterator[_Allowance]:
    alone = {source.position(comment.span.start).line for comment in instrument.comments if comment.own_line}
    for comment in instrument.comments:
        match = _ALLOW.match(comment.text.rstrip())
        if not match:
            continue
        line = source.position(comment.span.start).line
        if comment.own_line:
            line = next(number for number in range(line + 1, line + len(alone) + 2) if number not in alone)
        yield _Allowance(match["slug"], (match["reason"] or "").strip(), line, source.name, comment.span)
