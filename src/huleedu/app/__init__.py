"""Start here: the command line, the table of modules, and how they are put together."""
