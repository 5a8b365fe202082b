"""How the log asks its witnesses. Nothing of this may keep a checkpoint waiting."""
