"""The small mechanism every service stands on: bus, outbox, inbox, runner, settings."""
