"""Replies out, nothing lost."""
