"""What feedback is: how far it is, and what a pupil sees of it."""
