"""Identity: who somebody is, which school they belong to, and what they may do there.

Owns: schools, people and their rights, passwords and second factors, sessions, one-time links,
access tokens, failed attempts, and the audit. Hears and says nothing: whoever asks waits for the
answer.
"""
