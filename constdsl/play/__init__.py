"""The second engine: lawful play by explicit persons in explicit seats, and what a coalition can bring about by it.

Written from docs/semantics.md and from nothing else: it shares with the calculus the resolved model and the condition
language only, so that each can be held against the other. `Play` is play by everybody; `Campaign` is a coalition's
play against all others; `Player` searches campaigns to the end; `replay` tries a history move by move.
"""
