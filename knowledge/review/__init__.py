"""The rules of reviewing: people, cases, drafts, publishing. Values in, values out."""
