"""Gives each essay exactly one slot, and knows its state.

Owns: the slots of every batch, the essays' states with every move, and when a batch is settled.
Hears: files offered, texts read or refused, a batch registered, what people ask; how steps ended.
Says: slot assigned, essay refused, left over or replaced, batch settled.
"""
