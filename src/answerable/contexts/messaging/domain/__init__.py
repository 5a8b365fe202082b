"""Pure rules of messaging."""
