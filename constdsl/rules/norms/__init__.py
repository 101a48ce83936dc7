"""Rules about norms that meet: what cannot both be obeyed or relied on, and what never applies at all."""
