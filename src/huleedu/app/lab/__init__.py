"""The lab at work on this program: what the pure lab asks for, done with real engines."""
