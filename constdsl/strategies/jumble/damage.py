"""Ways to spoil a text: words, lines and characters lost, doubled, exchanged or put in where they have no place."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

__all__ = ["damage", "noise", "splice"]

_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)

_ODD_SIGNS = (
    "\0", "\ufeff", "\u200f", "\u202e", "\u2066", "\u200b", "\u200d", "\u00ad", "\u0301", "\u2028", "\x85",
    "\x1c", "\x0c",
    "\r\n", "\r", "\t", "“", "”", "«", "’", "—", "−", "≥", "½", "²", "٣", "Ⅳ", "ß", "İ", "ﬁ", "𝔘", "日本", "🜨",
    "\U0010ffff", "\x7f", "\\", "`", "'", '"', "#", "{", "}", "(", ")", ",", ":", ";", ".", "%", "/", "==", "=>", "&&",
)  # fmt: skip

_ODD_NUMBERS = (
    "0", "1", "00012", "-1", "−5", "101", "250", "1000000000", "999999999999999", "1" + "0" * 400, "1_0", "1__0", "_1",
    "1e9", "0.0", "0.1", "1.5", "99.99", "100.1", "3/2", "0/0", "1/0", "7/7", "1 per 0", "1 per 25_000", "٣", "12a",
)  # fmt: skip

_FRAGMENTS = '''status a within a
class A: A
class A: not B class B: not A
body J { joining J }
act a makes a
body J { joining K } body K { joining J }
office O { held by O }
office O { held by P } office P { held by O }
body Z { seats 0 co-opted }
body Z { seats 1000000000 co-opted for life }
body E { }
office E { }
body P { seats 1 per 0 of A co-opted }
class A: anyone numbering 0
class A: anyone numbering 1
use "self.const"
use "other.const"
option o { }
option o { choice a { } }
unclear "w" { }
unclear "w" interpreted by W { reading a { } reading b { body W { seats 1 co-opted } } }
article 1 { article 1 { } }
article 1 is suspended during f
flag f while f
flag f while not f
article 1 prevails over article 1
anyone may amend any article
anyone may amend article 1
any not anyone may publish
article 1 is entrenched
status a within b status b within a
decides by 1000 votes
quorum 1000 votes
by 0%
by unanimity
for 0 years
for 0.5 months
at most 0 candidates
at least 0 candidates
each naming at most 0
numbering 0
by majority of seats where not anyone
from not anyone
while candidate
when candidate
where candidate
guarantee "g": never anyone
guarantee "g": always anyone
guarantee "g": no two bodies together can nominate
guarantee "g": no body alone can remove
guarantee "g": no body alone can block veto remove anyone
guarantee "g": no body alone can annul veto annul appoint
is sitting
on petition of 500%
(
not
veto
anyone must not veto anyone
candidate is sitting
assume 0% of A are a
assume 1000 members of A side with A'''.splitlines()


def damage(random: Random, text: str, times: int) -> str:
    """The text, spoilt so many times."""
    for _ in range(times):
        text = random.choice(_WAYS)(random, text)
    return text


def splice(random: Random, first: str, second: str) -> str:
    """The beginning of one text and the end of another, or all of both, or their lines in turn."""
    match random.randrange(3):
        case 0:
            return first[: random.randint(0, len(first))] + second[random.randint(0, len(second)) :]
        case 1:
            return f"{first}\n{second}"
    lines = [*first.splitlines(True), *second.splitlines(True)]
    random.shuffle(lines)
    return "".join(lines)


def noise(random: Random) -> str:
    """Words of the language, signs and characters of all kinds, without sense."""
    stock = [*_ODD_SIGNS, *_ODD_NUMBERS, *_FRAGMENTS, *'abcé{}()"', "may", "body", "seats", "guarantee", "article"]
    parts = random.choices(stock, k=random.randint(0, 40))
    return random.choice(("", " ", " ", "\n")).join(parts)


# --- one change -----------------------------------------------------------------------------------------------------


def _on_words(change: Callable[[Random, list[str]], None]) -> Callable[[Random, str], str]:
    def changed(random: Random, text: str) -> str:
        words = _WORD.findall(text) or [" "]
        change(random, words)
        return "".join(words)

    return changed


def _on_lines(change: Callable[[Random, list[str]], None]) -> Callable[[Random, str], str]:
    def changed(random: Random, text: str) -> str:
        lines = text.splitlines(True) or ["\n"]
        change(random, lines)
        return "".join(lines)

    return changed


def _lose(random: Random, parts: list[str]) -> None:
    del parts[random.randrange(len(parts))]


def _double(random: Random, parts: list[str]) -> None:
    place = random.randrange(len(parts))
    parts.insert(place, parts[place])


def _exchange(random: Random, parts: list[str]) -> None:
    one, other = random.randrange(len(parts)), random.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]


def _borrow(random: Random, parts: list[str]) -> None:
    """Put one word of the text in the place of another, so that names come to stand for other names."""
    named = [place for place, part in enumerate(parts) if part.isidentifier()]
    if named:
        parts[random.choice(named)] = parts[random.choice(named)]


def _renumber(random: Random, parts: list[str]) -> None:
    numbers = [place for place, part in enumerate(parts) if part[0].isdigit()]
    parts[random.choice(numbers) if numbers else 0] = random.choice(_ODD_NUMBERS)


def _insert_fragment(random: Random, parts: list[str]) -> None:
    parts.insert(random.randint(0, len(parts)), f" {random.choice(_FRAGMENTS)}\n")


def _insert_sign(random: Random, text: str) -> str:
    place = random.randint(0, len(text))
    return text[:place] + random.choice(_ODD_SIGNS) + text[place:]


def _lose_end(random: Random, text: str) -> str:
    return text[: random.randint(0, len(text))]


def _other_breaks(random: Random, text: str) -> str:
    return text.replace("\n", random.choice(("\r\n", "\r", " ", "\n\n", "\u2028", "\t\n")))


def _nest(random: Random, text: str) -> str:
    """Put something very deep, or very long, into the text."""
    depth = random.choice((5, 30, 45, 101, 150))
    opener, middle, closer = random.choice((
        ("not ", "a", ""), ("(", "a", ")"), ("veto ", "convene A", ""), ("article 1 {", "", "}"), ("{", "", "}"),
        ("a and ", "a", ""), ("a or not ", "a", ""), ('"', "", ""), ("}", "", ""), ("option o { choice c {", "", "}}"),
    ))  # fmt: skip
    lead = random.choice(("class N: ", "A may ", "", "guarantee \"n\": never ", "anyone may publish when "))
    run = f"\n{lead}{opener * depth}{middle}{closer * depth}\n"
    place = random.choice((0, len(text), random.randint(0, len(text))))
    return text[:place] + run + text[place:]


def _chain(random: Random, text: str) -> str:
    """A chain of definitions, each through the one before, that may bite its own tail."""
    length = random.choice((3, 10, 40, 160))
    form = random.choice((
        "class K{0}: K{1}", "class K{0}: K{1} and not K{1}", "status k{0} within k{1}", "body K{0} {{ joining K{1} }}",
        "office K{0} {{ appointed by K{1} for 1 year }}", "office K{0} {{ held by K{1} }}", "flag k{0} while not k{1}",
        "body K{0} {{ joining K{1}, K{1} }}", "class K{0}: K{1} or (K{1} and not K{1})",
    ))  # fmt: skip
    lines = [form.format(number, (number + 1) % length) for number in range(length - random.randint(0, 1))]
    return f"{text}\n" + "\n".join(lines) + "\n"


def _lengthen(random: Random, text: str) -> str:
    names = re.findall(r"[A-Za-z]\w*", text)
    return text.replace(random.choice(names), "x" * random.choice((200, 5_000)), 1) if names else text


_WAYS: tuple[Callable[[Random, str], str], ...] = (
    *(_on_words(change) for change in (_lose, _double, _exchange, _renumber, _insert_fragment)),
    *(_on_words(_borrow) for _ in range(4)),
    *(_on_lines(change) for change in (_lose, _lose, _double, _exchange, _insert_fragment, _insert_fragment)),
    _insert_sign, _lose_end, _other_breaks, _nest, _chain, _lengthen,
)  # fmt: skip
