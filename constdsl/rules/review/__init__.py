"""Rules that nobody independent reads, tests or enforces."""
