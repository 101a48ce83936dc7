"""Parts of a text laid out anew: whole statements that a selection touches, and nothing else.

The selection stands between «angle quotes»; a single `«»` is a cursor.
"""

from __future__ import annotations

import pytest

from constdsl.format import format_range
from constdsl.format.layout import Layout
from constdsl.format.script import Script
from constdsl.source import Source, Span, markdown_source


def applied(text: str, name: str = "it.const") -> str:
    start = text.index("«")
    end = text.index("»") - 1
    text = text.replace("«", "").replace("»", "")
    source = markdown_source(name, text) if name.endswith(".md") else Source(name, text)
    for edit in reversed(format_range(source, Span(start, end))):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


CASES = {
    "a statement under the cursor": (
        "status   a\nstatus«»   b # why\nstatus   c\n",
        "status   a\nstatus b  # why\nstatus   c\n",
    ),
    "two that are touched": (
        "status   a\nstatus   b«\n  status»   c\nstatus   d",
        "status   a\nstatus b\nstatus c\nstatus   d",
    ),
    "within an article its own statements alone": (
        "article 1{\nstatus   a\nstatus   «b»\n   status   c }",
        "article 1{\nstatus   a\n  status b\n   status   c }",
    ),
    "an article whose head is touched, all of it": (
        "status   a\narticle  «1{ status   b\n\n\nstatus»   c }\nstatus   d",
        "status   a\narticle 1 {\n  status b\n\n  status c\n}\nstatus   d",
    ),
    "a choice that fits on a line, all of it": (
        "option o{ choice c{\nany a  must «» x\n} choice d   { } }",
        "option o{\n  choice c { any a must x } choice d   { } }",
    ),
    "comments above what is touched are moved with it": (
        "article 1 {\nstatus   a # a\n# b\nstatus   b«» # c\n# d\nstatus   c\n}",
        "article 1 {\nstatus   a # a\n  # b\n  status b  # c\n# d\nstatus   c\n}",
    ),
    "mistakes before, behind and between": (
        "body {\narticle 1 {\n status  «a\n}\nstatus\nstatus  b»\nclass D: (\n",
        "body {\narticle 1 {\n  status a\n}\nstatus\nstatus b\nclass D: (\n",
    ),
    "nothing of a statement with a mistake": (
        "article 1 {\nstatus  a\nbody «{ }\n}\nstatus  b» ",
        "article 1 {\nstatus  a\nbody { }\n}\nstatus b ",
    ),
    "on the line of another": ("status   a status   «»b", "status   a status b"),
    "a line on which something is allowed": (
        "# allow names/unused: later\nstatus   a class «»B:  anyone\n",
        "# allow names/unused: later\nstatus   a class B: anyone\n",
    ),
    "a line that a comment above allows": (
        "# allow terms/for-life: so be it\nbody   «»B{ seats 3 co-opted\n}\n",
        "# allow terms/for-life: so be it\nbody B { seats 3 co-opted\n}\n",
    ),
    "a line that a comment behind another allows": (
        "body   «»B {\nseats   3 co-opted } status   c # allow names/unused: later\n",
        "body B {\n  seats 3 co-opted } status   c # allow names/unused: later\n",
    ),
    "between statements": ("status   a\n«\n»\n\nstatus   b", "status   a\n\n\n\nstatus   b"),
    "a mark at the beginning": ("\ufeff  status«»   a", "\ufeffstatus a"),
    "other line ends": ("status   b\r\narticle «»1 {status a}", "status   b\r\narticle 1 {\r\n  status a\r\n}"),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_range(before: str, after: str) -> None:
    assert applied(before) == after


def test_a_block_of_markdown_among_texts_that_do_not_go_together() -> None:
    before = '```const\nlaw "A"\nstatus   a\n```\nprose   here\n  ```const\nlaw "B"\nstatus «»  a\n  ```\n'
    after = '```const\nlaw "A"\nstatus   a\n```\nprose   here\n  ```const\nlaw "B"\n  status a\n  ```\n'
    assert applied(before, "it.md") == after


def test_changes_that_would_say_something_else_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Layout, "lay", lambda *_: None)  # all on one line
    monkeypatch.setattr(Script, "space", lambda *_: "")  # and no spaces
    assert applied("status  «» a") == "status   a"
