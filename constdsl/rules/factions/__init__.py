"""Rules about minorities: whether they can organise, and who says what is forbidden them."""
