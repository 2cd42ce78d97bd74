"""Rank scripts from judgements on pairs of them, truly: pure decisions and figures, no I/O.

`learning` believes abilities after judgements, with every doubt; `ranking` says what follows and
how far it can be trusted; `grading` gives grades from anchors; `machines` are judges that are no
people. Beside these rooms: which pair comes next (`desk`, `pairing`), when it is enough
(`believing`, `stopping`), what decisions are (`judgements`, `decisions`). All dice are arguments.
"""
