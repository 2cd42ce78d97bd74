"""The finished picture that a teacher reads: a read model, and the files made from it.

Owns: what is known of every batch, put together from what the other services say.
Hears: every event that a teacher would want to know of.
Says: nothing.
"""
