"""P10: a ranking that a teacher can defend, and the grades that they decide."""
