"""Rules about changing the rules that protect less, or bind more, than they seem to."""
