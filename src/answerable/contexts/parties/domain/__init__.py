"""Pure rules of the vault."""
