"""Fault drills: a real installation, clients that remember what they were told, something that goes wrong, checkers.

A drill counts only after it has failed on a planted fault; docs/security/drills.md says which that was.
"""
