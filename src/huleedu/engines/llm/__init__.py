"""Language models, reached by the protocols that their servers speak."""
