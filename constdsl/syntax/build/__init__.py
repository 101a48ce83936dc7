"""Make the values of the tree: one method for each rule of the grammar, called as the rule is reduced."""

from constdsl.syntax.build.acts import Acts
from constdsl.syntax.build.base import Problem
from constdsl.syntax.build.bodies import Bodies
from constdsl.syntax.build.conditions import Conditions
from constdsl.syntax.build.promises import Promises
from constdsl.syntax.build.statements import Statements

__all__ = ["Builder", "Problem"]


class Builder(Conditions, Acts, Bodies, Promises, Statements):
    """All rules of the grammar. `problems` collects what is grammatical and yet cannot be meant."""
