"""Insight: from one thing to one kind of thing. Reads all; nobody reads it."""
