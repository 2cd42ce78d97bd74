"""Explain why two counts of successes differ."""

from huleedu.lab.explain.accounting import explain
from huleedu.lab.explain.causes import Cause, Explanation, Reason

__all__ = ["Cause", "Explanation", "Reason", "explain"]
