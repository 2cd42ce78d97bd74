"""Judging: rank a batch's essays from judgements on pairs of them, and grade from anchors.

Owns the judgements, who may judge and what they were asked; hears of batches whose essays are
measured; says how they rank, how sure that is, and which grades follow.
"""
