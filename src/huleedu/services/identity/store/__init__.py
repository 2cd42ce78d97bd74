"""identity's tables."""
