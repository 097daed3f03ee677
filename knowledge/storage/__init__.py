"""Tables, queries and migrations; the one owner of connections."""
