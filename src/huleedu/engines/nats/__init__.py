"""NATS JetStream: servers of our own for trials and tests, and the bus on any.

`bus` implements the port; `shares` divides the work among processes; `lanes` keeps the order of
what is held; `store` is what we ask of JetStream.
"""
