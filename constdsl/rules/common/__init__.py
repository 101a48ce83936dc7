"""What rules of several groups ask: independence, ballots, rights, gates, votes."""
