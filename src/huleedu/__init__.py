"""HuleEdu turns a stack of essays into a fair, explained result."""

__version__ = "0.1.0"
