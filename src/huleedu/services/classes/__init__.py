"""Classes and their pupils, and whose essay is this.

Owns: classes, who teaches them, their pupils, lists that wait to be taken in; the names of a
batch, where its essays may name their writers, what was decided and what came of it.
Hears: batch registered, text read, slot assigned, batch settled, match pupils.
Says: pupils matched.
"""
