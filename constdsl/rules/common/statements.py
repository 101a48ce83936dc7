"""Powers written again with another threshold or consent, where that can be done without losing a word."""

from __future__ import annotations

from constdsl.model.conditions import TRUE
from constdsl.model.entities import Power, Threshold
from constdsl.model.mutant_words import threshold_words

__all__ = ["restated"]


def restated(power: Power, threshold: Threshold) -> str | None:
    """The sentence of a power with another threshold; None where it says more than can be repeated safely."""
    if power.sugar or power.scope != TRUE or power.petition is not None or not power.who or not power.act.text:
        return None
    verb = "must" if power.duty else "may"
    subject = f"only {power.who}" if power.exclusive else power.who
    consent = f" with consent of {', '.join(power.consent)}" if power.consent else ""
    needed = threshold_words(threshold).removeprefix("a ")
    return f"{subject} {verb} {power.act.text} by {needed}{consent}"
