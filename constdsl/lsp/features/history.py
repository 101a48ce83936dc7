"""What stands behind a verdict, step by step, and what each choice does: told on demand, as Markdown and as text."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import frozen
from lsprotocol import types

from constdsl.check.program import variants
from constdsl.check.results import Answer, Step, Variants
from constdsl.diagnostic import Severity
from constdsl.lsp.analyst import Job
from constdsl.lsp.outcome import Compared
from constdsl.lsp.promises import headline, kept_by, keyed, option_in
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.patience import Abandoned, while_wanted
from constdsl.render.palette import sign
from constdsl.render.report import details
from constdsl.render.variants import render_variants
from constdsl.render.words import clean, count, deadline
from constdsl.source import Span

__all__ = ["History", "choices", "history", "register"]

REQUEST = "constdsl/history"
"""Asks for a history by the address of a text and a key; the answer is a title and Markdown, or null."""

MOST_TALLIED = 8
"""Combinations of which it is told in a line each how many promises they keep."""

_T = TypeVar("_T")


@frozen
class History:
    """Something told at length: as Markdown with links into the texts, and in plain words for clients that show no
    Markdown."""

    title: str
    markdown: str
    plain: str

    def value(self) -> dict[str, str]:
        """What a client gets."""
        return {"title": self.title, "markdown": self.markdown}


# --- promises -------------------------------------------------------------------------------------------------------


def history(view: View, key: str) -> History | None:
    """What stands behind the verdict on a promise; None while it is sought, and where the key means none."""
    if view.outcome is None:
        return None
    answer = next((answer for other, answer in keyed(view.outcome, view.name) if other == key), None)
    return _told(view, answer, view.outcome.report.left_out) if answer is not None else None


def _told(view: View, answer: Answer, left_out: int) -> History:
    name = f"“{clean(answer.name)}”" if answer.name else clean(answer.property)
    title = f"{sign(answer.verdict)}: {name}"
    markdown = [f"# {_escaped(title)}", ""]
    if answer.name:
        markdown += [_escaped(clean(answer.property)), ""]
    markdown += [f"{_link('Show the guarantee', view, answer.file, answer.span)}", "", _escaped(clean(answer.summary))]
    plain = [title, clean(answer.summary)]
    if left_out:
        clauses = "1 clause that has a mistake" if left_out == 1 else f"{left_out} clauses with mistakes"
        note = f"This is how things stand without {clauses}."
        markdown += ["", note]
        plain.append(note)
    if answer.history:
        markdown.append("")
        for number, step in enumerate(answer.history, 1):
            markdown.append(_step(view, number, step))
            article = f" ({clean(step.article)})" if step.article else ""
            plain.append(f"{number}. {deadline(step.years)}: {clean(step.text)}{article}")
    if behind := [*details(answer), *_reading(answer)]:
        markdown.append("")
        markdown += [f"- **{label}:** {_escaped(words)}" for label, words in behind]
    return History(f"{headline(answer)}: {name}", "\n".join(markdown) + "\n", "\n".join(plain))


def _step(view: View, number: int, step: Step) -> str:
    words = f"{number}. **{deadline(step.years)}:** {_escaped(clean(step.text))}"
    if step.file is None or step.span is None:
        return f"{words} ({_escaped(clean(step.article))})" if step.article else words
    return f"{words} ({_link(clean(step.article or 'here'), view, step.file, step.span)})"


def _reading(answer: Answer) -> list[tuple[str, str]]:
    if not answer.history:
        return []
    return [("reading", f"“{clean(words)}” as {clean(reading)}") for words, reading in answer.reading]


def _link(words: str, view: View, file: str, span: Span) -> str:
    """A link to the line of a text."""
    line = view.documents.lines(file).position(span.start).line + 1
    return f"[{_escaped(words)}](<{view.documents.uri(file)}#L{line}>)"


_MARKS = re.compile(r"([\\`*\[\]<>|~&]|(?<!\w)_|_(?!\w))")


def _escaped(text: str) -> str:
    """Text of a constitution in which nothing is taken for a mark of Markdown."""
    return _MARKS.sub(r"\\\1", text)


# --- choices --------------------------------------------------------------------------------------------------------


def choices(compared: Compared, option: str | None, title: str | None = None) -> History:
    """What each choice of an option does to the promises, or each combination of all choices."""
    report, found = compared
    heading = f"What each choice of `{option}` does" if option is not None else "What each choice does"
    if found is None:
        number = sum(each.severity is Severity.ERROR for each in report.diagnostics)
        there = f"there {'is' if number == 1 else 'are'} {count(number, 'mistake')}"
        words = f"The choices cannot be compared before the text is mended: {there}."
        return History(heading, f"# {heading}\n\n{words}\n", f"{heading}\n{words}")
    table = render_variants(found).rstrip("\n")
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", table))])
    lines = [f"# {heading}", "", *([_escaped(clean(title)), ""] if title else []), f"{fence}text", table, fence, ""]
    return History(heading, "\n".join(lines), "\n".join([heading, *_tallies(found), *map(clean, found.settled)]))


def _tallies(found: Variants) -> list[str]:
    """How many promises each choice keeps; of many combinations, nothing."""
    return kept_by(found) if len(found.variants) <= MOST_TALLIED else []


def _compare(job: Job, option: str | None) -> Compared:
    return variants(job.look.loaded.sources[job.look.root], job.read, option)


async def _aside(work: Callable[[], _T], wanted: Callable[[], bool]) -> _T:
    """Do long work in a thread that keeps neither the conversation nor the end of the process waiting."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[_T] = loop.create_future()

    def tell(do: Callable[[Any], None], what: Any) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(lambda: None if result.done() else do(what))

    def run() -> None:
        try:
            with while_wanted(wanted):
                found = work()
        except Abandoned:
            return
        except Exception as error:
            tell(result.set_exception, error)
        else:
            tell(result.set_result, found)

    threading.Thread(target=run, name="comparison", daemon=True).start()
    return await result


# --- the editor -----------------------------------------------------------------------------------------------------


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    async def find(uri: object, key: object) -> History | None:
        if not isinstance(uri, str) or not isinstance(key, str):
            return None
        option = option_in(key)
        if option is not None:
            return await compare(uri, option)
        view = await server.view_analysed(uri)
        return history(view, key) if view is not None else None

    async def compare(uri: str, option: str | None) -> History | None:
        view = await server.view_analysed(uri)
        if view is None:
            return None
        switch = view.look.names.switches.get(option) if option is not None else None
        if option is not None and (switch is None or switch.reading):
            return None
        known = view.outcome.compared if view.outcome is not None else {}
        if option not in known:
            job = server.session.job(view.look)
            known[option] = await _aside(lambda: _compare(job, option), lambda: server.analyst is not None)
            server.refresh_views()
        return choices(known[option], option, switch.title if switch is not None else None)

    def shown(found: History | None) -> dict[str, str] | None:
        if found is None:
            return None
        if not server.session.settings.history_view:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Info, found.plain))
        return found.value()

    @server.feature(REQUEST)
    async def asked(params: Any) -> dict[str, str] | None:
        found = await find(getattr(params, "uri", None), getattr(params, "key", None))
        return found.value() if found is not None else None

    @server.command("constdsl.history")
    async def told(*arguments: Any) -> dict[str, str] | None:
        return shown(await find(*arguments)) if len(arguments) == 2 else None

    @server.command("constdsl.variants")
    async def compared(*arguments: Any) -> dict[str, str] | None:
        if len(arguments) != 1 or not isinstance(arguments[0], str):
            return None
        return shown(await compare(arguments[0], None))
