"""The commands of `huleedu`, a file for each subject."""
