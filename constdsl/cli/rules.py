"""`constdsl rules`: what the tool looks for unasked."""

from __future__ import annotations

import click

from constdsl.cli.options import color_option, format_option
from constdsl.cli.terminal import emit

__all__ = ["command"]


@click.command("rules")
@format_option("text", "json")
@click.argument("selectors", nargs=-1, metavar="[GROUP|SLUG|CODE]...")
@color_option
def command(style: str, selectors: tuple[str, ...], color: str) -> None:
    """List the rules: what each is called, how grave its findings are, and what it asks.

    With groups, slugs or codes, only those. `constdsl explain SLUG` shows the page of one.
    """
    from constdsl.check.settings import Settings, unknown
    from constdsl.cli.options import all_rules

    rules = all_rules()
    settings = Settings(select=selectors)
    for selector, near in unknown(settings, rules):
        raise click.UsageError(f"no rule is called `{selector}`" + (f"; did you mean `{near}`?" if near else "."))
    rules = settings.asked(rules)
    if style == "json":
        from constdsl.render.as_json import dump

        values = [
            {
                "slug": rule.slug, "code": rule.code, "group": rule.group, "severity": rule.severity.value,
                "since": rule.since, "question": rule.question,
            }
            for rule in rules
        ]  # fmt: skip
        emit(dump({"version": 1, "rules": values}), utf8=True)
        return
    from constdsl.cli.options import palette
    from constdsl.render.table import Cell, draw

    rows = [
        [Cell(rule.code, ("bold",)), Cell(rule.slug), Cell(rule.severity.value), Cell(rule.question)] for rule in rules
    ]
    lines = draw(rows, header=["Code", "Rule", "Severity", "What it asks"], fold=(3,), palette=palette(color))
    emit("".join(f"{line.rstrip()}\n" for line in lines))
