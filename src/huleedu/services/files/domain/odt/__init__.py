"""Read an .odt or its flat form: one tree of XML."""
