"""Rules about bodies that decide in their own cause."""
