"""One promise against one constitution: its verdict, who breaks or stops it, and the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import evolve, frozen

from constdsl.capture.calculus import Calculus, Forced
from constdsl.capture.goals import losers, relevant_powers, target
from constdsl.capture.graph import Closure
from constdsl.capture.history import Move, named, nearest, obstructors, tell
from constdsl.capture.notes import Filled, Used
from constdsl.capture.seats import holder
from constdsl.model.conditions import TRUE, negation
from constdsl.model.entities import (
    Ability,
    Act,
    Clause,
    Constitution,
    Filling,
    Goal,
    GoalKind,
    Invariant,
    Promise,
)
from constdsl.play.lawbook import Lawbook
from constdsl.play.people import People, TooLarge
from constdsl.play.replay import Claim
from constdsl.syntax.tree import Verb
from constdsl.verdict.answers import Answer, Margin, Play, Reach, Step, Verdict
from constdsl.verdict.replays import Disagreement, replayed

__all__ = ["MAX_PAIRS", "Case", "Unshown", "demonstrate", "weigh"]

MAX_PAIRS = 20_000
"""Pairs of bodies that one promise about two bodies together may try."""


@frozen(slots=False)
class Case:
    """A constitution under one selection, compiled."""

    constitution: Constitution
    calculus: Calculus
    replaying: bool = True
    """Whether histories are played before they are given; not where they are not going to be shown."""

    @cached_property
    def people(self) -> People:
        """The persons of the simulator."""
        return People(Lawbook(self.constitution))


def weigh(case: Case, promise: Promise) -> Answer:
    """The verdict on a promise, all its words being clear.

    A history that the simulator cannot follow is not shown, and leaves the promise undecided.
    """
    blank = _blank(promise)
    try:
        return _weighed(case, promise, blank)
    except Disagreement as found:
        limits = ("the two engines of the tool disagree, which is a fault of the tool",)
        return evolve(
            blank, verdict=Verdict.UNDECIDED, depends_on=limits, summary=_undecided(limits), disagreement=str(found)
        )
    except TooLarge as found:
        limits = (f"the history cannot be replayed: {found}",)
        return evolve(blank, verdict=Verdict.UNDECIDED, depends_on=limits, summary=_undecided(limits))


def _blank(promise: Promise) -> Answer:
    return Answer(
        promise.clause.file, promise.clause.span, promise.title, promise.text, Verdict.HOLDS, "",
        ability=isinstance(promise.property, Ability) and promise.property.possible,
    )  # fmt: skip


def _weighed(case: Case, promise: Promise, blank: Answer) -> Answer:
    match promise.property:
        case Invariant():
            return _invariant(case, promise.property, blank)
        case Ability(possible=True):
            return _can(case, promise.property, blank)
        case Ability():
            return _cannot(case, promise.property, blank)


class Unshown(Exception):
    """A history that is not shown: the simulator cannot follow it, which is a fault of the tool."""


def demonstrate(
    case: Case, coalition: tuple[str, ...], goal: Goal, words: str, *, contested: bool, every: bool, consenting: bool
) -> tuple[Step, ...] | None:
    """The history by which a coalition forces a goal, tried in the simulator; None if it forces it in no way known.

    `every`, `contested` and `consenting` are as in `Calculus.force` and `Calculus.goal`. Raises Unshown.
    """
    node = case.calculus.goal(goal, every=every)
    forced = case.calculus.force(coalition, node, contested=contested, consenting=consenting)
    if forced is None or forced.closure is None:
        return None
    try:
        return _replayed(case, Claim(coalition, goal, every, contested, consenting), forced.closure, node, words)
    except Disagreement as found:
        raise Unshown(f"that {named(coalition)} can {words} {found}") from found
    except TooLarge:
        return None


# --- cannot ---------------------------------------------------------------------------------------------------------


def _cannot(case: Case, ability: Ability, blank: Answer) -> Answer:
    calculus = case.calculus
    node = calculus.goal(ability.goal, every=False)
    limits = tuple(calculus.limits(node))
    if ability.coalition.size == 2 and len(case.constitution.bodies) ** 2 > 2 * MAX_PAIRS:
        limits = (*limits, f"more than {MAX_PAIRS:,} pairs of bodies would have to be tried")
        return evolve(blank, verdict=Verdict.UNDECIDED, depends_on=limits, summary=_undecided(limits))
    coalitions = list(_coalitions(case.constitution, ability))
    found: dict[bool, dict[tuple[str, ...], Forced]] = {}
    for contested in (False, True):
        tried = found[contested] = {}
        for coalition in _meant(calculus, node, coalitions, tried, contested, ability):
            forced = calculus.force(coalition, node, contested=contested)
            limits = _with(limits, _doubts(case, forced, ability.within))
            if forced is not None and forced.by(ability.within):
                tried[coalition] = forced
    goal = _goal_words(blank, ability)
    for contested, verdict in ((True, Verdict.BROKEN), (False, Verdict.CONTESTABLE)):
        hits = found[contested]
        if not hits or (limits and not contested):
            continue  # short of the limits, what is contestable might be broken
        order = {name: number for number, (name, *_) in enumerate(coalitions)}
        breakers = sorted(
            hits, key=lambda members: (len(members), hits[members].years, *(order.get(name, 0) for name in members))
        )
        first = breakers[0]
        closure = hits[first].closure
        assert closure is not None
        claim = Claim(first, ability.goal, False, contested, years=ability.within)
        history = _replayed(case, claim, closure, node, goal)
        stoppers = () if contested else obstructors(calculus, first, node, ability.within)
        ending = "and nobody can lawfully stop it" if contested else f"unless {_or(stoppers)} lawfully prevents it"
        summary = f"{named(first)} can {goal}{_when(hits[first].years)}, {ending}."
        return evolve(
            blank, verdict=verdict, summary=summary, breakers=tuple(breakers), stoppable_by=stoppers,
            history=history, play=_play(contested), actors=first,
        )  # fmt: skip
    if limits:
        return evolve(blank, verdict=Verdict.UNDECIDED, depends_on=limits, summary=_undecided(limits))
    reached = tuple(
        Reach(coalition, body, years)
        for coalition in coalitions
        if ability.coalition.size != 2
        for body, years in calculus.reach(coalition, contested=False).items()
    )
    margin = _margin(case, coalitions if ability.coalition.size != 2 else [], ability.goal, node)
    late = _late(calculus, coalitions, node, ability)
    return evolve(blank, reached=reached, margin=margin, summary=late or _kept(ability, goal))


def _coalitions(constitution: Constitution, ability: Ability) -> Iterator[tuple[str, ...]]:
    coalition = ability.coalition
    if coalition.size is None:
        yield coalition.members
        return
    spared = {target(ability.goal), *coalition.excepting}
    yield from ((name,) for name in constitution.bodies if name not in spared)


def _meant(
    calculus: Calculus, node: int, coalitions: Sequence[tuple[str, ...]], able: Mapping[tuple[str, ...], Forced],
    contested: bool, ability: Ability,
) -> Iterator[tuple[str, ...]]:
    """The coalitions meant; of two bodies together, those pairs of which neither is found `able` alone by then."""
    yield from coalitions
    if ability.coalition.size == 2:
        alone = [member for (member,) in coalitions if (member,) not in able]
        yield from _pairs(calculus, node, alone, contested, ability.within)


def _pairs(
    calculus: Calculus, node: int, bodies: Sequence[str], contested: bool, within: Fraction | None
) -> Iterator[tuple[str, str]]:
    """The pairs of bodies that may reach a goal. More members never reach less: where many do not, no two do."""

    def hopeless(members: Sequence[str]) -> bool:
        date = calculus.date(calculus.close(members, contested=contested), node)
        return date is None or (within is not None and date > within)

    def across(some: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, str]]:
        if hopeless((*some, *others)):
            return
        if len(some) == len(others) == 1:
            yield some[0], others[0]
        elif len(some) >= len(others):
            for half in _halves(some):
                yield from across(half, others)
        else:
            for half in _halves(others):
                yield from across(some, half)

    pending = [bodies]
    while pending:
        members = pending.pop()
        if len(members) > 1 and not hopeless(members):
            first, second = _halves(members)
            yield from across(first, second)
            pending += [first, second]


def _halves(members: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    return members[: len(members) // 2], members[len(members) // 2 :]


def _with(limits: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*limits, *more)))


def _doubts(case: Case, forced: Forced | None, within: Fraction | None) -> Iterator[str]:
    """Why it is not known whether a goal is reached in time, if so."""
    if forced is None or forced.by(within) is not None:
        return
    way = "the only way found" if forced.closure is None else "the only way found in time"
    for kind, name in sorted(forced.doubts):
        if kind == "article":
            label = case.constitution.articles[name].label
            yield f"{way} suspends {label} and then relies on it"
        else:
            yield f"{way} raises {name} and then relies on what it suspends"


def _late(calculus: Calculus, coalitions: Sequence[tuple[str, ...]], node: int, ability: Ability) -> str | None:
    """A promise that holds only for the years it names is said to."""
    if ability.within is None:
        return None
    dates = [
        (forced.years, coalition)
        for coalition in coalitions
        if (forced := calculus.force(coalition, node, contested=False)) is not None and forced.closure is not None
    ]
    if not dates:
        return None
    date, coalition = min(dates, key=lambda pair: pair[0])
    return f"Nobody meant can do so in time; {named(coalition)} can{_when(date)}."


def _kept(ability: Ability, goal: str) -> str:
    if ability.coalition.size is None:
        return f"{named(ability.coalition.members)} cannot {goal}, even if nobody uses a check."
    return f"No coalition meant can {goal}, even if nobody uses a check."


# --- can ------------------------------------------------------------------------------------------------------------


def _can(case: Case, ability: Ability, blank: Answer) -> Answer:
    calculus = case.calculus
    coalition = ability.coalition.members
    who = named(coalition)
    goal = _goal_words(blank, ability)
    silence = _silence(case, ability.goal)
    if silence is not None:
        summary = f"Nobody at all is given the power to {goal}: the text is silent."
        return evolve(
            blank, verdict=Verdict.NOT_ESTABLISHED, depends_on=(silence,), breakers=(coalition,), summary=summary,
            history=_steps(case, (), who, goal, f"No rule says who may {goal}"),
        )  # fmt: skip
    node = calculus.goal(ability.goal, every=True)
    limits = tuple(calculus.limits(node))
    contested = calculus.force(coalition, node, contested=True)
    acquiescent = calculus.force(coalition, node, contested=False)
    asking = acquiescent is None
    if acquiescent is None:
        acquiescent = calculus.force(coalition, node, contested=False, consenting=True)
    for forced in (contested, acquiescent):
        limits = _with(limits, _doubts(case, forced, ability.within))
    late = contested.years if contested is not None and contested.closure is not None else None
    if contested is not None and contested.by(ability.within):
        blows, open_ends = _forestallers(case, ability.goal, coalition)
        if not blows and open_ends:
            limits = _with(limits, open_ends)
            return evolve(blank, verdict=Verdict.UNDECIDED, depends_on=limits, summary=_undecided(limits))
        if not blows:
            reached = tuple(
                Reach(coalition, body, years) for body, years in calculus.reach(coalition, contested=True).items()
            )
            return evolve(blank, summary=f"{who} can {goal}{_when(contested.years)}, whoever objects.", reached=reached)
        first = blows[0]
        claim = Claim((first.loser,), first.goal, False, True, years=Fraction(0))
        names = tuple(blow.loser for blow in blows)
        return evolve(
            blank, verdict=Verdict.FORESTALLABLE, stoppable_by=names, breakers=(coalition,),
            summary=f"{who} can {goal}, but {_or(names)} can strike first.",
            history=_replayed(case, claim, first.closure, first.node, f"silence or capture {who} first"),
            play=Play.CONTESTED, actors=(first.loser,),
        )  # fmt: skip
    if limits:
        return evolve(blank, verdict=Verdict.UNDECIDED, depends_on=limits, summary=_undecided(limits))
    claim = Claim(coalition, ability.goal, True, consenting=asking)
    if acquiescent is not None and acquiescent.closure is not None and acquiescent.by(ability.within):
        stoppers = obstructors(calculus, coalition, node, ability.within, consenting=asking)
        summary = f"{who} can {goal} only without opposition from {_or(stoppers)}."
        if late is not None:
            summary = f"{who} can {goal} in time only without opposition from {_or(stoppers)}; otherwise{_when(late)}."
        return evolve(
            blank, verdict=Verdict.HOLLOW, stoppable_by=stoppers, breakers=(coalition,), summary=summary,
            history=_replayed(case, claim, acquiescent.closure, node, goal), play=Play.ACQUIESCENT, actors=coalition,
        )  # fmt: skip
    if acquiescent is not None and acquiescent.closure is not None:
        return evolve(
            blank, verdict=Verdict.BROKEN, breakers=(coalition,),
            summary=f"{who} can {goal} only{_when(acquiescent.years)}, which is too late.",
            history=_replayed(case, claim, acquiescent.closure, node, goal), play=Play.ACQUIESCENT, actors=coalition,
        )  # fmt: skip
    return evolve(
        blank, verdict=Verdict.BROKEN, breakers=(coalition,), summary=f"{who} cannot {goal}, even if nobody objects.",
        history=_steps(case, (), who, goal, _why_not(case, ability.goal, goal, who)),
        margin=_margin(case, [coalition], ability.goal, node),
    )  # fmt: skip


def _why_not(case: Case, goal: Goal, words: str, who: str) -> str:
    c = case.calculus.compiler
    powers = relevant_powers(c, goal)
    norms = c.index.norms(goal.act) if goal.act is not None else []
    if norms:
        places = dict.fromkeys(_article(case.constitution, norm.clause) or "the text" for norm in norms)
        text = f"{named(tuple(places))} {'forbid' if len(places) > 1 else 'forbids'} it"
        return text[0].upper() + text[1:]
    if powers:
        holders = dict.fromkeys(power.who or power.subject or "anyone" for power in powers)
        return f"Only {named(tuple(holders))} may {words}, and {who} commands too little of what that takes"
    return f"No lawful order of moves by {who} leads there, even if nobody objects"


def _silence(case: Case, goal: Goal) -> str | None:
    """The step that decides the matter and that no rule covers, if there is one."""
    constitution = case.constitution
    c = case.calculus.compiler
    if goal.kind is GoalKind.PERFORM and goal.act is not None:
        act = goal.act
        if relevant_powers(c, goal) or c.index.norms(act):
            return None  # what is forbidden is ruled on
        body = constitution.bodies.get(act.body or "")
        groups = body.groups if body is not None else ()
        if act.verb is Verb.APPOINT and any(group.filling is not Filling.NOBODY for group in groups):
            return None
        if act.verb is Verb.REMOVE and any(group.retain != TRUE for group in groups):
            return None  # seats can be lost with what `while` asks, even where nobody may remove
        if act.verb is Verb.AMEND and act.article is not None and c.index.powers(Act(Verb.AMEND)):
            return None
        if act.verb is Verb.SUSPEND and any(item.article == act.article for item in constitution.emergencies):
            return None
        return f"silence: no rule lets anybody {act.text}"
    blocked = goal.act if goal.kind is GoalKind.BLOCK else None
    if blocked is not None and blocked.verb is not Verb.APPOINT and not relevant_powers(c, goal):
        return f"silence: no rule lets anybody {blocked.text}, so there is nothing to block"
    if goal.kind in (GoalKind.CONTROL, GoalKind.CHOOSE_CANDIDATES) and goal.body in constitution.labels:
        groups = tuple(constitution.group(ref) for ref in constitution.labels[goal.body])
        if not any(c.seats.filled(group) for group in groups):
            return f"silence: nobody fills the seats of {goal.body}"
    return None


@frozen
class _Blow:
    """What a body that stands to lose can do at once to a coalition: who, how it is shown, and to what end."""

    loser: str
    closure: Closure
    node: int
    goal: Goal


def _forestallers(case: Case, goal: Goal, coalition: tuple[str, ...]) -> tuple[list[_Blow], tuple[str, ...]]:
    """Bodies that stand to lose and can at once, moving first, silence or capture a member of the coalition; and, where
    the tool cannot tell of one whether it can, why not."""
    calculus = case.calculus
    aims = [Goal(kind, member) for member in coalition for kind in (GoalKind.PARALYSE, GoalKind.CONTROL)]
    nodes = [calculus.goal(aim, every=False) for aim in aims]
    own = {member.split(".")[0] for member in coalition}
    found: list[_Blow] = []
    limits: tuple[str, ...] = ()
    for loser in dict.fromkeys(losers(calculus.compiler, goal)):
        if loser.split(".")[0] in own or loser == "anyone":
            continue
        for aim, node in zip(aims, nodes, strict=True):
            forced = calculus.force((loser,), node, contested=True)
            if forced is not None and forced.closure is not None and forced.by(Fraction(0)):
                found.append(_Blow(loser, forced.closure, node, aim))
                break
            limits = _with(limits, (*calculus.limits(node), *_doubts(case, forced, Fraction(0))))
    return found, limits


# --- always and never -----------------------------------------------------------------------------------------------


def _invariant(case: Case, invariant: Invariant, blank: Answer) -> Answer:
    # Texts that promise nothing of the kind need none of this.
    from constdsl.capture.invariants import PERSON, TooMany, reach_condition
    from constdsl.play.open_position import Person
    from constdsl.play.retell import retell

    goal = negation(invariant.condition) if invariant.always else invariant.condition
    words = blank.property.split(" ", 1)[1]
    try:
        found = reach_condition(case.constitution, goal)
    except TooMany:
        limits = ("too many states of one person would have to be visited",)
        return evolve(blank, verdict=Verdict.UNDECIDED, depends_on=limits, summary=_undecided(limits))
    if found is None:
        kept = "otherwise" if invariant.always else "so"
        return evolve(blank, summary=f"No lawful order of moves makes it {kept}, even if everybody cooperates.")
    who = Person(PERSON, found.statuses, found.numbers, found.values)
    failure = retell(case.constitution, goal, found.moves, who)
    if failure is not None:
        where = f"at step {failure.step + 2}" if failure.step is not None else "at its end"
        raise Disagreement(f"{where}: {failure.reason}")
    start = Move(Fraction(0), PERSON, "be who she is", None, found.start)
    moves = (start, *found.moves)
    years = found.moves[-1].years if found.moves else Fraction(0)
    holds = f"not ({words})" if invariant.always else words
    return evolve(
        blank, verdict=Verdict.BROKEN, summary=f"One person can lawfully come to be: {holds}{_when(years)}.",
        history=_steps(case, moves, PERSON, words), actors=(PERSON,),
    )  # fmt: skip


# --- words ----------------------------------------------------------------------------------------------------------


def _goal_words(blank: Answer, ability: Ability) -> str:
    """The goal as the property words it: what stands after `can` or `cannot`."""
    text = blank.property
    for word in (" cannot ", " can "):
        if word in text:
            text = text.split(word, 1)[1]
            break
    if ability.within is not None and " within " in text:
        text = text.rsplit(" within ", 1)[0]
    return text


def _when(years: Fraction) -> str:
    if years == 0:
        return " at once"
    return f" within {_number(years)} {'year' if years == 1 else 'years'}"


def _number(years: Fraction) -> str:
    if years.denominator == 1:
        return f"{years.numerator:,}"
    return f"{float(years):.6g}"


def _or(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1] if names else ""])) or "somebody"


def _undecided(limits: Sequence[str]) -> str:
    return f"The tool cannot tell: {'; '.join(limits)}."


def _power_used(move: Move) -> tuple[str, str] | None:
    if not isinstance(move.note, Used):
        return None
    power = move.note.power
    return holder(power), power.act.text or power.act.verb.value


def _replayed(case: Case, claim: Claim, closure: Closure, node: int, goal: str) -> tuple[Step, ...]:
    """The history by which a coalition comes to a goal, tried in the simulator before it is told."""
    moves = tell(case.calculus, closure, node, claim.coalition)
    if case.replaying:
        moves = replayed(case.constitution, case.people, claim, moves)
    return _steps(case, moves, named(claim.coalition), goal)


def _play(contested: bool) -> Play:
    return Play.CONTESTED if contested else Play.ACQUIESCENT


def _steps(
    case: Case, moves: Sequence[Move], who: str, goal: str, otherwise: str | None = None
) -> tuple[Step, ...]:
    """Moves as numbered steps; where no move is needed, one step says so."""
    if not moves:
        text = otherwise or f"{who} holds what it takes from the start"
        moves = (Move(Fraction(0), who, goal, None, text + "."),)
    return tuple(
        Step(
            number, move.years, move.actor, move.act, _article(case.constitution, move.clause), move.text,
            move.clause.file if move.clause else None, move.clause.span if move.clause else None,
            uses=_power_used(move), deed=move.deed, fills=move.note.group if isinstance(move.note, Filled) else None,
        )
        for number, move in enumerate(moves, 1)
    )  # fmt: skip


def _article(constitution: Constitution, clause: Clause | None) -> str | None:
    if clause is None or clause.article is None:
        return None
    return constitution.articles[clause.article].label


def _margin(
    case: Case, coalitions: Sequence[tuple[str, ...]], goal: Goal, node: int
) -> Margin | None:
    """The nearest miss among all coalitions meant, over the counts on which the goal hangs."""
    calculus = case.calculus
    counts = [found for found in calculus.compiler.graph.ancestors(node) if found in calculus.compiler.counts]
    best: tuple[tuple[bool, Fraction, int], Margin] | None = None
    for number, coalition in enumerate(coalitions):
        missed = nearest(calculus, calculus.close(coalition, contested=False), counts)
        if missed is None:
            continue
        count, has = missed
        key = (has == 0, Fraction(count.needed - has, max(1, count.needed)), number)
        if best is None or key < best[0]:
            best = (key, Margin(coalition, count.label, count.what, has, count.needed, count.of))
    if best is not None and best[1].has > 0:
        return best[1]
    if not coalitions:
        return None
    # Nobody has a single seat that counts: say what would be needed of whoever decides.
    powers = relevant_powers(calculus.compiler, goal) or []
    deciders = [(goal.body, None), *((power.subject, power.threshold) for power in powers)]
    for label, threshold in deciders:
        body = case.constitution.bodies.get(label.split(".")[0]) if label is not None else None
        if body is not None and body.seats and body.name not in coalitions[0]:
            needs = (threshold or body.decides).needed(body.seats)
            return Margin(coalitions[0], body.name, "decide", 0, needs, body.seats)
    return best[1] if best else None
