"""The report as a document to read from front to back: what stands in it, and the files that hold it."""
