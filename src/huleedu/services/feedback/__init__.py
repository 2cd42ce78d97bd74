"""Words that help a pupil: drafted, ready, given, and taken back.

Owns: what is written to each essay's pupil, and what of it was given, exactly as it was seen then;
who did what and when; the phrases of each teacher; links by which a pupil reads what was given.
"""
