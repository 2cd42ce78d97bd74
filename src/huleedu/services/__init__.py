"""Bounded contexts: none imports another, none reads another's tables."""
