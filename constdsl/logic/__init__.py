"""Conditions decided exactly: satisfiable, entailed, disjoint, and witnesses in words.

`Logic` is the way in; `Situation` is a witness; `holds` is plain evaluation. Two exact deciders stand behind
`Logic`: a small tableau (`cubes`), which ordinary files never outgrow, and a SAT solver (`encoding`), loaded only
when a formula branches too much for the tableau.
"""

from constdsl.logic.decide import Logic
from constdsl.logic.evaluate import holds
from constdsl.logic.situation import Situation

__all__ = ["Logic", "Situation", "holds"]
