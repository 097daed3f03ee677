"""How well messages are matched: a labelled set, written apart from the code, and its score."""
