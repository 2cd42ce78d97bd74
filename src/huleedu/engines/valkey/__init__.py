"""Valkey: a server of our own for trials and tests, and what we ask of any."""


class NotValkey(Exception):
    """The server cannot be used; the message says why and what to do."""
