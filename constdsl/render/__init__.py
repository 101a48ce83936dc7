"""Answers put into words and columns: pure functions from values to text, for people and for programs."""
