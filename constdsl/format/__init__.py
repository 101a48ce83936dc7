"""One layout for every constitution: white space changes, words and comments do not."""

from __future__ import annotations

from constdsl.format.formatting import Formatted, format_range, format_text

__all__ = ["Formatted", "format_range", "format_text"]
