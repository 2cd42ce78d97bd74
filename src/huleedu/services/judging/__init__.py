"""Judging: rank a batch's essays from judgements on pairs of them, and grade from anchors.

Owns: who may judge and how, every pair that was handed out and what became of it, every word that
language models were asked and answered. Judges ask and wait for the answer.
Hears: of essays their names, slots, measures and pupils; that a ranking is wanted. Says: which
ranking there is.
"""
