"""Rules about units and their union: exit, competence, who decides between them."""
