"""Updates in, nothing lost."""
