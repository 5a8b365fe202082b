"""Writes of the organisation: one file for each act."""
