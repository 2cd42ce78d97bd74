"""What a teacher is to know of every batch: a read model, and the report that it makes.

Owns: what is known of every batch, put together from what the other services say.
Hears: every event that a teacher would want to know of.
Says: nothing.
"""
