"""Rules about how long somebody sits, and who decides that it ends."""
