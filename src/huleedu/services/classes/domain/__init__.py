"""Find the pupils of a class in what their essays say of themselves."""
