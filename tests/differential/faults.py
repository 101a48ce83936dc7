"""Deliberate faults: the differential run must notice when the calculus is wrong.

    python -m tests.differential.run --faults

Each fault is a small change of the source. It is made in a temporary copy of the package, never in the tree, and
random constitutions are compared there until the engines disagree.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import frozen

from tests.differential.examine import examine
from tests.differential.sample import text_of

__all__ = ["FAULTS", "Caught", "Fault", "hunt", "patched"]

ROOT = Path(__file__).resolve().parents[2]
MOST = 3_000
"""Constitutions that are tried before a fault counts as missed."""


@frozen
class Fault:
    """One line of the calculus put wrong: `old` stands just once in `file`."""

    words: str
    file: str
    old: str
    new: str


@frozen
class Caught:
    """How many constitutions it took until the engines disagreed, None if they never did, and what on."""

    fault: Fault
    after: int | None
    finding: str


FAULTS = (
    Fault(
        "a group is filled without the consent it takes", "seats",
        "needs += [c.consents(label) for label in group.consent]", "pass",
    ),
    Fault(
        "a block takes one seat too few", "seats",
        "plain = total - wanted.needed(total) + 1", "plain = total - wanted.needed(total)",
    ),
    Fault("a secret ballot counts bound electors", "seats", "            if group.secret:", "            if False:"),
    Fault(
        "direction overrides every free mandate", "seats",
        "ways += [c.every([grant.node, free]) for grant", "ways += [grant.node for grant",
    ),
    Fault("a quorum is never asked for", "seats", "            if body.quorum is not None:", "            if False:"),
    Fault(
        "`of members` is read as of seats", "seats",
        "            if wanted.base is not Base.SEATS:", "            if False:",
    ),
    Fault(
        "nobody extends a term that the coalition waits for", "seats",
        "act = Act(Verb.EXTEND, body=group.ref.body, group=group.ref.index)\n", "return self.c.sure\n",
    ),
    Fault(
        "bodies meet of their own right, `convened by` or not", "seats",
        "ways = [c.acquiescent]\n        powers = c.index.powers(Act(Verb.CONVENE",
        "ways = [c.sure]\n        powers = c.index.powers(Act(Verb.CONVENE",
    ),
    Fault(
        "a status is conferred on who lacks the one it lies within", "persons",
        "if outer is not None and not kinds.truth(kind, Holds(outer), True):", "if False:",
    ),
    Fault(
        "one nominator in hand closes the ballot", "persons",
        "node = self.c.every(closed for _, closed, _ in ways)", "node = self.c.some(closed for _, closed, _ in ways)",
    ),
    Fault(
        "a seat outlasts what `while` asks", "persons",
        "                if not kinds.meets(kind, self._demanded(variable)):", "                if False:",
    ),
    Fault(
        "a list overflows one name too late", "persons",
        "needed = cap - merged.pop(c.sure, 0)", "needed = cap + 1 - merged.pop(c.sure, 0)",
    ),
    Fault(
        "a hostile check is never neutral", "powers",
        "c.unless_used(self.disabled(check, own), [holder(check)])", "c.unless_used(c.never, [holder(check)])",
    ),
    Fault(
        "shields do not shield", "powers",
        "open_to_all = c.every(self.lapsed(shield, NO_CONTEXT) for shield in shields)", "open_to_all = c.sure",
    ),
    Fault(
        "norms forbid nothing", "powers",
        "return [norm for norm in self.c.index.prohibitions(power, act) if self._forbids(norm, power)]", "return []",
    ),
    Fault(
        "powers in a suspended article stay in use", "calculus",
        "            conflict = self._spoiled(closure, node)", "            conflict = None",
    ),
    Fault(
        "annulments come too late", "index",
        "if power.act.verb in (Verb.VETO, Verb.ANNUL) and", "if power.act.verb is Verb.VETO and",
    ),
    Fault(
        "terms do not add up", "graph",
        "heappush(heap, (date + delays[successor], reach + 1, successor))",
        "heappush(heap, (max(date, delays[successor]), reach + 1, successor))",
    ),
)  # fmt: skip


def patched(fault: Fault, folder: Path) -> None:
    """A copy of the package with a fault in it; ValueError where the line is gone that the fault changes."""
    source = ROOT / "constdsl" / "capture" / f"{fault.file}.py"
    text = source.read_text(encoding="utf-8")
    if text.count(fault.old) != 1:
        raise ValueError(f"{source.name} has {text.count(fault.old)} places, not one, to {fault.words!r}")
    for name in ("constdsl", "grammar", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    copy = folder / "constdsl" / "capture" / source.name
    copy.write_text(text.replace(fault.old, fault.new), encoding="utf-8")


def hunt(seed: int, jobs: int, most: int = MOST) -> int:
    """Look for every fault and print after how many constitutions it was caught; 1 if one was not."""
    missed = 0
    with ThreadPoolExecutor(jobs) as pool:
        for caught in pool.map(lambda fault: _hunted(fault, seed, most), FAULTS):
            missed += caught.after is None
            after = f"{caught.after:,}" if caught.after is not None else "never"
            print(f"{after:>7}  {caught.fault.words}\n         {caught.finding}", flush=True)
    return 1 if missed else 0


def _hunted(fault: Fault, seed: int, most: int) -> Caught:
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        patched(fault, Path(folder))
        first = seed
        while first < seed + most:
            command = [sys.executable, "-m", "tests.differential.faults", str(first), str(seed + most)]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"{fault.words}: {done.stderr}")
            found = json.loads(done.stdout)
            if found is None:
                break
            # What the engines disagree on without the fault as well is not its doing.
            if not examine(text_of(found[0]), found[0]).findings:
                return Caught(fault, found[0] - seed + 1, found[1])
            first = found[0] + 1
    return Caught(fault, None, f"not in {most:,} constitutions")


def _first(seeds: Sequence[int]) -> tuple[int, str] | None:
    for seed in seeds:
        findings = examine(text_of(seed), seed).findings
        if findings:
            return seed, findings[0]
    return None


if __name__ == "__main__":
    print(json.dumps(_first(range(int(sys.argv[1]), int(sys.argv[2])))))
