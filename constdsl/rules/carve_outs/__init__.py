"""Exceptions that let somebody out of the rule, or others out of their rights."""
