"""Rules about definitions and limitations: who says what the words of a right mean."""
