"""Pages of rules for the terminal: Markdown as it is, folded, with headings and constitutions set apart."""

from __future__ import annotations

import re

from constdsl.render.palette import PLAIN, Palette
from constdsl.render.words import WIDTH, clean, wrap

__all__ = ["render_page"]


def render_page(text: str, *, columns: int = WIDTH, palette: Palette = PLAIN) -> str:
    """A page as lines for people. Constitutions are indented and not folded."""
    lines: list[str] = []
    inside = False
    for block in re.split(r"(^```\w*\n.*?^```$)", text, flags=re.MULTILINE | re.DOTALL):
        inside = block.startswith("```")
        if inside:
            lines += [f"    {clean(line)}".rstrip() for line in block.splitlines()[1:-1]]
            continue
        for paragraph in re.split(r"\n{2,}", block.strip("\n")):
            if not paragraph.strip():
                continue
            lines += ["", *_paragraph(paragraph, columns, palette), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n")) + "\n"


def _paragraph(text: str, columns: int, palette: Palette) -> list[str]:
    if text.startswith("#"):
        return [palette.paint(clean(text.lstrip("# ")), "bold")]
    if re.match(r"[-*] ", text):
        items = re.split(r"\n(?=[-*] )", text)
        return [line for item in items for line in _item(item, columns)]
    return wrap(clean(" ".join(text.split())), columns)


def _item(text: str, columns: int) -> list[str]:
    first, *rest = wrap(clean(" ".join(text[2:].split())), columns - 4)
    return [f"  - {first}", *(f"    {line}" for line in rest)]
