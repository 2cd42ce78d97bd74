"""Our own code of the slot ledgers, on engines that are made up: thousands of schedules a second.

What runs is the code that ships (group commit, both ledgers). The engines do in memory what the SQL
and the Lua do, one step at a time, after delays that a seed draws; they break off before or after
they have done something, and lose what they may lose.
"""

from huleedu.harness.simulate.schedules import Schedule, Simulated, failing, simulate

__all__ = ["Schedule", "Simulated", "failing", "simulate"]
