"""The signer: the only holder of the log's key, in a process and a folder of its own, without Django or database.

It signs what continues the tree that it signed last, and nothing else.
"""
