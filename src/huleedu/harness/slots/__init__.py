"""Runs of the lab: real processes, real engines, and what goes wrong between them."""
