"""A report that is looked at while its description is written: what is shown, by which address, and what is watched."""
