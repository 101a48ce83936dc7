"""Powers: when a coalition can use one, and when it can keep others from using theirs.

Rules 8 (emergency, suspension, amendment) and 9 (checks) of the calculus; sections 4 and 7 of docs/semantics.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from constdsl.capture.compiler import NO_CONTEXT, Context, Reliance
from constdsl.capture.membership import by_groups
from constdsl.capture.modes import Mode
from constdsl.capture.notes import Lapsed, Used
from constdsl.capture.seats import holder
from constdsl.model.conditions import (
    FALSE,
    TRUE,
    Condition,
    Literal,
    Raised,
    Sitting,
    Truth,
    atoms,
    conjunction,
    disjunction,
    negation,
    substitute,
)
from constdsl.model.entities import Act, Clause, Emergency, Norm, Power
from constdsl.syntax.tree import Verb

if TYPE_CHECKING:
    from constdsl.capture.compiler import Compiler

__all__ = ["Case", "Grant", "Powers", "initially"]

MAX_WORLD = 8
"""Flags and sittings that one question may turn on."""

MAX_GRANTS = 128
"""Ways in which narrower prohibitions and checks may split one power before the split is given up."""

PERSONAL = frozenset({Verb.APPOINT, Verb.REMOVE, Verb.NOMINATE, Verb.STRIKE, Verb.CONFER, Verb.REVOKE})
"""Acts that are done to a person."""


@frozen
class Case:
    """One state of flags and sittings in which a condition can be true: what it still asks of a person, how the
    coalition brings the state about, and what it must then leave alone."""

    person: Condition
    premises: tuple[int, ...]
    context: Context


@frozen
class Grant:
    """A power as the coalition has it: on which persons, and the node that makes it available."""

    person: Condition
    node: int


def initially(atom: Literal) -> Condition | None:
    """The state of the world at the start: no flag is up, every body sits."""
    match atom:
        case Raised():
            return FALSE
        case Sitting():
            return TRUE
        case _:
            return None


class Powers:
    """The rules about powers, over the shared compiler."""

    def __init__(self, compiler: Compiler) -> None:
        self.c = compiler
        self.constitution = compiler.constitution
        self._unsplit: int | None = None
        self._grants: dict[tuple[int, Act | None], tuple[Grant, ...]] = {}
        self._doers: dict[int, Condition] = {}
        self._amending = compiler.index.powers(Act(Verb.AMEND))
        self._emergencies: dict[str, list[Emergency]] = {}
        for emergency in self.constitution.emergencies:
            self._emergencies.setdefault(emergency.article, []).append(emergency)

    # --- using a power -------------------------------------------------------------------------------------------

    def can(self, act: Act) -> int:
        """Some power to do an act, on some person if it is done to persons, is available."""
        powers = self.c.index.powers(act)
        if not powers:
            return self.c.never
        return self.c.fact(
            ("can", act),
            lambda node: self.c.define_some(node, [grant.node for power in powers for grant in self.grants(power)]),
        )

    def grants(self, power: Power, act: Act | None = None) -> tuple[Grant, ...]:
        """The ways in which a power is available; `act` narrows a general power to one act it covers.

        A narrowed power is told in histories by what it serves, not by itself.
        """
        key = (id(power), act)
        found = self._grants.get(key)
        if found is None:
            note = Used(power, power.act) if act is None else None
            found = self._grants[key] = tuple(self._granted(power, act or power.act, note))
        return found

    def _granted(self, power: Power, act: Act, note: Used | None) -> Iterator[Grant]:
        c = self.c
        personal = act.verb in PERSONAL
        asked = conjunction(power.scope, power.act.whom) if personal else power.scope
        if power.subject is None and not personal:
            asked = conjunction(asked, power.subject_condition)
        norms = self.prohibitions(power, act)
        checks = [check for check in self._checks(act) if check is not power]
        for case in self.cases(asked, *(conjunction(norm.scope, norm.act.whom) for norm in norms)):
            ways = self._exempt(case, norms, power.clause.article)
            for check in checks:
                ways = self._unchecked(ways, check, act, case.context, power)
            base = [self._actor(power), *case.premises]
            base += [c.consents(label) for label in self._consents(power, act)]
            base += self.unsuspended(power.clause, case.context, act)
            for person, premises in ways:
                # What is done to nobody is done by one of the coalition's people, of whom the rest is asked.
                own = [c.seats.membership(person)] if power.subject is None and not personal else []
                node = c.every([*base, *own, *premises], note=note)
                if node != c.never:
                    c.relies[node] = _reliance(power.clause, case.context)
                    yield Grant(person, node)

    def doers(self, power: Power) -> Condition:
        """The persons who have a power on their own, or as members of a class or body that has it."""
        found = self._doers.get(id(power))
        if found is None:
            found = self._doers[id(power)] = self._having(power)
        return found

    def _having(self, power: Power) -> Condition:
        if power.subject is None:
            own = power.subject_condition
        elif power.subject in self.constitution.classes:
            own = self.constitution.classes[power.subject].condition
        else:
            groups = [self.constitution.group(ref) for ref in self.constitution.labels[power.subject]]
            own = disjunction(*(group.eligible for group in groups))
        forbidden = [
            conjunction(norm.subject_condition, norm.scope)
            for norm in self.c.index.norms(power.act)
            if norm.subject in (power.subject, None) and not self.c.index.outranks(power.clause, norm.clause)
        ]
        return conjunction(own, power.scope, *map(negation, forbidden))

    def _checks(self, act: Act) -> list[Power]:
        """The checks over an act. One that comes after a flag is raised is none, if the flag suspends its article."""
        found = self.c.index.checks(act)
        if act.verb is not Verb.DECLARE:
            return found
        gone = {emergency.article for emergency in self.constitution.emergencies if emergency.flag == act.name}
        return [check for check in found if check.act.verb is Verb.VETO or check.clause.article not in gone]

    def owed(self, power: Power) -> list[tuple[Condition, int]]:
        """On which persons, and when, somebody outside must do an act and so will."""
        if not power.duty:
            return []
        asked = conjunction(power.scope, power.act.whom)
        return [(case.person, self._owed(power, number, case)) for number, case in enumerate(self.cases(asked))]

    def _owed(self, power: Power, number: int, case: Case) -> int:
        premises = [*case.premises, *self.unsuspended(power.clause, case.context, power.act)]
        node = self.c.fact(("owed", id(power), number), lambda node: self.c.define_every(node, premises))
        self.c.relies[node] = _reliance(power.clause, case.context)
        return node

    def _consents(self, power: Power, act: Act) -> tuple[str, ...]:
        if act.verb is Verb.APPOINT and act.body is not None and act.group is not None:
            group = self.constitution.bodies[act.body].groups[act.group]
            return (*power.consent, *group.consent)
        return power.consent

    def _actor(self, power: Power) -> int:
        """Whoever has the power acts for the coalition."""
        c = self.c
        if power.subject is not None:
            if power.act.verb is Verb.CONVENE and power.subject == power.act.body:
                return c.seats.acts(power.subject, power.threshold, Mode.VOTE)
            mode = Mode.NOMINATE if power.act.verb is Verb.NOMINATE else Mode.VOTE
            return c.seats.decides(power.subject, power.threshold, mode)
        if not c.logic.satisfiable(power.subject_condition):
            return c.never
        return c.some(
            c.every([*case.premises, c.seats.membership(case.person)]) for case in self.cases(power.subject_condition)
        )

    def _forbids(self, norm: Norm, power: Power) -> bool:
        """Whether a prohibition speaks of a power's subject, and the power does not prevail over it."""
        if norm.subject != power.subject:
            return False
        logic = self.c.logic
        if norm.subject is None:
            # Somebody whom the norm does not bind can do to another what those bound must not do.
            bound = by_groups(self.constitution, norm.subject_condition)
            spared = not logic.entails(self.c.seats.known(power.subject_condition), bound)
            if spared and norm.act.verb in PERSONAL:
                return False
            if logic.disjoint(self.c.seats.known(power.subject_condition), bound):
                return False
        return not self.c.index.outranks(power.clause, norm.clause)

    def prohibitions(self, power: Power, act: Act) -> list[Norm]:
        """The norms that forbid an act to those who have a power to do it, unless it prevails over them."""
        return [norm for norm in self.c.index.prohibitions(power, act) if self._forbids(norm, power)]

    def _exempt(self, case: Case, norms: list[Norm], article: str | None) -> list[tuple[Condition, tuple[int, ...]]]:
        """Persons on whom the act is not forbidden, and what lifts the prohibition for the rest."""
        c = self.c
        ways: list[tuple[Condition, tuple[int, ...]]] = [(case.person, ())]
        for norm in norms:
            forbidden = conjunction(norm.scope, norm.act.whom)
            if norm.subject is None and norm.act.verb not in PERSONAL:
                forbidden = conjunction(forbidden, norm.subject_condition)
            forbidden = substitute(forbidden, lambda atom: self._settled(atom, case))
            lifted = [self.lapsed(norm.clause, evolve(case.context, article=article))]
            if norm.consent:
                lifted.append(c.every(c.seats.decides(label, None, Mode.VOTE) for label in norm.consent))
            ways = self._split(ways, forbidden, c.some(lifted))
        return ways

    @staticmethod
    def _settled(atom: Literal, case: Case) -> Condition | None:
        match atom:
            case Raised(flag):
                return FALSE if flag in case.context.down else TRUE
            case Sitting(body):
                return TRUE if body in case.context.sitting else FALSE
            case _:
                return None

    def _unchecked(
        self,
        ways: list[tuple[Condition, tuple[int, ...]]],
        check: Power,
        act: Act,
        context: Context,
        power: Power,
    ) -> list[tuple[Condition, tuple[int, ...]]]:
        """Persons over whom a check has no say, and the check made neutral for the rest."""
        c = self.c
        inner = check.act.inner
        whom = inner.whom if inner is not None else TRUE
        own = evolve(context, article=power.clause.article) if check.clause.article == power.clause.article else context
        return self._split(ways, whom, c.unless_used(self.disabled(check, own), [holder(check)]))

    def _split(
        self, ways: list[tuple[Condition, tuple[int, ...]]], bad: Condition, mended: int
    ) -> list[tuple[Condition, tuple[int, ...]]]:
        c = self.c
        found: list[tuple[Condition, tuple[int, ...]]] = []
        for person, premises in ways:
            if c.logic.disjoint(c.seats.known(person), by_groups(self.constitution, bad)):
                found.append((person, premises))
                continue
            spared = conjunction(person, negation(bad))
            if c.logic.satisfiable(c.seats.known(spared)):
                found.append((spared, premises if len(ways) < MAX_GRANTS else (*premises, self._too_many())))
            if mended != c.never:
                found.append((person, (*premises, mended)))
        return found

    def _too_many(self) -> int:
        """What hangs on a power split in too many ways is not known."""
        if self._unsplit is None:
            self._unsplit = self.c.graph.add()
            self.c.limits[self._unsplit] = f"narrower checks split a power in more than {MAX_GRANTS} ways"
        return self._unsplit

    def allowed(self, subject: str, act: Act, clause: Clause) -> int:
        """No norm forbids somebody an act on all whom it could concern, or what forbids it lapses."""
        power = Power(subject, TRUE, act, None, TRUE, (), None, clause)
        norms = self.prohibitions(power, act)
        if not norms:
            return self.c.sure
        return self.c.some(
            self.c.every(premises)
            for case in self.cases(act.whom, *(conjunction(norm.scope, norm.act.whom) for norm in norms))
            for _, premises in self._exempt(case, norms, clause.article)
        )

    def unsuspended(self, clause: Clause, context: Context, act: Act) -> list[int]:
        """No outsider can suspend the article on which a power to do an act rests."""
        c, article = self.c, clause.article
        if article is None:
            return []
        threats = [
            other
            for other in c.index.powers(Act(Verb.SUSPEND, article=article))
            if act.verb is not Verb.SUSPEND or other.act != act
        ]
        own = Context(article=article)
        premises = [c.unless_used(self.disabled(threat, own), [holder(threat)]) for threat in threats]
        for emergency in self._emergencies.get(article, ()):
            if emergency.flag in context.up:
                return [c.never]
            # Declaring the flag itself is over before the article lapses.
            if act.verb is not Verb.DECLARE or act.name != emergency.flag:
                premises.append(self.flag_down(emergency.flag))
        return premises

    # --- the world -----------------------------------------------------------------------------------------------

    def cases(self, condition: Condition, *also: Condition) -> list[Case]:
        """The states of flags and sittings in which a condition can be true of somebody.

        Atoms of `also` are settled in each case as well. Exponential in the flags and sittings mentioned, of which
        at most eight are looked at.
        """
        c = self.c
        world = list(
            dict.fromkeys(
                atom for part in (condition, *also) for atom in atoms(part) if isinstance(atom, Raised | Sitting)
            )
        )
        if not world:
            return [Case(condition, (), NO_CONTEXT)] if c.logic.satisfiable(c.seats.known(condition)) else []
        if len(world) > MAX_WORLD:
            node = c.graph.add()
            c.limits[node] = f"a rule turns on {len(world)} flags and sittings; the limit is {MAX_WORLD}"
            return [Case(condition, (node,), NO_CONTEXT)]
        found: list[Case] = []
        usual = [atom if isinstance(atom, Sitting) else None for atom in world]
        for values in itertools.product((True, False), repeat=len(world)):
            state = {
                atom: value if default is not None else not value
                for atom, value, default in zip(world, values, usual, strict=True)
            }
            person = substitute(condition, lambda atom, state=state: Truth(state[atom]) if atom in state else None)  # type: ignore[misc]
            if person == FALSE or not c.logic.satisfiable(c.seats.known(person)):
                continue
            premises, sitting, down, up = [], set[str](), set[str](), set[str]()
            for atom, value in state.items():
                if isinstance(atom, Raised):
                    premises.append(self.flag_up(atom.flag) if value else self.flag_down(atom.flag))
                    (up if value else down).add(atom.flag)
                else:
                    assert isinstance(atom, Sitting)
                    premises.append(c.sure if value else c.seats.silenced(atom.body))
                    sitting.update([atom.body] if value else [])
            if c.never not in premises:
                context = Context(frozenset(sitting), frozenset(down), up=frozenset(up))
                found.append(Case(person, tuple(premises), context))
        return found

    def flag_up(self, flag: str) -> int:
        """The coalition can raise a flag."""
        return self.c.fact(("up", flag), lambda node: self._flag_up(node, flag))

    def _flag_up(self, node: int, flag: str) -> None:
        c = self.c
        condition = substitute(
            self.constitution.flags[flag].condition,
            lambda atom: TRUE if isinstance(atom, Raised) and atom.flag == flag else None,
        )
        stands = c.some(c.every(case.premises) for case in self.cases(condition))
        permit = c.permit(("down", flag))
        c.define_every(node, [self.can(Act(Verb.DECLARE, name=flag)), stands, permit])
        suspended = [emergency.article for emergency in self.constitution.emergencies if emergency.flag == flag]
        c.spoils[node] = (("down", flag), *(("article", article) for article in suspended))

    def never_up(self, flag: str) -> int:
        """No outsider is able to raise a flag, and the coalition does not."""
        return self.c.fact(("never up", flag), lambda node: self._never_up(node, flag))

    def _never_up(self, node: int, flag: str) -> None:
        threats = self.c.index.powers(Act(Verb.DECLARE, name=flag))
        self.c.define_every(node, [self.disabled(threat) for threat in threats])
        self.c.relies[node] = (("down", flag),)

    def flag_down(self, flag: str) -> int:
        """No outsider can keep a flag up."""
        return self.c.fact(("down", flag), lambda node: self._flag_down(node, flag))

    def _flag_down(self, node: int, flag: str) -> None:
        c = self.c
        threats = c.index.powers(Act(Verb.DECLARE, name=flag))
        c.define_some(
            node,
            [
                c.acquiescent,
                c.every(self.disabled(threat) for threat in threats),
                self.can(Act(Verb.LIFT, name=flag)),
            ],
        )
        c.guards[node] = tuple(dict.fromkeys(holder(threat) for threat in threats))

    # --- keeping others from a power -----------------------------------------------------------------------------

    def disabled(self, power: Power, context: Context = NO_CONTEXT) -> int:
        """Nobody outside the coalition can use a power, or the coalition can undo what they do with it."""
        return self.c.fact(("disabled", id(power), context), lambda node: self._disabled(node, power, context))

    def _disabled(self, node: int, power: Power, context: Context) -> None:
        c, act = self.c, power.act
        covered = conjunction(power.scope, act.whom) if act.verb in PERSONAL else power.scope
        if not c.logic.satisfiable(c.seats.known(covered)):
            c.define_every(node, [])  # it covers nobody
            return
        ways: list[int] = [self.lapsed(power.clause, context)]
        mode = Mode.NOMINATE if act.verb is Verb.NOMINATE else Mode.VOTE
        if power.subject is not None:
            held = c.seats.muted(power.subject, power.threshold, mode, context)
            ways.append(c.every([held, self._omissible(power)]) if power.duty else held)
        else:
            ways.append(self._nobody(power, act))
        ways += [c.seats.muted(label, None, Mode.VOTE, context) for label in power.consent]
        ways += self._falsified(power, context)
        ways += self._forbidden(power, act)
        for check in self._checks(act):
            # A veto over some persons only leaves the power over the others.
            whom = by_groups(self.constitution, check.act.inner.whom) if check.act.inner is not None else TRUE
            if check is not power and c.logic.entails(c.seats.known(conjunction(power.scope, act.whom)), whom):
                ways += [grant.node for grant in self.grants(check)]
        c.define_some(node, ways)

    def _nobody(self, power: Power, act: Act) -> int:
        """Nobody free is left who has a power of `any COND`."""
        c = self.c
        condition = power.subject_condition
        if act.verb not in PERSONAL:
            condition = conjunction(condition, power.scope)
        if not c.logic.satisfiable(condition):
            return c.sure
        condition = c.persons.possible(condition)  # others wait for the flags that they need
        return c.persons.led(condition, [(negation(condition), c.sure)], every=True)

    def _falsified(self, power: Power, context: Context) -> Iterator[int]:
        """The coalition can make the conditions of a power false by flags it raises or bodies it silences."""
        c = self.c
        asked = [atom.flag for atom in dict.fromkeys(atoms(power.scope)) if isinstance(atom, Raised)]
        left = [flag for flag in asked if flag not in context.up]
        low: dict[Literal, Condition] = {Raised(flag): FALSE for flag in left}
        covered = conjunction(substitute(power.scope, low.get), power.act.whom)
        if low and not c.logic.satisfiable(c.seats.known(covered)):
            yield c.every(self.never_up(flag) for flag in left)
        for atom in dict.fromkeys(atoms(power.scope)):
            if isinstance(atom, Raised) and atom.flag not in context.down:
                if c.logic.entails(power.scope, negation(atom)):
                    yield self.flag_up(atom.flag)
            elif isinstance(atom, Sitting) and atom.body not in context.sitting and c.logic.entails(power.scope, atom):
                yield c.seats.silenced(atom.body)

    def _forbidden(self, power: Power, act: Act) -> Iterator[int]:
        """A norm forbids a power to all who have it, at all times or while a flag is up that can be raised."""
        c = self.c
        asked = conjunction(power.scope, power.act.whom)
        if act.verb not in PERSONAL:
            asked = conjunction(asked, power.subject_condition)
        own = [atom for atom in atoms(asked) if isinstance(atom, Sitting)]
        for norm in self.prohibitions(power, act):
            if norm.consent:
                continue
            forbidden = conjunction(norm.scope, norm.act.whom)
            if norm.subject is None and act.verb not in PERSONAL:
                forbidden = conjunction(forbidden, norm.subject_condition)
            for number, case in enumerate(self.cases(forbidden)):
                # Where the power itself turns on whether a body sits, its holder uses it when that suits it.
                then = substitute(forbidden, lambda atom, case=case: None if atom in own else self._settled(atom, case))  # type: ignore[misc]
                if c.logic.entails(c.seats.known(asked), by_groups(self.constitution, then)):
                    # Who has a power may raise a flag in order to use it.
                    premises = (*case.premises, *map(self.never_up, sorted(case.context.down)))
                    yield self._in_force(norm, ("never allowed", id(power), id(norm), number), premises)

    def passing_prohibitions(self, power: Power) -> Iterator[tuple[Condition, int]]:
        """Whom a norm forbids somebody to act on while some flag is up or some body does not sit, and the node of
        that being so."""
        for norm in self.prohibitions(power, power.act):
            if norm.consent or not self.passing(norm):
                continue
            for number, case in enumerate(self.cases(conjunction(norm.scope, norm.act.whom))):
                yield case.person, self._in_force(norm, ("forbidden", id(power), id(norm), number), case.premises)

    def permitted(self, power: Power, person: Condition) -> Iterator[tuple[Condition, int]]:
        """On whom of a selection no norm forbids a power, whatever flags are up; or with what forbids it lapsing."""
        ways: list[tuple[Condition, tuple[int, ...]]] = [(person, ())]
        for norm in self.prohibitions(power, power.act):
            if norm.consent or not self.passing(norm):
                continue
            lapsed = self.lapsed(norm.clause, Context(article=power.clause.article))
            for case in self.cases(conjunction(norm.scope, norm.act.whom)):
                ways = self._split(ways, case.person, lapsed)
        yield from ((permitted, self.c.every(premises)) for permitted, premises in ways)

    def passing(self, norm: Norm) -> bool:
        """Whether a norm turns on flags or sittings, or its article can be suspended."""
        condition = conjunction(norm.scope, norm.act.whom)
        article = norm.clause.article
        return any(isinstance(atom, Raised | Sitting) for atom in atoms(condition)) or (
            article is not None
            and (bool(self.c.index.powers(Act(Verb.SUSPEND, article=article))) or article in self._emergencies)
        )

    def _in_force(self, norm: Norm, key: tuple[object, ...], premises: tuple[int, ...]) -> int:
        """What a norm forbids while its article is in force, and no outsider puts it out of force."""
        lasting = self.unsuspended(norm.clause, NO_CONTEXT, norm.act)
        node = self.c.fact(key, lambda node: self.c.define_every(node, [*premises, *lasting]))
        if norm.clause.article is not None:
            self.c.relies[node] = (("article", norm.clause.article),)
        return node

    def _omissible(self, power: Power) -> int:
        """Nobody outside can annul the omission of a duty, or remove or dissolve the one who omits it."""
        c = self.c
        assert power.subject is not None
        name = power.subject.split(".")[0]
        remedies = list(c.index.checks(power.act))
        if name in self.constitution.bodies:
            remedies += c.index.powers(Act(Verb.REMOVE, body=name))
            remedies += c.index.powers(Act(Verb.DISSOLVE, body=name))
        return c.every(self.disabled(remedy) for remedy in remedies)

    # --- rule 8: articles ----------------------------------------------------------------------------------------

    def lapsed(self, clause: Clause, context: Context) -> int:
        """The article in which a clause stands lapses, without harm to what `context` asks to be left alone."""
        article = clause.article
        amended = self.amendable_at(clause)
        if article is None:
            return amended
        ways = [amended]
        if article != context.article:
            ways += self._suspended(article, context)
        return self.c.some(ways)

    def suspended(self, clause: Clause) -> int:
        """The article in which a clause stands can be suspended, or lapses during a flag that can be raised."""
        if clause.article is None:
            return self.c.never
        return self.c.some(self._suspended(clause.article, NO_CONTEXT))

    def _suspended(self, article: str, context: Context) -> Iterator[int]:
        suspending = self.can(Act(Verb.SUSPEND, article=article))
        if suspending != self.c.never:
            yield self.c.fact(("suspends", article), partial(self._suspends, article, suspending))
        for emergency in self._emergencies.get(article, ()):
            if emergency.flag not in context.down:
                yield self.c.fact(("lapses", article, emergency.flag), partial(self._lapses, emergency))

    def _suspends(self, article: str, suspending: int, node: int) -> None:
        self.c.define_every(node, [suspending, self.c.permit(("article", article))])
        self.c.spoils[node] = (("article", article),)

    def _lapses(self, emergency: Emergency, node: int) -> None:
        self.c.define_every(node, [self.flag_up(emergency.flag)])
        self.c.notes[node] = Lapsed(emergency.article, emergency)

    def amendable_at(self, clause: Clause) -> int:
        """The article in which a clause stands (or what stands outside articles in its file) can be amended."""
        return self.amendable(clause.article, clause.file)

    def amendable(self, article: str | None, file: str) -> int:
        """An article can be amended: by its own rule, or by the general one where no shield stands."""
        c = self.c
        if not self._amending:
            return c.never
        return c.fact(("amend", article, file), lambda node: self._amendable(node, article, file))

    def _amendable(self, node: int, article: str | None, file: str) -> None:
        c = self.c
        label = self.constitution.articles[article].label if article is not None else "the text outside articles"
        act = Act(Verb.AMEND, article=article, text=f"amend {label}")
        special = [power for power in self._amending if article is not None and power.act.article == article]
        ways = [grant.node for power in special for grant in self.grants(power)]
        shields = [shield.clause for shield in self.constitution.shields if shield.article == article]
        shields += [power.clause for power in special]
        # A shield on its own article lapses only with what it shields: the circle never closes, and it stands.
        open_to_all = c.every(self.lapsed(shield, NO_CONTEXT) for shield in shields)
        rank = self._rank(article, file)
        for power in self._amending:
            if power.act.article is None and self._rank(power.clause.article, power.clause.file) <= rank:
                ways += [
                    c.every([grant.node, open_to_all], note=Used(power, act)) for grant in self.grants(power, act)
                ]
        c.define_some(node, ways)

    def _rank(self, article: str | None, file: str) -> int:
        if article is not None:
            return self.c.index.ranks.get(article, 0)
        return self.constitution.file_ranks.get(file, 0)


def _reliance(clause: Clause, context: Context) -> tuple[Reliance, ...]:
    article = (("article", clause.article),) if clause.article is not None else ()
    return (*article, *(("down", flag) for flag in sorted(context.down)))
