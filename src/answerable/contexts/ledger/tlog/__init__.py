"""The log's public formats, without Django: tree, tiles, signed notes, checkpoints, proofs, policies.

Nothing here knows what a leaf says. The formats are those of RFC 9162 and C2SP, so that other people's tools read them.
"""
