"""Reads of review."""
