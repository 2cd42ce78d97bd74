"""Read a .docx: a package of XML parts."""
