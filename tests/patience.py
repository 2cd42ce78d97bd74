"""How long a test waits for what has to come about, on a machine that is busy with other things."""

LONG_S = 200
"""Nothing honest takes so long: a limit tells that something hangs, never how fast it is."""
