"""Verify the whole journal again: lines, openings, chains, tree, tiles, checkpoints; say exactly what differs."""
