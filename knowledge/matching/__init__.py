"""Statements to claims: gate first, score second. Explains itself."""
