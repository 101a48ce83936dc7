"""`constdsl explain`: the page of a rule, in the terminal."""

from __future__ import annotations

import click

from constdsl.cli.options import color_option
from constdsl.cli.terminal import emit

__all__ = ["command"]


@click.command("explain")
@click.argument("name", metavar="SLUG|CODE")
@color_option
def command(name: str, color: str) -> None:
    """Show what a rule reports, why it matters, an example, ways out, and what it cannot see."""
    from importlib.util import find_spec
    from pathlib import Path

    from constdsl.cli.options import all_rules, palette
    from constdsl.render.page import render_page
    from constdsl.syntax.suggest import did_you_mean

    rules = all_rules()
    found = next((rule for rule in rules if name in (rule.slug, rule.code)), None)
    if found is None:
        near = did_you_mean(name, [each for rule in rules for each in (rule.slug, rule.code)])
        advice = f"; did you mean `{near[0]}`?" if near else ". `constdsl rules` lists them."
        raise click.UsageError(f"no rule is called `{name}`{advice}")
    spec = find_spec(found.module)
    page = Path(spec.origin).with_suffix(".md") if spec is not None and spec.origin else None
    if page is None or not page.is_file():
        raise click.UsageError(f"the rule `{found.slug}` comes without a page: {found.question}")
    emit(render_page(page.read_text("utf-8"), palette=palette(color)))
