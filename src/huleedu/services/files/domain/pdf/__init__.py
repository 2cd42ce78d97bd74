"""Read a .pdf: letters that were drawn at places, made into lines, columns and paragraphs."""
