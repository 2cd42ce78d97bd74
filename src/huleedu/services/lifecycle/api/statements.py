"""The three statements that the slot ledger asks of its database, for whoever plays that one."""

from huleedu.services.lifecycle.store.admission import HOLDERS, SNAPSHOT
from huleedu.services.lifecycle.store.slots import ASSIGN

__all__ = ["ASSIGN", "HOLDERS", "SNAPSHOT"]
