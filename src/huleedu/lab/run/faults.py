"""What can be made to go wrong in a run."""

from enum import StrEnum


class Fault(StrEnum):
    """A fault, by the name that `--fault` takes."""

    KILL_WORKER = "kill-worker"
    """kill -9 of a process that offers; another takes its place, and offers all of it again."""
    PAUSE_WORKER = "pause-worker"
    """SIGSTOP, and SIGCONT a while later."""
    KILL_POSTGRES = "kill-postgres"
    PAUSE_POSTGRES = "pause-postgres"
    KILL_VALKEY = "kill-valkey"
    PAUSE_VALKEY = "pause-valkey"
    KILL_NATS = "kill-nats"
    PAUSE_NATS = "pause-nats"
    CUT = "cut"
    """Every connection of the processes to their engines breaks."""
    DELAY = "delay"
    """Nothing passes between processes and engines for a while, and then all of it."""
    HALF_OPEN = "half-open"
    """What is connected hears no more of one another: no byte comes, and no end."""
    DOUBLED = "doubled"
    """What is sent on a connection is sent on another one as well, of which nobody hears."""
    TWICE = "twice"
    """Each offer reaches two processes."""
    LATE = "late"
    """Some offers come long after the others."""
    OUT_OF_ORDER = "out-of-order"
    """Offers come in another order, and some before their batch is registered."""
    CLOCK_BACK = "clock-back"
    """A process's wall clock goes back by an hour."""
    FULL_DISK = "full-disk"
    """The engines' disk has no room for a while. Needs root."""
    POWER_CUT = "power-cut"
    """The engines' file system loses what was not synced, and they die. Needs root."""


OF_MESSAGES = frozenset({Fault.TWICE, Fault.LATE, Fault.OUT_OF_ORDER})
"""These are in the plan itself: nothing has to be done to processes or engines."""
NEED_ROOT = frozenset({Fault.FULL_DISK, Fault.POWER_CUT})
ON_VALKEY = frozenset({Fault.KILL_VALKEY, Fault.PAUSE_VALKEY})
ON_NATS = frozenset({Fault.KILL_NATS, Fault.PAUSE_NATS})
"""Of runs whose offers travel over NATS."""
ON_CONNECTIONS = frozenset({Fault.CUT, Fault.DELAY, Fault.HALF_OPEN, Fault.DOUBLED})
"""Made by a proxy."""
OF_ANY_SYSTEM = (
    OF_MESSAGES
    | NEED_ROOT - {Fault.POWER_CUT}
    | ON_CONNECTIONS
    | {Fault.KILL_WORKER, Fault.PAUSE_WORKER, Fault.CLOCK_BACK}
)
"""They ask for no knowledge of the system on trial."""
ONLY_ON_TRIAL = frozenset({Fault.HALF_OPEN, Fault.DOUBLED})
"""Our own processes meet them in the tests of their engines."""
