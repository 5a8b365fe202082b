"""Backups of the private PostgreSQL: sealed bases with the log of every change since, and any moment brought back."""
