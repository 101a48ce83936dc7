"""Look-ups into a constitution: which powers, norms and bindings bear on an act or a body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from constdsl.model.conditions import Compare, Condition, Equals, Holds, Literal, atoms
from constdsl.model.entities import Act, Binding, Clause, Constitution, Group, GroupRef, Norm, Power
from constdsl.syntax.tree import Verb

__all__ = ["Index", "covers"]

_T = TypeVar("_T")
_PLACELESS = frozenset({Verb.AMEND, Verb.SUSPEND, Verb.VETO, Verb.ANNUL})
"""Acts done neither to a body nor with a name."""

_Key = tuple[Verb, str | None, str | None]


def covers(pattern: Act, act: Act) -> bool:
    """Whether a pattern speaks of an act, persons aside; parts left out of either match anything."""
    if pattern.verb is not act.verb:
        return False
    if pattern.body is not None and act.body is not None:
        if pattern.body != act.body:
            return False
        if pattern.group is not None and act.group is not None and pattern.group != act.group:
            return False
    if pattern.name is not None and act.name is not None and pattern.name != act.name:
        return False
    if pattern.article is not None and act.article is not None and pattern.article != act.article:
        return False
    if pattern.inner is not None and act.inner is not None:
        return covers(pattern.inner, act.inner)
    return True


class Index:
    """Built once per constitution in linear time; every look-up is linear in what it returns."""

    def __init__(self, constitution: Constitution) -> None:
        self.constitution = constitution
        self._powers: defaultdict[_Key, list[Power]] = defaultdict(list)
        self._checks: defaultdict[_Key, list[Power]] = defaultdict(list)
        self._held: defaultdict[str | None, list[Power]] = defaultdict(list)
        self._norms: defaultdict[_Key, list[Norm]] = defaultdict(list)
        self._exclusive: defaultdict[_Key, list[Power]] = defaultdict(list)
        self.order = {id(power): number for number, power in enumerate(constitution.powers)}
        for power in constitution.powers:
            self._powers[_key(power.act)].append(power)
            self._held[power.subject].append(power)
            if power.act.verb in (Verb.VETO, Verb.ANNUL) and power.act.inner is not None:
                self._checks[_key(power.act.inner)].append(power)
            if power.exclusive:
                self._exclusive[_key(power.act)].append(power)
        for norm in constitution.norms:
            self._norms[_key(norm.act)].append(norm)
        self._by_group: dict[tuple[Verb, GroupRef], list[Power]] = {}
        self._prevails = self._precedence()
        self._bindings: defaultdict[Literal | str | None, list[Binding]] = defaultdict(list)
        for binding in constitution.bindings:
            if binding.member_of is None:
                for atom in dict.fromkeys(map(_subject, atoms(binding.condition))) or (None,):
                    self._bindings[atom].append(binding)
        self._within = dict(constitution.axioms.within)
        self.ranks = {article.key: article.rank for article in constitution.articles.values()}

    def powers(self, pattern: Act) -> list[Power]:
        """The powers to do acts of which a pattern speaks, in the order of the text."""
        if pattern.body is None and pattern.name is None and pattern.verb not in _PLACELESS:
            found = [
                power for key, powers in self._powers.items() if key[0] is pattern.verb
                for power in powers if covers(pattern, power.act)
            ]  # fmt: skip
            return sorted(found, key=lambda power: self.order[id(power)])
        return [power for power in self._find(self._powers, pattern) if covers(pattern, power.act)]

    def held(self, *labels: str | None) -> list[Power]:
        """The powers of some bodies, classes or groups of seats, by label, in the order of the text; those that each of
        many persons has are nobody's, which is None."""
        found = [power for label in dict.fromkeys(labels) for power in self._held.get(label, ())]
        return sorted(found, key=lambda power: self.order[id(power)]) if len(labels) > 1 else found

    def checks(self, act: Act) -> list[Power]:
        """The powers to veto or annul an act, and to lift a flag it declares."""
        found = [
            power for power in self._find(self._checks, act) if power.act.inner and covers(power.act.inner, act)
        ]  # fmt: skip
        if act.verb is Verb.AMEND and act.article is None:
            found = [power for power in found if power.act.inner is None or power.act.inner.article is None]
        if act.verb is Verb.DECLARE:
            found += self._powers[Verb.LIFT, None, act.name]
        return found

    def norms(self, act: Act) -> list[Norm]:
        """The prohibitions that speak of an act."""
        return [norm for norm in self._find(self._norms, act) if covers(norm.act, act)]

    def exclusive(self, act: Act) -> list[Power]:
        """The powers that nobody else may have."""
        return [power for power in self._find(self._exclusive, act) if covers(power.act, act)]

    def prohibitions(self, power: Power, act: Act) -> list[Norm]:
        """The norms that speak of an act, and for all but its holder every `only X may` as one more."""
        reserved = [
            Norm(power.subject, power.subject_condition, other.act, other.scope, (), other.clause)
            for other in self.exclusive(act)
            if other.subject != power.subject
        ]
        found = [*self.norms(act), *reserved]
        if act.verb is Verb.AMEND and act.article is None:
            # A rule about one article says nothing of a power over any article, used on others.
            return [norm for norm in found if norm.act.article is None]
        return found

    def group_powers(self, verb: Verb, group: Group) -> list[Power]:
        """The powers to nominate for, strike from, appoint to or remove from a group."""
        key = (verb, group.ref)
        found = self._by_group.get(key)
        if found is None:
            found = self._by_group[key] = self.powers(Act(verb, body=group.ref.body, group=group.ref.index))
        return found

    def bindings(self, condition: Condition) -> list[Binding]:
        """The bindings on a kind of person that mention something a condition mentions or implies."""
        found: dict[int, Binding] = {}
        if not self._bindings:
            return []
        for atom in dict.fromkeys((None, *map(_subject, atoms(condition)))):
            while True:
                found |= {id(binding): binding for binding in self._bindings.get(atom, ())}
                if not isinstance(atom, Holds) or atom.status not in self._within:
                    break
                atom = Holds(self._within[atom.status])
        return list(found.values())

    def outranks(self, winner: Clause, loser: Clause) -> bool:
        """Whether a rule prevails over another: by what the text says of their articles, or by rank."""
        if winner.article is not None and loser.article is not None:
            if loser.article == winner.article:
                return False
            if loser.article in self._prevails.get(winner.article, ()):
                return True
            if winner.article in self._prevails.get(loser.article, ()):
                return False
        ranks = self.constitution.file_ranks
        return ranks.get(winner.file, 0) < ranks.get(loser.file, 0)

    def _precedence(self) -> dict[str, set[str]]:
        direct: defaultdict[str, set[str]] = defaultdict(set)
        for rule in self.constitution.precedences:
            direct[rule.winner].add(rule.loser)
        closed: dict[str, set[str]] = {}
        for start in list(direct):
            reached: set[str] = set()
            stack = [start]
            while stack:
                for loser in direct.get(stack.pop(), ()):
                    if loser not in reached:
                        reached.add(loser)
                        stack.append(loser)
            closed[start] = reached
        return closed

    @staticmethod
    def _find(table: defaultdict[_Key, list[_T]], act: Act) -> Iterator[_T]:
        verb, body, name = act.verb, act.body, act.name
        if body is not None:
            if name is not None:
                yield from table.get((verb, body, name), ())
            yield from table.get((verb, body, None), ())
        if name is not None:
            yield from table.get((verb, None, name), ())
        yield from table.get((verb, None, None), ())


def _subject(atom: Literal) -> Literal | str:
    """What an atom speaks of: of one attribute different numbers and values may entail each other."""
    return atom.attribute if isinstance(atom, Compare | Equals) else atom


def _key(act: Act) -> _Key:
    return (act.verb, act.body, act.name)
