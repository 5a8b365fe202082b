"""Answerable: a public-voice platform for a police bureau."""
