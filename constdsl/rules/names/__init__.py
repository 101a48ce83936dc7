"""Rules about declarations that nothing uses, or that mislead."""
