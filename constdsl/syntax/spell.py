"""Put parts of the tree back into the words of the language, on one line."""

from __future__ import annotations

from fractions import Fraction

from constdsl.syntax import tree as t
from constdsl.syntax.words import FRACTIONS

__all__ = ["Spellable", "spell", "spell_duration", "spell_percent", "spell_share"]

Spellable = (
    t.Condition | t.Selector | t.Act | t.Threshold | t.Ref | t.Name | t.ArticleRef | t.Coalition | t.Goal | t.Property
)

# Fifths and tenths read better as percentages, halves as `half`.
_IN_WORDS = {Fraction(*pair): words for words, pair in reversed(FRACTIONS.items()) if pair[1] not in (2, 5, 10)}
_V = t.Verb
_PREPOSITIONS = {_V.APPOINT: "to", _V.NOMINATE: "for", _V.STRIKE: "from", _V.CONFER: "on", _V.REVOKE: "from"}


def spell(node: Spellable) -> str:
    """The canonical words for a condition, selector, act, threshold, reference, coalition, goal or property.

    Parsing them gives the same tree again, if the tree is one that can be parsed: `and` and `or` flattened, no
    reserved words for names. Parentheses stand only where they are needed. Linear. Raises TypeError for any
    other value.
    """
    match node:
        case t.Name():
            return node.text
        case t.Ref():
            return str(node)
        case t.ArticleRef():
            return f"article {node.number}"
        case t.Threshold():
            return _threshold(node)
        case t.Selector():
            return _selector(node)
        case t.Act():
            return _act(node)
        case t.NamedCoalition() | t.EveryCoalition():
            return _coalition(node)
        case t.Ability():
            return _ability(node)
        case t.Invariant():
            return f"{'always' if node.always else 'never'} {_condition(node.condition)}"
        case t.Control():
            return f"control {node.body}"
        case t.ChooseCandidates():
            return f"choose the candidates for {node.body}"
        case t.Paralyse():
            return f"paralyse {node.body}"
        case t.Bar():
            return f"bar {_selector(node.whom)} from {node.thing}"
        case t.Perform():
            return _act(node.act)
        case t.Block():
            return f"block {_act(node.act)}"
    return _condition(node)


def spell_share(share: Fraction) -> str:
    """A share as people write it: `half`, `two-thirds`, `60%`, or `5/11` where nothing else is exact."""
    if share == Fraction(1, 2):
        return "half"
    if share in _IN_WORDS:
        return _IN_WORDS[share]
    if (percent := _decimal(share * 100)) is not None:
        return f"{percent}%"
    return f"{share.numerator}/{share.denominator}"


def spell_percent(share: Fraction) -> str:
    """A share in percent, exact where a decimal can be; else to six places."""
    return f"{_decimal(share * 100) or format(float(share * 100), '.6f')}%"


def spell_duration(years: Fraction) -> str:
    """A stretch of time: `4 years`, `1 year`, `6 months`, `2.5 years`."""
    if years.denominator != 1:
        months = _decimal(years * 12)
        if (years < 1 or _decimal(years) is None) and months is not None:
            return f"{months} month{'' if months == '1' else 's'}"
    text = _decimal(years) or format(float(years), ".6f")
    return f"{text} year{'' if text == '1' else 's'}"


def _decimal(number: Fraction) -> str | None:
    """The number in decimal notation, where that is exact with few places."""
    if number.denominator == 1:
        return str(number.numerator)
    places = next((places for places in range(1, 10) if (number * 10**places).denominator == 1), None)
    return None if places is None else f"{int(number * 10**places) / 10**places:.{places}f}"


def _condition(node: t.Condition) -> str:
    match node:
        case t.Anyone():
            return "anyone"
        case t.Atom():
            return node.name.text
        case t.Comparison():
            value = node.value.text if isinstance(node.value, t.Name) else str(node.value)
            return f"{node.attribute.text} {node.operator} {value}" + (f" {node.unit}" if node.unit else "")
        case t.MemberOf():
            return f"member of {node.body}"
        case t.IsCandidate():
            return "candidate"
        case t.IsSitting():
            return f"{node.body.text} is sitting"
        case t.Not():
            return f"not {_within(node.operand, t.All, t.Some)}"
        case t.All():
            return " and ".join(_within(operand, t.Some, t.All) for operand in node.operands)
        case t.Some():
            return " or ".join(_within(operand, t.Some) for operand in node.operands)
    raise TypeError(f"cannot spell {type(node).__name__}")


def _within(node: t.Condition, *looser: type) -> str:
    text = _condition(node)
    return f"({text})" if isinstance(node, looser) else text


def _selector(node: t.Selector) -> str:
    if node.candidate:
        return "any candidate" + (f" for {node.body}" if node.body is not None else "")
    if node.condition is None or isinstance(node.condition, t.Anyone):
        return "anyone"
    if isinstance(node.condition, t.IsCandidate):
        return "any (candidate)"
    return f"any {_condition(node.condition)}"


def _act(node: t.Act) -> str:
    verb = node.verb
    if verb is _V.PERFORM:
        return node.name.text if node.name is not None else str(verb)
    words = [str(verb)]
    preposition = _PREPOSITIONS.get(verb)
    if node.name is not None:
        words.append(node.name.text)
        if node.whom is not None and preposition is not None:
            words += [preposition, _selector(node.whom)]
    elif node.whom is not None:
        words.append(_selector(node.whom))
    if node.body is not None:
        words += [preposition, str(node.body)] if preposition is not None else [str(node.body)]
    if node.article is not None:
        words.append(f"article {node.article.number}")
    elif verb is _V.AMEND:
        words.append("any article")
    if node.act is not None:
        words.append(_act(node.act))
    return " ".join(words)


def _threshold(node: t.Threshold) -> str:
    match node.kind:
        case t.ThresholdKind.MAJORITY | t.ThresholdKind.UNANIMITY:
            text = str(node.kind)
        case t.ThresholdKind.VOTES:
            text = f"{node.value} vote{'' if node.value == 1 else 's'}"
        case t.ThresholdKind.FRACTION:
            text = spell_share(node.value)
    if node.strict and node.kind is not t.ThresholdKind.MAJORITY:
        text = f"more than {text}"
    if node.base is not None:
        text += f" of {node.base}"
    return text if node.where is None else f"{text} where {_condition(node.where)}"


def _coalition(node: t.Coalition) -> str:
    if isinstance(node, t.EveryCoalition):
        but = f" but {', '.join(map(str, node.excepting))}" if node.excepting else ""
        return f"no body{but} alone" if node.size == 1 else f"no two bodies{but} together"
    *first, last = map(str, node.members)
    return f"{', '.join(first)} and {last} together" if first else last


def _ability(node: t.Ability) -> str:
    can = "can" if node.possible or isinstance(node.coalition, t.EveryCoalition) else "cannot"
    within = f" within {spell_duration(node.within)}" if node.within is not None else ""
    return f"{_coalition(node.coalition)} {can} {spell(node.goal)}{within}"
