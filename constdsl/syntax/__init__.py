"""Text to tree and back: grammar, recovery from mistakes, and spelling."""
