"""The picture of a batch: what is known of it, put together, and what a teacher takes away."""
