"""The report as a deck of slides for those who decide: what stands on each, and the file that holds them."""
