"""Finds misspellings and suggests corrections, in English and Swedish.

Owns: the misspellings of each text that it checked.
Hears: check spelling. Says: spelling checked, or why it failed.
"""
