"""How long things are kept, what holds them back, and what was erased."""
