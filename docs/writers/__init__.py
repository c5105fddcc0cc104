"""Writes the generated pages of the documentation: one module a page, each a function from the code to text."""
