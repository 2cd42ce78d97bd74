"""Measure what the program promises; `huleedu bench` prints what these functions return."""
