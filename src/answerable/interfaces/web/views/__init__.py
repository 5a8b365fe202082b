"""Pages that belong to both faces."""
