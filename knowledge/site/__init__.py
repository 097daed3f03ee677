"""The base as a website of plain files. Pages are functions of values; only `write` writes."""
