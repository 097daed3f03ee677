"""A long day with many people, and a look through everything that it left behind."""
