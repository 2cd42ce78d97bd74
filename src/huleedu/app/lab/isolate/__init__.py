"""Run a suite's tests alone and in other orders, with pytest, and see what they leave behind."""
