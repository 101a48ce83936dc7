"""Rules about empty seats: who decides, and who fills them, when some of a body are missing."""
