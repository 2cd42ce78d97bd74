"""What keeps a command from its work, told in the words of whatever engine or setting it is."""


class CannotRun(Exception):
    """Something that we stand on is not as it has to be; the message says what, and what to do.

    A command that meets it ends with this message. It is the one thing that the end of a command
    knows of engines and settings: were it to name them all, `huleedu --help` would load them.
    """
