"""Acts of cases, one file each. All of them run through `engine.perform`."""
