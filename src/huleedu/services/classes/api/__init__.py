"""What others may ask of classes."""
