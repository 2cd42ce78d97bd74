"""Rank scripts from judgements on pairs of them, truly: pure decisions and figures, no I/O.

`inference` believes abilities after judgements, with every doubt; `ranking` says what follows and
how far it can be trusted; `grading` gives grades from anchors; `llm` is what a language model
is told and kept from, `baseline` a judge that only counts. Beside these rooms: which pair comes
next (`desk`, `pairing`), when it is enough (`posterior_cache`, `stopping`), what decisions are
(`judgements`, `decisions`). All dice are arguments.
"""
