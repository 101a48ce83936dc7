"""Rules about elections: what a vote decides, whose vote counts for how much, and who sees it."""
