"""A derivation told as a history: dated moves in plain sentences, each with the clause that allows it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve, field, frozen

from constdsl.capture.calculus import Calculus
from constdsl.capture.graph import Closure
from constdsl.capture.notes import Bound, Count, Excluded, Filled, Kept, Lapsed, Note, Opened, Refused, Used
from constdsl.model.entities import Act, Clause, Constitution, Filling, GroupRef
from constdsl.syntax.spell import spell_percent
from constdsl.syntax.tree import Verb

__all__ = ["Move", "named", "nearest", "obstructors", "tell"]


@frozen
class Move:
    """One step of a history, dated by the latest year by which it can be made."""

    years: Fraction
    actor: str
    act: str
    clause: Clause | None
    text: str
    note: Used | Filled | None = field(default=None, eq=False)
    """What is done, where the step is a move and not only a consequence."""
    deed: tuple[str, str] | None = field(default=None, eq=False)
    """In histories of one person, what is done, and her name where it is done to her or by her, else nothing."""


def named(coalition: Sequence[str]) -> str:
    """A coalition in words: `A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(coalition[:-1]), coalition[-1]]))


def tell(calculus: Calculus, closure: Closure, node: int, coalition: Sequence[str]) -> tuple[Move, ...]:
    """The moves by which a coalition comes to a goal, each once, in order of date."""
    compiler = calculus.compiler
    teller = _Teller(calculus.constitution, closure, coalition)
    told: dict[tuple[str, Clause | None], Move] = {}
    steps = calculus.steps(closure, node)
    filled = {note.group for found, _ in steps if isinstance(note := compiler.notes.get(found), Filled)}
    for found, ticks in steps:
        note = compiler.notes.get(found)
        if isinstance(note, Used) and note.act.verb is Verb.APPOINT and _group(note.act) in filled:
            continue  # the filling that follows says as much
        if note is not None:
            move = teller.note(note, compiler.years(ticks))
            if move is not None and isinstance(note, Used | Filled):
                move = evolve(move, note=note)
        elif found in compiler.counts:
            move = teller.count(compiler.counts[found], compiler.years(ticks), found)
        else:
            continue
        if move is not None:
            told.setdefault((move.text, move.clause), move)
    return tuple(told.values())


def obstructors(
    calculus: Calculus, coalition: Sequence[str], node: int, within: Fraction | None = None, *, consenting: bool = False
) -> tuple[str, ...]:
    """Whose checks stand between a coalition and a goal that it reaches, in time, only while nobody uses checks.

    With `consenting`, also who withholds a consent that it takes.
    """
    forced = calculus.force(coalition, node, contested=False, consenting=consenting)
    if forced is None or forced.closure is None:
        return ()
    closure = forced.closure
    contested = calculus.close(coalition, contested=True)
    guards, graph = calculus.compiler.guards, calculus.compiler.graph
    found: dict[str, None] = {}
    pending, seen = [node], {node}
    while pending:
        for used in closure.derivation(pending.pop()):
            date = calculus.date(contested, used)
            if used not in guards or not (date is None or (within is not None and date > within)):
                continue
            found |= dict.fromkeys(guards[used])
            # What would make the check neutral may itself be stopped by another check.
            for neutral, _ in graph.premises[used]:
                if neutral not in seen and closure.date(neutral) is not None:
                    seen.add(neutral)
                    pending.append(neutral)
    names = (*calculus.constitution.bodies, *calculus.constitution.classes)
    order = {name: number for number, name in enumerate(names)}
    return tuple(sorted(found, key=lambda name: (order.get(name.split(".")[0], len(order)), name)))


def nearest(calculus: Calculus, closure: Closure, nodes: Sequence[int]) -> tuple[Count, int] | None:
    """Among counts that a coalition misses, the one it misses by the smallest share of what it needs.

    Returns the count and how many seats act for the coalition. Counts in which it has no seat come last.
    """
    best: tuple[tuple[bool, Fraction, int], Count, int] | None = None
    for node in nodes:
        count = calculus.compiler.counts.get(node)
        if count is None or closure.date(node) is not None:
            continue
        has = _seats(closure, count)
        key = (has == 0, Fraction(count.needed - has, max(1, count.needed)), node)
        if count.needed > has and (best is None or key < best[0]):
            best = (key, count, has)
    return (best[1], best[2]) if best else None


def _seats(closure: Closure, count: Count, before: int | None = None) -> int:
    total = 0
    for node, weight in count.seats:
        if closure.date(node) is not None and (before is None or closure.rank(node) < before):
            total += weight
    return min(total, count.of)


class _Teller:
    """Puts notes into words for one coalition."""

    def __init__(self, constitution: Constitution, closure: Closure, coalition: Sequence[str]) -> None:
        self.constitution = constitution
        self.closure = closure
        self.who = named(coalition)
        self.own = frozenset(coalition)

    def note(self, note: Note, years: Fraction) -> Move | None:
        match note:
            case Used():
                return self.used(note, years)
            case Filled():
                return self.filled(note, years)
            case Bound(label, binding, number):
                whom = binding.status or label
                seats = self.all_seats(label) if number is None else f"the {number:,} members"
                voters = f"{seats} of {label}" if seats else f"the {label}"
                act = f"instruct {whom}"
                instructs = agree(binding.by, "instructs")
                text = f"{binding.by} {instructs} {voters}, who as {_plural(whom)} are bound to vote its way"
                if binding.member_of is not None:
                    text = f"{binding.by} {instructs} {voters}, who are bound to vote its way"
                return Move(years, binding.by, act, binding.clause, text + ".")
            case Excluded(label, clause):
                text = f"Nobody who does not act for {self.who} is left in {label}."
                return Move(years, self.who, f"exclude all others from {label}", clause, text)
            case Kept():
                return self.kept(note, years)
            case Refused(body, clause):
                return Move(years, self.who, f"refuse to convene {body}", clause, f"Nobody convenes {body}.")
            case Lapsed(article, emergency):
                label = self.article(article)
                text = f"While {emergency.flag} lasts, {label} does not apply."
                return Move(years, self.who, f"suspend {label}", emergency.clause, text)
            case Opened(label, clause):
                where = self.article(clause.article) if clause.article else "the text outside articles"
                text = f"Whoever can amend {where} has {label} at its disposal."
                return Move(years, self.who, f"amend {where}", clause, text)

    def article(self, key: str) -> str:
        return self.constitution.articles[key].label

    def all_seats(self, label: str) -> str:
        refs = self.constitution.labels.get(label)
        if refs is None:
            return ""
        total = sum(self.constitution.group(ref).seats for ref in refs)
        return "the holder" if total == 1 else f"all {total:,} members"

    def used(self, note: Used, years: Fraction) -> Move:
        power, act = note.power, note.act
        actor = power.subject or f"People of {self.who}"
        verb, _, rest = (act.text or act.verb.value).partition(" ")
        text = f"{actor} {agree(actor, f'{_third_person(verb)} {rest}'.strip())}"
        if act.verb in _AT_WILL:
            text += ", at will"
        if power.threshold is not None and power.subject in self.constitution.bodies:
            total = self.constitution.bodies[power.subject].seats
            text += f" ({power.threshold.needed(total):,} of {total:,} votes needed)"
        if power.petition is not None:
            text += f", once {spell_percent(power.petition)} of {actor} ask for it"
        if power.consent:
            text += f", with the consent of {named(power.consent)}"
        return Move(years, actor, act.text or act.verb.value, power.clause, text + ".")

    def filled(self, note: Filled, years: Fraction) -> Move:
        group = self.constitution.group(note.group)
        count = group.seats
        office = self.constitution.bodies[note.group.body].office
        one = f"the {'office' if office else 'seat'} of {group.label}"
        seats = one if count == 1 else f"all {count:,} seats of {group.label}"
        people = f"one of the people of {self.who}" if count == 1 else f"people of {self.who}"
        goes = "goes" if count == 1 else "go"
        vacant = "it is vacant" if count == 1 else "they are vacant"
        when = "When the term ends" if note.term else f"As soon as {vacant}"
        if note.how == "gate":
            text = f"Nobody else can be chosen any more. {when}, {seats} {goes} to {people}"
            return Move(years, self.who, f"fill {group.label}", note.clause, text + ".")
        actor = named(group.by) if group.by else self.who
        word = "elected" if group.filling is Filling.ELECTED else "appointed"
        act = f"{word.removesuffix('ed')} {group.label}"
        text = f"{when}, {seats} {goes} to {people}, {word} by {actor}"
        return Move(years, actor, act, note.clause, text + ".")

    def kept(self, note: Kept, years: Fraction) -> Move:
        label = self.constitution.group(note.group).label
        who = named(note.who) if note.who else "nobody"
        match note.reason:
            case "nomination":
                text = f"{who} {agree(who, 'puts')} nobody forward for {label} whom {self.who} does not want"
                act = f"nominate for {label}"
            case "consent":
                text = f"{who} {agree(who, 'withholds')} consent to anybody else for {label}"
                act = f"refuse consent for {label}"
            case "funding":
                text = f"{who} {agree(who, 'gives')} nobody else the means to stand for {label}"
                act = f"refuse means for {label}"
            case "surplus":
                strikes = agree(who, "strikes all others")
                text = f"More names are put forward for {label} than the list may hold, and {who} {strikes}"
                act = f"settle the surplus for {label}"
            case _:
                text = f"{who} {agree(who, 'forbids')} those bound to it to stand for {label} without leave"
                act = f"forbid standing for {label}"
        return Move(years, who, act, note.clause, text + ".")

    def count(self, count: Count, years: Fraction, node: int) -> Move | None:
        has = _seats(self.closure, count, self.closure.rank(node))
        if has == 0 or not count.seats or count.label in self.constitution.classes or count.label in self.own:
            return None
        if has == count.of and len(count.seats) == 1:
            return None
        gone = sum(weight for left, weight in count.gone if self.closure.date(left) is not None)
        gone = min(gone, count.of - has)
        acting = f"{has:,} of {count.of:,} seats of {count.label} act for {self.who}"
        match count.what:
            case "block":
                rest = count.of - has
                text = f"{acting}; the {rest:,} others fall short of the {count.of - count.needed + 1:,} they need"
            case "decide" if gone and has < count.needed:
                text = f"{acting}, and with the {gone:,} others removed they decide"
            case _:
                text = f"{acting}; {count.needed:,} are needed to {count.what}"
        body = self.constitution.bodies[count.label.split(".")[0]]
        return Move(years, count.label, count.what, body.clause, text + ".")


def _group(act: Act) -> GroupRef | None:
    return GroupRef(act.body, act.group) if act.body is not None and act.group is not None else None


def agree(actor: str, verb: str) -> str:
    """A verb in the third person, singular or plural as the actor's name looks: `Council elects`, `Electors elect`."""
    plural = (actor.endswith("s") and not actor.endswith("ss")) or " and " in actor or actor.startswith("People of ")
    if not plural:
        return verb
    first, _, rest = verb.partition(" ")
    irregular = {"does": "do", "has": "have", "reaches": "reach", "vetoes": "veto"}
    return " ".join(filter(None, [irregular.get(first, first.removesuffix("s")), rest]))


def _plural(status: str) -> str:
    return f"holders of `{status}`"


_AT_WILL = frozenset({Verb.REMOVE, Verb.STRIKE, Verb.CONFER, Verb.REVOKE})


def _third_person(verb: str) -> str:
    if verb.isidentifier() and verb in Verb.__members__.values():
        return f"{verb}es" if verb.endswith("o") else f"{verb}s"
    return f"does {verb}"
