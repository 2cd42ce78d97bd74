"""Tell whether a text speaks to whoever judges it instead of to its reader."""
