"""Decide whether a history keeps the rule of slots: in linear time, and by a general search."""

from huleedu.lab.check.whole import check, check_file, linear

__all__ = ["check", "check_file", "linear"]
