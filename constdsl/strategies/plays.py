"""A strategy of histories: what explicit persons may lawfully do, one move after the other."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import note
from hypothesis import strategies as st

from constdsl.model.entities import Constitution
from constdsl.play.open import Person, Play, someone

__all__ = ["histories"]


@st.composite
def histories(
    draw: st.DrawFn, constitution: Constitution, *, persons: int | Sequence[Person] = 3, most: int = 20
) -> Play:
    """Lawful plays of at most so many moves, by these persons or so many invented ones; everybody cooperates.

    `play.history` has the moves with their dates, `play.position` who sits where in the end, and `play.holds` tells
    what is true of a person; the play can be continued and taken back. They shrink to few and simple moves. A failing
    history is shown move by move.

        @given(histories(CLUB))
        def test_nobody_pays_and_audits(play):
            for person in play.position.world.persons:
                assert not play.holds(PAYS_AND_AUDITS, person.name)
    """
    if isinstance(persons, int):
        rng = draw(st.randoms(use_true_random=False))
        persons = [someone(constitution, rng, number) for number in range(persons)]
    play = Play(constitution, persons)
    for _ in range(most):
        found = play.moves()
        if not found or not draw(st.integers(0, 9)):
            break
        play.apply(draw(st.sampled_from(found)))
    for step in play.history:
        note(f"{step.number}  within {step.date} years  {step.move.words}")
    return play
