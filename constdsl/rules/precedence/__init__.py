"""Rules about which of two rules, or of two bodies, gives way."""
