"""Units, areas, people, posts and grants."""
