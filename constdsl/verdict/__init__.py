"""Promises weighed: a verdict, and the history that shows it, for one property of one constitution."""
