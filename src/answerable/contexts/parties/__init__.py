"""The identity vault: who speaks, and how to reach them."""
