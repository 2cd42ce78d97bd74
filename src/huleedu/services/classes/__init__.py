"""Whose essay is this: the names of a batch, and the pupils that its texts are by.

Owns: the names that belong to a batch, where its essays may name their writers, what came of it.
Hears: batch registered, text read, slot assigned, batch settled. Says: pupils matched.
"""
