"""Explain why two counts of successes differ."""

from huleedu.lab.explain.causes import Cause, Explanation, Reason
from huleedu.lab.explain.reckoning import explain

__all__ = ["Cause", "Explanation", "Reason", "explain"]
