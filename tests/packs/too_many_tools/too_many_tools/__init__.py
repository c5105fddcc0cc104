"""A pack for stackaudit: teams that work with too many tools."""
