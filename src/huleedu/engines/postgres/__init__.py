"""PostgreSQL: embedded, started from a wheel's programs, or any server that a URL names."""
