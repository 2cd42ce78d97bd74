"""What is told before anything is measured: the loop makes a difference."""

import typer

from huleedu.kit import extras


def tell_of_the_loop() -> None:
    """Tell of uvloop, where it is not installed."""
    if not extras.is_there("uvloop"):
        typer.echo(f"Without uvloop, which is faster: {extras.how('uvloop')} brings it.", err=True)
