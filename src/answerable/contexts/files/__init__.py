"""Attachments: the sealed original and its cleaned derivative."""
