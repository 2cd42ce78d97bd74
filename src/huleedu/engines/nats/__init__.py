"""NATS JetStream: a server of our own for trials and tests, and the bus on any."""
