"""What `check` and `ask` say to a person: findings, then each failing promise with its history, then all verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from constdsl.capture.history import agree
from constdsl.check.results import Answer, Margin, Reach, Report, Verdict
from constdsl.diagnostic import Severity
from constdsl.render.evidence import draw_history
from constdsl.render.palette import PLAIN, Palette, sign, verdict_style
from constdsl.render.snippet import Illustrator, draw_all
from constdsl.render.table import Cell, draw
from constdsl.render.words import WIDTH, clean, count, deadline, listing, together, wrap

__all__ = ["details", "parties", "render_answer", "render_report", "tally"]


MOST_NAMED = 20
"""Coalitions that break a promise which are named in text; JSON names all."""


def render_report(report: Report, *, quiet: bool = False, columns: int = WIDTH, palette: Palette = PLAIN) -> str:
    """The whole answer of `check`. `quiet` leaves out everything that is in order."""
    illustrator = Illustrator(report.sources, palette, columns)
    lines = draw_all(illustrator, report.diagnostics)
    for answer in report.answers:
        if answer.verdict is not Verdict.HOLDS:
            lines += [*_history_block(answer, illustrator), ""]
    if not quiet:
        for file in dict.fromkeys(answer.file for answer in report.answers):
            answers = [answer for answer in report.answers if answer.file == file]
            lines += [*_verdicts(file, answers, columns, palette), ""]
        lines.append(palette.paint(tally(report), "bold"))
        unasked = next((each for each in report.diagnostics if each.reason or each.history or each.table), None)
        if unasked is not None:
            advice = f"`constdsl explain {unasked.code}` tells of cases and limits."
            lines.append(f"{palette.paint('note:', 'note')} {advice}")
    return _join(lines)


def render_answer(report: Report, *, quiet: bool = False, columns: int = WIDTH, palette: Palette = PLAIN) -> str:
    """The answer of `ask`: one promise, with all its evidence also when it holds."""
    illustrator = Illustrator(report.sources, palette, columns)
    lines = draw_all(illustrator, report.diagnostics)
    for answer in report.answers:
        if not (quiet and answer.verdict is Verdict.HOLDS):
            lines += [*_history_block(answer, illustrator), ""]
    return _join(lines)


def tally(report: Report) -> str:
    """One sentence on the whole: how many findings, how many promises kept."""
    parts = []
    counts = [(severity, sum(each.severity is severity for each in report.diagnostics)) for severity in Severity]
    if found := [count(number, severity.value) for severity, number in counts if number]:
        parts.append(listing(found))
    if report.answers:
        verdicts = [answer.verdict for answer in report.answers]
        kept = verdicts.count(Verdict.HOLDS)
        if len(verdicts) == 1 and not kept:
            parts.append(f"the guarantee is {verdicts[0]}")
        elif kept == len(verdicts):
            words = {1: "the guarantee holds", 2: "both guarantees hold"}
            parts.append(words.get(kept, f"all {kept} guarantees hold"))
        else:
            failing = [each for each in Verdict if each in verdicts and each is not Verdict.HOLDS]
            others = [f"{verdicts.count(each)} {each}" for each in failing]
            total = count(len(verdicts), "guarantee")
            holds = "holds" if kept == 1 else "hold"
            parts.append(f"{kept or 'none'} of {total} {holds} ({', '.join(others)})")
    elif report.unusable:
        parts.append("no verdict: the text must be mended first")
    else:
        parts.append("no guarantee is stated, so there is no verdict")
    if report.left_out:
        clauses = "1 clause that has a mistake" if report.left_out == 1 else f"{report.left_out} clauses with mistakes"
        parts.append(f"this is how things stand without {clauses}")
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


# --- one promise ------------------------------------------------------------------------------------------------


def _history_block(answer: Answer, illustrator: Illustrator) -> list[str]:
    palette, columns = illustrator.palette, illustrator.columns
    first, *rest = wrap(f"{sign(answer.verdict)}: {_title(answer)}", columns)
    mark = sign(answer.verdict)
    painted = palette.paint(mark, verdict_style(answer.verdict)) + palette.paint(first[len(mark) :], "bold")
    lines = [painted, *(palette.paint(line, "bold") for line in rest)]
    corner, bar = palette.paint("┌─", "place"), palette.paint("│", "place")
    lines.append(f"   {corner} {illustrator.place(answer.file, answer.span)}")
    if answer.name:
        lines += [f"   {bar}  {line}" for line in wrap(clean(answer.property), columns - 6)]
    lines += ["", *wrap(clean(answer.summary), columns)]
    if answer.history:
        lines += ["", *draw_history(answer.history, columns, palette)]
    if labelled := details(answer):
        lines += ["", *_labelled(labelled, columns, palette)]
    return lines


def _title(answer: Answer) -> str:
    return f"“{clean(answer.name)}”" if answer.name else clean(answer.property)


def details(answer: Answer) -> list[tuple[str, str]]:
    """Who, and on what it hangs; for a promise that holds, what was reached and how near it came."""
    found = []
    if answer.breakers and answer.verdict is not Verdict.HOLDS:
        whose = "asked of" if _is_ability(answer) else "by"
        shown = [together([*map(clean, each)]) for each in answer.breakers[:MOST_NAMED]]
        if len(answer.breakers) > MOST_NAMED:
            shown.append(f"and {len(answer.breakers) - MOST_NAMED:,} more")
        found.append((whose, "; ".join(shown)))
    if answer.stoppable_by:
        words = {
            Verdict.HOLLOW: "obstructed by",
            Verdict.FORESTALLABLE: "forestalled by",
            Verdict.CONTESTABLE: "stopped by",
        }
        found.append((words.get(answer.verdict, "stopped by"), listing(map(clean, answer.stoppable_by), "or")))
    if answer.depends_on:
        found.append(("hangs on", listing(map(clean, answer.depends_on))))
    if answer.verdict is Verdict.HOLDS:
        found += [("reached", line) for line in _reached(answer.reached)]
        if answer.margin:
            found.append(("nearest", _margin(answer.margin)))
    return found


def _labelled(labelled: Sequence[tuple[str, str]], columns: int, palette: Palette) -> list[str]:
    rows = []
    previous = ""
    for label, text in labelled:
        rows.append([Cell("" if label == previous else f"{label}:", ("bold",)), Cell(text)])
        previous = label
    return draw(rows, fold=(1,), columns=columns, palette=palette)


# --- all promises -----------------------------------------------------------------------------------------------


def _verdicts(file: str, answers: Sequence[Answer], columns: int, palette: Palette) -> list[str]:
    rows = []
    for answer in answers:
        style = verdict_style(answer.verdict)
        dated = answer.history and answer.breakers and not _is_ability(answer)
        when = deadline(answer.history[-1].years) if dated else ""
        rows.append([Cell(_title(answer)), Cell(sign(answer.verdict), (style,)), Cell(when), Cell(_reason(answer))])
    if not any(row[2].text for row in rows):
        rows = [[*row[:2], row[3]] for row in rows]
        header = ["Guarantee", "Verdict", "Who, and how near"]
    else:
        header = ["Guarantee", "Verdict", "When", "Who, and how near"]
    title = palette.paint(f"Guarantees of {clean(file)}", "bold")
    last = len(header) - 1
    most = {2: 16} if last > 2 else {}
    return [title, "", *draw(rows, header=header, fold=(0, last), most=most, columns=columns, palette=palette)]


def parties(answer: Answer) -> tuple[str, str, str]:
    """Who breaks a promise, who can stop or obstruct it, and what the verdict hangs on: in words, empty for nobody."""
    who = together([*map(clean, answer.breakers[0])]) if answer.breakers else ""
    if len(answer.breakers) > 1:
        who += f" ({count(len(answer.breakers) - 1, 'other')} too)"
    return who, listing(map(clean, answer.stoppable_by), "or"), listing(map(clean, answer.depends_on))


def _reason(answer: Answer) -> str:
    """What decides the verdict, in the fewest words."""
    who, checks, hangs = parties(answer)
    match answer.verdict:
        case Verdict.HOLDS:
            parts = [f"nearest: {_margin(answer.margin)}" if answer.margin else "", _furthest(answer.reached)]
            return "\n".join(filter(None, parts))
        case Verdict.BROKEN:
            if _is_ability(answer):
                return f"{who} cannot" if who else ""
            return f"by {who}" if who else ""
        case Verdict.CONTESTABLE:
            return _sentence(f"by {who}" if who else "", f"unless stopped by {checks}" if checks else "")
        case Verdict.HOLLOW:
            return f"{checks} can obstruct it" if checks else ""
        case Verdict.FORESTALLABLE:
            return f"{checks}, moving first, can prevent it" if checks else ""
        case Verdict.NOT_ESTABLISHED | Verdict.UNDECIDED:
            return f"hangs on {hangs}" if hangs else ""


def _is_ability(answer: Answer) -> bool:
    return answer.ability or answer.verdict in (Verdict.HOLLOW, Verdict.FORESTALLABLE)


def _sentence(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _margin(margin: Margin) -> str:
    coalition = together([*map(clean, margin.coalition)])
    seats = f"{margin.has} of {margin.of} in {clean(margin.body)}"
    return f"{coalition} {agree(coalition, 'has')} {seats}, {margin.needs} needed to {clean(margin.what)}"


def _by_coalition(reached: Iterable[Reach]) -> dict[tuple[str, ...], list[Reach]]:
    groups: dict[tuple[str, ...], list[Reach]] = {}
    for reach in reached:
        if reach.body not in reach.coalition:
            groups.setdefault(reach.coalition, []).append(reach)
    return groups


def _furthest(reached: Iterable[Reach]) -> str:
    """The coalition that commands most, since it came nearest in another sense."""
    groups = _by_coalition(reached)
    if not groups:
        return ""
    coalition = max(groups, key=lambda each: len(groups[each]))
    reaches = groups[coalition]
    names = [clean(reach.body) for reach in reaches]
    shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} more"]
    who = together([*map(clean, coalition)])
    verb = agree(who, "reaches")
    furthest = "furthest: " if len(groups) > 1 else ""
    latest = max(reach.years for reach in reaches)
    return f"{furthest}{who} {verb} {listing(shown)} ({deadline(latest)})"


def _reached(reached: Iterable[Reach]) -> list[str]:
    lines = []
    for coalition, reaches in _by_coalition(reached).items():
        dated = [
            f"{listing(clean(each.body) for each in reaches if each.years == years)} {deadline(years)}"
            for years in sorted({each.years for each in reaches})
        ]
        lines.append(f"{together([*map(clean, coalition)])}: {'; '.join(dated)}")
    return lines


def _join(lines: Sequence[str]) -> str:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return "".join(f"{line.rstrip()}\n" for line in lines)
