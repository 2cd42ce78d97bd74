"""Valkey: a server of our own for trials and tests, and what we ask of any."""
