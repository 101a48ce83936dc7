"""Promises weighed: every guarantee gets a verdict, and every verdict its evidence."""
