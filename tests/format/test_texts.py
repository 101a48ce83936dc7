"""Line ends, marks, Markdown, and texts that are left as they are."""

from __future__ import annotations

import pytest

from constdsl.format import formatting
from constdsl.format.layout import Layout
from constdsl.source import Source, markdown_source
from constdsl.syntax.limits import DEEPEST_BRACES, DEEPEST_CONDITION


def formatted(text: str, name: str = "it.const") -> str:
    found = formatting.format_text(markdown_source(name, text) if name.endswith(".md") else Source(name, text))
    assert found.diagnostics == ()
    return found.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("status a\r\nstatus   b\n\n\nstatus c", "status a\r\nstatus b\r\n\r\nstatus c\r\n"),
        ("status a\nstatus   b\r\n# c\r\n", "status a\nstatus b\n# c\n"),
        ("status   a # why \r\n", "status a  # why\r\n"),
        ("\ufeffstatus   a", "\ufeffstatus a\n"),
        ("\ufeff\n# a\nstatus   a\n\n", "\ufeff# a\nstatus a\n"),
        ("status a\n# b", "status a\n# b\n"),
        ("# b", "# b\n"),
        ("", ""),
        (" \n\n\t\n", ""),
        ("\ufeff", "\ufeff"),
    ],
)
def test_line_ends_and_marks(before: str, after: str) -> None:
    assert formatted(before) == after


def test_a_name_is_not_normalised() -> None:
    letters = "e\u0301lus"  # two characters that the parser reads as one
    assert formatted(f"class  {letters}: anyone") == f"class {letters}: anyone\n"


MARKDOWN = """# A charter

 * prose   stays,  also `const`

```const
status   a
class C:a
```

```python
status   a
```

   ```const
body B
{ seats 3 elected by C
  quorum half }

  # the end
   ```

```const

```
   trailing prose\t
~~~~ const extra words
status   b
~~~~
"""


def test_markdown_keeps_its_prose() -> None:
    assert formatted(MARKDOWN, "charter.md") == (
        MARKDOWN.replace("status   a\nclass C:a", "status a\nclass C: a")
        .replace("status   b", "status b")
        .replace("```const\n\n```", "```const\n```")
        .replace(
            "body B\n{ seats 3 elected by C\n  quorum half }\n\n  # the end\n",
            "   body B {\n     seats 3 elected by C\n     quorum half\n   }\n\n   # the end\n",
        )
    )


def test_markdown_with_other_line_ends() -> None:
    assert formatted("prose  \r\n```const\r\nstatus   a\r\n\r\n```\r\n", "it.md") == (
        "prose  \r\n```const\r\nstatus a\r\n```\r\n"
    )


def test_what_goes_on_in_the_next_block_stays_as_it_is() -> None:
    text = "```const\narticle 1 {\nstatus   a\n```\nand\n```const\n}\n```\n```const\nstatus   b\n```\n"
    assert formatted(text, "it.md") == text.replace("status   b", "status b")


@pytest.mark.parametrize(
    "text", ["status   a\nbody {\nstatus   b", "article 1 {", "status   a }", 'status   a "b', "\x00"]
)
def test_a_text_with_mistakes_stays_as_it_is(text: str) -> None:
    found = formatting.format_text(Source("it.const", text))
    assert found.text == text
    assert found.diagnostics


def test_a_layout_that_would_say_something_else_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Layout, "lay", lambda *_: None)  # all on one line
    monkeypatch.setattr(formatting.Script, "space", lambda *_: "")  # and no spaces
    found = formatting.format_text(Source("it.const", "status   a"))
    assert found.text == "status   a"
    assert [(each.slug, each.code) for each in found.diagnostics] == [("internal/layout", "Z7")]


def test_the_deepest_texts() -> None:
    depth = DEEPEST_BRACES // 2 - 1
    braces = "option o { choice c { " * depth + "status a" + " } }" * depth
    lines = formatted(braces).splitlines()
    assert lines[2 * depth - 1].strip() == "choice c { status a }"
    assert lines[0] == "option o {"
    assert lines[-1] == "}"
    parens = f"class C: {'(' * DEEPEST_CONDITION}a{' and b or c)' * DEEPEST_CONDITION}"
    assert max(map(len, formatted(parens).splitlines())) <= 120


def test_what_cannot_be_parted_is_longer_than_a_line() -> None:
    title = "x" * 200
    assert formatted(f'status  a "{title}"  within b') == f'status a "{title}"\n  within b\n'
