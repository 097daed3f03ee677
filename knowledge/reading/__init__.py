"""A message to sentences, names, stance and statements. Pure; knows no claims."""
