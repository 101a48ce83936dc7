"""Rules about powers that are handed on, and bodies that are never called."""
