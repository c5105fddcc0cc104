"""Whose report it is: a logo, colours and fonts, from the report's settings."""
