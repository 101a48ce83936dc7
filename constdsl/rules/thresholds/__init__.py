"""Rules about what counts as enough: majorities, quorums, and what they are taken of."""
