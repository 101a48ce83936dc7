"""The names that a jumbled text speaks of: few, so that most of what is said of them connects, and mostly declared."""

from __future__ import annotations

from random import Random

__all__ = ["Cast"]

_STATUSES = ("citizen", "comrade", "convict")
_NUMBERS = ("age",)
_WORDS = ("origin",)
_VALUES = ("worker", "peasant", "other")
_FLAGS = ("war", "plague")
_ACTS = ("publish", "strike_coins")
_CLASSES = ("Citizens", "Electors")
_BODIES = ("Council", "Senate", "Court", "Chief", "Regent")
_OFFICES = frozenset({"Chief", "Regent"})
_CLASSES_TOO = frozenset({"elected", "norm", "only_norm", "nominated", "coalition", "per_residents", "consent_clause"})
_TITLES = ("On the Council", "free choice", "", "Ünïted § Провинции", "a")

_DECLARES = {
    "status_decl": "status", "attribute_decl": "attribute", "act_decl": "act", "flag_decl": "flag",
    "class_decl": "class", "body_decl": "body", "office_decl": "office",
}  # fmt: skip


class Cast:
    """A stock of names of each kind, with what has been declared and what has been mentioned so far."""

    def __init__(self, random: Random) -> None:
        size = random.choice((1, 2, 2, 3, 5))
        self.statuses = _STATUSES[: max(1, size - 1)]
        self.bodies = random.sample(_BODIES, max(2, min(size + 1, len(_BODIES))))
        self.classes = _CLASSES[: 1 + (size > 2)]
        self.flags = _FLAGS[: 1 + (size > 4)]
        self.declared: dict[str, None] = {}
        self.mentioned: dict[str, str] = {}
        self.switches = 0
        self.around = ""
        """The symbol of the grammar in which a name is asked for."""
        self.defining: str | None = None
        """What the statement in hand declares; seldom through itself."""
        self.articles: dict[str, bool] = {}
        """The numbers of the articles spoken of, and whether the article is there."""
        self.wanted: str | None = None
        """The name that the next declaration shall declare, where it matters which."""

    def missing(self) -> list[tuple[str, str]]:
        """Names mentioned and not declared, with the symbol of the grammar that declares each."""
        return [(name, kind) for name, kind in self.mentioned.items() if name not in self.declared]

    def name(self, random: Random, symbol: str, way: tuple[str, ...], place: int) -> str:
        """A name for a place in a production: most of the kind that makes sense there."""
        if symbol in _DECLARES and place == 1:
            self.defining = self._declare(random, symbol, way)
            return self.defining
        if symbol in ("choice", "reading", "option"):
            self.switches += 1
            return f"{symbol}{self.switches}"
        if symbol == "group" or (symbol == "ref" and place == 2):
            return random.choice(("town", "land"))
        return self._mention(random, self._kind(random, symbol, way, place))

    def _kind(self, random: Random, symbol: str, way: tuple[str, ...], place: int) -> str:
        match symbol:
            case "ref":
                return "class" if random.random() < (0.3 if self.around in _CLASSES_TOO else 0.01) else "body"
            case "is_sitting":
                return "body"
            case "comparison":
                if place == 0:
                    return "words" if way[-1] == "NAME" else "number"
                return "value"
            case "attribute_decl" | "__attribute_decl_star_4":
                return "value"
            case "suspension":
                return "flag"
            case "act":
                return {"CONFER": "status", "REVOKE": "status", "DECLARE": "flag", "LIFT": "flag"}.get(way[0], "act")
            case "atom":
                if self.defining in self.classes or self.defining in self.flags:
                    return "class" if random.random() < 0.05 else "status"
                return random.choice(("status", "status", "status", "class", "flag"))
        return "status"

    def _mention(self, random: Random, kind: str) -> str:
        if random.random() < 0.004:
            return random.choice(("nobody_knows", "Стра́нное", "a" * 300, "citizen"))
        match kind:
            case "status":
                others = [name for name in _STATUSES[: len(self.statuses) + 1] if name != self.defining]
                return self._note(random.choice(others), "status_decl")
            case "number":
                return self._note(random.choice(_NUMBERS), "attribute_decl")
            case "words":
                return self._note(random.choice(_WORDS), "attribute_decl")
            case "value":
                return random.choice(_VALUES)
            case "flag":
                return self._note(random.choice(self.flags), "flag_decl")
            case "act":
                return self._note(random.choice(_ACTS), "act_decl")
            case "class":
                return self._note(random.choice(self.classes), "class_decl")
        bodies = self.bodies
        if self.around == "held":
            bodies = [name for name in sorted(_OFFICES) if name != self.defining]
        elif self.around == "joining":
            bodies = [name for name in bodies if name != self.defining]
        name = random.choice(bodies)
        return self._note(name, "office_decl" if name in _OFFICES else "body_decl")

    def _note(self, name: str, symbol: str) -> str:
        self.mentioned.setdefault(name, symbol)
        return name

    def _declare(self, random: Random, symbol: str, way: tuple[str, ...]) -> str:
        """The name that is wanted, or one not declared yet; rarely one that is declared already."""
        if self.wanted is not None:
            name, self.wanted = self.wanted, None
            self.declared[name] = None
            return name
        stock = {
            "status_decl": self.statuses, "act_decl": _ACTS, "flag_decl": self.flags, "class_decl": self.classes,
            "attribute_decl": _WORDS if "COLON" in way else _NUMBERS,
            "body_decl": [name for name in self.bodies if name not in _OFFICES],
            "office_decl": [name for name in self.bodies if name in _OFFICES],
        }[symbol]  # fmt: skip
        free = [name for name in stock if name not in self.declared]
        if free:
            name = random.choice(free)
        elif random.random() < 0.03 and stock:
            name = random.choice(stock)
        else:
            name = f"{_DECLARES[symbol].title()}{len(self.declared)}"
        self.declared[name] = None
        return name

    def title(self, random: Random, symbol: str) -> str:
        """A title in its quotes."""
        if symbol == "use":
            return f'"{random.choice(("other.const", "self.const", "missing.const", "../other.const"))}"'
        if symbol == "unclear":
            self.switches += 1
            return f'"words {self.switches}"'
        return f'"{random.choice(_TITLES)}"'

    def number(self, random: Random, symbol: str) -> str:
        """A number that makes sense where it stands; sometimes one that makes none."""
        if random.random() < 0.004:
            return random.choice(("0", "1000000000", "999999999999999", "1" + "0" * 400, "1_000"))
        match symbol:
            case "article_ref":
                number = random.choice(("1", "1", "2", "3"))
                if self.around == "article_head":
                    number = next((each for each in "123456789" if not self.articles.get(each)), number)
                self.articles[number] = self.articles.get(number, False) or self.around == "article_head"
                return number
            case "duration":
                return random.choice(("1", "2", "4", "5"))
            case "fraction" | "percent" if random.random() < 0.97:
                return random.choice(("50", "60", "66", "87", "100"))
            case "comparison":
                return random.choice(("0", "18", "21", "60"))
        return random.choice(("1", "1", "2", "3", "3", "5", "9", "12", "100", "500"))
