"""What a difference between two audits is written as: one form a module."""
