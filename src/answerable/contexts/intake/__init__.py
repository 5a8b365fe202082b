"""Submissions: whatever a channel brings in, kept as it came."""
