"""What the text says, looked up the plain way: which rules speak of an act, which seats lie behind a name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from attrs import frozen

from constdsl.logic.decide import Logic
from constdsl.model.conditions import (
    Compare,
    Condition,
    Equals,
    Holds,
    Literal,
    Member,
    atoms,
    conjunction,
    disjunction,
    negation,
    substitute,
)
from constdsl.model.entities import Act, Clause, Constitution, Filling, Group, GroupRef, Norm, Power
from constdsl.syntax.tree import Verb

__all__ = ["PERSONAL", "Block", "Lawbook", "covers", "seat", "seated"]

PERSONAL = frozenset({Verb.APPOINT, Verb.REMOVE, Verb.NOMINATE, Verb.STRIKE, Verb.CONFER, Verb.REVOKE})
"""Acts done to a person."""


@frozen
class Block:
    """Seats that are counted together: the group that fills them, the groups through which they sit (ex officio or
    jointly, the counted body's own last), and how many they are."""

    origin: GroupRef
    through: tuple[GroupRef, ...]
    seats: int


def seat(ref: GroupRef) -> Member:
    """The fact that somebody sits in a group, the group named by its number."""
    return Member(ref.body, f"#{ref.index}")


def seated(member: Member) -> GroupRef:
    """The group of which such a fact speaks."""
    assert member.group is not None
    return GroupRef(member.body, int(member.group[1:]))


def covers(pattern: Act, act: Act) -> bool:
    """Whether a pattern speaks of an act, whoever the person is; what either leaves out matches everything."""
    if pattern.verb is not act.verb:
        return False
    pairs = ((pattern.body, act.body), (pattern.name, act.name), (pattern.article, act.article))
    if any(one is not None and other is not None and one != other for one, other in pairs):
        return False
    both = pattern.body is not None and act.body is not None and None not in (pattern.group, act.group)
    if both and pattern.group != act.group:
        return False
    return pattern.inner is None or act.inner is None or covers(pattern.inner, act.inner)


class Lawbook:
    """One constitution with look-ups; every answer is a plain scan over the text, remembered."""

    def __init__(self, constitution: Constitution) -> None:
        self.constitution = constitution
        self.logic = Logic(constitution.axioms)
        self.within = dict(constitution.axioms.within)
        self._inside: dict[str, frozenset[str]] = {}
        self._directly_within: dict[str, list[str]] = {}
        for name, outer in self.within.items():
            self._directly_within.setdefault(outer, []).append(name)
        self._subjects: dict[Condition, frozenset[object]] = {}
        self._empty: dict[Condition, bool] = {}
        self._blocks: dict[str, tuple[Block, ...]] = {}
        self._plain: dict[Condition, Condition] = {}
        self._powers: dict[Act, tuple[Power, ...]] = {}
        self._by_group: dict[tuple[Verb, GroupRef], tuple[Power, ...]] = {}
        self._checks: dict[Act, tuple[Power, ...]] = {}
        self._by_verb: dict[Verb, list[Power]] = {}
        for power in constitution.powers:
            self._by_verb.setdefault(power.act.verb, []).append(power)
        self._norms: dict[tuple[int, Act], tuple[Norm, ...]] = {}
        self._numbers = {id(power): number for number, power in enumerate(constitution.powers)}

    # --- seats ---------------------------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> dict[GroupRef, Group]:
        """Every group of seats, in the order of the text."""
        return {group.ref: group for body in self.constitution.bodies.values() for group in body.groups}

    @cached_property
    def groups_of(self) -> dict[str, tuple[GroupRef, ...]]:
        """The groups of each body."""
        return {body.name: tuple(group.ref for group in body.groups) for body in self.constitution.bodies.values()}

    def blocks(self, label: str) -> tuple[Block, ...]:
        """The seats behind a body's or group's name, traced to the groups in which they are filled."""
        found = self._blocks.get(label)
        if found is None:
            found = self._blocks[label] = tuple(
                block for ref in self.constitution.labels[label] for block in self._trace(ref, ())
            )
        return found

    def _trace(self, ref: GroupRef, above: tuple[GroupRef, ...]) -> Iterable[Block]:
        group, through = self.groups[ref], (ref, *above)
        if group.filling not in (Filling.HELD, Filling.JOINING):
            yield Block(ref, through, group.seats)
            return
        for label in group.by:
            for inner in self.constitution.labels[label]:
                if inner not in through:
                    yield from self._trace(inner, through)

    def filled_by_somebody(self, group: Group) -> bool:
        """Whether the text names anybody who fills a group."""
        return group.filling is not Filling.NOBODY or bool(self.over(Verb.APPOINT, group.ref))

    def held_at_first(self, group: Group) -> bool:
        """Whether the seats of a group are held at the start."""
        return group.for_life or self.filled_by_somebody(group)

    # --- rules about acts ----------------------------------------------------------------------------------------

    def number(self, power: Power) -> int:
        """The place of a power in the text, from 0; −1 for one that stands only for a question."""
        return self._numbers.get(id(power), -1)

    def powers(self, act: Act) -> tuple[Power, ...]:
        """The powers to do an act of this description."""
        found = self._powers.get(act)
        if found is None:
            found = self._powers[act] = tuple(
                power for power in self._by_verb.get(act.verb, ()) if covers(act, power.act)
            )
        return found

    def over(self, verb: Verb, ref: GroupRef) -> tuple[Power, ...]:
        """The powers to appoint to, remove from, nominate for or strike from a group."""
        found = self._by_group.get((verb, ref))
        if found is None:
            found = self._by_group[verb, ref] = self.powers(Act(verb, body=ref.body, group=ref.index))
        return found

    def checks(self, act: Act) -> tuple[Power, ...]:
        """The vetoes and annulments over an act, and for raising a flag the powers to lift it.

        A check that comes after a flag is raised, and stands in an article that the flag suspends, is none.
        """
        known = self._checks.get(act)
        if known is not None:
            return known
        found = [
            power
            for verb in (Verb.VETO, Verb.ANNUL)
            for power in self._by_verb.get(verb, ())
            if power.act.inner is not None and covers(power.act.inner, act)
        ]
        if act.verb is Verb.AMEND and act.article is None:
            found = [power for power in found if power.act.inner is not None and power.act.inner.article is None]
        if act.verb is Verb.DECLARE:
            found += [power for power in self._by_verb.get(Verb.LIFT, ()) if power.act.name == act.name]
            gone = {item.article for item in self.constitution.emergencies if item.flag == act.name}
            found = [power for power in found if power.act.verb is Verb.VETO or power.clause.article not in gone]
        self._checks[act] = tuple(found)
        return self._checks[act]

    def prohibitions(self, power: Power, act: Act) -> tuple[Norm, ...]:
        """The norms that forbid an act to those who have a power to do it, `only X may` of others included.

        A norm over which the power's article prevails is none. Somebody whom a norm about `any COND` does not bind
        can do to others what those bound must not do.
        """
        key = (id(power), act)
        found = self._norms.get(key)
        if found is not None:
            return found
        asked = [norm for norm in self.constitution.norms if covers(norm.act, act) and norm.subject == power.subject]
        if power.subject is None:
            asked = [norm for norm in asked if not self._spares(norm, power)]
        if act.verb is Verb.AMEND and act.article is None:
            # A rule about one article says nothing of a power over any article, used on others.
            asked = [norm for norm in asked if norm.act.article is None]
        for other in self.constitution.powers:
            if other.act.verb is Verb.AMEND and act.article is None and other.act.article is not None:
                continue
            if other.exclusive and covers(other.act, act) and other.subject != power.subject:
                asked.append(Norm(power.subject, power.subject_condition, other.act, other.scope, (), other.clause))
        found = tuple(norm for norm in asked if not self.prevails(power.clause, norm.clause))
        self._norms[key] = found
        return found

    def _spares(self, norm: Norm, power: Power) -> bool:
        """Whether a norm about `any COND` leaves somebody who has a power of `any COND` free to use it on others."""
        bound, able = self.plain(norm.subject_condition), self.plain(power.subject_condition)
        if self.logic.disjoint(bound, able):
            return True
        return power.act.verb in PERSONAL and not self.logic.entails(able, bound)

    def prevails(self, winner: Clause, loser: Clause) -> bool:
        """Whether one rule prevails over another: as the text ranks their articles, or by instrument."""
        if winner.article is not None and loser.article is not None:
            if self._over(winner.article, loser.article):
                return True
            if self._over(loser.article, winner.article):
                return False
        ranks = self.constitution.file_ranks
        return ranks.get(winner.file, 0) < ranks.get(loser.file, 0)

    def _over(self, winner: str, loser: str) -> bool:
        reached, pending = {winner}, [winner]
        while pending:
            above = pending.pop()
            for rule in self.constitution.precedences:
                if rule.winner == above and rule.loser not in reached:
                    reached.add(rule.loser)
                    pending.append(rule.loser)
        return loser in reached and winner != loser

    # --- conditions ----------------------------------------------------------------------------------------------

    def plain(self, condition: Condition) -> Condition:
        """A condition with every membership written out as seats in the groups where they are filled."""
        found = self._plain.get(condition)
        if found is None:
            found = self._plain[condition] = substitute(condition, self._seats)
        return found

    def _seats(self, atom: Literal) -> Condition | None:
        if not isinstance(atom, Member) or (atom.group or "").startswith("#"):
            return None
        label = f"{atom.body}.{atom.group}" if atom.group else atom.body
        return disjunction(*(seat(block.origin) for block in self.blocks(label)))

    def asked(self, power: Power) -> Condition:
        """What a power asks of the person it is used on, or of the actor where it is used on nobody."""
        scope = conjunction(power.scope, power.act.whom) if power.act.verb in PERSONAL else power.scope
        if power.subject is None and power.act.verb not in PERSONAL:
            scope = conjunction(scope, power.subject_condition)
        return self.plain(scope)

    def turning(self, power: Power) -> list[Condition]:
        """What it turns on whether a power can be used on somebody."""
        norms, checks = self.prohibitions(power, power.act), self.checks(power.act)
        return [
            self.asked(power),
            *(part for norm in norms for part in (norm.scope, norm.act.whom)),
            *(check.act.inner.whom for check in checks if check.act.inner is not None),
        ]

    def statuses_within(self, status: str) -> frozenset[str]:
        """A status and everything within it, which is lost with it."""
        found = self._inside.get(status)
        if found is None:
            lost, pending = {status}, [status]
            while pending:
                outer = pending.pop()
                more = [name for name in self._directly_within.get(outer, ()) if name not in lost]
                lost.update(more)
                pending += more
            found = self._inside[status] = frozenset(lost)
        return found

    def mentions(self, *conditions: Condition) -> frozenset[Literal]:
        """The person facts that conditions turn on."""
        return frozenset(atom for condition in conditions for atom in atoms(self.plain(condition)))

    def related(self, condition: Condition, other: Condition) -> bool:
        """Whether one condition may entail another: they speak of the same things, or the other is always true.

        A quick test, linear in the conditions; what it rules out cannot be entailed by anything that can be met.
        """
        return bool(self.subjects(condition) & self.subjects(other)) or self._always(other)

    def _always(self, condition: Condition) -> bool:
        found = self._empty.get(condition)
        if found is None:
            found = self._empty[condition] = not self.logic.satisfiable(negation(self.plain(condition)))
        return found

    def subjects(self, condition: Condition) -> frozenset[object]:
        """What a condition speaks of, and what follows from it: facts, attributes by their names."""
        found = self._subjects.get(condition)
        if found is not None:
            return found
        names: set[object] = set()
        pending = list(self.mentions(condition))
        while pending:
            atom = pending.pop()
            subject = atom.attribute if isinstance(atom, Compare | Equals) else atom
            if subject in names:
                continue
            names.add(subject)
            if isinstance(atom, Holds) and atom.status in self.within:
                pending.append(Holds(self.within[atom.status]))
            elif isinstance(atom, Member):
                pending += self.mentions(self.demands(seated(atom)))
        self._subjects[condition] = frozenset(names)
        return self._subjects[condition]

    def demands(self, ref: GroupRef) -> Condition:
        """What `while` asks of whoever sits in a group."""
        return self.plain(self.groups[ref].retain)

