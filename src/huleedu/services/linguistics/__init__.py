"""Measures the language of a text: how long, how varied, how readable.

Owns: the measures of each text. Hears: measure language. Says: language measured, or why not.
"""
