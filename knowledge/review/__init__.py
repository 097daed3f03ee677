"""The rules of moderating: what a change would do. Values in, values out; no I/O."""
