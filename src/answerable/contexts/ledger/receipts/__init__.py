"""What the resident holds: the acceptance note at once, proofs of each line later. Runs without Django."""
