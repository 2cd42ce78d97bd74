"""The only door for people: takes in their files and passes on what they ask for.

Owns: nothing but its outbox. Says: register a batch, files offered, and what people ask later.
"""
