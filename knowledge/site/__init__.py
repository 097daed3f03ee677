"""The base as a website of plain files: pages are functions from values to text, one file writes."""
