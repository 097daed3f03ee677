"""The curated content as text files, and how they are read and checked."""
