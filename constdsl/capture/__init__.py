"""The capture calculus: who can be made to act for whom, by when, and why, as a least fixpoint."""
