"""The rules of cases."""
