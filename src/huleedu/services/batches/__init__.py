"""Registers batches, and decides which step each takes next.

Owns: registrations, runs and steps of every batch, and the results that each step took.
Hears: what people ask; a batch settled; the results of spelling and linguistics.
Says: batch registered or refused; work on an essay; step started and finished; batch assessed or
failed.
"""
