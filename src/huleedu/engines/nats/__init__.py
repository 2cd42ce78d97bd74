"""NATS JetStream: servers of our own for trials and tests, and the bus on any.

`bus` implements the port; `coordinator` divides the partitions among processes, each of which a
`partition_consumer` receives and a `partition_queue` keeps in order; `store` is what we ask of
JetStream.
"""
