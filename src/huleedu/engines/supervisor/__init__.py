"""Run a server while somebody uses it, look after it meanwhile, and end it when nobody does.

A supervisor, a process of its own, owns the server. Whoever uses the server holds a lease: a shared
lock, which the system frees even when a program is killed. So a server never outlives its users.
`engine` is what each server has of its own; all else is the same for PostgreSQL, NATS and Valkey.
"""
