"""Adapters to the outside, one file for each kind."""
