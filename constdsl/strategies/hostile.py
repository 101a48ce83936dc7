"""A strategy of hostile texts, for properties that must hold whatever somebody types."""

from __future__ import annotations

from hypothesis import strategies as st

from constdsl.strategies.jumble import jumble

__all__ = ["texts"]


def texts() -> st.SearchStrategy[str]:
    """Texts that are hardly ever in order: what a reader of constitutions must survive.

    Some are sentences of the language put together by chance, with names that are mostly declared; some are small
    constitutions with words, lines or characters lost, doubled, exchanged or put in; some are pieces of two texts;
    some are noise. About half obey the grammar and about a fifth have a meaning. None contains halves of
    characters, which no file can hold. They are the texts of `constdsl fuzz --texts`, but shrink.

        @given(texts())
        def test_reading_never_fails(text):
            parse(Source("any.const", text))
    """
    return st.randoms(use_true_random=False).map(jumble) | st.text(st.characters(exclude_categories=["Cs"]))
