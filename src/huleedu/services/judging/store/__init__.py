"""What the judging service keeps."""
