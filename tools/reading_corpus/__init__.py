"""The essays of the reading corpus, and how each program is made to write them."""
