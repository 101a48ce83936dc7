"""Small constitutions put together at random from every form of the language; the same seed gives the same text."""

from __future__ import annotations

from random import Random

__all__ = ["random_text"]

STATUSES = ("citizen", "sworn", "suspect", "officer")
THRESHOLDS = ("majority", "two-thirds", "unanimity", "half", "more than two-thirds of members", "3 votes", "40%")
TERMS = ("for 2 years", "for 4 years", "for life", "")


def random_text(seed: int) -> str:
    """A constitution of two to five bodies with some rules and a few promises. It may contradict itself, and it may
    happen not to be one: callers pass over what the resolver refuses."""
    return _Writer(Random(seed)).text()


class _Writer:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.bodies = [f"B{number}" for number in range(random.randint(2, 4))]
        self.offices = [f"O{number}" for number in range(random.randint(0, 2))]
        self.seats = [*self.bodies, *self.offices]
        self.classes = ["People", "Guard"]
        self.flags = ["alarm"] if random.random() < 0.3 else []
        self.articles = range(1, random.randint(2, 4))

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def often(self, share: float, text: str) -> str:
        return text if self.random.random() < share else ""

    def anybody(self) -> str:
        return self.one(*self.seats, *self.seats, *self.classes)

    def condition(self, depth: int = 1) -> str:
        atoms = [*STATUSES, "age >= 30", "age < 40", "origin = urban", "Guard", f"member of {self.one(*self.seats)}"]
        if depth and self.random.random() < 0.4:
            join = self.one("and", "or")
            return f"({self.condition(0)} {join} {self.condition(0)})"
        return self.often(0.25, "not ") + self.one(*atoms)

    def world(self) -> str:
        states = [f"{self.one(*self.bodies)} is sitting", *self.flags, *self.flags]
        return self.often(0.3, "not ") + self.one(*states)

    def text(self) -> str:
        lines = [
            'constitution "R"', "status citizen", f"status sworn {self.often(0.5, 'within citizen')}",
            "status suspect", f"status officer {self.often(0.5, 'within sworn')}", "attribute age in years",
            "attribute origin: urban, rural", "act speak",
            f"class People: {self.one('citizen', 'anyone', 'citizen and not suspect', 'age >= 20')}",
            f"class Guard: {self.one('sworn', 'officer', 'citizen and age >= 25')}",
            *(f"flag {flag} {self.often(0.3, f'while {self.one(*self.bodies)} is sitting')}" for flag in self.flags),
        ]  # fmt: skip
        statements = [self.body(name) for name in self.bodies] + [self.office(name) for name in self.offices]
        statements += [self.rule() for _ in range(self.random.randint(3, 12))]
        self.random.shuffle(statements)
        inside: dict[int, list[str]] = {number: [] for number in (0, *self.articles)}
        for statement in statements:
            inside[self.random.choice(list(inside))].append(statement)
        for number, found in inside.items():
            lines += [f"article {number} {{", *found, "}"] if number else found
        lines += [f'guarantee "G{number}": {self.promise()}' for number in range(self.random.randint(3, 6))]
        return "\n".join(lines) + "\n"

    # --- bodies ------------------------------------------------------------------------------------------------------

    def clauses(self, name: str) -> str:
        return " ".join(
            filter(
                None,
                [
                    self.often(0.5, f"from {self.condition()}"),
                    self.often(0.2, f"while {self.condition()}"),
                    self.often(0.3, f"nominated by {', '.join({self.anybody(): 0, self.anybody(): 0})}"),
                    self.often(0.15, f"vetted by {self.anybody()}"),
                    self.often(0.15, f"with consent of {self.anybody()}"),
                    self.often(0.1, f"funded by {self.anybody()}"),
                    self.often(0.1, f"at most 2 candidates surplus settled by {self.anybody()} each naming at most 1"),
                    self.often(0.15, "by secret ballot"),
                    self.one(*TERMS),
                ],
            )
        )

    def filling(self, name: str) -> str:
        others = [other for other in (*self.seats, *self.classes) if other != name]
        return self.one(
            f"elected by {self.one(*others)}", f"elected by {self.one(*others)}", f"appointed by {self.one(*others)}",
            f"elected by {self.one(*others)}, {name if name in self.bodies else others[0]}",
        )  # fmt: skip

    def body(self, name: str) -> str:
        seats = self.random.randint(1, 9)
        filling = self.one(self.filling(name), self.filling(name), "co-opted")
        groups = f"seats {seats} as first {filling} {self.clauses(name)}"
        groups += self.often(0.2, f" seats 2 as second {self.filling(name)} {self.clauses(name)}")
        groups += self.often(0.1, f" seats 1 as third held by {self.one(*self.offices)}") if self.offices else ""
        meeting = self.often(0.5, f" decides by {self.one(*THRESHOLDS)}") + self.often(0.1, " quorum two-thirds")
        meeting += self.often(0.2, f" convened by {self.anybody()}{self.often(0.5, ' every 1 year')}")
        return f"body {name} {{ {groups}{meeting} }}"

    def office(self, name: str) -> str:
        return f"office {name} {{ {self.filling(name)} {self.clauses(name)} }}"

    # --- rules -------------------------------------------------------------------------------------------------------

    def act(self, depth: int = 1) -> str:
        seat, body = self.one(*self.seats), self.one(*self.bodies)
        whom, status = self.condition(0), self.one(*STATUSES)
        acts = [
            f"appoint any {whom} to {seat}", f"remove any member of {seat}", f"dissolve {body}", f"convene {body}",
            f"enlarge {body}", f"extend {body}", f"nominate any {whom} for {seat}", f"strike any {whom} from {seat}",
            f"confer {status} on any {whom}", f"confer {status} on anyone", f"revoke {status} from any {whom}",
            f"direct {seat}", "speak",
            *(f"{verb} {flag}" for flag in self.flags for verb in ("declare", "lift")),
            *(f"{verb} article {self.random.choice(self.articles)}" for verb in ("amend", "suspend")),
        ]  # fmt: skip
        if depth and self.random.random() < 0.2:
            return f"{self.one('veto', 'annul')} {self.act(0)}"
        return "amend any article" if self.random.random() < 0.03 else self.one(*acts)

    def rule(self) -> str:
        number = self.random.choice(self.articles)
        body, status = self.one(*self.bodies), self.one(*STATUSES)
        modes = self.one("", " in voting", " in standing", " in voting, nominating")
        extra = [f"{self.one(status, 'Guard')} is bound by {self.one(*self.seats)}{modes}",
                 f"members of {body} are bound by {self.one(*self.seats)}{modes}",
                 f"members of {body} are free",
                 f"assume 60% of {body} are {status}",
                 f"assume 2 members of {body} side with {self.one(*self.seats)}",
                 f"article {number} is entrenched",
                 *(f"article {number} is suspended during {flag}" for flag in self.flags)]  # fmt: skip
        if len(self.articles) > 1:
            extra.append("article 1 prevails over article 2")
        if self.random.random() < 0.3:
            return self.one(*extra)
        subject = self.one(self.anybody(), self.anybody(), f"any {self.condition(0)}")
        limits = self.often(0.2, f" by {self.one(*THRESHOLDS)}") if not subject.startswith("any ") else ""
        limits += self.often(0.15, f" when {self.one(self.world(), self.condition())}")
        limits += self.often(0.15, f" unless {self.one(self.world(), self.condition())}")
        limits += self.often(0.1, f" with consent of {self.anybody()}")
        modal = self.random.choices(("may", "must", "must not"), (8, 1, 2))[0]
        only = self.often(0.1, "only ") if modal == "may" else ""
        return f"{only}{subject} {modal} {self.act()}{limits}"

    # --- promises ----------------------------------------------------------------------------------------------------

    def promise(self) -> str:
        seat = self.one(*self.seats)
        goal = self.one(
            f"control {seat}", f"control {seat}", f"choose the candidates for {seat}", f"paralyse {seat}",
            f"bar any {self.condition(0)} from {seat}", f"bar any {self.condition(0)} from speak", self.act(),
            f"block {self.act(0)}",
        )  # fmt: skip
        within = self.often(0.2, " within 3 years")
        person = f"{self.one('never', 'always')} {self.condition()} {self.one('and', 'or')} {self.condition()}"
        one, two = self.random.sample(self.seats, 2)
        return self.one(
            f"no body alone can {goal}{within}", f"{seat} cannot {goal}{within}",
            f"{self.anybody()} can {goal}{within}", f"{one} and {two} together cannot {goal}",
            f"no two bodies together can {goal}", person,
        )  # fmt: skip
