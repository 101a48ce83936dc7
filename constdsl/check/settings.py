"""Which rules are asked, and how much their findings matter: what a project's configuration says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from attrs import frozen

from constdsl.diagnostic import Severity
from constdsl.rules.rule import Rule
from constdsl.syntax.suggest import did_you_mean

__all__ = ["Settings", "Unusable", "names", "read_settings", "unknown"]


class Unusable(ValueError):
    """A configuration that cannot be followed; the message says where, why, and what would do."""


def names(selector: str, rule: Rule) -> int:
    """How closely a selector means a rule: 3 for its slug (`nomination/umbrella-monopoly`) or code (`N1`), 2 for its
    group (`nomination`) or the letters of its code (`N`), 1 for `all`, 0 when it does not mean it."""
    if selector in (rule.slug, rule.code):
        return 3
    if selector in (rule.group, rule.code.rstrip("0123456789")):
        return 2
    return int(selector == "all")


@frozen
class Settings:
    """Selectors of rules to ask (all, where there are none) and not to ask, severities by selector, and selectors to
    leave out for files whose name matches a pattern. The closer selector counts where two contradict each other; of two
    that are as close, the one to ignore."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def asked(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """The rules that are asked at all."""
        wanted = self.select or ("all",)
        return tuple(rule for rule in rules if _closest(wanted, rule) > _closest(self.ignore, rule))

    def severity_of(self, rule: Rule, severity: Severity) -> Severity:
        """How grave a finding is here."""
        chosen = [(close, each) for selector, each in self.severity if (close := names(selector, rule))]
        return max(chosen, key=lambda pair: pair[0])[1] if chosen else severity

    def left_out(self, rule: Rule, file: str) -> bool:
        """Whether a rule is not asked of a file, whose name may be given from any folder above."""
        return any(
            (fnmatchcase(file, pattern) or fnmatchcase(file, f"*/{pattern}"))
            and any(names(selector, rule) for selector in selectors)
            for pattern, selectors in self.per_file
        )



def _closest(selectors: Iterable[str], rule: Rule) -> int:
    return max((names(selector, rule) for selector in selectors), default=0)


_KEYS = ("select", "ignore", "severity", "per-file")


def read_settings(table: Mapping[str, Any], where: str) -> Settings:
    """The settings that a table of a TOML file makes. Raises Unusable; `where` is how messages call the table."""
    for key in table:
        if key not in _KEYS:
            near = did_you_mean(key, _KEYS)
            raise Unusable(f"{where} has no setting “{key}”; " + (f"did you mean `{near[0]}`?" if near else _offer()))
    severity = []
    for selector, word in _table(table, "severity", where).items():
        if word not in list(Severity):
            raise Unusable(f"{where}, severity of “{selector}”: {word!r} is none of {', '.join(Severity)}")
        severity.append((selector, Severity(word)))
    per_file = [
        (pattern, _words(selectors, f"{where}, per-file “{pattern}”"))
        for pattern, selectors in _table(table, "per-file", where).items()
    ]
    return Settings(
        _words(table.get("select", []), f"{where}, select"), _words(table.get("ignore", []), f"{where}, ignore"),
        tuple(severity), tuple(per_file),
    )  # fmt: skip


def unknown(settings: Settings, rules: Iterable[Rule]) -> Iterator[tuple[str, str | None]]:
    """The selectors that mean no rule, each with the nearest that does, if one is near."""
    known = list(rules)
    every = dict.fromkeys(
        each for rule in known for each in (rule.slug, rule.code, rule.group, re.sub(r"\d+$", "", rule.code), "all")
    )
    selectors = [*settings.select, *settings.ignore, *(selector for selector, _ in settings.severity)]
    selectors += [selector for _, found in settings.per_file for selector in found]
    for selector in dict.fromkeys(selectors):
        if selector not in every:
            near = did_you_mean(selector, list(every))
            yield selector, near[0] if near else None


def _offer() -> str:
    return f"there are {', '.join(_KEYS)}"


def _table(table: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    found = table.get(key, {})
    if not isinstance(found, Mapping):
        raise Unusable(f"{where}, {key}: a table is wanted, not {found!r}")
    return found


def _words(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Unusable(f"{where}: a list of slugs, codes or groups is wanted, not {value!r}")
    return tuple(value)
