"""Receives uploads, reads their text, keeps both, and passes the text on.

Owns: which files came, and what became of reading each.
Hears: files offered. Says: text read, file refused, archive unpacked.
"""
