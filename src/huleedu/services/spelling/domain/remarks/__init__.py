"""Remark on words that are words, but not the ones that were meant: could of, their late, en hus.

A remark is no misspelling and never counted among them. Each rule is data and a small function, one
file a kind, so that a language teacher can read it; `rules.py` lists all. How each was chosen, and
what it costs in false alarms: docs/why/0036-remarks-beside-misspellings.md.
"""
