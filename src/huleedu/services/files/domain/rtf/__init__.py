"""Read an .rtf: words of control and text, by the code page of each font."""
