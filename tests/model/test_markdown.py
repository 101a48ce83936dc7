"""The fenced blocks of a Markdown text are one instrument, with positions in the Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constdsl.source import Position, Source, Span, markdown_source
from tests.model.texts import marked


def kept(text: str) -> str:
    """What is left for the parser, without blanks."""
    return " ".join(markdown_source("x.md", text).text.split())


def test_prose_becomes_blanks_and_places_stay() -> None:
    text, (span,) = marked("# Rules\n\nProse: status no.\n\n```const\nstatus ⟦citizen⟧\n```\n\nMore.\n")
    source = markdown_source("x.md", text)
    assert len(source.text) == len(text)
    assert source.quote(span) == "citizen"
    assert source.position(span.start) == Position(6, 8)
    assert source.line(6) == "status citizen"
    assert source.line(3) == "Prose: status no."
    assert source.text.split() == ["status", "citizen"]


@pytest.mark.parametrize(
    "text, left",
    [
        ("```const\na\n```\ntext\n```const\nb\n```\n", "a b"),
        ("~~~const\na\n~~~\n", "a"),
        ("~~~ const title=`x`\na\n~~~\nprose\n", "a"),
        ("````const\na\n```\nb\n`````\nc", "a ``` b"),
        ("```const\na", "a"),
        ("```const\n", ""),
        ("```const", ""),
        ("```const\n```\nprose", ""),
        ("```const\r\na\r\n```\r\nprose\r\n", "a"),
        ("~~~const\r\na\r\n~~~ \t\r\nprose\r\n```const\r\nb\r\n```", "a b"),
        ("```Const title=x\na\n```\n", "a"),
        ("``` const {.numbered}\na\n```\n", "a"),
        ("   ```const\n   a\n   ```\nprose", "a"),
        ("    ```const\n    a\n    ```\n", ""),
        ("```constitution\na\n```\n", ""),
        ("```python const\na\n```\n", ""),
        ("```\na\n```\n", ""),
        ("```const `x`\na\n", ""),
        ("````md\n```const\na\n```\n````\n```const\nb\n```\n", "b"),
        ("~~~text\n```const\na\n```\n~~~\n", ""),
        ("```text\n~~~const\na\n~~~\n```\nprose", ""),
        ("```python\nx\n```\n```const\na\n```\n", "a"),
        ("```python\nnever closed\n~~~const\na\n~~~\n", ""),
        ("``const\na\n``\n", ""),
        ("prose ```const\na\n```\n", ""),
        ("```const\na ``` b\n```x\nc\n```\n", "a ``` b ```x c"),
        ("```const\na\n  ```\nprose", "a"),
        ("", ""),
    ],
)
def test_which_blocks_count(text: str, left: str) -> None:
    assert kept(text) == left


def test_code_points_beyond_the_first_plane_count_once() -> None:
    text, (span,) = marked("🏛🏛\n```const\nstatus ⟦гражданин⟧\n```\n")
    source = markdown_source("x.md", text)
    assert (source.position(span.start), source.quote(span)) == (Position(3, 8), "гражданин")


@given(st.text(st.sampled_from("`~ \r\nac"), max_size=60), st.sampled_from(["```const\n", "~~~ const x\r\n", ""]))
def test_length_and_lines_never_change(prose: str, fence: str) -> None:
    text = prose + "\n" + fence + prose
    source = markdown_source("x.md", text)
    assert len(source.text) == len(text)
    assert [at for at, letter in enumerate(source.text) if letter == "\n"] == [
        at for at, letter in enumerate(text) if letter == "\n"
    ]
    assert all(now in (before, " ") for now, before in zip(source.text, text, strict=True))


# --- places ---------------------------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("ab\n\r"), max_size=30))
def test_positions_count_lines_and_columns_from_one(text: str) -> None:
    source = Source("x", text)
    for offset in range(len(text) + 1):
        before = text[:offset]
        assert source.position(offset) == Position(before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1)


def test_lines_are_quoted_without_their_break() -> None:
    source = Source("x", "one\r\ntwo\n\nfour")
    assert [source.line(number) for number in range(6)] == ["", "one", "two", "", "four", ""]


def test_a_span_reaches_to_the_end_of_another() -> None:
    assert Span(2, 5).to(Span(7, 9)) == Span(2, 9)
    assert Span(2, 9).to(Span(3, 4)) == Span(2, 9)
