"""A run: who offers what when, what goes wrong meanwhile, and what a system has to be able to."""

from huleedu.lab.run.faults import OF_MESSAGES, Fault
from huleedu.lab.run.plan import Offer, Plan, Round, rounds
from huleedu.lab.run.system import Answer, NotAnswered, System

__all__ = [
    "OF_MESSAGES",
    "Answer",
    "Fault",
    "NotAnswered",
    "Offer",
    "Plan",
    "Round",
    "System",
    "rounds",
]
