"""The outside world: engines, embedded in the program or reached by a URL."""
