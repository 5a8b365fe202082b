"""The resident judges: ratings, return visits and contests."""
