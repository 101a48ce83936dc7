"""Read a constitution, and say who can lawfully end up holding what."""

__version__ = "0.1.0"
