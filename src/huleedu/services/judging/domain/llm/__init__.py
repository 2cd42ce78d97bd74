"""What a language model that judges is asked, and what counts as its answer."""

"""What a language model that judges is asked, and what counts as its answer."""
