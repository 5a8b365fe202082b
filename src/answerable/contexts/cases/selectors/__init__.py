"""Reads of cases. The actor comes first; out of scope or walled is the same as absent."""
