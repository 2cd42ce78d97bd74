"""What is known of a batch, put together: whose each essay is, and how far everything has come."""
