"""Faults that are found unasked: one module a rule, its page beside it, named by its place."""
