"""`python -m huleedu` is the command line, too."""

from huleedu.app.cli import main

main()
