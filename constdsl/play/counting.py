"""Seats and decisions: which seats act for the coalition, which bodies it decides in, blocks and silences.

Section 3 of docs/semantics.md, counted seat by seat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import lcm

from attrs import frozen

from constdsl.model.conditions import TRUE, Condition, Holds, conjunction
from constdsl.model.entities import MAJORITY, Act, Assumption, Class, Clause, Filling, GroupRef, Threshold
from constdsl.play import filling, powers
from constdsl.play.judge import Ballot, Judge, Today
from constdsl.play.lawbook import Block
from constdsl.play.people import true_of
from constdsl.syntax.tree import Base, Verb

__all__ = ["acts", "at_disposal", "blocks", "decides", "emptied", "loyal", "meets", "muted", "silenced", "today"]


# --- who holds and votes a seat ---------------------------------------------------------------------------------------


def at_disposal(j: Judge, name: str) -> bool:
    """The coalition is this body or class, or can amend what defines it."""
    entity = j.law.constitution.bodies.get(name) or j.law.constitution.classes[name]
    return name in j.coalition or j.ask(powers.amendable, entity.clause.article, entity.clause.file)


def loyal(j: Judge, ref: GroupRef) -> bool:
    """Every seat of a group is held by the coalition's own people."""
    group = j.law.groups[ref]
    if ref in j.seats or group.label in j.coalition or j.ask(at_disposal, ref.body):
        return True
    if not j.filling:
        return False
    return j.ask(filling.ready, ref) and j.ask(vacated, ref)


def vacated(j: Judge, ref: GroupRef) -> bool:
    """A group can be emptied, or its body dissolved, at once."""
    return j.ask(emptied, ref) or j.ask(dissolved, ref.body)


def dissolved(j: Judge, name: str) -> bool:
    """A body can be dissolved, or has been at this date."""
    return name in j.today.dissolved or j.ask(powers.can, Act(Verb.DISSOLVE, body=name))


def today(j: Judge) -> Today:
    """What can be emptied, dissolved and enlarged before flags or articles change, or has been at this date."""
    own = [ref for ref, group in j.law.groups.items() if group.filling not in (Filling.HELD, Filling.JOINING)]
    enlarging = {power.act.body for power in j.law.powers(Act(Verb.ENLARGE)) if power.act.body is not None}
    return Today(
        frozenset(ref for ref in own if j.rules(emptied, ref)),
        frozenset(name for name in j.law.constitution.bodies if j.rules(dissolved, name)),
        j.today.enlarged | {name for name in enlarging if j.rules(powers.can, Act(Verb.ENLARGE, body=name))},
    )


def votes(j: Judge, block: Block, ballot: Ballot) -> bool:
    """The seats of a block act for the coalition in decisions of a kind: loyal, bound or directed."""
    if j.ask(loyal, block.origin):
        return True
    for ref in block.through:
        mine = ref.body in j.coalition or j.law.groups[ref].label in j.coalition
        if mine or (ref != block.origin and j.ask(at_disposal, ref.body)):
            return True
        if ballot is not Ballot.SECRET and j.ask(instructed, ref, ballot):
            return True
    return False


def instructed(j: Judge, ref: GroupRef, ballot: Ballot) -> bool:
    """The members of a group vote as somebody tells them who acts for the coalition."""
    group = j.law.groups[ref]
    for binding in j.law.constitution.bindings:
        if "voting" not in binding.modes and not (ballot is Ballot.NOMINATION and "nominating" in binding.modes):
            continue
        if binding.member_of is not None:
            held = binding.member_of in (ref.body, group.label)
        else:
            held = any(j.people.entail(condition, binding.condition) for condition in (group.eligible, group.retain))
        if held and j.ask(decides, binding.by, None, Ballot.OPEN) and obeys(j, ref, binding.clause):
            return True
    return any(
        obeys(j, ref, power.clause) and j.ask(powers.available, power)
        for power in j.law.powers(Act(Verb.DIRECT, body=ref.body, group=ref.index))
    )


def obeys(j: Judge, ref: GroupRef, order: Clause) -> bool:
    """No free mandate shields the members of a group from an order."""
    labels = (ref.body, j.law.groups[ref].label)
    return all(
        powers.out_of_force(j, free.clause)
        for free in j.law.constitution.free
        if free.member_of in labels and not j.law.prevails(order, free.clause)
    )


# --- counting ---------------------------------------------------------------------------------------------------------


@frozen
class Share:
    """Some seats of a body: how many act for the coalition, how many others, and the group that fills them, where all
    of them come from one."""

    acting: int
    others: int
    origin: GroupRef | None


def counts(j: Judge, label: str, ballot: Ballot) -> Iterator[list[Share]]:
    """The ways to count a body's seats. How assumed seats overlap with others is not known: each way takes some."""
    found = j.law.blocks(label)
    whole = [j.ask(votes, block, ballot) for block in found]
    plain = [
        Share(block.seats if acting else 0, 0 if acting else block.seats, block.origin)
        for block, acting in zip(found, whole, strict=True)
    ]
    yield plain
    by_block: dict[int, list[Assumption]] = {}
    for item in _assumptions(j, {name for block in found for name in _names(j, block)}):
        refs = set(j.law.constitution.labels[item.of])
        covered = [number for number, block in enumerate(found) if refs & set(block.through)]
        if len(covered) == 1 and not refs - set(found[covered[0]].through):
            by_block.setdefault(covered[0], []).append(item)
    for item in _assumptions(j, {name for block in found for name in _names(j, block)}):
        refs = set(j.law.constitution.labels[item.of])
        covered = [number for number, block in enumerate(found) if refs & set(block.through)]
        if covered and item not in by_block.get(covered[0], ()):
            total = sum(found[number].seats for number in covered)
            allies = [other for other in _assumptions(j, {item.of}) if other.side is not None]
            siding = sum(amount(other, total) for other in allies if j.ask(decides, other.side, None, Ballot.OPEN))
            acting = siding if item.side is not None else _held(j, item, total, ballot)
            acting = min(acting, total)
            yield [Share(acting, total - acting, None), *(plain[n] for n in range(len(plain)) if n not in covered)]
    if by_block:
        yield [
            _partly(j, share, by_block.get(number, []), ballot) for number, share in enumerate(plain)
        ]


def _names(j: Judge, block: Block) -> Iterator[str]:
    for ref in block.through:
        yield ref.body
        yield j.law.groups[ref].label


def _assumptions(j: Judge, names: set[str]) -> list[Assumption]:
    """What is assumed of bodies; of one ally, or of one status, only the larger part."""
    best: dict[tuple[str, str | None, str | None], Assumption] = {}
    for item in j.law.constitution.assumptions:
        key = (item.of, item.side, item.status)
        if item.of in names:
            before = best.get(key)
            if before is None or _of_all(j, before) < _of_all(j, item):
                best[key] = item
    return list(best.values())


def _partly(j: Judge, share: Share, items: list[Assumption], ballot: Ballot) -> Share:
    total = share.acting + share.others
    siding = sum(
        amount(item, total)
        for item in items
        if item.side is not None and j.ask(decides, item.side, None, Ballot.OPEN)
    )
    bound = [_held(j, item, total, ballot) for item in items if item.status is not None]
    acting = min(total, max([share.acting, siding, *bound]))
    return Share(acting, total - acting, share.origin)


def _of_all(j: Judge, item: Assumption) -> int:
    """How many are assumed, to compare; of a class whose number is not known, of a thousand."""
    if item.of in j.law.constitution.classes:
        return amount(item, j.law.constitution.classes[item.of].numbering or 1_000)
    return amount(item, sum(block.seats for block in j.law.blocks(item.of)))


def amount(item: Assumption, total: int) -> int:
    """How many of so many seats are assumed."""
    if item.number is not None:
        return min(item.number, total)
    assert item.share is not None
    return (item.share * total).__floor__()


def _held(j: Judge, item: Assumption, total: int, ballot: Ballot) -> int:
    """The seats of people with a status that is bound by somebody who acts for the coalition."""
    if ballot is Ballot.SECRET:
        return 0
    assert item.status is not None
    refs = j.law.constitution.labels.get(item.of, ())
    for binding in j.law.constitution.bindings:
        if "voting" not in binding.modes and not (ballot is Ballot.NOMINATION and "nominating" in binding.modes):
            continue
        held = binding.member_of is None and j.people.entail(Holds(item.status), binding.condition)
        if held and j.ask(decides, binding.by, None, Ballot.OPEN) and all(obeys(j, r, binding.clause) for r in refs):
            return amount(item, total)
    return 0


def usual(j: Judge, label: str, threshold: Threshold | None) -> Threshold:
    """The threshold by which a body decides where a rule names none."""
    body = j.law.constitution.bodies.get(label.split(".")[0])
    return threshold or (body.decides if body else MAJORITY)


def decides(j: Judge, label: str, threshold: Threshold | None, ballot: Ballot) -> bool:
    """A body or class decides as the coalition wishes: its seats suffice, and it can meet."""
    return j.ask(acts, label, threshold, ballot) and (
        label in j.law.constitution.classes or j.ask(meets, label.split(".")[0])
    )


def acts(j: Judge, label: str, threshold: Threshold | None, ballot: Ballot) -> bool:
    """The seats (or the share of a class) that act for the coalition reach a threshold, and the quorum."""
    if label in j.law.constitution.classes:
        return _class_acts(j, label, usual(j, label, threshold), ballot)
    wanted = usual(j, label, threshold)
    body = j.law.constitution.bodies[label.split(".")[0]]
    for shares in counts(j, label, ballot):
        if _carries(j, shares, wanted) and (body.quorum is None or _carries(j, shares, body.quorum)):
            return True
    return label == body.name and wanted.share < 1 and packed(j, label)


def _carries(j: Judge, shares: list[Share], wanted: Threshold) -> bool:
    acting = sum(share.acting for share in shares)
    total = sum(share.acting + share.others for share in shares)
    if wanted.number is not None:
        return acting >= wanted.needed(total)
    base = total
    for share in shares:
        if share.origin is None or not share.others:
            continue
        leaves = wanted.base is not Base.SEATS and j.ask(emptied, share.origin)
        if leaves or (wanted.where != TRUE and j.ask(outside, share.origin, wanted.where)):
            base -= share.others
    return acting > 0 and acting >= wanted.needed(base)


def outside(j: Judge, ref: GroupRef, where: Condition) -> bool:
    """Every member of a group can be led to fail the condition on who votes."""
    group = j.law.groups[ref]
    base = j.law.plain(conjunction(group.eligible, group.retain, where))
    plain = j.law.plain(where)
    return filling.all_led(j, base, [plain], lambda kind: not true_of(kind, plain))


def blocks(j: Judge, label: str, threshold: Threshold | None, ballot: Ballot, emptying: bool = True) -> bool:
    """The seats that do not act for the coalition cannot reach a threshold, or the quorum, even all together."""
    if label in j.law.constitution.classes:
        return _class_blocks(j, label, usual(j, label, threshold), ballot)
    wanted = usual(j, label, threshold)
    gone = (lambda ref: j.ask(emptied, ref)) if emptying else (lambda _: False)
    if any(_prevented(j, label, wanted, shares, gone) for shares in counts(j, label, ballot)):
        return True
    return label in j.law.constitution.bodies and wanted.number is None and packed(j, label)


def _prevented(
    j: Judge, label: str, wanted: Threshold, shares: list[Share], gone: Callable[[GroupRef], bool]
) -> bool:
    """Others fall short of a threshold, or of the quorum, without those who are gone from their groups."""
    quorum = j.law.constitution.bodies[label.split(".")[0]].quorum
    total = sum(share.acting + share.others for share in shares)
    acting = sum(share.acting for share in shares)
    others = 0
    for share in shares:
        left = share.origin is None or not share.others or not gone(share.origin)
        others += share.others if left else 0
    return any(
        others < limit.needed(total if limit.number is not None or limit.base is Base.SEATS else others + acting)
        for limit in (wanted, quorum)
        if limit is not None
    )


def packed(j: Judge, name: str) -> bool:
    """As many new seats as it takes can be made and filled."""
    body = j.law.constitution.bodies[name]
    filled = [j.ask(filling.gift, group.ref) for group in body.groups]
    return any(filled) and (name in j.today.enlarged or j.ask(powers.can, Act(Verb.ENLARGE, body=name)))


# --- emptying, meeting, silence ---------------------------------------------------------------------------------------


def emptied(j: Judge, ref: GroupRef) -> bool:
    """Every free holder of a seat in a group can be made to leave it, or has been at this date."""
    group = j.law.groups[ref]
    if ref in j.today.emptied or not j.law.held_at_first(group):
        return True
    return filling.removable(j, group, TRUE, every=True, nobody=True)


def meets(j: Judge, name: str) -> bool:
    """A body that must be convened can be made to meet, or does by now."""
    body = j.law.constitution.bodies[name]
    if not body.convened or not j.contested or name in j.meeting:
        return True
    return any(
        j.ask(powers.owed, power) or j.ask(powers.available, power)
        for power in j.law.powers(Act(Verb.CONVENE, body=name))
    )


def silenced(j: Judge, name: str) -> bool:
    """A body can be kept from acting: dissolved, emptied so far that it cannot decide, or never convened."""
    body = j.law.constitution.bodies[name]
    if j.ask(dissolved, name):
        return True
    found = j.law.blocks(name)
    if found:
        nobody = [Share(0, block.seats, block.origin) for block in found]
        if _prevented(j, name, body.decides, nobody, lambda ref: j.ask(vacated, ref)):
            return True
    if not body.convened or body.every is not None:
        return False
    return all(j.ask(powers.disabled, power, frozenset()) for power in j.law.powers(Act(Verb.CONVENE, body=name)))


def muted(
    j: Judge, label: str, threshold: Threshold | None, ballot: Ballot, sitting: frozenset[str] = frozenset()
) -> bool:
    """A holder of a power cannot use it: blocked, or silenced where that does not defeat the purpose."""
    name = label.split(".")[0]
    if name in j.law.constitution.classes or name in sitting:
        return j.ask(blocks, label, threshold, ballot, name not in sitting)
    return j.ask(blocks, label, threshold, ballot, True) or j.ask(silenced, name)


# --- classes ----------------------------------------------------------------------------------------------------------


def whole_class(j: Judge, name: str, ballot: Ballot) -> bool:
    """All of a class acts for the coalition."""
    found = j.law.constitution.classes[name]
    if j.ask(at_disposal, name):
        return True
    plain = j.law.plain(found.condition)
    kinds = j.people.kinds(j.law.mentions(plain))
    if not any(true_of(kind, plain) for kind in kinds):
        return False
    if filling.all_led(j, plain, [plain], lambda kind: not true_of(kind, plain)):
        return True
    if ballot is Ballot.SECRET:
        return False
    for binding in j.law.constitution.bindings:
        modes = {"voting"} | ({"nominating"} if ballot is Ballot.NOMINATION else set())
        held = binding.member_of is None and binding.modes & modes and j.people.entail(plain, binding.condition)
        if held and j.ask(decides, binding.by, None, Ballot.OPEN):
            return True
    return any(j.ask(powers.available, power) for power in j.law.powers(Act(Verb.DIRECT, body=name)))


def _class_share(j: Judge, found: Class, wanted: Threshold, ballot: Ballot) -> tuple[int, int]:
    """How many of how many act for the coalition, in the number of the class or the least that makes shares whole."""
    items = _assumptions(j, {found.name})
    total = found.numbering or lcm(
        wanted.share.denominator, 2, *(item.share.denominator for item in items if item.share is not None)
    )
    siding = [
        amount(item, total) for item in items if item.side is not None and j.ask(decides, item.side, None, Ballot.OPEN)
    ]
    bound = [_held(j, item, total, ballot) for item in items if item.status is not None]
    whole = total if j.ask(whole_class, found.name, ballot) else 0
    return max([whole, min(total, sum(siding)), *bound]), total


def _class_acts(j: Judge, name: str, wanted: Threshold, ballot: Ballot) -> bool:
    acting, total = _class_share(j, j.law.constitution.classes[name], wanted, ballot)
    needed = wanted.needed(total) if wanted.number is None else min(wanted.number, total)
    return acting >= needed


def _class_blocks(j: Judge, name: str, wanted: Threshold, ballot: Ballot) -> bool:
    acting, total = _class_share(j, j.law.constitution.classes[name], wanted, ballot)
    # Of a class whose number is not known others can always find some votes.
    return acting >= (total if wanted.number is not None else total - wanted.needed(total) + 1)


