"""What `constdsl fuzz --texts` asks of one text: that all the tool does with it ends, in time, and makes sense."""

from __future__ import annotations

import json
import re
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from attrs import frozen

from constdsl.check import program
from constdsl.check.asking import PROMISES_ONLY, Asking
from constdsl.check.results import Report
from constdsl.check.ways_out import apply_edits
from constdsl.diagnostic import Severity
from constdsl.model.load import Reader
from constdsl.render.as_json import power_json, report_json, variants_json
from constdsl.render.concise import render_concise
from constdsl.render.palette import Palette
from constdsl.render.power import render_power
from constdsl.render.report import render_report
from constdsl.render.sarif import render_sarif
from constdsl.render.variants import render_variants
from constdsl.rules.registry import built_in
from constdsl.source import Source, Span, markdown_source

__all__ = ["ROOT", "TOO_SLOW", "Seen", "allowance", "examine", "measure", "shrink"]

ROOT = "self.const"
"""The name under which a text is examined; it may `use` itself under it."""

TOO_SLOW = "takes too long"

_SECONDS = 2
"""Seconds that a thousand statements may take, and that any text may take."""

_PATIENCE = 10
"""How many times its allowance a text may take by the clock on the wall before it is stopped."""

_STATEMENTS = re.compile(
    r"\b(?:status|attribute|act|class|body|office|flag|guarantee|use|assume|may|must|bound|free|suspended|prevails"
    r"|entrenched)\b"
)
"""The words of which nearly every statement has one."""

# Line breaks are the renderer's own, and there are no colours where this is asked.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@frozen
class Seen:
    """What became of one text: how far it could be read, the seconds it took, and what went wrong, if anything did.

    `wrong` is the kind of failure and the same for all texts that fail alike; `story` tells more to a programmer.
    """

    parsed: bool = False
    resolved: bool = False
    weighed: bool = False
    seconds: float = 0.0
    wrong: str | None = None
    story: str = ""


class _Stopped(BaseException):
    """Raised by the alarm; not an `Exception`, so that nothing under examination takes it for its own."""


class _Senseless(Exception):
    """An answer that contradicts itself; its text is the kind of failure."""


def allowance(text: str) -> float:
    """How many seconds of the processor a text may take: 2 for every 1,000 statements, and 2 at least."""
    return _SECONDS * max(1.0, len(_STATEMENTS.findall(text)) / 1_000)


def examine(text: str, others: Mapping[str, str], number: int = 0) -> Seen:
    """Do with a text all that the commands do, and look at what comes out. Raises nothing.

    `others` are the texts that it can `use`. Some dearer questions are asked of some texts only, by their number.
    A text is stopped by an alarm when it would go on for ever.
    """

    def read(name: str) -> Source | str:
        return Source(name, others[name]) if name in others else "there is no such file"

    source = Source(ROOT, text)
    report: Report | None = None
    wrong, story = None, ""
    started = time.process_time()
    seconds = 0.0
    try:
        with _alarm(_PATIENCE * allowance(text)):
            report, shown = _check(source, read)
            seconds = time.process_time() - started
            _check_more(source, read, report, shown, number)
    except _Stopped:
        wrong, story = TOO_SLOW, "stopped by the alarm"
    except _Senseless as error:
        wrong = str(error)
    except Exception as error:
        wrong = f"{type(error).__name__} in {_where(error)}"
        story = "".join(traceback.format_exception(error, limit=-12))
    seconds = seconds or time.process_time() - started
    if wrong is None and seconds > allowance(text):
        wrong = TOO_SLOW
    if report is None:
        return Seen(seconds=seconds, wrong=wrong, story=story)
    parsed = not any(
        each.slug.startswith("syntax/") and each.severity is Severity.ERROR for each in report.diagnostics
    )
    return Seen(parsed, not report.unusable, bool(report.answers), seconds, wrong, story)


def _check(source: Source, read: Reader) -> tuple[Report, list[str]]:
    """Check a text and put the answer into all its forms; these are what must be quick."""
    report = program.check([source], read)
    _look(report)
    shown = [render_report(report), render_concise(report)]
    for each in shown:
        if _UNSAFE.search(each):
            raise _Senseless("shows a character that commands the terminal")
    if not report_json(report).endswith("}\n"):
        raise _Senseless("says something that is no JSON")
    return report, shown


def _check_more(source: Source, read: Reader, report: Report, shown: list[str], number: int) -> None:
    """Ask some texts again, in colour, as a block of Markdown; some about power, and about their variants."""
    if number % 50 == 0:
        if _check(source, read) != (report, shown):
            raise _Senseless("is answered otherwise when asked again")
        json.loads(report_json(report))
        render_report(report, quiet=True, columns=40, palette=Palette(True))
        fenced = program.check([markdown_source(ROOT, f"A text:\n\n```const\n{source.text}\n```\n")], read)
        _look(fenced)
        render_report(fenced)
    if number % 25 == 0 and any(each.reason or each.history for each in report.diagnostics):
        _mend(source, read)
    if number % 10 == 0 and not report.unusable:
        whole, found = program.power(source, read)
        if found is None:
            raise _Senseless("has verdicts, and nobody in it has power")
        render_power(found, title="power")
        json.loads(power_json(found, whole))
        _look(program.ask(source, read, "no body alone can amend any article"))
    if number % 5 == 0 and ("option" in source.text or "unclear" in source.text):
        varied, variants = program.variants(source, read)
        _look(varied)
        if variants is not None:
            render_variants(variants, title="variants")
        json.loads(variants_json(variants, varied))


def _mend(source: Source, read: Reader) -> None:
    """Every way out that is offered can be taken: the text that it makes can be read."""
    offered = program.check([source], read, {}, Asking(ways_out=True))
    _look(offered)
    render_report(offered)
    render_sarif(offered, built_in())
    for found in offered.diagnostics:
        for way in found.ways_out:
            edits = [edit for edit in way.edits if edit.file == source.name]
            changed = Source(source.name, apply_edits(source.text, edits))
            if edits and program.check([changed], read, {}, PROMISES_ONLY).unusable:
                raise _Senseless(f"offers for {found.slug} a way out that breaks the text")


def _look(report: Report) -> None:
    """Every place that a report names lies in its text."""
    places: list[tuple[str | None, Span | None]] = []
    for found in report.diagnostics:
        places += [(found.file, found.span), *((label.file, label.span) for label in found.labels)]
        if not found.message:
            raise _Senseless(f"says nothing about {found.slug}")
    for answer in report.answers:
        places += [(answer.file, answer.span), *((step.file, step.span) for step in answer.history)]
        if not answer.summary:
            raise _Senseless("gives a verdict without a sentence")
    for file, span in places:
        if file is None or span is None:
            continue
        if file not in report.sources:
            raise _Senseless("names a text that was not read")
        if not 0 <= span.start <= span.end <= len(report.sources[file].text):
            raise _Senseless("names a place outside its text")


def _where(error: BaseException) -> str:
    """Module and function in which an error arose; lines would tell apart what is one fault."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, RecursionError):
        # Which function is the last one in a recursion that goes too deep is chance.
        return "a recursion"
    last = frames[-1]
    return f"{last.f_globals.get('__name__')}.{last.f_code.co_name}"


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Stop what is inside when it takes longer by the clock; where there are no such alarms, do not."""
    if sys.platform == "win32":
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _Stopped

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# --- a smaller text that fails alike --------------------------------------------------------------------------------


def measure(text: str, others: Mapping[str, str], number: int, times: int = 3) -> Seen:
    """Examine a text several times when it was slow, and take the quickest: other work must not count against it."""
    seen = [examine(text, others, number)]
    while seen[-1].wrong == TOO_SLOW and len(seen) < times:
        seen.append(examine(text, others, number))
    return min(seen, key=lambda each: (each.wrong == TOO_SLOW, each.seconds))


def shrink(text: str, others: Mapping[str, str], number: int, wrong: str, seconds: float = 60) -> str:
    """Leave out lines, then words, then characters, as long as the text fails in the same way."""
    until = time.monotonic() + seconds

    def fails(parts: Sequence[str]) -> bool:
        return time.monotonic() < until and examine("".join(parts), others, number).wrong == wrong

    # Clauses are some words long, and leaving out a part of one makes another failure: so every length is tried.
    for pattern, lengths in ((r"[^\n]*\n|[^\n]+", ()), (r"\w+|\s+|.", range(12, 0, -1)), (r".", ())):
        parts = re.findall(pattern, text, re.DOTALL)
        for size in dict.fromkeys((*_halvings(len(parts)), *lengths)):
            start = 0
            while start < len(parts):
                fewer = parts[:start] + parts[start + size :]
                if fails(fewer):
                    parts = fewer
                else:
                    start += 1 if size in lengths else size
        text = "".join(parts)
    return text


def _halvings(number: int) -> Iterator[int]:
    while number:
        yield number
        number //= 2
