"""Rules about who makes up a body, and who may change that."""
