"""Random lawful play as a state machine of Hypothesis.

What is drawn is always one of the lawful moves. Play knows nothing of the calculus: a player may only make what is
new more likely than what has been done or could have been done before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from attrs import frozen
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

__all__ = ["BATCH", "Player", "Reached", "play_batch", "seed_of"]

BATCH = 20
"""Plays between two looks at the clock."""


@frozen
class Reached(Exception):
    """A play came to what a promise rules out, or to what it grants: its number among the targets, and how."""

    target: int
    path: tuple[Any, ...]


class Player(Protocol):
    """What the machine drives: a play that says what may be done now, does it, and tells which targets are reached."""

    path: list[Any]

    @property
    def weights(self) -> Sequence[int]:
        """How likely each of the lawful moves is to be made next; the simplest come first."""

    @property
    def reached(self) -> frozenset[int]:
        """The targets reached by now."""

    def take(self, number: int) -> None:
        """Make one of the moves, by its number."""


def play_batch(
    begin: Callable[[Callable[..., Any]], Player],
    open_targets: Sequence[int],
    *,
    examples: int,
    steps: int,
    number: int,
) -> tuple[Reached | None, int]:
    """Play so many times at random, and stop at the first open target that is reached.

    `begin` starts a play and may draw who is in it. Gives what was reached and how many plays it took to find it.
    """
    wanted = frozenset(open_targets)
    # Once a target is reached the machine is run again, to see it fail again, and must fail for the same target.
    fixed: list[int] = []
    plays = [0]

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.player: Player | None = None
            self.over = False
            if not fixed:
                plays[0] += 1

        @precondition(lambda self: self.player is None)
        @rule(data=st.data())
        def enter(self, data: Any) -> None:
            self.player = begin(data.draw)

        @precondition(lambda self: self.player is not None)
        @rule(data=st.data())
        def move(self, data: Any) -> None:
            assert self.player is not None
            if self.over:
                return
            pool = [number for number, weight in enumerate(self.player.weights) for _ in range(weight)]
            if not pool:
                self.over = True
                return
            self.player.take(pool[data.draw(st.integers(0, len(pool) - 1))])

        @invariant()
        def no_target_is_reached(self) -> None:
            if self.player is None:
                return
            reached = sorted(self.player.reached & wanted)
            if not fixed and reached:
                fixed.append(reached[0])
            if fixed and fixed[0] in reached:
                raise Reached(fixed[0], tuple(self.player.path))

    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps + 1,
        database=None,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
        # Histories are made short where more is known of them than numbers that were drawn.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(number)(Machine), settings=chosen)
    except Reached as found:
        return found, min(plays[0], examples)
    return None, min(plays[0], examples)


def seed_of(*parts: object) -> int:
    """A seed that follows from these parts, on every machine and in every process."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8], "big")
