"""Near spellings: what somebody may have meant to write."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean"]


def did_you_mean(word: str, candidates: Iterable[str], most: int = 3) -> list[str]:
    """The candidates spelled most like `word`, best first; letters' case counts least. Linear in the candidates.

    The word itself is never suggested. Ties are settled by the alphabet, so the answer does not depend on the
    order of the candidates.
    """
    folded: dict[str, list[str]] = {}
    for candidate in sorted(set(candidates)):
        if candidate != word:
            folded.setdefault(candidate.casefold(), []).append(candidate)
    close = get_close_matches(word.casefold(), list(folded), n=most, cutoff=0.7)
    return [candidate for spelling in close for candidate in folded[spelling]][:most]
