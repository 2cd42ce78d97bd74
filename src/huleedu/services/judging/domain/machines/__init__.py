"""Machines that judge: what a language model is asked and kept from, and one that only counts."""
