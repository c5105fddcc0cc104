"""The model of a stack: vocabularies, values, elements and the stack itself."""
